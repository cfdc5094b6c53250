"""Changes to campaigns: making, opening, extending and closing. Every one leaves an audit event."""

from dataclasses import asdict, fields, replace
from datetime import date

from sqlalchemy.exc import IntegrityError

from participation.campaigns.domain import (
    CampaignDetails,
    CampaignState,
    OpeningProblem,
    date_problems,
    is_slug,
)
from participation.campaigns.models import Campaign
from participation.campaigns.opening import emptied, let_open
from participation.campaigns.queries import details_of, find_campaign
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError

FIELDS = tuple(each.name for each in fields(CampaignDetails))
#: What people have seen since the campaign opened is kept; only these words may be put right.
CORRECTABLE = frozenset(
    {
        "title",
        "summary",
        "purpose",
        "decision",
        "decision_maker",
        "can_change",
        "cannot_change",
        "who_reads",
        "minutes_needed",
        "asks_researchers",
        "accent",
        "left_out",
        "other_ways",
        "easy_summary",
        "support",
    }
)
RUNNING = (CampaignState.OPEN, CampaignState.PAUSED, CampaignState.SCHEDULED)


class CampaignProblem(DomainError):
    """A campaign cannot be made or changed as asked. `field` names what to put right, if it is one field."""

    title = "Check the campaign"

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotReadyToOpen(DomainError):
    """Something is missing before a campaign may open. `problems` names each thing and where it is mended."""

    title = "This campaign cannot open yet"

    def __init__(self, problems: list[OpeningProblem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


def create_campaign(
    details: CampaignDetails, actor_id: int | None = None, *, is_demo: bool = False
) -> Campaign:
    """Begin a campaign. Nobody outside sees it until it opens.

    Raises:
        CampaignProblem: when the address is wrong or taken, the title is missing, or dates contradict.
    """
    _check(details)
    campaign = Campaign(**asdict(details), is_demo=is_demo, created_by_id=actor_id)
    db.session.add(campaign)
    _flush_slug()
    audit.record("made", "campaign", campaign.id, actor_id=actor_id, detail={"slug": campaign.slug})
    return campaign


def change_campaign(campaign: Campaign, details: CampaignDetails, actor_id: int) -> None:
    """Change what a campaign says. Once it opened only words may be put right; which ones stays on record.

    Raises:
        CampaignProblem: as for `create_campaign`, or when something that must stay would change.
    """
    changed = [name for name in FIELDS if getattr(campaign, name) != getattr(details, name)]
    if campaign.opened_at is not None and set(changed) - CORRECTABLE:
        raise CampaignProblem("This campaign has opened: its address and dates no longer change here.")
    _check(details, campaign)
    if campaign.opened_at is not None:
        _check_still_whole(details, campaign)
    for name in changed:
        setattr(campaign, name, getattr(details, name))
    _flush_slug()
    if changed:
        audit.record(
            "changed", "campaign", campaign.id, actor_id=actor_id, detail={"fields": ",".join(changed)}
        )


def open_campaign(campaign: Campaign, actor_id: int | None = None) -> None:
    """Open a campaign, when every gate lets it: its questions are frozen and people may take part.

    Raises:
        NotReadyToOpen: naming each thing that is missing.
        CampaignProblem: when it was opened before.
    """
    if campaign.opened_at is not None:
        raise CampaignProblem("This campaign was opened already.")
    problems = let_open(campaign)
    if problems:
        raise NotReadyToOpen(problems)
    audit.record("opened", "campaign", campaign.id, actor_id=actor_id)


def close_campaign(campaign: Campaign, actor_id: int | None = None, because: str = "") -> None:
    """Close a campaign before its day. Views written before are still taken for a while.

    Args:
        because: the reason, as its public page gives it.

    Raises:
        CampaignProblem: when it is not open.
    """
    if campaign.state not in RUNNING:
        raise CampaignProblem("Only an open campaign can be closed.")
    campaign.closed_at, campaign.closed_because = clock.now(), because
    audit.record("closed", "campaign", campaign.id, actor_id=actor_id, detail={"because": because})


def finish_campaign(campaign: Campaign, outcome: list[dict[str, str]], actor_id: int | None = None) -> None:
    """Call a closed campaign finished, and keep what was decided on its record for good.

    Args:
        outcome: for each main theme its name, the decision, the reason, and when whoever decides read it.

    Raises:
        CampaignProblem: when it has not closed, or is finished already.
    """
    if campaign.finished_on is not None:
        raise CampaignProblem("This campaign is finished already.")
    if campaign.state is not CampaignState.CLOSED:
        raise CampaignProblem("Only a closed campaign can be finished.")
    campaign.finished_on, campaign.outcome = clock.today(), outcome
    db.session.flush()
    audit.record("finished", "campaign", campaign.id, actor_id=actor_id, detail={"main themes": len(outcome)})


def pause_campaign(campaign: Campaign, because: str, actor_id: int | None = None) -> None:
    """Take no views from this moment on, until somebody lets it go on. The reason is public.

    Raises:
        CampaignProblem: when it is not open, or has been paused already.
    """
    if campaign.state not in RUNNING or campaign.stopped_on is not None:
        raise CampaignProblem("Only an open campaign can be paused.")
    campaign.stopped_on, campaign.stopped_because = clock.today(), because
    audit.record("stopped", "campaign", campaign.id, actor_id=actor_id, detail={"because": because})


def let_go_on(campaign: Campaign, actor_id: int | None = None) -> None:
    """Take views again after staff paused it. It stays paused while nobody is there to read.

    Raises:
        CampaignProblem: when staff did not pause it, or it has closed.
    """
    if campaign.stopped_on is None or campaign.state is CampaignState.CLOSED:
        raise CampaignProblem("Nobody has paused this campaign.")
    campaign.stopped_on, campaign.stopped_because = None, ""
    audit.record("restarted", "campaign", campaign.id, actor_id=actor_id)


def extend_campaign(
    campaign: Campaign,
    closes_on: date,
    hear_back_by: date,
    actor_id: int | None = None,
    decided_on: date | None = None,
) -> None:
    """Give people more time.

    Args:
        decided_on: the new day of the decision; None leaves it where it is.

    Raises:
        CampaignProblem: when it is not open, the day is not later, or the days that follow come too early.
    """
    if campaign.state not in RUNNING:
        raise CampaignProblem("Only an open campaign can be extended.")
    if campaign.closes_on is not None and closes_on <= campaign.closes_on:
        raise CampaignProblem("Choose a day after the one it closes on now.", "closes_on")
    decided_on = decided_on or campaign.decided_on
    then = replace(
        details_of(campaign), closes_on=closes_on, decided_on=decided_on, hear_back_by=hear_back_by
    )
    for field, message in date_problems(then).items():
        raise CampaignProblem(message, field)
    detail = {"from": str(campaign.closes_on), "to": str(closes_on), "hear_back_by": str(hear_back_by)}
    campaign.closes_on, campaign.decided_on, campaign.hear_back_by = closes_on, decided_on, hear_back_by
    audit.record("extended", "campaign", campaign.id, actor_id=actor_id, detail=detail)


def note_reading(
    campaign: Campaign, unread_since: date | None, next_read_on: date | None, *, is_paused: bool
) -> bool:
    """Write down whether somebody is there to read, and pause or go on accordingly; whether anything changed."""
    paused_on = (campaign.paused_on or clock.today()) if is_paused else None
    before = (campaign.unread_since, campaign.next_read_on, campaign.paused_on)
    if before == (unread_since, next_read_on, paused_on):
        return False
    if (campaign.paused_on is None) != (paused_on is None):
        audit.record("paused" if paused_on else "went_on", "campaign", campaign.id)
    campaign.unread_since, campaign.next_read_on, campaign.paused_on = unread_since, next_read_on, paused_on
    db.session.flush()
    return True


def _check(details: CampaignDetails, campaign: Campaign | None = None) -> None:
    if not details.title:
        raise CampaignProblem("Give the campaign a title.", "title")
    if not is_slug(details.slug):
        raise CampaignProblem("Use small letters, digits and hyphens, such as safer-buses.", "slug")
    other = find_campaign(details.slug)
    if other is not None and other is not campaign:
        raise CampaignProblem("Another campaign has this address. Choose another one.", "slug")
    for field, message in date_problems(details).items():
        raise CampaignProblem(message, field)


def _check_still_whole(details: CampaignDetails, campaign: Campaign) -> None:
    """People who take part must still find everything that had to be there when it opened."""
    for problem in emptied(campaign, details):
        if problem.anchor in CORRECTABLE:
            raise CampaignProblem(problem.message, problem.anchor)


def _flush_slug() -> None:
    try:
        db.session.flush()
    except IntegrityError:  # somebody took the address between our look and now
        db.session.rollback()
        raise CampaignProblem("Another campaign has this address. Choose another one.", "slug") from None
