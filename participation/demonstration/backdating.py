"""Makes what was loaded a moment ago look as if it had come in over weeks. Only made-up rows are touched."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy import select

from analysis.models import Publication, Reply
from participation.campaigns import gates
from participation.campaigns.models import Campaign
from participation.campaigns.opening import readiness_of
from participation.demonstration.script import DemoCampaign, DemoView, Outcome
from participation.foundation import clock
from participation.foundation.database import db
from surveys.models import Submission

#: The queue begins this long ago; each later view in it came a little after the one before.
LONGEST_WAIT = timedelta(days=3)
LAST_ARRIVAL = timedelta(minutes=20)


def spread_arrivals(campaign: DemoCampaign, submission_ids: Sequence[int]) -> None:
    """Give each view a day on which it came, and those that wait a time within the last days."""
    waiting = _times(sum(view.outcome is Outcome.WAITING for view in campaign.views))
    decided = _days(campaign, sum(view.outcome is not Outcome.WAITING for view in campaign.views))
    for view, submission_id in zip(campaign.views, submission_ids, strict=True):
        moment = next(waiting) if view.outcome is Outcome.WAITING else next(decided)
        submission = db.session.get_one(Submission, submission_id)
        submission.arrived_at = moment.replace(second=0, microsecond=0)
        submission.received_on = clock.in_london(moment).date()


def spread_decisions(pairs: Sequence[tuple[DemoView, int]]) -> None:
    """Views were read on the day after they came."""
    for view, submission_id in pairs:
        if view.outcome is not Outcome.WAITING:
            submission = db.session.get_one(Submission, submission_id)
            submission.decided_on = min(submission.received_on + timedelta(days=1), clock.today())


def backdate_campaign(row: Campaign, campaign: DemoCampaign) -> None:
    """Put the days of a campaign where its file says; one that is over could not have been opened so."""
    today = clock.today()
    row.opens_on = today + timedelta(days=campaign.opens_in)
    row.closes_on = today + timedelta(days=campaign.closes_in)
    row.decided_on = today + timedelta(days=campaign.decided_in)
    row.hear_back_by = today + timedelta(days=campaign.hear_back_in)
    row.opened_at = _morning(campaign.opens_in)
    row.created_at = row.opened_at - timedelta(days=14)
    if row.closed_at is not None:
        row.closed_at = _morning(campaign.closes_in)
    row.record = gates.record(replace(readiness_of(row), today=row.opens_on))
    db.session.flush()


def backdate_results(publication: Publication, campaign: DemoCampaign) -> None:
    """Results and replies of a campaign that is over were published a while ago."""
    if not campaign.is_over:
        return
    moment = _morning(campaign.published_in)
    publication.published_at = moment
    for reply in db.session.scalars(select(Reply).where(Reply.campaign_id == publication.campaign_id)):
        reply.published_at = reply.updated_at = moment
    db.session.flush()


def _times(count: int) -> Iterator[datetime]:
    """`count` moments within the last days, oldest first."""
    now, step = clock.now(), (LONGEST_WAIT - LAST_ARRIVAL) / max(1, count)
    return (now - LONGEST_WAIT + step * (place + 1) for place in range(count))


def _days(campaign: DemoCampaign, count: int) -> Iterator[datetime]:
    """`count` moments from the opening to the close, or to before the queue begins."""
    first = _morning(campaign.opens_in)
    last = min(_morning(campaign.closes_in), clock.now() - LONGEST_WAIT)
    return (first + (last - first) * place / count for place in range(count))


def _morning(days: int) -> datetime:
    """Nine o'clock in Dorset, so many days from today."""
    return datetime.combine(clock.today() + timedelta(days=days), time(9), clock.LONDON)
