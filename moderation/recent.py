"""What somebody decided just now, and could still undo; and what was decided lately by anyone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from moderation.domain import DecisionKind
from moderation.models import Decision
from participation.accounts.queries import names_of
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.deployment import deployment

#: An undo lasts seconds, so a person's last decision is always among the newest few of all.
LOOKED_AT = 200


@dataclass(frozen=True)
class Undoable:
    """A decision that can still be undone, and for how many seconds."""

    submission_id: int
    label: str
    seconds_left: int


@dataclass(frozen=True)
class LateDecision:
    """One line of the list of what was decided lately."""

    submission_id: int
    label: str
    person_name: str
    at: datetime
    was_bulk: bool


def undoable(person_id: int) -> Undoable | None:
    """The person's last decision, when it was a moment ago and can be undone."""
    window = timedelta(seconds=deployment().settings.undo_seconds)
    for decision in _newest(LOOKED_AT):
        left = decision.decided_at + window - clock.now()
        if left <= timedelta(0):
            return None
        if decision.person_id == person_id:
            if decision.kind in (DecisionKind.TAKE_BACK, DecisionKind.ESCALATE) or decision.was_bulk:
                return None
            label = DecisionKind(decision.kind).label
            return Undoable(decision.submission_id, label, max(1, int(left.total_seconds())))
    return None


def lately(limit: int = 50) -> list[LateDecision]:
    """The newest decisions of everybody."""
    rows = _newest(limit)
    names = names_of({row.person_id for row in rows})
    return [
        LateDecision(
            row.submission_id,
            DecisionKind(row.kind).label,
            names.get(row.person_id, ""),
            row.decided_at,
            row.was_bulk,
        )
        for row in rows
    ]


def _newest(limit: int) -> list[Decision]:
    return list(db.session.scalars(select(Decision).order_by(Decision.id.desc()).limit(limit)))
