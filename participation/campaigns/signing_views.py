"""Signing that a campaign serves the best interests of children, and the record everybody can read."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.campaigns import gates, queries
from participation.campaigns.domain import CampaignState
from participation.campaigns.forms import SignOffForm
from participation.campaigns.models import Campaign
from participation.campaigns.opening import SIGNERS, readiness_of, sign_best_interests
from participation.foundation.access import Role, held_roles, public, requires
from participation.foundation.transactions import commits

blueprint = Blueprint("signing", __name__)


@blueprint.get("/c/<slug>/record")
@public
def record(slug: str) -> ResponseReturnValue:
    """How a campaign was planned: what each gate was answered when it opened."""
    campaign = queries.public_campaign(slug)
    return _record_page(campaign, campaign.record, is_preview=False)


@blueprint.get("/staff/campaigns/<slug>/record")
@requires(Role.CAMPAIGN_MANAGER)
def preview(slug: str) -> ResponseReturnValue:
    """The record as it would be if the campaign opened now."""
    campaign = queries.campaign_by_slug(slug)
    return _record_page(campaign, gates.record(readiness_of(campaign)), is_preview=True)


@blueprint.route("/staff/campaigns/<slug>/sign", methods=["GET", "POST"])
@requires(*SIGNERS)
@commits
def sign(slug: str) -> ResponseReturnValue:
    """Put one's name under a campaign."""
    campaign = queries.campaign_by_slug(slug)
    form = SignOffForm()
    is_draft = campaign.state is CampaignState.DRAFT
    if is_draft and form.validate_on_submit():
        sign_best_interests(campaign, form.statement.data, current_user.id, held_roles())
        flash("You have signed for this campaign, as it is now.")
        is_manager = Role.CAMPAIGN_MANAGER in held_roles()
        return redirect(url_for("campaigns.overview" if is_manager else "signing.sign", slug=campaign.slug))
    return render_template(
        "campaigns/sign.html",
        campaign=campaign,
        form=form if is_draft else None,
        signed=queries.last_sign_off(campaign.id),
        is_manager=Role.CAMPAIGN_MANAGER in held_roles(),
    )


def _record_page(campaign: Campaign, kept: list[dict[str, str]], *, is_preview: bool) -> str:
    grounds = [
        (ground, [each for each in kept if each["ground"] == ground])
        for ground in dict.fromkeys(each["ground"] for each in kept)
    ]
    return render_template(
        "campaigns/record.html",
        campaign=campaign,
        state=campaign.state,
        accent=campaign.accent,
        grounds=grounds,
        is_preview=is_preview,
    )
