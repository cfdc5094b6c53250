"""Public wording at /staff/wording: young researchers read it before anybody else, and say yes or what to change."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.approvals import services
from analysis.approvals.forms import YES, VerdictForm
from analysis.replies.queries import replies_of, theme_names
from analysis.themes.researchers import require_sponsor
from participation.campaigns.models import Campaign
from participation.foundation.access import Role, requires
from participation.foundation.database import db
from participation.foundation.transactions import commits

blueprint = Blueprint("approvals", __name__, url_prefix="/staff/wording")


@blueprint.get("")
@requires(Role.YOUNG_RESEARCHER)
def index() -> ResponseReturnValue:
    """The words that wait for a young researcher, and those that were answered."""
    require_sponsor(current_user)
    return render_template("approvals/index.html", proposals=services.standing_proposals())


@blueprint.route("/<int:number>", methods=["GET", "POST"])
@requires(Role.YOUNG_RESEARCHER)
@commits
def proposal(number: int) -> ResponseReturnValue:
    """The words as they would go out, and the answer to them."""
    found = services.proposal_numbered(number)
    require_sponsor(current_user)
    form = VerdictForm()
    if form.validate_on_submit():
        try:
            services.judge(found, current_user, form.verdict.data == YES, form.said.data or "")
            flash("Thank you. Your answer is kept, and the team sees it.")
            return redirect(url_for("approvals.index"))
        except services.VerdictProblem as problem:
            form.said.errors = [problem.message]
    return render_template(
        "approvals/proposal.html",
        form=form,
        proposal=found,
        is_as_put=services.is_as_put(found),
        campaign=db.session.get_one(Campaign, found.campaign_id),
        names=theme_names(found.campaign_id),
        replies=replies_of(found.campaign_id),
        trail=[("Wording", url_for("approvals.index"))],
    )
