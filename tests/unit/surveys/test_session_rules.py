"""Codes of group sessions, when a session ends, and what its host may know."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.session_rules import (
    CODE_LENGTH,
    LETTERS,
    end_of_session,
    is_code,
    new_code,
    plain_code,
    rounded_count,
    spoken_code,
)


def test_no_two_letters_of_a_code_look_alike() -> None:
    for pair in ("0OQ", "1IL", "2Z", "5S", "8B", "6G", "UV"):
        assert len(set(pair) & set(LETTERS)) <= 1, pair
    assert len(set(LETTERS)) == len(LETTERS)


def test_a_new_code_is_a_code_however_it_is_typed() -> None:
    for _ in range(200):
        code = new_code()
        assert is_code(code)
        for typed in (code.lower(), spoken_code(code), f" {code[:3]}-{code[3:]}\n", ".".join(code)):
            assert plain_code(typed) == code


@given(st.text())
def test_whatever_is_typed_becomes_plain_letters_and_digits(typed: str) -> None:
    plain = plain_code(typed)
    assert plain.isascii()
    assert plain == plain_code(plain)
    assert is_code(plain) <= (len(plain) == CODE_LENGTH)


@pytest.mark.parametrize(
    ("opened", "hours", "ends"),
    [
        ("2026-03-03T09:00", 3, "2026-03-03T12:00"),
        ("2026-03-03T22:30", 3, "2026-03-04T00:00"),  # winter: midnight is midnight
        ("2026-07-03T20:30", 6, "2026-07-03T23:00"),  # summer: midnight in Dorset is 23:00 UTC
        ("2026-03-29T00:30", 1, "2026-03-29T01:30"),  # the night the clocks go forward
    ],
)
def test_a_session_ends_after_its_hours_and_never_later_than_its_day(
    opened: str, hours: int, ends: str
) -> None:
    moment = datetime.fromisoformat(opened).replace(tzinfo=UTC)
    assert end_of_session(moment, hours) == datetime.fromisoformat(ends).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, None), (1, None), (9, None), (10, 10), (12, 10), (13, 15), (27, 25), (28, 30)]
)
def test_a_host_knows_a_number_to_the_nearest_five_and_nothing_below_ten(
    count: int, shown: int | None
) -> None:
    assert rounded_count(count, 10, 5) == shown
