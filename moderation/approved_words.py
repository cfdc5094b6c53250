"""Writing the words others may see: redacted, the only ones that ever leave moderation."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete

from moderation.models import ApprovedText, Decision, RedactionMark
from moderation.redaction import Redaction, redact
from participation.foundation.codes import canonical_text
from participation.foundation.database import db
from participation.foundation.forgetting import forget_deleted_pages
from surveys.answers import open_words
from surveys.domain import MayQuote
from surveys.models import Submission

Covers = Mapping[str, Sequence[Redaction]]


def write_approved(submission: Submission, decision: Decision, covers: Covers) -> None:
    """Store the words of an approved view with what is covered, and the marks that covered it."""
    is_quotable = submission.may_quote == MayQuote.YES
    for key, words in open_words(submission).items():
        marks = list(covers.get(key, ()))
        text = redact(words, marks) if marks else words
        db.session.add(
            ApprovedText(
                submission_id=submission.id,
                question_key=key,
                text=canonical_text(text),
                is_quotable=is_quotable,
                decision_id=decision.id,
            )
        )
        db.session.add_all(
            RedactionMark(
                decision_id=decision.id, question_key=key, start=mark.start, end=mark.end, label=mark.label
            )
            for mark in marks
        )
    db.session.flush()


def forget_approved(submission_id: int) -> None:
    """Take a view's words back from everybody, and out of the store's free pages."""
    db.session.execute(delete(ApprovedText).where(ApprovedText.submission_id == submission_id))
    forget_deleted_pages()
