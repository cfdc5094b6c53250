"""The platform's own measures, from what it did: nobody fills them in."""

from datetime import date

from sqlalchemy import ColumnElement, func, select

from analysis.counting import mask_rules
from analysis.disclosure import AudienceClass, mask_total
from analysis.models import Publication, Reply
from analysis.replies.clocks import ANSWER_WITHIN
from analysis.replies.domain import ReplyStatus
from analysis.scorecard.domain import Column, Measure, middle, part_of, share_within
from analysis.scorecard.models import Indicator
from analysis.scorecard.series import agreement_in_words
from participation.campaigns.domain import CampaignState
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from participation.plan.models import Outcome
from participation.plan.queries import outcomes, outcomes_today
from surveys.domain import Channel, SubmissionState
from surveys.models import Submission
from surveys.success_statements import LISTENED

SOURCE = "This site’s own records"
READ_WITHIN_WORKING_DAYS = 2
COUNTED = [state for state in SubmissionState if state.counts]


def own_measures() -> list[Measure]:
    """How much was done, how well, and who is better off, as of today."""
    read, channels = _responses()
    in_time, decided = _read_in_time()
    waits, answered, over = _answers()
    kept, done = _promises_kept()
    rows = (
        (
            Column.HOW_MUCH,
            "Responses read",
            read,
            "Responses that a person read and that count, in all campaigns.",
        ),
        (
            Column.HOW_MUCH,
            "Ways of taking part used",
            str(channels),
            "Ways responses came in by, such as phone, paper or a group session.",
        ),
        (
            Column.HOW_WELL,
            "Moderated within two working days",
            part_of(in_time, decided),
            "Responses decided on within two working days of arriving; bank holidays count as working days.",
        ),
        (
            Column.HOW_WELL,
            "Days until people heard back",
            middle(waits),
            "From a campaign’s last day to its first published results.",
        ),
        (
            Column.HOW_WELL,
            "Heard back within twelve weeks",
            part_of(answered, over),
            "Campaigns that are over by twelve weeks or are answered, and were answered within twelve weeks.",
        ),
        (
            Column.BETTER_OFF,
            "Felt listened to",
            agreement_in_words(None, LISTENED),
            "Responses that agree with “When I say what I think here, people listen”, of all that answered it.",
        ),
        (
            Column.BETTER_OFF,
            "Promises done, by young people’s own word",
            part_of(kept, done),
            "Public replies marked done that carry young people’s own evidence, of all marked done.",
        ),
    )
    return [Measure(*row, SOURCE, clock.today()) for row in rows]


def population_indicators() -> list[tuple[Outcome, list[Indicator]]]:
    """Each outcome of the plan in force with what is known of all children; old outcomes follow into it."""
    entered = _indicators(Indicator.outcome_id.is_not(None))
    standing = outcomes_today({each.outcome_id for each in entered if each.outcome_id})
    here = [(standing[each.outcome_id], each) for each in entered if each.outcome_id in standing]
    named = list({row.id: row for row in (*outcomes(), *(row for row, _ in here))}.values())
    return [(row, [each for under, each in here if under.id == row.id]) for row in named]


def service_measures(column: Column) -> list[Indicator]:
    """What somebody entered of how services do, under one of the three questions."""
    return _indicators(Indicator.performance_column == column.key)


def _indicators(wanted: ColumnElement[bool]) -> list[Indicator]:
    return list(db.session.scalars(select(Indicator).where(wanted).order_by(Indicator.name, Indicator.id)))


def _responses() -> tuple[str, int]:
    """How many were read, as the analyst whose page this is may see it, and in how many ways they came."""
    counted = db.session.execute(
        select(func.count(), func.count(Submission.channel.distinct())).where(
            Submission.state.in_(COUNTED), Submission.channel != Channel.CHECK_BACK
        )
    ).one()
    return mask_total(counted[0], AudienceClass.ANALYST, mask_rules()).text, counted[1]


def _read_in_time() -> tuple[int, int]:
    rows = db.session.execute(
        select(Submission.received_on, Submission.decided_on, func.count())
        .where(Submission.decided_on.is_not(None))
        .group_by(Submission.received_on, Submission.decided_on)
    )
    return share_within(((row[0], row[1] or row[0], row[2]) for row in rows), READ_WITHIN_WORKING_DAYS)


def _answers() -> tuple[list[int], int, int]:
    """Days each answer took, how many came in time, and how many were due."""
    firsts: dict[int, date] = {
        row[0]: clock.in_london(row[1]).date()
        for row in db.session.execute(
            select(Publication.campaign_id, func.min(Publication.published_at)).group_by(
                Publication.campaign_id
            )
        )
    }
    waits, in_time, due = [], 0, 0
    for campaign in db.session.scalars(select(Campaign).where(Campaign.opened_at.is_not(None))):
        closed, answered = campaign.closed_day, firsts.get(campaign.id)
        if closed is None or campaign.state is not CampaignState.CLOSED:
            continue
        is_late = (answered or clock.today()) > closed + ANSWER_WITHIN
        if answered:
            waits.append(max(0, (answered - closed).days))
        if answered or is_late:
            due, in_time = due + 1, in_time + (not is_late)
    return waits, in_time, due


def _promises_kept() -> tuple[int, int]:
    evidence = db.session.scalars(
        select(Reply.evidence).where(Reply.is_published, Reply.status == ReplyStatus.DONE)
    ).all()
    return sum(bool(words) for words in evidence), len(evidence)
