"""What of moderation is not kept for ever: approved words, and what the automatic check pointed at."""

from sqlalchemy import ColumnElement, Text, cast, delete, func, select, update

from moderation.models import ApprovedText, Screening
from participation.campaigns.holds import past_term
from participation.foundation import retention
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from surveys.models import Submission
from surveys.retention import READ


def rules() -> list[retention.Rule]:
    """The rules of this package."""
    return [
        retention.Rule(
            "approved_words",
            "Approved words with names covered, quotes among them. Counts of themes stay",
            lambda: f"{deployment().settings.keep_approved_months} months after the campaign closed",
            _approved_due,
            _erase_approved,
        ),
        retention.Rule(
            "highlights",
            "The places in the words that the automatic check pointed at",
            lambda: f"{deployment().settings.keep_words_months} months after the campaign closed",
            _highlights_due,
            _erase_highlights,
        ),
    ]


def _is_approved_past_term() -> ColumnElement[bool]:
    campaigns = past_term(retention.months_ago(deployment().settings.keep_approved_months))
    return ApprovedText.submission_id.in_(select(Submission.id).where(Submission.campaign_id.in_(campaigns)))


def _approved_due() -> int:
    return (
        db.session.scalar(select(func.count()).select_from(ApprovedText).where(_is_approved_past_term())) or 0
    )


def _erase_approved() -> int:
    gone = db.session.execute(
        delete(ApprovedText).where(_is_approved_past_term()).execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _has_highlights_past_term() -> ColumnElement[bool]:
    campaigns = past_term(retention.months_ago(deployment().settings.keep_words_months))
    past = select(Submission.id).where(READ, Submission.campaign_id.in_(campaigns))
    return Screening.submission_id.in_(past) & (
        (cast(Screening.spans, Text) != "[]") | Screening.similar_to_id.is_not(None)
    )


def _highlights_due() -> int:
    return (
        db.session.scalar(select(func.count()).select_from(Screening).where(_has_highlights_past_term())) or 0
    )


def _erase_highlights() -> int:
    gone = db.session.execute(
        update(Screening)
        .where(_has_highlights_past_term())
        .values(spans=[], similar_to_id=None)
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]
