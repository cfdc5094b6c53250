"""The clock of a complaint about data: by when it is acknowledged, who is late, when somebody is told. Pure rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: So many days before the last one, those who answer are told again.
WARN_BEFORE = timedelta(days=7)
#: A team that is closed for longer than this has to write on a closed day.
LONGEST_CLOSURE = 14


class Standing(StrEnum):
    """Where a complaint stands."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    ACKNOWLEDGED = "acknowledged"
    ANSWER_LATE = "answer_late"
    ANSWERED = "answered"

    @property
    def is_late(self) -> bool:
        """Whether the last day has gone by."""
        return self in (Standing.OVERDUE, Standing.ANSWER_LATE)


@dataclass(frozen=True)
class Clock:
    """The days of one complaint.

    Attributes:
        due_on: the last day on which somebody is told that we have it; by then we want to have answered too.
    """

    received_on: date
    due_on: date
    acknowledged_on: date | None
    answered_on: date | None


def due_on(received_on: date, days: int, is_working_day: Callable[[date], bool]) -> date:
    """The last day of the clock: the next working day when nobody works on it."""
    last = received_on + timedelta(days=days)
    possible = (last + timedelta(days=number) for number in range(LONGEST_CLOSURE))
    return next((day for day in possible if is_working_day(day)), last)


def standing(clock: Clock, today: date) -> Standing:
    """Where a complaint stands on a day."""
    if clock.answered_on is not None:
        return Standing.ANSWERED
    is_past = today > clock.due_on
    if clock.acknowledged_on is None:
        return Standing.OVERDUE if is_past else Standing.WAITING
    return Standing.ANSWER_LATE if is_past else Standing.ACKNOWLEDGED


def is_to_be_told(clock: Clock, told_on: date | None, today: date) -> bool:
    """Whether those who answer are told now: at first, a week before the last day, and when it has gone by."""
    if clock.answered_on is not None:
        return False
    days = [clock.received_on, clock.due_on + timedelta(days=1)]
    if clock.acknowledged_on is None:
        days.append(clock.due_on - WARN_BEFORE)
    return any(day <= today and (told_on is None or told_on < day) for day in days)
