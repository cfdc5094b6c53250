"""Forgetting the words of a view that its sender took back."""

from moderation.approved_words import forget_approved
from moderation.models import Screening
from moderation.offering import forget_who_knows
from participation.foundation.database import db
from surveys.models import Submission
from surveys.services import forget_withdrawn, is_still_to_be_read


def erase(submission_id: int) -> None:
    """Forget approved words and what the check pointed at. Decisions stay: they hold no words.

    While a person still has to read the view, because a child may be at risk, the highlights stay for them.
    A concern keeps its own sealed copy: the duty to act outlives the view.
    """
    forget_approved(submission_id)
    forget_who_knows(submission_id)
    submission = db.session.get(Submission, submission_id)
    if submission is not None and is_still_to_be_read(submission):
        return
    screening = db.session.get(Screening, submission_id)
    if screening is not None:
        screening.spans, screening.similar_to_id = [], None
    db.session.flush()


def forget_if_withdrawn(submission: Submission) -> None:
    """Let a withdrawn view's words go once nobody must read them. Call after a check or a decision."""
    if submission.withdrawn_on is not None and forget_withdrawn(submission):
        erase(submission.id)
