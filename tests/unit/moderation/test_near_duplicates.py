"""A view that says nearly the same as one that waits is pointed at it."""

from moderation.duplicates import Known, most_like, plain_text

WAITING = [
    Known(7, plain_text("We need more buses to Swanage at the weekend")),
    Known(8, plain_text("A cinema")),
]


def test_a_near_copy_points_at_the_view_that_waits() -> None:
    assert most_like("we need more buses to swanage at the weekends!!", WAITING) == 7


def test_another_wish_points_at_none() -> None:
    assert most_like("We need more trains to Weymouth in the evening", WAITING) is None


def test_short_texts_say_the_same_by_chance_and_point_at_none() -> None:
    assert most_like("a cinema", WAITING) is None


def test_an_empty_text_points_at_none() -> None:
    assert most_like("!!", [*WAITING, Known(9, "")]) is None
