"""When the answers to equality questions are counted and erased: the stated rule, done by the nightly run."""

from sqlalchemy import func, select

from participation.campaigns.holds import past_term
from participation.foundation import retention
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from surveys.equality.models import EqualityAnswer, EqualitySetup
from surveys.equality.services import count_and_untie


def rule() -> retention.Rule:
    """The rule of this package."""
    return retention.Rule(
        "equality_answers",
        "Answers to equality questions: counted together, then erased with what tied them to a view",
        lambda: f"{deployment().settings.equality_months} months after the campaign closed",
        _due,
        lambda: sum(count_and_untie(campaign_id) for campaign_id in _closed()),
    )


def _closed() -> list[int]:
    past = past_term(retention.months_ago(deployment().settings.equality_months))
    return list(
        db.session.scalars(
            select(EqualitySetup.campaign_id).where(
                EqualitySetup.counted_on.is_(None), EqualitySetup.campaign_id.in_(past)
            )
        )
    )


def _due() -> int:
    return (
        db.session.scalar(
            select(func.count()).select_from(EqualityAnswer).where(EqualityAnswer.campaign_id.in_(_closed()))
        )
        or 0
    )
