"""When an answer is due, when people are told that it is late, and when owners are reminded. Pure.

A consultation that is over is answered within twelve weeks (the government's consultation principles of 2016
ask for it; they bind no council and are followed here), or by the day that was promised when that is sooner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ANSWER_WITHIN = timedelta(weeks=12)
STAFF_ARE_WARNED_AFTER = timedelta(weeks=8)
REMIND_BEFORE = timedelta(days=14)
REMIND_AGAIN_AFTER = timedelta(days=14)


class ClockState(StrEnum):
    """Where the response clock of a campaign stands."""

    NOT_RUNNING = "not_running"
    RUNNING = "running"
    NEARLY_DUE = "nearly_due"
    LATE = "late"
    ANSWERED = "answered"


@dataclass(frozen=True)
class ResponseClock:
    """The clock of one campaign.

    Attributes:
        closed_on: the last day people could take part; None while nobody has set one.
        promised_by: the day by which people were told they hear back.
        answered_on: the day the results came out; None while they have not.
    """

    closed_on: date | None
    promised_by: date | None
    answered_on: date | None

    @property
    def due_on(self) -> date | None:
        """The last day on which an answer is in time."""
        if self.closed_on is None:
            return None
        latest = self.closed_on + ANSWER_WITHIN
        return min(latest, self.promised_by) if self.promised_by else latest

    def state(self, today: date) -> ClockState:
        """Where the clock stands on a day; on its last day an answer is still in time."""
        if self.answered_on is not None:
            return ClockState.ANSWERED
        if self.closed_on is None or self.due_on is None or today <= self.closed_on:
            return ClockState.NOT_RUNNING
        if today > self.due_on:
            return ClockState.LATE
        warned_from = min(self.closed_on + STAFF_ARE_WARNED_AFTER, self.due_on - REMIND_BEFORE)
        return ClockState.NEARLY_DUE if today >= warned_from else ClockState.RUNNING

    def days_late(self, today: date) -> int:
        """How many days ago an answer should have come."""
        return (today - self.due_on).days if self.due_on and self.state(today) is ClockState.LATE else 0


def is_reminder_due(watched: date | None, last_reminded: date | None, today: date) -> bool:
    """Whether whoever owns a reply is reminded today: two weeks before its date, on the first late day and
    every two weeks from then on, once for each.

    Args:
        watched: the date by which the public may expect something; None when there is none.
        last_reminded: the last day a reminder went out for this reply.
    """
    if watched is None or today < watched - REMIND_BEFORE:
        return False
    if last_reminded is None:
        return True
    if today > watched >= last_reminded:
        return True
    return today > watched and today - last_reminded >= REMIND_AGAIN_AFTER
