"""The quarters of a year, and which snapshot of a campaign stands for each."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from sqlalchemy import Select, select

from analysis.batches import was_shown
from analysis.disclosure import AudienceClass
from analysis.models import Snapshot
from participation.foundation import clock
from participation.foundation.database import db

QUARTERS = 4


def quarter_start(day: date) -> date:
    """The first day of the quarter of a day."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_name(day: date) -> str:
    """The quarter of a day, as people say it."""
    return f"quarter {(day.month - 1) // 3 + 1} of {day.year}"


def day_of(snapshot: Snapshot) -> date:
    """The day a snapshot was taken, as clocks here show it."""
    return clock.in_london(snapshot.taken_at).date()


def earlier_snapshot(snapshot: Snapshot, audience: AudienceClass) -> Snapshot | None:
    """The newest snapshot from before the quarter that this one was taken in."""
    return _newest(_before(snapshot, audience, quarter_start(day_of(snapshot))))


def quarters_until(snapshot: Snapshot, audience: AudienceClass) -> Sequence[tuple[date, Snapshot | None]]:
    """The four quarters that end with this snapshot's own, the oldest first: first day and its newest snapshot."""
    starts = [quarter_start(day_of(snapshot))]
    while len(starts) < QUARTERS:
        starts.insert(0, quarter_start(starts[0] - timedelta(days=1)))
    found: list[tuple[date, Snapshot | None]] = [
        (start, _newest(_before(snapshot, audience, end).where(Snapshot.taken_at >= _midnight(start))))
        for start, end in pairwise(starts)
    ]
    return [*found, (starts[-1], snapshot)]


def _before(snapshot: Snapshot, audience: AudienceClass, day: date) -> Select[Snapshot]:
    """Snapshots of the campaign from before a day; for the public only those whose figures it has."""
    older = (
        select(Snapshot)
        .where(
            Snapshot.campaign_id == snapshot.campaign_id,
            Snapshot.id < snapshot.id,
            Snapshot.taken_at < _midnight(day),
        )
        .order_by(Snapshot.id.desc())
    )
    return older.where(was_shown(snapshot.campaign_id)) if audience is AudienceClass.PUBLIC else older


def _newest(statement: Select[Snapshot]) -> Snapshot | None:
    return db.session.scalars(statement.limit(1)).first()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LONDON)
