"""Finding campaigns."""

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import or_, select

from participation.campaigns.domain import CampaignDetails, CampaignState, is_slug
from participation.campaigns.models import BestInterestsSignOff, Campaign
from participation.foundation import clock
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.errors import NotFound


def campaign_by_slug(slug: str) -> Campaign:
    """One campaign, whatever its state.

    Raises:
        NotFound: when there is none.
    """
    found = find_campaign(slug)
    if found is None:
        raise NotFound("There is no campaign at this address. Check the link, or start from the home page.")
    return found


def find_campaign(slug: str) -> Campaign | None:
    """One campaign, or None."""
    if not is_slug(slug):  # never a question to the database: some stores refuse NUL bytes
        return None
    return db.session.scalars(select(Campaign).where(Campaign.slug == slug)).first()


def public_campaign(slug: str) -> Campaign:
    """A campaign people may see: one that was opened.

    Raises:
        NotFound: when there is none, in the same words as for one that is still being made.
    """
    campaign = campaign_by_slug(slug)
    if campaign.opened_at is None:
        raise NotFound("There is no campaign at this address. Check the link, or start from the home page.")
    return campaign


def open_campaigns() -> Sequence[Campaign]:
    """Campaigns that take views today, the one that closes first on top."""
    return [each for each in open_or_paused_campaigns() if each.state is CampaignState.OPEN]


def open_or_paused_campaigns() -> Sequence[Campaign]:
    """Campaigns that take views today, or would if somebody were there to read them."""
    today = clock.today()
    return db.session.scalars(
        select(Campaign)
        .where(
            Campaign.opened_at.is_not(None),
            Campaign.closed_at.is_(None),
            or_(Campaign.opens_on.is_(None), Campaign.opens_on <= today),
            or_(Campaign.closes_on.is_(None), Campaign.closes_on >= today),
        )
        .order_by(Campaign.closes_on.is_(None), Campaign.closes_on, Campaign.id)
    ).all()


def all_campaigns() -> Sequence[Campaign]:
    """Every campaign, the newest first."""
    return db.session.scalars(select(Campaign).order_by(Campaign.id.desc())).all()


def taken_slugs() -> set[str]:
    """Addresses in use."""
    return set(db.session.scalars(select(Campaign.slug)))


def details_of(campaign: Campaign) -> CampaignDetails:
    """What a campaign says now."""
    return CampaignDetails(**{each.name: getattr(campaign, each.name) for each in fields(CampaignDetails)})


def last_sign_off(campaign_id: int) -> BestInterestsSignOff | None:
    """The signature that counts, None when nobody has signed."""
    return db.session.scalars(
        select(BestInterestsSignOff)
        .where(BestInterestsSignOff.campaign_id == campaign_id)
        .order_by(BestInterestsSignOff.id.desc())
        .limit(1)
    ).first()


def edition_of(campaign: Campaign) -> str:
    """Names what a campaign says now: another once anybody changed it."""
    said = details_of(campaign)
    return hash_mapping({each.name: str(getattr(said, each.name)) for each in fields(said)})[:16]
