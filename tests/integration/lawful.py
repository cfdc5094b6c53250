"""What a campaign needs beside its own words before it may open: answers to every gate, and a signature."""

from datetime import date
from typing import Any

from moderation.rota.domain import Part
from participation.campaigns.models import Campaign
from participation.campaigns.opening import sign_best_interests
from participation.foundation import clock
from participation.foundation.access import Role
from tests.integration.duty import a_whole_rota


def lawful_answers(decided_on: date) -> dict[str, Any]:
    """Answers to the gates, whether the campaign is sensitive or not."""
    return {
        "decided_on": decided_on,
        "left_out": "Children without a phone take part on paper.",
        "other_ways": "On paper, at every library.",
        "easy_summary": "We plan what happens next year. Tell us what you need.",
        "access_checked_by": "Two young people, one with a screen reader",
        "access_checked_on": clock.today(),
        "privacy_level": "L2",
        "dpia_reference": "DPIA-2027-014",
        "ethics_approval": "The ethics panel, 3 March",
        "support": "A youth worker, every weekday.",
    }


def sign(campaign: Campaign) -> None:
    """Have the lead on the rota sign for a campaign as it is now. Call inside a transaction."""
    lead = a_whole_rota()[Part.LEAD]
    sign_best_interests(
        campaign, "They are heard before anything is decided.", lead, frozenset({Role.SAFEGUARDING_LEAD})
    )
