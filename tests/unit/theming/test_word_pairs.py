"""Which of several words fits between two others."""

import pytest

from analysis.theming.word_pairs import BEGINNING, END, WordPairs

COUNTS = {"bus": 100, "bug": 100, "but": 900, "the": 5000, "bite": 50, "stop": 300}
ENGLISH = "bug bite 40\nbus stop 60\nthe bus 30\nthe bug 30\nthe but 1\n"
WRITTEN = [["the", "bus"]] * 20 + [["but", "the", "bus"]] * 20


@pytest.mark.parametrize(
    ("before", "after", "fitting"),
    [("the", "bite", "bug"), ("the", "stop", "bus"), (BEGINNING, "the", "but"), ("the", END, "bus")],
)
def test_the_word_that_goes_with_both_its_neighbours_fits(before: str, after: str, fitting: str) -> None:
    assert WordPairs(COUNTS, ENGLISH, WRITTEN).best_between(before, ("but", "bug", "bus"), after) == fitting


def test_a_neighbour_that_is_not_known_has_no_say() -> None:
    pairs = WordPairs(COUNTS, ENGLISH, [])

    assert pairs.best_between("the", ("bug", "bus"), None) == "bug"
    assert pairs.best_between("the", ("bus", "bug"), None) == "bus"
    assert pairs.best_between("zzz", ("bug", "but"), None) == "but"
