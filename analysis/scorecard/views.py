"""The outcomes scorecard at /staff/scorecard."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from analysis.scorecard.domain import Column
from analysis.scorecard.queries import own_measures
from participation.foundation.access import Role, requires
from participation.plan.queries import outcomes

blueprint = Blueprint("scorecard", __name__, url_prefix="/staff/scorecard")


@blueprint.get("")
@requires(Role.ANALYST)
def index() -> ResponseReturnValue:
    """How all children fare, as far as anybody has said, and apart from it how the platform does."""
    measures = own_measures()
    return render_template(
        "scorecard/index.html",
        outcomes=outcomes(),
        columns=[(each.value, [m for m in measures if m.column is each]) for each in Column],
    )
