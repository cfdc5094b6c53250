"""How long the address of a host is kept when no results come."""

from sqlalchemy import ColumnElement, delete, func, select

from participation.foundation import retention
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from surveys.result_notices.models import ResultNotice


def rule() -> retention.Rule:
    """The rule of this package."""
    return retention.Rule(
        "result_notices",
        "Addresses of session hosts who asked to be told of results",
        lambda: f"until they were told, {deployment().settings.host_address_months} months at most",
        lambda: db.session.scalar(select(func.count()).select_from(ResultNotice).where(_is_past_term())) or 0,
        _erase,
    )


def _is_past_term() -> ColumnElement[bool]:
    return ResultNotice.asked_on <= retention.months_ago(deployment().settings.host_address_months)


def _erase() -> int:
    gone = list(db.session.scalars(delete(ResultNotice).where(_is_past_term()).returning(ResultNotice.id)))
    return len(gone)
