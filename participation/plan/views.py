"""Pages of the plans, for all staff."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.foundation import clock
from participation.foundation.access import Role, staff_only
from participation.plan import queries
from participation.plan.domain import not_comparable_with, period_words
from participation.plan.presenting import sections

blueprint = Blueprint("plan", __name__, url_prefix="/staff/plan")


@blueprint.get("")
@staff_only
def versions() -> ResponseReturnValue:
    """Every plan, the newest first."""
    return render_template(
        "plan/versions.html", plans=queries.all_plans(), today=clock.today(), period=period_words
    )


@blueprint.get("/<key>")
@staff_only
def version(key: str) -> ResponseReturnValue:
    """One plan with everything its source says."""
    plan = queries.plan_by_key(key)
    entries = queries.entries_of(plan)
    everyone = queries.populations()
    populations = [
        (each, not_comparable_with(each, everyone)) for each in everyone if each.source == plan.key
    ]
    return render_template(
        "plan/version.html",
        plan=plan,
        period=period_words(plan.starts_on, plan.ends_on, clock.today()),
        is_expired=plan.is_expired(clock.today()),
        sections=sections(entries),
        populations=populations,
        schools=entries.get("schools", []),
        areas=queries.localities_of(plan),
        may_edit=plan.is_entered_here
        and not plan.is_expired(clock.today())
        and current_user.holds(Role.ANALYST),
        trail=[("Plans", url_for("plan.versions"))],
    )


def menu() -> list[tuple[str, str, bool]]:
    """The entry of the staff menu."""
    return [("Plan", url_for("plan.versions"), (request.blueprint or "") in (blueprint.name, "plan_editor"))]
