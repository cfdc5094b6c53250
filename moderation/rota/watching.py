"""What a rota without gaps is needed for: campaigns open only with one, and pause when nobody reads for days."""

from datetime import date, timedelta

from moderation.rota.domain import days_unread, next_day_read
from moderation.rota.queries import HORIZON, LOOK_AHEAD, rota, team_days
from participation.campaigns.domain import OpeningProblem
from participation.campaigns.evidence import SafetyEvidence
from participation.campaigns.models import Campaign
from participation.campaigns.queries import open_or_paused_campaigns
from participation.campaigns.services import note_reading
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.staffing import staffed_days
from participation.foundation.transactions import transaction

ROTA_PAGE = "rota.show"
#: Help lines checked longer ago than this are not trusted to be right.
FRESH = timedelta(days=365)
#: What everybody sees of the help that is set: there a manager can try each line. Setting one takes the machine.
HELP_PAGE = "about.help_now"
WHO_SETS_IT = "Try the lines on this page, and tell an administrator: they are set where the site runs."
MOST_PROBLEMS = 4


def evidence_of(campaign_id: int) -> SafetyEvidence:
    """Who reads on the days a campaign is open, and whether the help it offers was checked lately."""
    campaign, settings = db.session.get_one(Campaign, campaign_id), deployment().settings
    last = campaign.closes_on
    return SafetyEvidence(
        rota=tuple(_gaps(campaign)),
        help_links=tuple(
            OpeningProblem(f"{problem} {WHO_SETS_IT}", HELP_PAGE) for problem in _help_problems()
        ),
        is_staffed_at_close=last is not None
        and bool(staffed_days(last, last, settings.staffed_spans, settings.closed_days)),
    )


def _gaps(campaign: Campaign) -> list[OpeningProblem]:
    """What the rota lacks on the days a campaign is open."""
    first = max(clock.today(), campaign.opens_on or clock.today())
    last = campaign.closes_on or first + LOOK_AHEAD
    found = rota().gaps(first, last) if last >= first else []
    messages = [
        f"The rota has a gap. {gap.part.label}: {gap.why}, {_days(gap.first_day, gap.last_day)}."
        for gap in found
    ]
    more = len(messages) - MOST_PROBLEMS
    if more > 0:
        messages = [*messages[:MOST_PROBLEMS], f"The rota has {more} more gaps."]
    return [OpeningProblem(message, ROTA_PAGE) for message in messages]


def _help_problems() -> list[str]:
    """Nobody is asked anything without somewhere to turn to: an emergency number and help lines checked lately."""
    settings, today = deployment().settings, clock.today()
    problems = []
    if not settings.emergency_phone:
        problems.append("Set the emergency number (EMERGENCY_PHONE).")
    if not any(line.phone or line.url for line in settings.help_lines):
        problems.append("Set at least one help line (HELP_LINES).")
    problems += [
        f"Check the help line of {line.name} and set its new date: it was last checked on"
        f" {clock.show_date(line.last_checked)}."
        for line in settings.help_lines
        if line.last_checked < today - FRESH
    ]
    return problems


def watch() -> int:
    """Write down, for each open campaign, whether somebody reads now and when next; how many changed."""
    today, held = clock.today(), rota()
    unread = days_unread(held.turns, team_days(today - HORIZON, today), held.able)
    following = next_day_read(held.turns, team_days(today, today + HORIZON), held.able)
    longest, changed = deployment().settings.pause_after_days, 0
    for campaign in open_or_paused_campaigns():
        opened = _first_day(campaign)
        days = [day for day in unread if day >= opened]
        changed += note_reading(
            campaign,
            days[0] if days else None,
            following if days else None,
            is_paused=len(days) > longest,
        )
    return changed


def watch_and_keep() -> int:
    """The same as pending work of its own. Looks first, so that an idle site takes no lock."""
    is_news = bool(watch())
    db.session.rollback()
    if not is_news:
        return 0
    with transaction():
        return watch()


def _first_day(campaign: Campaign) -> date:
    opened = clock.in_london(campaign.opened_at).date() if campaign.opened_at else clock.today()
    return max(opened, campaign.opens_on or opened)


def _days(first: date, last: date) -> str:
    if first == last:
        return f"on {clock.show_date(first)}"
    return f"from {clock.show_date(first)} to {clock.show_date(last)}"
