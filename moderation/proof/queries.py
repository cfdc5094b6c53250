"""What second readings prove: how many concerns the check marks, and how far two readers agree."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from moderation.domain import CaseKind, CaseState, DecisionKind, Lane
from moderation.house_rules.queries import house_rule
from moderation.models import Decision, SafeguardingCase
from moderation.proof.domain import Share, kappa, recall
from moderation.proof.models import SampleDay, SecondReading
from moderation.proof.services import READ
from participation.foundation import clock
from participation.foundation.database import db
from surveys.models import Submission

#: What the figures are about: long enough to say something, short enough to be about the check in use.
LOOK_BACK = timedelta(days=180)
CHECKED = (Lane.URGENT.value, Lane.SOON.value)


@dataclass(frozen=True)
class Agreement:
    """How far two readers agree on one outcome. `times` is how often the first reader chose it."""

    label: str
    times: int
    kappa: Share | None


@dataclass(frozen=True)
class Proof:
    """The figures of the lead's page, with their bases.

    Attributes:
        found: concerns among the views the check marked urgent or soon.
        checked: unmarked views that a second person read; `missed` of them told of a concern, or might have.
        passed_by: all unmarked views decided on the days drawn.
    """

    found: int
    passed_by: int
    checked: int
    missed: int
    recall: Share | None
    read_twice: int
    agreements: tuple[Agreement, ...]


def proof() -> Proof:
    """Work everything out. Concerns about the team are left out, as they are everywhere but in their own list."""
    since = _first_day()
    found = _found(since)
    readings = db.session.scalars(select(SecondReading).where(SecondReading.read_on >= since)).all()
    unmarked = [each for each in readings if each.lane not in CHECKED]
    missed = sum(each.is_concern != "no" for each in unmarked)
    passed_by = max(_passed_by(since), len(unmarked))
    return Proof(
        found,
        passed_by,
        len(unmarked),
        missed,
        recall(found, passed_by, len(unmarked), missed),
        len(readings),
        _agreements([(each.first_outcome, each.outcome) for each in readings]),
    )


def _agreements(outcomes: list[tuple[str, str]]) -> tuple[Agreement, ...]:
    kinds = sorted({first for first, _ in outcomes} | {second for _, second in outcomes})
    return tuple(
        Agreement(
            _label(kind),
            sum(first == kind for first, _ in outcomes),
            kappa([(first == kind, second == kind) for first, second in outcomes]),
        )
        for kind in kinds
    )


def _label(outcome: str) -> str:
    kind, _, reason = outcome.partition(":")
    rule = house_rule(reason) if reason else None
    return f"{DecisionKind(kind).label}: {rule.label}" if rule else DecisionKind(kind).label


def _found(since: date) -> int:
    """Concerns that stood, among marked views, as far back as the figures go."""
    statement = (
        select(func.count(func.distinct(SafeguardingCase.id)))
        .join(Decision, Decision.submission_id == SafeguardingCase.submission_id)
        .where(
            Decision.kind == DecisionKind.ESCALATE,
            Decision.lane_at_decision.in_(CHECKED),
            SafeguardingCase.received_on >= since,
            SafeguardingCase.state != CaseState.CLOSED_NOT_A_CONCERN,
            SafeguardingCase.kind != CaseKind.MEMBER_OF_TEAM,
        )
    )
    return db.session.scalar(statement) or 0


def _passed_by(since: date) -> int:
    """Views the check did not mark, decided on the days drawn."""
    drawn = select(SampleDay.day).where(SampleDay.day >= since)
    statement = select(func.count()).where(
        Submission.decided_on.in_(drawn), Submission.state.in_(READ), Submission.lane_rank > Lane.SOON.rank
    )
    return db.session.scalar(statement) or 0


def _first_day() -> date:
    """The first day drawn, as far back as the figures go: what came before was never checked."""
    oldest = clock.today() - LOOK_BACK
    return db.session.scalar(select(func.min(SampleDay.day)).where(SampleDay.day >= oldest)) or clock.today()
