"""How long complaints about data are kept."""

from sqlalchemy import ColumnElement, delete, func, select

from participation.foundation import retention
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.pages.complaints.models import ComplaintNote, DataComplaint


def rule() -> retention.Rule:
    """The rule that takes answered complaints away."""
    return retention.Rule(
        "data_complaints",
        "Complaints about data that were answered, with what was noted of them",
        lambda: f"{deployment().settings.complaint_keep_months} months after the answer",
        lambda: (
            db.session.scalar(select(func.count()).select_from(DataComplaint).where(_is_past_term())) or 0
        ),
        _erase,
    )


def _is_past_term() -> ColumnElement[bool]:
    return DataComplaint.answered_on <= retention.months_ago(deployment().settings.complaint_keep_months)


def _erase() -> int:
    gone = list(db.session.scalars(select(DataComplaint.id).where(_is_past_term())))
    db.session.execute(delete(ComplaintNote).where(ComplaintNote.complaint_id.in_(gone)))
    db.session.execute(delete(DataComplaint).where(DataComplaint.id.in_(gone)))
    return len(gone)
