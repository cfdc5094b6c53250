"""The words of every view that counts, for theming alone: approved ones redacted, private ones as they are sealed.

A view kept private is counted in themes, so the engine has to read it; nobody else does. Its words are opened one
batch at a time, never stored anew, and no page, quote, search or file has them: a test lets only theming import this.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from moderation.models import ApprovedText
from moderation.opening import words_or_none
from moderation.queries import BATCH, approved_answers
from participation.foundation.database import db
from surveys.domain import SubmissionState
from surveys.models import Answer, Submission


@dataclass(frozen=True)
class CountedAnswer:
    """One answer that is counted in themes.

    Attributes:
        is_private: whether nobody may be shown the words, nor anything taken from them.
    """

    submission_id: int
    question_key: str
    text: str
    is_private: bool


def counted_answers(campaign_id: int, question_key: str) -> Iterator[CountedAnswer]:
    """Every answer to a question that counts: the approved ones, then those kept private, each oldest first."""
    for answer in approved_answers(campaign_id, question_key):
        yield CountedAnswer(answer.submission_id, answer.question_key, answer.text, is_private=False)
    yield from private_answers(campaign_id, question_key)


def counted_answers_of(campaign_id: int, question_key: str, ids: Collection[int]) -> list[CountedAnswer]:
    """Those of these views' answers to a question that count, the approved ones first, each oldest first."""
    approved = db.session.execute(
        select(ApprovedText.submission_id, ApprovedText.text)
        .join(Submission, Submission.id == ApprovedText.submission_id)
        .where(
            Submission.campaign_id == campaign_id,
            Submission.state == SubmissionState.APPROVED,
            Submission.withdrawn_on.is_(None),
            ApprovedText.question_key == question_key,
            ApprovedText.submission_id.in_(ids),
        )
        .order_by(ApprovedText.submission_id)
    )
    found = [CountedAnswer(row.submission_id, question_key, row.text, is_private=False) for row in approved]
    private = db.session.scalars(
        _private(campaign_id, question_key, select(Submission))
        .where(Submission.id.in_(ids))
        .order_by(Submission.id)
        .options(selectinload(Submission.answers))
    )
    for view in private:
        text = (words_or_none(view) or {}).get(question_key)
        if text:
            found.append(CountedAnswer(view.id, question_key, text, is_private=True))
    return found


def private_answers(campaign_id: int, question_key: str) -> Iterator[CountedAnswer]:
    """Answers kept private whose words are still there; one that no key opens is left out."""
    after = 0
    while True:
        views = db.session.scalars(
            _private(campaign_id, question_key, select(Submission))
            .where(Submission.id > after)
            .order_by(Submission.id)
            .limit(BATCH)
            .options(selectinload(Submission.answers))
        ).all()
        for view in views:
            text = (words_or_none(view) or {}).get(question_key)
            if text:
                yield CountedAnswer(view.id, question_key, text, is_private=True)
        if len(views) < BATCH:
            return
        after = views[-1].id


def private_ids(campaign_id: int, question_key: str) -> Select[int]:
    """Views kept private that have words for a question. Selects ids only."""
    return _private(campaign_id, question_key, select(Submission.id))


def _private(campaign_id: int, question_key: str, statement: Select[Any]) -> Select[Any]:
    return statement.join(
        Answer, (Answer.submission_id == Submission.id) & (Answer.question_key == question_key)
    ).where(
        Submission.campaign_id == campaign_id,
        Submission.state == SubmissionState.PRIVATE,
        Submission.withdrawn_on.is_(None),
        Answer.sealed.is_not(None),
    )
