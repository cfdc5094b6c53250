"""What was chosen in a campaign's lists, numbers and days, counted over the views that a person let count.

True counts are for analysts on the screen; whatever leaves it goes through the disclosure mask of analysis.
"""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from participation.foundation.database import db
from surveys.definition import QuestionDefinition
from surveys.domain import SubmissionState
from surveys.models import Answer, Submission
from surveys.queries import current_version, definition_of
from surveys.question_types import Summary, question_type

COUNTING = tuple(state for state in SubmissionState if state.counts)


@dataclass(frozen=True)
class CountedQuestion:
    """One question and what was said to it, as numbers. `others` is how many wrote something else."""

    question: QuestionDefinition
    summary: Summary
    others: int


def counted_questions(campaign_id: int) -> list[CountedQuestion]:
    """Every question of a campaign that is answered without words.

    Raises:
        NotFound: when the campaign never opened.
    """
    definition = definition_of(current_version(campaign_id).id)
    chosen, words = chosen_in(campaign_id), _words(campaign_id)
    return [
        CountedQuestion(
            each,
            question_type(each.kind).summarise(chosen.get(each.key, {}), each),
            words.get(each.other_key, 0),
        )
        for each in definition.questions
        if question_type(each.kind).asks and not question_type(each.kind).holds_words
    ]


def chosen_in(campaign_id: int) -> dict[str, Counter[tuple[str, ...]]]:
    """For each question, what was chosen and how many chose exactly that."""
    found: dict[str, Counter[tuple[str, ...]]] = {}
    rows = db.session.execute(
        select(Answer.question_key, Answer.choices, func.count())
        .join(Submission, Submission.id == Answer.submission_id)
        .where(_counts(campaign_id), Answer.choices.is_not(None))
        .group_by(Answer.question_key, Answer.choices)
    )
    for key, choices, number in rows:
        found.setdefault(key, Counter())[tuple((choices or "").split())] += number
    return found


def _words(campaign_id: int) -> dict[str, int]:
    """For each question, how many answered it in words."""
    rows = db.session.execute(
        select(Answer.question_key, func.count())
        .join(Submission, Submission.id == Answer.submission_id)
        .where(_counts(campaign_id), Answer.sealed.is_not(None))
        .group_by(Answer.question_key)
    )
    return {row[0]: row[1] for row in rows}


def _counts(campaign_id: int) -> ColumnElement[bool]:
    return and_(
        Submission.campaign_id == campaign_id,
        Submission.state.in_(COUNTING),
        Submission.withdrawn_on.is_(None),
    )
