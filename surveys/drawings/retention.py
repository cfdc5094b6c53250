"""How long drawings are kept: as long as the words that came with them."""

from sqlalchemy import Select, delete, func, select

from participation.campaigns.holds import past_term
from participation.foundation import retention
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from surveys.domain import SubmissionState
from surveys.drawings.models import Drawing
from surveys.models import Submission


def rule() -> retention.Rule:
    """The rule of this package. A view that nobody has read is never erased unread, nor is its drawing."""
    return retention.Rule(
        "drawings",
        "Drawings and photos that came with views, once a person has read the view",
        lambda: f"{deployment().settings.keep_words_months} months after the campaign closed",
        lambda: db.session.scalar(select(func.count()).select_from(_due().subquery())) or 0,
        _erase,
    )


def _due() -> Select[int]:
    closed = past_term(retention.months_ago(deployment().settings.keep_words_months))
    return (
        select(Drawing.id)
        .join(Submission, Submission.id == Drawing.submission_id)
        .where(Submission.state != SubmissionState.PENDING, Submission.campaign_id.in_(closed))
    )


def _erase() -> int:
    gone = db.session.execute(
        delete(Drawing).where(Drawing.id.in_(_due())).execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]
