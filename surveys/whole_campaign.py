"""A campaign with its questions as one thing: written to a file, made from a file, copied."""

from dataclasses import replace

from participation.campaigns.domain import CampaignDetails, suggest_slug
from participation.campaigns.models import Campaign
from participation.campaigns.queries import details_of, taken_slugs
from participation.campaigns.services import create_campaign
from participation.foundation.database import db
from surveys.definition import SurveyDefinition
from surveys.definition_file import CampaignFile, write_file
from surveys.editing import put_questions
from surveys.models import Survey
from surveys.queries import draft_definition

UNNAMED = "Questions from a file"
LONGEST_TITLE = 120


def campaign_file(campaign: Campaign) -> str:
    """Everything a campaign says and asks, as a file."""
    return write_file(details_of(campaign), draft_definition(campaign.id))


def make_from_file(content: CampaignFile, actor_id: int | None = None) -> Campaign:
    """A new campaign, not open yet, as the file says; with another address when its own is taken.

    Raises:
        CampaignProblem: when its dates contradict each other.
    """
    return _make(content.details or CampaignDetails(UNNAMED, ""), content.survey, actor_id)


def copy_campaign(campaign: Campaign, actor_id: int | None = None) -> Campaign:
    """The same campaign once more, not open yet, without its days and what was agreed for those days alone."""
    details = replace(
        details_of(campaign),
        title=f"Copy of {campaign.title}"[:LONGEST_TITLE],
        slug="",
        opens_on=None,
        closes_on=None,
        decided_on=None,
        hear_back_by=None,
        access_checked_on=None,
        holidays_because="",
        elections_because="",
        ethics_approval="",
    )
    return _make(details, draft_definition(campaign.id), actor_id)


def _make(details: CampaignDetails, definition: SurveyDefinition, actor_id: int | None) -> Campaign:
    taken = taken_slugs()
    if not details.slug or details.slug in taken:
        details = replace(details, slug=suggest_slug(details.title, taken))
    campaign = create_campaign(details, actor_id)
    survey = Survey(campaign_id=campaign.id)
    db.session.add(survey)
    put_questions(survey, definition)
    return campaign
