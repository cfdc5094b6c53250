"""A campaign as a file to keep, share and read in again; and a copy of it to begin the next one with."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.campaigns.queries import campaign_by_slug
from participation.campaigns.services import CampaignProblem
from participation.foundation.access import Role, requires
from participation.foundation.transactions import commits
from surveys.definition_file import read_file
from surveys.file_nodes import LARGEST_FILE, BrokenFile
from surveys.success_statements import success_survey
from surveys.whole_campaign import campaign_file, copy_campaign, make_from_file

blueprint = Blueprint("campaign_files", __name__, url_prefix="/staff/campaigns")

FIELD = "file"
NO_FILE = "Choose a file that was saved here, such as safer-buses.yaml."
NOT_TEXT = "This file is not text. Choose one that was saved here, such as safer-buses.yaml."


@blueprint.get("/<slug>/campaign.yaml")
@requires(Role.CAMPAIGN_MANAGER)
def download(slug: str) -> ResponseReturnValue:
    """Everything a campaign says and asks, as a file. It holds no answer."""
    campaign = campaign_by_slug(slug)
    response = Response(campaign_file(campaign), mimetype="application/yaml")
    response.headers["Content-Disposition"] = f"attachment; filename={campaign.slug}.yaml"
    return response


@blueprint.route("/from-file", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def from_file() -> ResponseReturnValue:
    """Make a campaign from a file, or say which line of it is wrong."""
    problem = ""
    if request.method == "POST":
        try:
            campaign = make_from_file(read_file(_sent_text()), current_user.id)
            flash("The campaign is made from the file. Nobody sees it until you open it.")
            return redirect(url_for("campaigns.overview", slug=campaign.slug))
        except (BrokenFile, CampaignProblem) as refused:
            problem = refused.message
    page = render_template(
        "surveys/campaign_from_file.html",
        problems=[(FIELD, problem)] if problem else [],
        problem=problem,
        trail=[("Campaigns", url_for("campaigns.staff_list"))],
    )
    return page, 422 if problem else 200


@blueprint.post("/success-statements")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def success_statements() -> ResponseReturnValue:
    """Begin this year's survey of the success statements, in their fixed words."""
    campaign = make_from_file(success_survey(), current_user.id)
    flash(
        "The survey is made. Choose its days and who decides. Leave its sentences as they are: other words could not "
        "stand beside the years before."
    )
    return redirect(url_for("campaigns.edit", slug=campaign.slug))


@blueprint.post("/<slug>/copy")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def copy(slug: str) -> ResponseReturnValue:
    """Begin another campaign with what this one says and asks."""
    copied = copy_campaign(campaign_by_slug(slug), current_user.id)
    flash("This is the copy. Choose its title, its address and its days.")
    return redirect(url_for("campaigns.edit", slug=copied.slug))


def _sent_text() -> str:
    sent = request.files.get(FIELD)
    if sent is None or not sent.filename:
        raise BrokenFile(1, NO_FILE)
    try:
        content: bytes = sent.read(LARGEST_FILE + 1)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BrokenFile(1, NOT_TEXT) from None
