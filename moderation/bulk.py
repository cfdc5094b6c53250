"""Views that people moderated elsewhere, such as comments of an earlier exercise: approved in one go."""

from collections.abc import Iterable, Sequence
from itertools import islice

from sqlalchemy import insert, select, update
from sqlalchemy.orm import selectinload

from moderation.domain import DecisionKind, Lane
from moderation.models import ApprovedText, Decision
from participation.foundation import audit, clock, registries
from participation.foundation.database import db
from surveys.answers import open_words
from surveys.domain import MayQuote, SubmissionState
from surveys.models import Submission

STEP = 500


def approve_moderated_elsewhere(submission_ids: list[int], person_id: int) -> int:
    """Record one person's decision that these views may be used as they are; give how many it was about.

    Views that were decided already stay as they are, so it is safe to run again.
    """
    approved = 0
    remaining = iter(submission_ids)
    while step := list(islice(remaining, STEP)):
        approved += _approve_step(step, person_id)
    if approved:
        audit.record(
            "approved_as_moderated_elsewhere", "submission", actor_id=person_id, detail={"views": approved}
        )
    return approved


def _approve_step(submission_ids: Sequence[int], person_id: int) -> int:
    submissions = db.session.scalars(
        select(Submission)
        .where(Submission.id.in_(submission_ids), Submission.state == SubmissionState.PENDING)
        .where(Submission.withdrawn_on.is_(None))
        .order_by(Submission.id)
        .options(selectinload(Submission.answers))
        .with_for_update(of=Submission)
    ).all()
    if not submissions:
        return 0
    decision_ids = _record(submissions, person_id)
    texts = [
        {
            "submission_id": each.id,
            "question_key": key,
            "text": text,
            "decision_id": decision_ids[each.id],
            "is_quotable": each.may_quote == MayQuote.YES,
        }
        for each in submissions
        for key, text in open_words(each).items()
    ]
    if texts:
        db.session.execute(insert(ApprovedText), texts)
    _conclude([each.id for each in submissions])
    return len(submissions)


def _record(submissions: Iterable[Submission], person_id: int) -> dict[int, int]:
    rows = [
        {
            "submission_id": each.id,
            "kind": DecisionKind.APPROVE,
            "reason": "",
            "lane_at_decision": each.lane,
            "person_id": person_id,
            "decided_at": clock.now(),
            "was_bulk": True,
        }
        for each in submissions
    ]
    stored = db.session.execute(insert(Decision).returning(Decision.submission_id, Decision.id), rows)
    return {row.submission_id: row.id for row in stored}


def _conclude(submission_ids: Sequence[int]) -> None:
    """Close the wait. The check is not run any more: a person has read these views already."""
    db.session.execute(
        update(Submission)
        .where(Submission.id.in_(submission_ids))
        .values(
            state=SubmissionState.APPROVED,
            arrived_at=None,
            decided_on=clock.today(),
            is_checked=True,
            lane=Lane.NORMAL,
            lane_rank=Lane.NORMAL.rank,
        )
    )
    for submission_id in submission_ids:
        registries.after_decision.call(submission_id)
