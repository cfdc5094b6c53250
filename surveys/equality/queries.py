"""What is known of a campaign's equality questions."""

from sqlalchemy import func, select

from participation.campaigns.models import Campaign
from participation.foundation.database import db
from surveys.equality.domain import Asked, is_any_asked, permitted
from surveys.equality.models import EqualityAnswer, EqualityCount, EqualitySetup


def setup_of(campaign_id: int) -> EqualitySetup | None:
    """What staff set; None when they never did."""
    return db.session.get(EqualitySetup, campaign_id)


def asked_of(campaign_id: int) -> Asked:
    """Band to what is asked of it now: nothing once the answers were counted."""
    setup = setup_of(campaign_id)
    return permitted(setup.asked) if setup and setup.counted_on is None else {}


def counts_of(campaign_id: int) -> dict[str, dict[str, int]]:
    """Question to answers to how many; empty until the answers are counted."""
    found: dict[str, dict[str, int]] = {}
    rows = db.session.scalars(
        select(EqualityCount)
        .where(EqualityCount.campaign_id == campaign_id)
        .order_by(EqualityCount.question, EqualityCount.option)
    )
    for row in rows:
        found.setdefault(row.question, {})[row.option] = row.number
    return found


def kept_for(campaign_id: int) -> int:
    """How many answers wait to be counted."""
    return (
        db.session.scalar(
            select(func.count()).select_from(EqualityAnswer).where(EqualityAnswer.campaign_id == campaign_id)
        )
        or 0
    )


def campaigns_asking() -> list[Campaign]:
    """Every campaign for which such questions were ever set, the newest first."""
    rows = db.session.execute(
        select(Campaign, EqualitySetup.asked, EqualitySetup.counted_on)
        .join(EqualitySetup, EqualitySetup.campaign_id == Campaign.id)
        .order_by(Campaign.id.desc())
    )
    return [campaign for campaign, asked, counted_on in rows if counted_on or is_any_asked(asked)]
