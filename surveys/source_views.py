"""Links with a label for where they were put up, each with a poster and a QR code."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from participation.campaigns.domain import CampaignState
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.campaigns.sharing import campaign_address, plain_address, qr_response
from participation.foundation.access import Role, requires
from participation.foundation.deployment import deployment
from participation.foundation.transactions import commits
from surveys import sources
from surveys.queries import source_links
from surveys.setting_fields import SettingForm, kind_field, name_field, which_setting

blueprint = Blueprint("sources", __name__, url_prefix="/staff/campaigns/<slug>/links")


class LinkForm(FlaskForm):
    """A new link."""

    place = StringField(
        "Where it goes up",
        description="A place that many people pass, such as: Blandford library, notice board. Never one person.",
        validators=[
            DataRequired("Say where it goes up"),
            Length(max=120, message="Use 120 characters or fewer"),
        ],
    )
    label = StringField(
        "Its label",
        description="Stands in the address. Small letters, digits and hyphens, such as library-blandford.",
        validators=[DataRequired("Give it a label"), Length(max=40, message="Use 40 characters or fewer")],
    )
    setting_kind = kind_field()
    setting_name = name_field()


@blueprint.route("", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def links(slug: str) -> ResponseReturnValue:
    """Every link, and a form for another."""
    campaign, form = campaign_by_slug(slug), LinkForm()
    if form.validate_on_submit():
        try:
            place = " ".join(form.place.data.split())
            label = form.label.data.strip()
            made = sources.add_link(campaign, label, place, current_user.id, which_setting(form))
            flash(f"The link for {made.place} is made.")
            return redirect(url_for("sources.links", slug=campaign.slug))
        except sources.WrongLink as problem:
            form.label.errors = [problem.message]
    return render_template(
        "surveys/source_links.html",
        campaign=campaign,
        form=form,
        is_public=campaign.state is not CampaignState.DRAFT,
        links=[(each, _address(campaign.slug, each.label)) for each in source_links(campaign.id)],
        trail=_trail(campaign),
    )


@blueprint.route("/<source>/setting", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def setting(slug: str, source: str) -> ResponseReturnValue:
    """Say which setting a link is for."""
    campaign = campaign_by_slug(slug)
    link = sources.link_of(campaign, source)
    form = SettingForm(setting_kind=link.setting_kind, setting_name=link.setting_name)
    here = url_for("sources.links", slug=campaign.slug)
    if form.validate_on_submit():
        sources.say_setting(link, which_setting(form), current_user.id)
        flash(f"The setting of the link for {link.place} is saved.")
        return redirect(here)
    trail = [*_trail(campaign), ("Links with a label", here)]
    return render_template(
        "surveys/source_setting.html", campaign=campaign, link=link, form=form, trail=trail
    )


@blueprint.get("/<source>/poster")
@requires(Role.CAMPAIGN_MANAGER)
def poster(slug: str, source: str) -> ResponseReturnValue:
    """The campaign's poster with the address and code of one link."""
    campaign = campaign_by_slug(slug)
    label = sources.link_of(campaign, source).label
    return render_template(
        "campaigns/poster.html",
        campaign=campaign,
        address=plain_address(_address(campaign.slug, label)),
        code=url_for("sources.qr", slug=campaign.slug, source=label),
        accent=campaign.accent,
    )


@blueprint.get("/<source>/qr.svg")
@requires(Role.CAMPAIGN_MANAGER)
def qr(slug: str, source: str) -> ResponseReturnValue:
    """The QR code of one link."""
    campaign = campaign_by_slug(slug)
    return qr_response(_address(campaign.slug, sources.link_of(campaign, source).label))


def _trail(campaign: Campaign) -> list[tuple[str, str]]:
    return [
        ("Campaigns", url_for("campaigns.staff_list")),
        (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
        ("Share", url_for("sharing.share", slug=campaign.slug)),
    ]


def _address(slug: str, label: str) -> str:
    return f"{campaign_address(deployment().settings.site_url, slug)}?from={label}"
