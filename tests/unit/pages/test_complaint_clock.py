"""The clock of a complaint about data: its last day, who is late, and when somebody is told."""

from datetime import date, timedelta

import pytest

from participation.pages.complaints.domain import Clock, Standing, due_on, is_to_be_told, standing

CAME = date(2027, 1, 4)
DUE = date(2027, 2, 3)


def clock(acknowledged: date | None = None, answered: date | None = None) -> Clock:
    return Clock(CAME, DUE, acknowledged, answered)


def test_the_last_day_is_thirty_days_later_or_the_next_on_which_somebody_works() -> None:
    def works(day: date) -> bool:
        return day.weekday() < 5 and day != date(2027, 3, 29)

    assert due_on(CAME, 30, works) == DUE
    assert due_on(date(2027, 2, 26), 29, works) == date(2027, 3, 30), "Saturday, Sunday, a closed Monday"
    assert due_on(CAME, 30, lambda _: False) == DUE, "a team that never works has no later day"


@pytest.mark.parametrize(
    ("today", "acknowledged", "answered", "expected"),
    [
        (DUE, None, None, Standing.WAITING),
        (DUE + timedelta(days=1), None, None, Standing.OVERDUE),
        (DUE, CAME, None, Standing.ACKNOWLEDGED),
        (DUE + timedelta(days=1), CAME, None, Standing.ANSWER_LATE),
        (DUE + timedelta(days=9), CAME, CAME, Standing.ANSWERED),
    ],
)
def test_it_is_late_only_once_the_last_day_has_gone_by(
    today: date, acknowledged: date | None, answered: date | None, expected: Standing
) -> None:
    found = standing(clock(acknowledged, answered), today)
    assert found is expected
    assert found.is_late is (expected in (Standing.OVERDUE, Standing.ANSWER_LATE))


def told_days(held: Clock) -> list[date]:
    """The days on which a site that looks every day tells somebody."""
    told: list[date] = []
    for number in range(60):
        today = CAME + timedelta(days=number)
        if is_to_be_told(held, told[-1] if told else None, today):
            told.append(today)
    return told


def test_somebody_is_told_at_first_a_week_before_the_last_day_and_when_it_has_gone_by() -> None:
    assert told_days(clock()) == [CAME, date(2027, 1, 27), date(2027, 2, 4)]
    assert told_days(clock(acknowledged=CAME)) == [CAME, date(2027, 2, 4)]
    assert told_days(clock(acknowledged=CAME, answered=CAME)) == []


def test_what_was_missed_while_nobody_looked_is_told_once() -> None:
    late = DUE + timedelta(days=20)
    assert is_to_be_told(clock(), CAME, late)
    assert not is_to_be_told(clock(), late, late)
