"""The page at /staff/even-handed: who is held and who is not used, by group, for the lead and the analyst."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from analysis.counting import mask_rules
from analysis.disclosure import table_note
from analysis.evenness.queries import groups_of
from analysis.themes.comparing import AUDIENCE
from analysis.themes.queries import desk_campaigns
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires

blueprint = Blueprint("evenness", __name__, url_prefix="/staff/even-handed")

READERS = (Role.SAFEGUARDING_LEAD, Role.ANALYST)


@blueprint.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    """The campaigns there are figures of."""
    return render_template("evenness/index.html", campaigns=[each.campaign for each in desk_campaigns()])


@blueprint.get("/<slug>")
@requires(*READERS)
def show(slug: str) -> ResponseReturnValue:
    """How often views of each group were held or not used in one campaign."""
    campaign = campaign_by_slug(slug)
    return render_template(
        "evenness/show.html",
        campaign=campaign,
        groups=groups_of(campaign.id),
        note=table_note(AUDIENCE, mask_rules()),
    )
