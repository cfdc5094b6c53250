"""The share kit of a campaign: poster, QR code, story, and words ready to copy."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.campaigns import queries
from participation.campaigns.domain import CampaignState
from participation.campaigns.pictures import Story, story_picture
from participation.campaigns.sharing import (
    campaign_address,
    captions,
    kept,
    plain_address,
    qr_response,
    result_captions,
    results_address,
)
from participation.foundation.access import Role, public, requires
from participation.foundation.deployment import deployment

blueprint = Blueprint("sharing", __name__)

ANSWER = "We read every view and tell you what we did."
RESULTS_ANSWER = "See what we do, and what we cannot."


@blueprint.get("/c/<slug>/poster")
@public
def poster(slug: str) -> ResponseReturnValue:
    """A poster to print."""
    campaign = queries.public_campaign(slug)
    address = plain_address(campaign_address(_site_url(), campaign.slug))
    return render_template(
        "campaigns/poster.html", campaign=campaign, address=address, accent=campaign.accent
    )


@blueprint.get("/c/<slug>/qr.svg")
@public
def qr(slug: str) -> ResponseReturnValue:
    """The QR code that leads to a campaign."""
    return qr_response(campaign_address(_site_url(), queries.public_campaign(slug).slug))


@blueprint.get("/c/<slug>/story.png")
@public
def story(slug: str) -> ResponseReturnValue:
    """A picture of the size of a story, for the campaign."""
    campaign = queries.public_campaign(slug)
    address = plain_address(campaign_address(_site_url(), campaign.slug))
    act = "Have your say" if campaign.state is CampaignState.OPEN else ""
    return _picture(Story(campaign.title, ANSWER, address, campaign.accent, campaign.summary, act))


@blueprint.get("/c/<slug>/results-story.png")
@public
def results_story(slug: str) -> ResponseReturnValue:
    """A picture of the size of a story, for what was heard and done."""
    campaign = queries.public_campaign(slug)
    address = plain_address(results_address(_site_url(), campaign.slug))
    title = f"You said, we did: {campaign.title}"
    return _picture(Story(title, RESULTS_ANSWER, address, campaign.accent, act="See what we heard"))


@blueprint.get("/staff/campaigns/<slug>/share")
@requires(Role.CAMPAIGN_MANAGER)
def share(slug: str) -> ResponseReturnValue:
    """Everything to share a campaign with, in one place."""
    campaign, site_url = queries.campaign_by_slug(slug), _site_url()
    return render_template(
        "campaigns/share.html",
        campaign=campaign,
        is_public=campaign.state is not CampaignState.DRAFT,
        address=campaign_address(site_url, campaign.slug),
        captions=captions(campaign, site_url),
        result_captions=result_captions(campaign, site_url),
        trail=[
            ("Campaigns", url_for("campaigns.staff_list")),
            (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
        ],
    )


def _site_url() -> str:
    return deployment().settings.site_url


def _picture(drawn: Story) -> Response:
    return kept(Response(story_picture(drawn), mimetype="image/png"))
