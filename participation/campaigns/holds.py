"""Legal hold: a campaign whose data are kept past their term for a stated reason, until a stated day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from participation.campaigns.models import Campaign, LegalHold
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError


class CannotHold(DomainError):
    """A hold without a reason, or without an end that lies ahead."""

    title = "This hold was not placed"


def place(campaign: Campaign, reason: str, ends_on: date, actor_id: int) -> LegalHold:
    """Keep everything of a campaign until a day.

    Raises:
        CannotHold: when there is no reason or the day is not ahead.
    """
    if not reason.strip():
        raise CannotHold("Write the reason, such as the number of the request it is kept for.")
    if ends_on <= clock.today():
        raise CannotHold("Choose a last day that lies ahead. A hold can be placed again.")
    hold = LegalHold(campaign_id=campaign.id, reason=reason.strip(), ends_on=ends_on, placed_by_id=actor_id)
    db.session.add(hold)
    db.session.flush()
    audit.record("placed_hold", "campaign", campaign.id, actor_id=actor_id, detail={"until": str(ends_on)})
    return hold


def lift(hold: LegalHold, actor_id: int) -> None:
    """End a hold early; lifting it again changes nothing."""
    if hold.lifted_on is None:
        hold.lifted_on = clock.today()
        audit.record("lifted_hold", "campaign", hold.campaign_id, actor_id=actor_id)


def all_holds() -> Sequence[LegalHold]:
    """Every hold there was, newest first."""
    return db.session.scalars(select(LegalHold).order_by(LegalHold.id.desc())).all()


def past_term(last_day: date) -> list[int]:
    """Campaigns that closed on this day or before, and are not on hold."""
    held = select(LegalHold.campaign_id).where(
        LegalHold.lifted_on.is_(None), LegalHold.ends_on >= clock.today()
    )
    candidates = db.session.scalars(
        select(Campaign).where(
            Campaign.opened_at.is_not(None),
            or_(Campaign.closes_on <= last_day, Campaign.closed_at.is_not(None)),
            Campaign.id.not_in(held),
        )
    )
    return [each.id for each in candidates if each.closed_day is not None and each.closed_day <= last_day]
