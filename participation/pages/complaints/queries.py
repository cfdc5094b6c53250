"""Finding complaints about data, and how well their clock is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import select

from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.pages.complaints.domain import Clock, Standing, standing
from participation.pages.complaints.models import DataComplaint

MOST_SHOWN = 500


@dataclass(frozen=True)
class ComplaintLevels:
    """How the clock is kept, over all complaints that are still here.

    Attributes:
        days_to_answer: whole days in the middle, None while none was answered.
        overdue: nobody was told in time that we have it.
        answer_late: acknowledged in time, and not answered by the same day.
    """

    received: int
    waiting: int
    overdue: int
    answer_late: int
    days_to_answer: int | None


def all_complaints() -> list[DataComplaint]:
    """Complaints: unanswered ones first, those due soonest on top."""
    order = (DataComplaint.answered_on.is_not(None), DataComplaint.due_on, DataComplaint.id)
    return list(db.session.scalars(select(DataComplaint).order_by(*order).limit(MOST_SHOWN)))


def complaint_by_id(complaint_id: int) -> DataComplaint:
    """One complaint.

    Raises:
        NotFound: when there is none, or it was erased.
    """
    found = db.session.get(DataComplaint, complaint_id)
    if found is None:
        raise NotFound("There is no such complaint. It may have been answered and erased.")
    return found


def clock_of(complaint: DataComplaint) -> Clock:
    """The days of a complaint."""
    return Clock(complaint.received_on, complaint.due_on, complaint.acknowledged_on, complaint.answered_on)


def standing_of(complaint: DataComplaint, today: date | None = None) -> Standing:
    """Where a complaint stands today."""
    return standing(clock_of(complaint), today or clock.today())


def complaint_levels() -> ComplaintLevels:
    """Count everything now."""
    rows = db.session.execute(
        select(
            DataComplaint.received_on,
            DataComplaint.due_on,
            DataComplaint.acknowledged_on,
            DataComplaint.answered_on,
        )
    )
    clocks = [Clock(*row) for row in rows]
    standings = [standing(each, clock.today()) for each in clocks]
    return ComplaintLevels(
        received=len(clocks),
        waiting=standings.count(Standing.WAITING),
        overdue=standings.count(Standing.OVERDUE),
        answer_late=standings.count(Standing.ANSWER_LATE),
        days_to_answer=_middle([(c.answered_on - c.received_on).days for c in clocks if c.answered_on]),
    )


def _middle(days: Sequence[int]) -> int | None:
    return int(median(days)) if days else None
