"""Answers that are late: which campaigns, since when, why, and when the answer comes instead."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from analysis.models import LateNotice, Publication
from analysis.replies.clocks import ClockState, ResponseClock
from participation.campaigns.domain import CampaignState
from participation.campaigns.models import Campaign
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError


class NotLate(DomainError):
    """A notice of lateness that cannot be written as asked."""

    title = "This notice is not ready"


@dataclass(frozen=True)
class Answering:
    """How a campaign stands with its answer.

    Attributes:
        reason: why it is late, in the words of whoever answers for it; empty until somebody gave one.
        expected_on: the day that was named instead.
    """

    state: ClockState
    due_on: date | None
    days_late: int
    reason: str
    expected_on: date | None

    @property
    def is_late(self) -> bool:
        """Whether the public is told that we are late."""
        return self.state is ClockState.LATE

    @property
    def has_promise_passed(self) -> bool:
        """Whether the day that was named instead has passed too."""
        return self.expected_on is not None and self.expected_on < clock.today()


def answering_of(campaign: Campaign) -> Answering:
    """Where the response clock of a campaign stands today."""
    ticking, today = _clock_of(campaign), clock.today()
    notice = latest_notice(campaign.id)
    return Answering(
        state=ticking.state(today),
        due_on=ticking.due_on,
        days_late=ticking.days_late(today),
        reason=notice.reason if notice else "",
        expected_on=notice.expected_on if notice else None,
    )


def answer_due_on(campaign: Campaign) -> date | None:
    """The last day on which the answer of a campaign is in time; None while it has no closing day."""
    return _clock_of(campaign).due_on


def latest_notice(campaign_id: int) -> LateNotice | None:
    """The newest word on why a campaign's answer is late."""
    return db.session.scalars(
        select(LateNotice)
        .where(LateNotice.campaign_id == campaign_id)
        .order_by(LateNotice.id.desc())
        .limit(1)
    ).first()


def write_notice(campaign: Campaign, reason: str, expected_on: date, actor_id: int) -> None:
    """Say in public why the answer is late and when it comes; what was said before stays in the record.

    Raises:
        NotLate: when there is no reason, or the new day is not to come.
    """
    if not reason.strip():
        raise NotLate("Give the real reason why the answer is late.")
    if expected_on <= clock.today():
        raise NotLate("Choose a day to come for the answer.")
    db.session.add(
        LateNotice(
            campaign_id=campaign.id, reason=reason.strip(), expected_on=expected_on, person_id=actor_id
        )
    )
    db.session.flush()
    audit.record("said_why_late", "campaign", campaign.id, actor_id=actor_id)


def waiting_for_answers() -> list[tuple[Campaign, Answering]]:
    """Campaigns that are over and have no results yet, the longest wait first."""
    answered = select(Publication.campaign_id).where(Publication.withdrawn_at.is_(None))
    rows = db.session.scalars(
        select(Campaign)
        .where(Campaign.opened_at.is_not(None), Campaign.id.not_in(answered))
        .order_by(Campaign.closes_on, Campaign.id)
    )
    return [(each, answering_of(each)) for each in rows if each.state is CampaignState.CLOSED]


def _clock_of(campaign: Campaign) -> ResponseClock:
    first = db.session.scalar(
        select(func.min(Publication.published_at)).where(
            Publication.campaign_id == campaign.id, Publication.withdrawn_at.is_(None)
        )
    )
    return ResponseClock(
        campaign.closed_day if campaign.opened_at else None,
        campaign.hear_back_by,
        clock.in_london(first).date() if first else None,
    )
