"""Finding the campaign that a command is about."""

from participation.campaigns.models import Campaign
from participation.campaigns.queries import all_campaigns, campaign_by_slug
from participation.foundation.errors import NotFound


def named_campaign(slug: str) -> Campaign:
    """The campaign with this slug.

    Raises:
        NotFound: saying which campaigns there are.
    """
    try:
        return campaign_by_slug(slug)
    except NotFound:
        known = ", ".join(campaign.slug for campaign in all_campaigns())
        there_are = f"The campaigns are: {known}" if known else "There is none yet; make it on the site first"
        raise NotFound(f"there is no campaign “{slug}”. {there_are}.") from None
