"""Looking after those who read: how many hard views somebody read today, and when a break is due."""

from dataclasses import dataclass

from sqlalchemy import func, select

from moderation import offering
from moderation.models import Exposure, Screening
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.inserting import insert_into


@dataclass(frozen=True)
class Today:
    """What one person read today.

    Attributes:
        is_break_due: whether as many hard ones were read as the settings allow before a break.
    """

    hard_ones: int
    is_break_due: bool
    reads_hard_ones: bool


def note_reading(submission_id: int, person_id: int) -> None:
    """Count a hard view once for whoever was given it to read; other views are not counted."""
    screening = db.session.get(Screening, submission_id)
    if screening is None or not screening.tells_of_risk:
        return
    db.session.execute(
        insert_into(Exposure)
        .values(submission_id=submission_id, person_id=person_id, read_on=clock.today())
        .on_conflict_do_nothing(index_elements=["submission_id", "person_id"])
    )


def today(person_id: int) -> Today:
    """How a person's day looks so far."""
    count = (
        db.session.scalar(
            select(func.count())
            .select_from(Exposure)
            .where(Exposure.person_id == person_id, Exposure.read_on == clock.today())
        )
        or 0
    )
    after = deployment().settings.break_after
    return Today(count, count > 0 and count % after == 0, offering.reads_hard_ones(person_id))
