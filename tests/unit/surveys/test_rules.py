"""Rules of a view's life: its key, what its sender is told, and when words must still be read."""

from datetime import date

import pytest
import time_machine

from surveys.domain import Standing, SubmissionState, must_still_be_read, standing_of
from surveys.keys import day_made, is_key, make_key
from surveys.shells import Shells


@time_machine.travel("2026-07-01 23:30", tick=False)
def test_a_key_says_which_day_it_was_made_in_dorset() -> None:
    key = make_key()
    assert is_key(key)
    assert day_made(key) == date(2026, 7, 2)
    assert make_key() != key


@pytest.mark.parametrize("key", ["abc", "2026-13-40.abc", "2026-07-01", "2026-07-01.", "x" * 100])
def test_a_key_made_elsewhere_is_a_key_but_tells_no_day(key: str) -> None:
    assert is_key(key)
    assert day_made(key) is None


@pytest.mark.parametrize("text", ["", " ", "a b", "ä", "x" * 101, "a\n"])
def test_what_cannot_be_a_key_is_none(text: str) -> None:
    assert not is_key(text)


def test_a_concern_never_shows_to_the_sender() -> None:
    assert standing_of(SubmissionState.ESCALATED, False, False) is standing_of(
        SubmissionState.APPROVED, False, False
    )


@pytest.mark.parametrize(
    ("state", "is_withdrawn", "is_replaced", "standing"),
    [
        (SubmissionState.PENDING, False, False, Standing.WAITING),
        (SubmissionState.APPROVED, False, False, Standing.READ),
        (SubmissionState.PRIVATE, False, False, Standing.PRIVATE),
        (SubmissionState.REJECTED, False, False, Standing.NOT_USED),
        (SubmissionState.APPROVED, True, False, Standing.WITHDRAWN),
        (SubmissionState.PENDING, True, True, Standing.REPLACED),
    ],
)
def test_the_sender_is_told_what_became_of_the_view(
    state: SubmissionState, is_withdrawn: bool, is_replaced: bool, standing: Standing
) -> None:
    assert standing_of(state, is_withdrawn, is_replaced) is standing


@pytest.mark.parametrize(
    ("state", "is_checked", "lane", "is_read"),
    [
        (SubmissionState.PENDING, False, "soon", True),
        (SubmissionState.PENDING, True, "urgent", True),
        (SubmissionState.PENDING, True, "soon", True),
        (SubmissionState.PENDING, True, "normal", False),
        (SubmissionState.PENDING, True, "spam", False),
        (SubmissionState.APPROVED, True, "urgent", False),
    ],
)
def test_a_view_that_may_tell_of_danger_is_read_even_when_taken_back(
    state: SubmissionState, is_checked: bool, lane: str, is_read: bool
) -> None:
    assert must_still_be_read(state, is_checked, lane) is is_read


def test_a_shell_is_rendered_once_and_only_its_gap_differs() -> None:
    rendered = []

    def render(value: str) -> str:
        rendered.append(value)
        return f"<p>{value}</p>"

    shells = Shells()
    assert shells.shell("form", render).filled("one") == b"<p>one</p>"
    assert shells.shell("form", render).filled("two") == b"<p>two</p>"
    assert len(rendered) == 1


@pytest.mark.parametrize("page", ["<p></p>", "<p>{0}{0}</p>"])
def test_a_page_that_shows_its_value_never_or_twice_is_no_shell(page: str) -> None:
    with pytest.raises(LookupError, match="exactly once"):
        Shells().shell("form", page.format)
