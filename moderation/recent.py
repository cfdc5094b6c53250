"""What somebody decided just now, and could still undo; and what was decided lately by anyone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from moderation.case_seeing import hidden_from
from moderation.domain import DecisionKind
from moderation.house_rules.domain import Outcome
from moderation.house_rules.queries import FIRST, versions_with
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


def lately(person_id: int, outcome: Outcome | None = None, limit: int = 50) -> list[LateDecision]:
    """The newest decisions of everybody. What was passed on as a concern is for the leads alone to list, and a view
    that raised a concern about whoever looks is not listed for them at all.

    Args:
        outcome: only views to which a house rule with this outcome was applied, and nothing was decided since.
    """
    _, hidden = hidden_from(person_id)
    rows = [
        row
        for row in _newest(2 * limit, outcome)
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


def _newest(limit: int, outcome: Outcome | None) -> list[Decision]:
    statement = select(Decision).order_by(Decision.id.desc()).limit(limit)
    if outcome is not None:
        statement = statement.where(_applied(versions_with(outcome)), ~_was_decided_since())
    return list(db.session.scalars(statement))


def _applied(versions: Sequence[tuple[str, int]]) -> ColumnElement[bool]:
    """That one of these versions of house rules was applied; the plain code first, by which they are found."""
    number = func.coalesce(Decision.rule_number, FIRST)
    version = or_(false(), *(and_(Decision.reason == code, number == at) for code, at in versions))
    return and_(Decision.reason != "", Decision.reason.in_({code for code, _ in versions}), version)


def _was_decided_since() -> ColumnElement[bool]:
    later = aliased(Decision)
    return (
        select(later.id).where(later.submission_id == Decision.submission_id, later.id > Decision.id).exists()
    )
