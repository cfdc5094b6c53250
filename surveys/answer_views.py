"""Pages about answers as a whole: how a table of them is filled in, and what was chosen so far."""

import structlog
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from surveys.counted import counted_questions
from surveys.mapping import QUOTE_COLUMN
from surveys.queries import draft_definition
from surveys.question_types import question_type

blueprint = Blueprint("survey_answers", __name__, url_prefix="/staff/campaigns/<slug>")


@blueprint.get("/questions/table")
@requires(Role.CAMPAIGN_MANAGER)
def table(slug: str) -> ResponseReturnValue:
    """How answers collected elsewhere are written into a table: a column and an example for each question."""
    campaign = campaign_by_slug(slug)
    rows = [
        (
            each.key,
            each.wording,
            question_type(each.kind).to_cell(question_type(each.kind).example(each), each),
        )
        for each in draft_definition(campaign.id).fields
        if question_type(each.kind).asks
    ]
    rows.append((QUOTE_COLUMN, "Can we show your words, without your name?", "no"))
    trail = [
        ("Campaigns", url_for("campaigns.staff_list")),
        (campaign.title, url_for("campaigns.overview", slug=slug)),
        ("Questions", url_for("survey_editor.questions", slug=slug)),
    ]
    return render_template("surveys/answers_table.html", campaign=campaign, rows=rows, trail=trail)


@blueprint.get("/counts")
@requires(Role.ANALYST)
def counts(slug: str) -> ResponseReturnValue:
    """What was chosen so far, as it is: for analysts, on the screen only, and seeing it is logged."""
    campaign = campaign_by_slug(slug)
    structlog.get_logger().info("true_counts_seen", person_id=current_user.id, campaign_id=campaign.id)
    return render_template(
        "surveys/answers_counted.html", campaign=campaign, counted=counted_questions(campaign.id)
    )
