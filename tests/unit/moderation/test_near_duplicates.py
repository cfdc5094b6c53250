"""Texts that say nearly the same are stacked."""

from moderation.screening.duplicates import group_near_duplicates, similarity_key


def test_texts_equal_but_for_case_and_punctuation_share_a_key() -> None:
    assert similarity_key("More buses, please!") == similarity_key("more  buses please")
    assert similarity_key("more buses") != similarity_key("more bins")


def test_near_copies_are_grouped_and_others_left_out() -> None:
    texts = [
        "We need more buses to Swanage at the weekend",
        "A skatepark with lights",
        "we need more buses to swanage at the weekends!!",
        "A cinema",
        "a cinema.",
    ]
    assert group_near_duplicates(texts) == [[0, 2], [3, 4]]


def test_short_texts_are_only_grouped_when_equal() -> None:
    assert group_near_duplicates(["more bins", "more buns", "more bins!"]) == [[0, 2]]


def test_empty_texts_are_never_grouped() -> None:
    assert group_near_duplicates(["", "", "!!", "?"]) == []
