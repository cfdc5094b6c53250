"""The versions of a campaign's questions, and what changed between two of them in plain words."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from surveys.differences import differences
from surveys.queries import definition_of, versions_of

blueprint = Blueprint("survey_versions", __name__, url_prefix="/staff/campaigns/<slug>/versions")


@blueprint.get("")
@requires(Role.CAMPAIGN_MANAGER)
def compare(slug: str) -> ResponseReturnValue:
    """Every version, and the differences between the two that are asked for, else the last two."""
    campaign = campaign_by_slug(slug)
    versions = versions_of(campaign.id)
    ids = {version.number: version.id for version in versions}
    last = max(ids, default=0)
    after = _number("after", ids, last)
    before = _number("before", ids, max(after - 1, min(ids, default=0)))
    return render_template(
        "surveys/versions.html",
        campaign=campaign,
        versions=versions,
        before=before,
        after=after,
        found=differences(definition_of(ids[before]), definition_of(ids[after])) if ids else [],
        trail=[
            ("Campaigns", url_for("campaigns.staff_list")),
            (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
            ("Questions", url_for("survey_editor.questions", slug=campaign.slug)),
        ],
    )


def _number(name: str, ids: dict[int, int], otherwise: int) -> int:
    asked = request.args.get(name, type=int)
    return asked if asked in ids else otherwise
