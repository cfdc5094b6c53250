"""What is kept for how long, the certificates of what went, and legal holds: for those who answer for the data."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from participation.accounts.queries import names_of
from participation.campaigns import holds
from participation.campaigns.forms import DayField
from participation.campaigns.models import Campaign, LegalHold
from participation.campaigns.queries import all_campaigns, campaign_by_slug
from participation.foundation import retention
from participation.foundation.access import Role, requires
from participation.foundation.database import db
from participation.foundation.transactions import commits

blueprint = Blueprint("keeping", __name__, url_prefix="/staff/retention")

OVERSEERS = (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


class HoldForm(FlaskForm):
    """Keep the data of a campaign past their term."""

    campaign = SelectField("Campaign", validators=[DataRequired("Choose a campaign")])
    reason = StringField(
        "Reason",
        description="Such as the number of the request or inquiry. No names.",
        validators=[DataRequired("Write the reason"), Length(max=300, message="Use 300 characters or fewer")],
    )
    ends_on = DayField(
        "Until", format=DAY_FORMATS, validators=[InputRequired("Choose the last day of the hold")]
    )

    def offer(self, campaigns: list[Campaign]) -> None:
        """Let these be chosen."""
        self.campaign.choices = [SelectChoice(each.slug, each.title) for each in campaigns]


@blueprint.get("")
@requires(*OVERSEERS)
def overview() -> ResponseReturnValue:
    """The rules in force, what is due, what went, and what is on hold."""
    return _page(_form())


@blueprint.post("")
@requires(*OVERSEERS)
@commits
def place_hold() -> ResponseReturnValue:
    """Put a campaign on hold."""
    form = _form()
    if form.validate_on_submit():
        try:
            campaign = campaign_by_slug(form.campaign.data)
            holds.place(campaign, form.reason.data or "", form.ends_on.data, current_user.id)
            flash(f"Nothing of “{campaign.title}” is erased before the hold ends.")
            return redirect(url_for("keeping.overview"))
        except holds.CannotHold as problem:
            form.ends_on.errors = [problem.message]
    return _page(form)


@blueprint.post("/<int:hold_id>/lift")
@requires(*OVERSEERS)
@commits
def lift_hold(hold_id: int) -> ResponseReturnValue:
    """End a hold early."""
    holds.lift(db.get_or_404(LegalHold, hold_id), current_user.id)
    flash("The hold has ended. What is past its term goes tonight.")
    return redirect(url_for("keeping.overview"))


def _form() -> HoldForm:
    form = HoldForm()
    form.offer(list(all_campaigns()))
    return form


def _page(form: HoldForm) -> str:
    found = holds.all_holds()
    return render_template(
        "oversight/retention.html",
        form=form,
        outcomes=retention.preview(),
        last_run=retention.last_run(),
        certificates=retention.certificates(),
        holds=found,
        names=names_of({hold.placed_by_id for hold in found}),
    )
