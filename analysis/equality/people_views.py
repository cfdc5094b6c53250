"""Who answered the equality questions of each campaign: rounded totals, once they are counted and untied."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.counting import mask_rules
from analysis.disclosure import AudienceClass, table_note
from analysis.equality.queries import SIGNING_ROLES
from analysis.people_tables import people_tables
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.errors import DomainError
from participation.foundation.transactions import commits
from surveys.equality.queries import campaigns_asking, counts_of, setup_of
from surveys.equality.services import count_early

blueprint = Blueprint("equality_people", __name__, url_prefix="/staff/equality/people")

COUNTERS = (Role.ANALYST, Role.EQUALITY_LEAD)


@blueprint.get("")
@requires(*SIGNING_ROLES)
def index() -> ResponseReturnValue:
    """Every campaign that asks or asked, with what may be seen of it."""
    return _page()


@blueprint.post("/<slug>")
@requires(*COUNTERS)
@commits
def count(slug: str) -> ResponseReturnValue:
    """Count the answers of a campaign before their term, when nothing more can come in."""
    campaign = campaign_by_slug(slug)
    try:
        count_early(campaign, current_user.id)
    except DomainError as problem:
        return _page(problem.message), problem.status
    flash("The answers are counted and erased. Nothing ties them to a view any more.")
    return redirect(url_for("equality_people.index"))


def _page(problem: str = "") -> str:
    return render_template(
        "equality/people.html",
        campaigns=[
            (campaign, setup_of(campaign.id), people_tables({"people": counts_of(campaign.id)}, mask_rules()))
            for campaign in campaigns_asking()
        ],
        note=table_note(AudienceClass.PUBLIC, mask_rules()),
        may_count=any(role in current_user.role_set for role in COUNTERS),
        problems=[("", problem)] if problem else [],
        trail=[("Equality", url_for("equality.index"))],
    )
