"""The public page of a campaign, and the pages on which campaign managers make, open and close them."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.campaigns import opening, queries, services
from participation.campaigns.domain import CampaignState, suggest_slug
from participation.campaigns.forms import CampaignForm, CorrectionForm, ExtensionForm, ReasonForm
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.access import Role, held_roles, public, requires
from participation.foundation.preferences import ENGLISH
from participation.foundation.registries import campaign_languages
from participation.foundation.rendering import named_languages
from participation.foundation.transactions import commits

#: What the label of a link looks like.
SOURCE_LABEL = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")

blueprint = Blueprint("campaigns", __name__)


@blueprint.get("/c/<slug>")
@public
def about(slug: str) -> ResponseReturnValue:
    """What is asked and why, who decides, what can change, and when people hear back."""
    return _about_page(queries.public_campaign(slug), is_preview=False)


@blueprint.get("/staff/campaigns")
@requires(Role.CAMPAIGN_MANAGER)
def staff_list() -> ResponseReturnValue:
    """Every campaign."""
    return render_template("campaigns/list.html", campaigns=queries.all_campaigns())


@blueprint.route("/staff/campaigns/new", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def new() -> ResponseReturnValue:
    """Begin a campaign."""
    form = CampaignForm(minutes_needed=1, youngest=5, oldest=25, accent="sea")
    if form.validate_on_submit():
        form.slug.data = form.slug.data or suggest_slug(form.title.data, queries.taken_slugs())
        try:
            campaign = services.create_campaign(form.details(), current_user.id)
            flash("The campaign is saved. Now write its questions.")
            return redirect(url_for("campaigns.overview", slug=campaign.slug))
        except services.CampaignProblem as problem:
            _show(form, problem)
    return render_template("campaigns/edit.html", form=form, campaign=None, edition="")


@blueprint.get("/staff/campaigns/<slug>")
@requires(Role.CAMPAIGN_MANAGER)
def overview(slug: str) -> ResponseReturnValue:
    """One campaign: where it stands, what is missing, and what to do next."""
    return _overview_page(queries.campaign_by_slug(slug))


@blueprint.route("/staff/campaigns/<slug>/edit", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def edit(slug: str) -> ResponseReturnValue:
    """Change what a campaign says; once it opened, put its words right."""
    campaign = queries.campaign_by_slug(slug)
    form = (CorrectionForm if campaign.opened_at else CampaignForm)(obj=campaign)
    if form.validate_on_submit():
        if "slug" in form and not form.slug.data:
            form.slug.data = suggest_slug(form.title.data, queries.taken_slugs() - {campaign.slug})
        try:
            services.change_campaign(campaign, form.details(queries.details_of(campaign)), current_user.id)
            flash("The campaign is saved.")
            return redirect(url_for("campaigns.overview", slug=campaign.slug))
        except services.CampaignProblem as problem:
            _show(form, problem)
    edition = queries.edition_of(campaign)
    return render_template("campaigns/edit.html", form=form, campaign=campaign, edition=edition)


@blueprint.get("/staff/campaigns/<slug>/preview")
@requires(Role.CAMPAIGN_MANAGER)
def preview(slug: str) -> ResponseReturnValue:
    """The public page as it will look."""
    return _about_page(queries.campaign_by_slug(slug), is_preview=True)


@blueprint.post("/staff/campaigns/<slug>/open")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def open_now(slug: str) -> ResponseReturnValue:
    """Open a campaign, or say everything that is missing."""
    campaign = queries.campaign_by_slug(slug)
    try:
        services.open_campaign(campaign, current_user.id)
    except services.NotReadyToOpen:
        return _overview_page(campaign, was_refused=True), services.NotReadyToOpen.status
    flash(f"“{campaign.title}” is {'open' if campaign.state is CampaignState.OPEN else 'set to open'}.")
    return redirect(url_for("campaigns.overview", slug=campaign.slug))


@blueprint.route("/staff/campaigns/<slug>/close", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def close(slug: str) -> ResponseReturnValue:
    """Close a campaign early, with a reason that its page gives."""
    campaign = queries.campaign_by_slug(slug)
    form = ReasonForm()
    if form.validate_on_submit():
        services.close_campaign(campaign, current_user.id, form.because.data)
        flash(f"“{campaign.title}” is closed.")
        return redirect(url_for("campaigns.overview", slug=campaign.slug))
    return render_template("campaigns/close.html", campaign=campaign, form=form, trail=_trail(campaign))


@blueprint.route("/staff/campaigns/<slug>/pause", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def pause(slug: str) -> ResponseReturnValue:
    """Take no more views from now on, with a reason that its page gives."""
    campaign = queries.campaign_by_slug(slug)
    form = ReasonForm()
    if form.validate_on_submit():
        services.pause_campaign(campaign, form.because.data, current_user.id)
        flash(f"“{campaign.title}” takes no views now.")
        return redirect(url_for("campaigns.overview", slug=campaign.slug))
    return render_template("campaigns/pause.html", campaign=campaign, form=form, trail=_trail(campaign))


@blueprint.post("/staff/campaigns/<slug>/go-on")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def go_on(slug: str) -> ResponseReturnValue:
    """Take views again."""
    campaign = queries.campaign_by_slug(slug)
    services.let_go_on(campaign, current_user.id)
    flash(f"“{campaign.title}” goes on.")
    return redirect(url_for("campaigns.overview", slug=campaign.slug))


@blueprint.route("/staff/campaigns/<slug>/extend", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def extend(slug: str) -> ResponseReturnValue:
    """Give people more time."""
    campaign = queries.campaign_by_slug(slug)
    form = ExtensionForm(obj=campaign)
    if form.validate_on_submit():
        try:
            services.extend_campaign(
                campaign,
                form.closes_on.data,
                form.hear_back_by.data,
                current_user.id,
                form.decided_on.data,
            )
            flash(f"“{campaign.title}” now closes on {clock.show_date(form.closes_on.data)}.")
            return redirect(url_for("campaigns.overview", slug=campaign.slug))
        except services.CampaignProblem as problem:
            _show(form, problem)
    return render_template("campaigns/extend.html", form=form, campaign=campaign, trail=_trail(campaign))


def menu() -> list[tuple[str, str, bool]]:
    """The entry of the staff menu."""
    if Role.CAMPAIGN_MANAGER not in held_roles():
        return []
    return [("Campaigns", url_for("campaigns.staff_list"), request.path.startswith("/staff/campaigns"))]


def _came_by() -> str:
    """The label of the link somebody came by, to be handed on; whether it is known the survey finds out."""
    label = request.args.get("from", "")
    return f"?from={label}" if SOURCE_LABEL.fullmatch(label) else ""


def _languages(campaign: Campaign) -> list[tuple[str, str]]:
    """The other languages in which a campaign is asked, as each calls itself."""
    found = [str(code) for codes in campaign_languages.call(campaign.id) for code in codes]  # type: ignore[attr-defined]
    return [pair for pair in named_languages(found) if pair[0] != ENGLISH]


def _about_page(campaign: Campaign, *, is_preview: bool) -> str:
    return render_template(
        "campaigns/about.html",
        campaign=campaign,
        state=campaign.state,
        came_by=_came_by(),
        languages=[] if is_preview else _languages(campaign),
        accent=campaign.accent,
        show_exit=campaign.is_sensitive,
        is_preview=is_preview,
    )


def _overview_page(campaign: Campaign, *, was_refused: bool = False) -> str:
    is_draft = campaign.state is CampaignState.DRAFT
    return render_template(
        "campaigns/overview.html",
        campaign=campaign,
        state=campaign.state,
        missing=opening.problems_before_opening(campaign) if is_draft else [],
        was_refused=was_refused,
        trail=[("Campaigns", url_for("campaigns.staff_list"))],
    )


def _trail(campaign: Campaign) -> list[tuple[str, str]]:
    return [
        ("Campaigns", url_for("campaigns.staff_list")),
        (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
    ]


def _show(form: CampaignForm | ExtensionForm, problem: services.CampaignProblem) -> None:
    """Put a problem beside its field, or above the form when it belongs to none."""
    if problem.field in form:
        form[problem.field].errors = [problem.message]
    else:
        form.form_errors = [*form.form_errors, problem.message]
