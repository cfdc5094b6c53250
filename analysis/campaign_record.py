"""How a campaign was held and answered, as a snapshot holds it: days, roles and questions, never words of a view."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from analysis.models import LateNotice, Publication, Reply, ReplyEvent
from analysis.replies.late_notices import answer_due_on
from analysis.replies.signatures import signatures_under
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from surveys.queries import definition_of, latest_version
from surveys.question_types import QUESTION_TYPES


def record_content(campaign_id: int) -> dict[str, Any]:
    """What the records of listening and of consideration need, from what was really done."""
    campaign = db.session.get_one(Campaign, campaign_id)
    due_on, closed_on = answer_due_on(campaign), campaign.closed_day
    first = db.session.scalar(
        select(func.min(Publication.published_at)).where(Publication.campaign_id == campaign_id)
    )
    return {
        "purpose": campaign.purpose,
        "can_change": campaign.can_change,
        "cannot_change": campaign.cannot_change,
        "who_reads": campaign.who_reads,
        "left_out": campaign.left_out,
        "other_ways": campaign.other_ways,
        "ages": [campaign.youngest, campaign.oldest],
        "minutes": campaign.minutes_needed,
        "opened_on": clock.in_london(campaign.opened_at).date().isoformat() if campaign.opened_at else None,
        "closed_on": closed_on.isoformat() if closed_on else None,
        "answer_due_on": due_on.isoformat() if due_on else None,
        "published_on": clock.in_london(first).date().isoformat() if first else None,
        "notices": [
            {
                "on": clock.in_london(each.at).date().isoformat(),
                "reason": each.reason,
                "expected_on": each.expected_on.isoformat(),
            }
            for each in db.session.scalars(
                select(LateNotice).where(LateNotice.campaign_id == campaign_id).order_by(LateNotice.id)
            )
        ],
        **_asked(campaign_id),
        "replies": _considered(campaign_id),
    }


def wording_of(campaign_id: int, question_key: str) -> str:
    """A question word for word as the newest version of the survey asks it; empty when it was never opened."""
    version = latest_version(campaign_id)
    questions = version.definition["questions"] if version else []
    return next((question["wording"] for question in questions if question["key"] == question_key), "")


def _asked(campaign_id: int) -> dict[str, Any]:
    """How many questions there were, in which ways they are answered, and whether they are in Easy Read."""
    version = latest_version(campaign_id)
    shown = definition_of(version.id).questions if version else ()
    questions = [each for each in shown if QUESTION_TYPES[each.kind].asks]
    return {
        "questions": len(questions),
        "ways": list(dict.fromkeys(QUESTION_TYPES[each.kind].label for each in questions)),
        "easy_read": sum(bool(each.easy_wording) for each in questions),
    }


def _considered(campaign_id: int) -> dict[str, dict[str, Any]]:
    """Reply to the day its status was decided, and everybody who put their name under it."""
    replies = db.session.scalars(select(Reply).where(Reply.campaign_id == campaign_id)).all()
    decided = _decided_on(reply.id for reply in replies)
    return {
        str(reply.id): {
            "decided_on": decided.get(reply.id),
            "signed": [
                {
                    "role": each.role.value,
                    "person": each.person_id,
                    "on": each.on.isoformat(),
                    "is_current": each.is_current,
                }
                for each in signatures_under(reply)
            ],
        }
        for reply in replies
    }


def _decided_on(reply_ids: Iterable[int]) -> dict[int, str]:
    """Reply to the day on which it took the status it has."""
    steps: dict[int, list[ReplyEvent]] = defaultdict(list)
    for event in db.session.scalars(
        select(ReplyEvent).where(ReplyEvent.reply_id.in_(list(reply_ids))).order_by(ReplyEvent.id.desc())
    ):
        steps[event.reply_id].append(event)
    found = {}
    for number, events in steps.items():
        standing = [event for event in events if "status" in event.changed]
        found[number] = clock.in_london((standing or events[-1:])[0].at).date().isoformat()
    return found
