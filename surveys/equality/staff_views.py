"""The page on which a campaign manager says which equality questions are asked of whom, and why."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from participation.campaigns.domain import CampaignState
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.codes import canonical_text
from participation.foundation.deployment import deployment
from participation.foundation.transactions import commits
from surveys.equality import services
from surveys.equality.domain import ASKED_BANDS, SWITCHED, permitted
from surveys.equality.queries import kept_for, setup_of

blueprint = Blueprint("equality_setup", __name__, url_prefix="/staff/campaigns/<slug>/about-you")


def _clean(value: str | None) -> str:
    return canonical_text(value or "")


class WhyForm(FlaskForm):
    """Why, and who agreed."""

    because = TextAreaField(
        "Why you ask, in words for everybody",
        description="People read it before the first of these questions. Short sentences. Such as: We want to know "
        "whether we hear from everybody. If some are missing, we go to them.",
        filters=[_clean],
        validators=[Length(max=500, message="Use 500 characters or fewer")],
    )
    agreed_by = StringField(
        "Who agreed to each of them, and when",
        description="Such as: equality lead, 3 March 2027. A role, not a name.",
        filters=[_clean],
        validators=[Length(max=200, message="Use 200 characters or fewer")],
    )


@blueprint.route("", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def switches(slug: str) -> ResponseReturnValue:
    """Every question with its age bands; while the campaign is being made they are switched on here."""
    campaign = campaign_by_slug(slug)
    setup = setup_of(campaign.id)
    form = WhyForm(obj=setup)
    asked = permitted(setup.asked if setup else {})
    if form.is_submitted():
        asked = permitted({band.value: request.form.getlist(band.value) for band in ASKED_BANDS})
    if form.validate_on_submit():
        try:
            services.switch(campaign, asked, form.because.data, form.agreed_by.data, current_user.id)
        except services.CannotSwitch as problem:
            form.form_errors = [problem.message]
        else:
            flash("What is asked after a view is saved.")
            return redirect(url_for("equality_setup.switches", slug=campaign.slug))
    return _page(campaign, form, asked), 422 if form.errors else 200


def _page(campaign: Campaign, form: WhyForm, asked: dict[str, list[str]]) -> str:
    setup = setup_of(campaign.id)
    return render_template(
        "about_you/switches.html",
        campaign=campaign,
        form=form,
        asked=asked,
        questions=SWITCHED,
        bands=ASKED_BANDS,
        is_draft=campaign.state is CampaignState.DRAFT,
        counted_on=setup.counted_on if setup else None,
        kept=kept_for(campaign.id),
        months=deployment().settings.equality_months,
        trail=[
            ("Campaigns", url_for("campaigns.staff_list")),
            (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
        ],
    )
