"""Stacks: views that say nearly the same wait as one. Each original is kept, and each has its own decision.

Only views of one lane are stacked, so that a copy that says more than the others is never hidden under them.
"""

from collections.abc import Collection
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, literal_column, not_, or_, select
from sqlalchemy.orm import aliased, selectinload

from moderation import claims
from moderation.domain import Lane
from moderation.models import Claim, Screening
from moderation.offering import offered_to
from moderation.queue_filters import is_pending
from participation.foundation.database import db
from surveys.drawings.services import has_drawing
from surveys.models import Submission

Found = TypeVar("Found")

MOST_SHOWN = 50


def is_under_another() -> ColumnElement[bool]:
    """Whether an older view of the same lane that says nearly the same waits too."""
    mine, theirs, older = aliased(Screening), aliased(Screening), aliased(Submission)
    return (
        select(literal_column("1"))
        .select_from(mine)
        .join(
            theirs,
            or_(theirs.submission_id == mine.similar_to_id, theirs.similar_to_id == mine.similar_to_id),
        )
        .join(older, older.id == theirs.submission_id)
        .where(
            mine.submission_id == Submission.id,
            mine.similar_to_id.is_not(None),
            older.id < Submission.id,
            older.lane_rank == Submission.lane_rank,
            older.state == literal_column("'pending'"),
            older.withdrawn_on.is_(None),
        )
        .correlate(Submission)
        .exists()
    )


def stacked_with(submission: Submission) -> int:
    """How many other views of its lane say nearly the same and wait too."""
    statement = _stack(submission, select(func.count()).select_from(Submission))
    found = db.session.scalar(statement.where(Submission.id != submission.id)) if statement is not None else 0
    return found or 0


def stack_sizes(screenings: Collection[Screening]) -> dict[int, int]:
    """How many others wait under each of these views of one page, by the id of the view; none left out."""
    firsts = {each.submission_id: each.similar_to_id or each.submission_id for each in screenings}
    rows = db.session.execute(
        select(Screening.similar_to_id, Submission.lane_rank, func.count())
        .join(Submission, Submission.id == Screening.submission_id)
        .where(
            Screening.similar_to_id.in_(set(firsts.values())), is_pending(), Submission.withdrawn_on.is_(None)
        )
        .group_by(Screening.similar_to_id, Submission.lane_rank)
    )
    counted = {(first, rank): number for first, rank, number in rows}
    return {
        each.submission_id: counted.get((firsts[each.submission_id], Lane(each.lane).rank), 0)
        - (each.similar_to_id is not None)
        for each in screenings
    }


def stack_of(submission: Submission, person_id: int) -> list[Submission]:
    """A view and those stacked with it that this person may decide about now, oldest first."""
    statement = _stack(submission, select(Submission))
    if statement is None:
        return [submission]
    free = or_(Claim.submission_id.is_(None), not_(claims.is_live()), Claim.person_id == person_id)
    statement = statement.outerjoin(Claim, Claim.submission_id == Submission.id).where(
        free, *offered_to(person_id)
    )
    return list(
        db.session.scalars(
            statement.order_by(Submission.id).limit(MOST_SHOWN).options(selectinload(Submission.answers))
        )
    )


def _stack(submission: Submission, statement: Select[Found]) -> Select[Found] | None:
    """Views of a stack: nothing that may tell of a child at risk, and no drawings: such a view is read alone."""
    screening = db.session.get(Screening, submission.id)
    if screening is None or screening.tells_of_risk or submission.lane == Lane.URGENT:
        return None
    first = screening.similar_to_id or submission.id
    return statement.join(Screening, Screening.submission_id == Submission.id).where(
        is_pending(),
        or_(Submission.id == first, Screening.similar_to_id == first),
        Screening.tells_of_risk.is_(False),
        Submission.lane_rank == submission.lane_rank,
        Submission.campaign_id == submission.campaign_id,
        Submission.withdrawn_on.is_(None),
        ~has_drawing(),
    )
