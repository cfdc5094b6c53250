"""Time: UTC in the database, Dorset's clock on the screen."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from participation.foundation import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-07-01T23:30:00+00:00", date(2026, 7, 2)),  # summer: Dorset is an hour ahead
        ("2026-07-01T22:59:59+00:00", date(2026, 7, 1)),
        ("2026-12-01T23:30:00+00:00", date(2026, 12, 1)),  # winter: the same as UTC
    ],
)
def test_today_is_the_day_it_is_in_dorset(moment: str, day: date) -> None:
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        assert clock.today() == day


def test_days_and_moments_are_written_as_people_write_them() -> None:
    assert clock.show_date(date(2026, 3, 1)) == "1 March 2026"
    assert clock.show_date(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026"
    assert clock.show_time(datetime(2026, 7, 1, 8, 5, tzinfo=UTC)) == "1 July 2026, 09:05"
    assert clock.show_time(datetime(2026, 12, 1, 8, 5, tzinfo=UTC)) == "1 December 2026, 08:05"


def test_the_hour_that_comes_twice_in_october_keeps_its_order() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert clock.show_time(first) == clock.show_time(second) == "25 October 2026, 01:30"
    assert clock.in_london(first).utcoffset() != clock.in_london(second).utcoffset()
