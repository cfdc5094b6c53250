"""Campaigns for tests."""

from datetime import timedelta
from typing import Any

from participation.campaigns.domain import CampaignDetails
from participation.campaigns.models import Campaign
from participation.campaigns.services import create_campaign, open_campaign
from participation.foundation import clock
from participation.foundation.transactions import transaction
from surveys.editing import add_question
from surveys.written import WrittenQuestion
from tests.integration.lawful import lawful_answers, sign


def whole_details(**changes: Any) -> CampaignDetails:
    """Details with nothing missing: open from today for thirty days."""
    today = clock.today()
    given: dict[str, Any] = {
        "title": "Safer buses after dark",
        "slug": "safer-buses",
        "summary": "Tell us about buses in the evening.",
        "purpose": "We plan the winter timetable.\nWe ask because you ride.",
        "decision": "The winter timetable.",
        "decision_maker": "The Travel Board",
        "can_change": "Times\nStops",
        "cannot_change": "The money there is",
        "who_reads": "Two youth workers read every view.",
        "closes_on": today + timedelta(days=30),
        "hear_back_by": today + timedelta(days=60),
    }
    decided_on = changes.get("hear_back_by", given["hear_back_by"])
    return CampaignDetails(**{**given, **lawful_answers(decided_on), **changes})


def a_campaign(
    *, is_open: bool = True, questions: tuple[str, ...] = ("What would help?",), **changes: Any
) -> Campaign:
    """A campaign with long-text questions, signed, and open unless told otherwise."""
    with transaction():
        campaign = create_campaign(whole_details(**changes))
        for wording in questions:
            add_question(campaign, WrittenQuestion("long_text", wording))
        sign(campaign)
        if is_open:
            open_campaign(campaign)
    return campaign
