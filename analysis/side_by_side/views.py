"""The page at /staff/side-by-side: what two closed campaigns asked alike, and what each heard."""

from collections import Counter, defaultdict

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from analysis.counting import mask_rules
from analysis.disclosure import AudienceClass, table_note
from analysis.side_by_side.domain import Beside, Chosen, beside, shared
from participation.campaigns.domain import CampaignState
from participation.campaigns.models import Campaign
from participation.campaigns.queries import all_campaigns
from participation.foundation.access import Role, requires
from surveys.counted import chosen_in
from surveys.definition import QuestionDefinition
from surveys.queries import definition_of, latest_version
from surveys.question_types import question_type

blueprint = Blueprint("side_by_side", __name__, url_prefix="/staff/side-by-side")

TWO_CLOSED = "Choose two different campaigns that have closed."


@blueprint.get("")
@requires(Role.ANALYST)
def show() -> ResponseReturnValue:
    """Choose two campaigns; then their answers beside one another."""
    closed = {each.slug: each for each in all_campaigns() if each.state is CampaignState.CLOSED}
    slugs = request.args.get("first", ""), request.args.get("second", "")
    pair = (closed.get(slugs[0]), closed.get(slugs[1]))
    first, second = pair
    is_whole = first is not None and second is not None and first is not second
    found = _beside(first, second) if first and second and is_whole else []
    return render_template(
        "side_by_side/show.html",
        campaigns=[(each.slug, each.title) for each in closed.values()],
        chosen=slugs,
        pair=pair if is_whole else (),
        found=found,
        problems=[("first", TWO_CLOSED)] if any(slugs) and not is_whole else [],
        note=table_note(AudienceClass.BOARD, mask_rules()),
    )


def _beside(first: Campaign, second: Campaign) -> list[Beside]:
    chosen = _chosen(first.id), _chosen(second.id)
    return [
        beside(
            pair,
            chosen,
            mask_rules(),
            may_choose_several=question_type(pair[0].kind).may_choose_several,
            is_sensitive=first.is_sensitive or second.is_sensitive,
        )
        for pair in shared(_questions(first.id), _questions(second.id))
    ]


def _chosen(campaign_id: int) -> Chosen:
    return defaultdict(Counter, chosen_in(campaign_id))


def _questions(campaign_id: int) -> list[QuestionDefinition]:
    """The questions that are answered by choosing; places given to answers are no choice."""
    version = latest_version(campaign_id)
    asked = definition_of(version.id).questions if version else ()
    return [each for each in asked if each.options and question_type(each.kind).control != "places"]
