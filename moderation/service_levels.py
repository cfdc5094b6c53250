"""How long things wait: views to be read, views somebody holds, concerns to be accepted. Medians and the oldest.

Concerns about a member of the team are left out for everybody: a figure that differs between two people, or from
the list somebody sees, would tell the one named. Those who act on them see them in their own list.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, func, select

from moderation import claims
from moderation.domain import CaseKind, CaseState, Lane
from moderation.models import Claim, SafeguardingCase
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.staffing import staffed_time
from surveys.models import Submission

#: Concerns accepted in these days make the median.
LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True)
class Waits:
    """How many, and how long in whole minutes: the one in the middle and the longest. None when there are none."""

    count: int
    median_minutes: int | None = None
    oldest_minutes: int | None = None


@dataclass(frozen=True)
class ServiceLevels:
    """How this deployment does now.

    Attributes:
        waiting: views that wait to be read; `urgent_or_soon` are those of them that may be about a child at risk.
        claimed: views somebody holds at this moment, by how long ago they came.
        accepted: concerns accepted lately, by how long they had waited; `unaccepted` wait still.
        late: urgent or soon views and concerns that waited longer than the settings allow.
    """

    submissions_stored: int
    not_checked: int
    waiting: Waits
    urgent_or_soon: Waits
    claimed: Waits
    accepted: Waits
    unaccepted: Waits
    late: int

    def to_json(self) -> dict[str, Any]:
        """The levels as plain values, in the order above."""
        return asdict(self)


def service_levels() -> ServiceLevels:
    """Measure everything now."""
    flagged = Submission.lane_rank <= Lane.SOON.rank
    held = (
        select(Submission.arrived_at)
        .join(Claim, Claim.submission_id == Submission.id)
        .where(claims.is_live(), Submission.state == "pending", Submission.arrived_at.is_not(None))
    )
    unaccepted = [row.opened_at for row in _cases(SafeguardingCase.state == CaseState.WAITING)]
    accepted = [
        row.accepted_at - row.opened_at
        for row in _cases(SafeguardingCase.accepted_at >= clock.now() - LOOK_BACK)
    ]
    return ServiceLevels(
        submissions_stored=_count(),
        not_checked=_count(~Submission.is_checked),
        waiting=_waiting(),
        urgent_or_soon=_waiting(flagged),
        claimed=waits_since([each for each in db.session.scalars(held) if each is not None]),
        accepted=waits(accepted),
        unaccepted=waits_since(unaccepted),
        late=_late_views(flagged) + sum(_is_late(each, _hours_to_accept()) for each in unaccepted),
    )


def waits(lengths: Sequence[timedelta]) -> Waits:
    """The figures of some waits."""
    minutes = [max(0, int(each.total_seconds() // 60)) for each in lengths]
    return Waits(len(minutes), int(median(minutes)), max(minutes)) if minutes else Waits(0)


def waits_since(beginnings: Sequence[datetime]) -> Waits:
    """The figures of waits that go on, by when they began."""
    now = clock.now()
    return waits([now - each for each in beginnings])


def in_words(minutes: int | None) -> str:
    """A wait as people read it: `3 h 20 min`, `2 days 4 h`; empty when there is none."""
    if minutes is None:
        return ""
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {rest} min"
    days, hours = divmod(hours, 24)
    return f"{days} {'day' if days == 1 else 'days'} {hours} h"


def _waiting(*conditions: ColumnElement[bool]) -> Waits:
    """Counted, sorted and cut in the database: a queue may be long."""
    arrived = Submission.arrived_at
    narrowed = (Submission.state == "pending", arrived.is_not(None), *conditions)
    number = db.session.scalar(select(func.count()).select_from(Submission).where(*narrowed)) or 0
    if not number:
        return Waits(0)
    in_order = select(arrived).where(*narrowed).order_by(arrived)
    middle, oldest = (db.session.scalar(in_order.offset(place).limit(1)) for place in (number // 2, 0))
    found = waits_since([each for each in (middle, oldest) if each is not None])
    shortest = waits_since([middle]).oldest_minutes if middle is not None else None
    return Waits(number, shortest, found.oldest_minutes)


def _late_views(flagged: ColumnElement[bool]) -> int:
    limit = deployment().settings.unread_alert_hours[0]
    arrivals = db.session.scalars(
        select(Submission.arrived_at).where(
            Submission.state == "pending", flagged, Submission.arrived_at.is_not(None)
        )
    )
    return sum(_is_late(each, limit) for each in arrivals if each is not None)


def _is_late(since: datetime, hours: float) -> bool:
    settings = deployment().settings
    waited = staffed_time(since, clock.now(), settings.staffed_spans, settings.closed_days)
    return waited >= timedelta(hours=hours)


def _hours_to_accept() -> float:
    return deployment().settings.unaccepted_alert_hours[0]


def _cases(condition: ColumnElement[bool]) -> Sequence[Any]:
    return db.session.execute(
        select(SafeguardingCase.opened_at, SafeguardingCase.accepted_at).where(
            condition, SafeguardingCase.kind != CaseKind.MEMBER_OF_TEAM
        )
    ).all()


def _count(*conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Submission).where(*conditions)) or 0
