"""What somebody decided just now, and could still undo; and what was decided lately by anyone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from moderation.case_seeing import hidden_from
from moderation.domain import DecisionKind
from moderation.models import Decision
from participation.accounts.queries import names_of
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.deployment import deployment

NEVER_UNDONE = (DecisionKind.TAKE_BACK, DecisionKind.ESCALATE)
#: No page shows more views to decide about at once.
MOST_TOGETHER = 200


@dataclass(frozen=True)
class Undoable:
    """A decision that can still be undone, how many views it was about, and for how many seconds."""

    submission_id: int
    label: str
    together: int
    seconds_left: int


@dataclass(frozen=True)
class LateDecision:
    """One line of the list of what was decided lately."""

    submission_id: int
    label: str
    person_name: str
    at: datetime
    was_bulk: bool


def undoable(person_id: int, decision_id: object) -> Undoable | None:
    """The decision a person made last here, when it was a moment ago and can be undone.

    Args:
        decision_id: what the session remembers of it, so that nobody is offered to undo what they did elsewhere.
    """
    decision = db.session.get(Decision, decision_id) if isinstance(decision_id, int) else None
    if decision is None or decision.person_id != person_id or decision.kind in NEVER_UNDONE:
        return None
    left = decision.decided_at + timedelta(seconds=deployment().settings.undo_seconds) - clock.now()
    if left <= timedelta(0) or _is_past(decision):
        return None
    label = DecisionKind(decision.kind).label
    together = len(decided_with(decision)) if decision.was_bulk else 1
    return Undoable(decision.submission_id, label, together, max(1, int(left.total_seconds())))


def decided_with(decision: Decision) -> list[Decision]:
    """The decisions that were made together with one, itself among them."""
    if not decision.was_bulk:
        return [decision]
    return list(
        db.session.scalars(
            select(Decision)
            .where(
                Decision.id.between(decision.id - MOST_TOGETHER, decision.id + MOST_TOGETHER),
                Decision.person_id == decision.person_id,
                Decision.was_bulk,
                Decision.decided_at == decision.decided_at,
            )
            .order_by(Decision.id)
        )
    )


def _is_past(decision: Decision) -> bool:
    """Whether something was decided about the view since."""
    statement = select(Decision.id).where(
        Decision.submission_id == decision.submission_id, Decision.id > decision.id
    )
    return db.session.scalars(statement.limit(1)).first() is not None


def lately(person_id: int, limit: int = 50) -> list[LateDecision]:
    """The newest decisions of everybody. What was passed on as a concern is for the leads alone to list, and a view
    that raised a concern about whoever looks is not listed for them at all."""
    _, hidden = hidden_from(person_id)
    rows = [
        row
        for row in _newest(2 * limit)
        if row.kind != DecisionKind.ESCALATE and row.submission_id not in hidden
    ][:limit]
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
