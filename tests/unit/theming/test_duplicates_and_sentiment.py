"""Copies of one letter are found; the mood hint is only ever about many answers."""

import random

import pytest

from analysis.theming.duplicates import duplicate_groups
from analysis.theming.sentiment import LABEL, sentiment_hint

LETTERS = [
    "Please save the youth club in {place}, the only warm place we have to go after school, {name} loves it",
    "The council must put a crossing on the main road in {place} before somebody like {name} is hurt there",
    "We want a proper skate park with lights in {place} because {name} and I have nowhere to ride in winter",
]


def _edited(text: str, random_source: random.Random) -> str:
    found = text.split()
    for _ in range(2):
        place = random_source.randrange(len(found))
        found[place] = random_source.choice(["really", found[place] + "!", found[place].upper(), "just"])
    return " ".join(found)


def test_edited_copies_of_letters_are_grouped_and_kept_apart() -> None:
    chance = random.Random(4)
    texts, letters = [], []
    for number, letter in enumerate(LETTERS):
        for name in ("Sam", "Alex", "Jo", "Max", "Kit"):
            texts.append(_edited(letter.format(place="Swanage", name=name), chance))
            letters.append(number)

    groups = duplicate_groups(texts)

    assert sorted(len(group.places) for group in groups) == [5, 5, 5]
    assert all(len({letters[place] for place in group.places}) == 1 for group in groups)
    assert not any(group.is_exact for group in groups)


def test_equal_words_in_another_dress_are_exact_copies() -> None:
    groups = duplicate_groups(["More parks!", "bins", "more   PARKS", "More parks"])

    assert [(group.places, group.is_exact) for group in groups] == [((0, 2, 3), True)]


def test_short_answers_that_only_look_alike_are_not_grouped() -> None:
    assert duplicate_groups(["more parks", "more park", "more parts", "", "", "😀"]) == []


def test_many_copies_of_one_letter_form_one_group() -> None:
    texts = [LETTERS[0].format(place="Swanage", name=f"friend {number}") for number in range(300)]

    assert [len(group.places) for group in duplicate_groups(texts)] == [300]


def test_the_mood_hint_needs_many_answers_and_says_that_it_is_a_hint() -> None:
    texts = ["I love this lovely happy place"] * 6 + ["this is horrible and awful"] * 5 + ["idk"] * 20

    hint = sentiment_hint(texts)

    assert sentiment_hint(texts[:9]) is None
    assert hint is not None
    assert (hint.texts, hint.positive, hint.negative, hint.neutral) == (11, 6, 5, 0)
    assert hint.label == LABEL
    assert -1 <= hint.mean <= 1


def test_grouping_needs_at_least_the_overlap_asked_for() -> None:
    pair = [
        "Please keep our library open because it is warm and quiet",
        "Please keep our library open because I read there every day",
    ]

    assert duplicate_groups(pair, least_overlap=0.9) == []
    assert len(duplicate_groups(pair, least_overlap=0.3)) == 1


@pytest.mark.parametrize("texts", [[], [""], ["one answer alone here"]])
def test_nothing_to_group_gives_no_groups(texts: list[str]) -> None:
    assert duplicate_groups(texts) == []
