"""Figures for machines: how long the queue is, how long the first in it has waited, what went unchecked or unsent."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, String, cast, func, select

from moderation.alerts.models import Alert
from moderation.domain import Lane
from moderation.models import Screening
from moderation.screening.results import NOT_CHECKED_SIGNAL
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.metrics import Metric, single
from surveys.models import Submission

_WAITS = (Submission.state == "pending", Submission.arrived_at.is_not(None))
_UNCHECKED = select(Submission.id).where(~Submission.is_checked)
_FAILED = (
    select(Submission.id)
    .join(Screening, Screening.submission_id == Submission.id)
    .where(*_WAITS, cast(Screening.signals, String).contains(NOT_CHECKED_SIGNAL, autoescape=True))
)
_UNSENT = select(Alert.id).where(Alert.try_after.is_not(None))
_GIVEN_UP = select(Alert.id).where(Alert.try_after.is_(None), Alert.sent_at.is_(None))


def queue_figures() -> Iterator[Metric]:
    """What waits in each lane, and what the automatic check has not got to or failed on."""
    rows = db.session.execute(
        select(Submission.lane, func.count().label("number"), func.min(Submission.arrived_at).label("since"))
        .where(*_WAITS)
        .group_by(Submission.lane)
    )
    found, now = {row.lane: row for row in rows}, clock.now()
    numbers = {lane: found[lane].number if lane in found else 0 for lane in Lane}
    waits = {
        lane: max(0.0, (now - found[lane].since).total_seconds()) if lane in found else 0.0 for lane in Lane
    }
    yield Metric(
        "queue_views",
        "Views that wait for a person, by lane.",
        tuple(({"lane": lane.value}, numbers[lane]) for lane in Lane),
    )
    yield Metric(
        "queue_oldest_seconds",
        "How long the first view of each lane has waited; 0 when none waits.",
        tuple(({"lane": lane.value}, waits[lane]) for lane in Lane),
    )
    yield single("views_not_checked", "Views that the automatic check has not read yet.", _count(_UNCHECKED))
    yield single(
        "screening_failures",
        "Waiting views on which the automatic check failed, so that a person must look soon.",
        _count(_FAILED),
    )
    yield single("alerts_unsent", "Alerts to staff whose e-mail has not gone out yet.", _count(_UNSENT))
    yield single("alerts_given_up", "Alerts to staff whose e-mail could not be sent.", _count(_GIVEN_UP))


def _count(rows: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
