"""The queue: what waits, in which lane, what comes next, and what can be approved together."""

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import case_reading, claims, queue, recent, services
from moderation.domain import Lane
from moderation.queue import Place, Scope
from moderation.shown import read_shown, sign_shown
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.errors import DomainError
from participation.foundation.requests import row_numbers
from participation.foundation.transactions import commits

blueprint = Blueprint("moderation", __name__, url_prefix="/staff")

PASSED_OVER = "passed_over"
MOST_PASSED_OVER = 50
TRIES = 5


@blueprint.get("/queue", endpoint="queue")
@requires(Role.MODERATOR)
def show_queue() -> ResponseReturnValue:
    """What waits, most pressing first."""
    scope = scope_asked_for()
    rows, following = queue.page(scope, _place(request.args.get("after", "")))
    return render_template(
        "moderation/queue.html",
        rows=rows,
        following=following,
        mine=claims.held_by(current_user.id),
        is_first=not request.args.get("after"),
        **surroundings(scope),
    )


@blueprint.get("/queue/counts")
@requires(Role.MODERATOR)
def counts() -> ResponseReturnValue:
    """How many wait in each lane, for a page that is left open."""
    found = queue.counts(scope_asked_for().campaign_id)
    numbers = {lane.value: queue.shown_count(number) for lane, number in found.items()}
    return jsonify({**numbers, "all": queue.shown_count(sum(found.values()))})


@blueprint.post("/queue/next")
@requires(Role.MODERATOR)
@commits
def take_next() -> ResponseReturnValue:
    """Hold the next view that nobody else holds, and open it."""
    return onwards()


@blueprint.get("/queue/together")
@requires(Role.MODERATOR)
def together() -> ResponseReturnValue:
    """Views of the normal lane in full, to tick those that can be approved."""
    scope = scope_asked_for()
    shown = queue.for_reading_together(current_user.id, scope)
    token = sign_shown([each.submission_id for each in shown], current_user.id)
    return render_template(
        "moderation/together.html", shown=shown, token=token, problems=[], **surroundings(scope)
    )


@blueprint.post("/queue/together")
@requires(Role.MODERATOR)
@commits
def approve_together() -> ResponseReturnValue:
    """Approve the ticked views, and only those that this person was shown."""
    scope = scope_asked_for()
    shown = read_shown(request.form.get("shown", ""), current_user.id)
    ticked = row_numbers(request.form.getlist("view"))
    if not set(ticked) <= set(shown):
        raise services.CannotDecide(
            "Only views shown on the page can be approved together. Open the page again."
        )
    outcome = services.approve_together(ticked, current_user.id)
    return redirect(
        url_for(
            "moderation.together", approved=len(outcome.approved), left=len(outcome.left), **carried(scope)
        )
    )


@blueprint.get("/queue/handed-over")
@requires(Role.MODERATOR)
def handed_over() -> ResponseReturnValue:
    """Concerns this person passed on, and whether the lead has them."""
    items = case_reading.handed_over_by(current_user.id)
    return render_template("moderation/handed_over.html", items=items, **surroundings(scope_asked_for()))


@blueprint.get("/queue/decided")
@requires(Role.MODERATOR, Role.SAFEGUARDING_LEAD)
def decided() -> ResponseReturnValue:
    """What was decided lately."""
    return render_template(
        "moderation/decided.html", decisions=recent.lately(), **surroundings(scope_asked_for())
    )


def onwards(*, leaving: int | None = None) -> ResponseReturnValue:
    """Hold the next free view and go to it; to the queue when there is none.

    `leaving` is passed over: it comes again once everything else was read.
    """
    scope, passed = scope_asked_for(), passed_over()
    if leaving is not None:
        passed = [*(each for each in passed if each != leaving), leaving][-MOST_PASSED_OVER:]
    for attempt in range(TRIES):
        found = queue.next_free(current_user.id, scope, passed)
        if found is None and passed and attempt < TRIES - 1:
            passed = passed[-1:] if len(passed) > 1 else []
            continue
        if found is None:
            break
        if claims.try_to_take(found, current_user.id):
            session[PASSED_OVER] = passed
            return redirect(url_for("moderation.item", submission_id=found, **carried(scope)))
    session[PASSED_OVER] = []
    return redirect(url_for("moderation.queue", **carried(scope)))


def passed_over() -> list[int]:
    """Views this person passed over since they signed in, oldest first."""
    return [each for each in session.get(PASSED_OVER, []) if isinstance(each, int)]


def scope_asked_for() -> Scope:
    """The part of the queue that the address names; an unknown lane means all lanes."""
    slug, lane = request.args.get("campaign", ""), request.args.get("lane", "")
    campaign_id = campaign_by_slug(slug).id if slug else None
    return Scope(campaign_id, Lane(lane) if lane in list(Lane) else None)


def carried(scope: Scope) -> dict[str, Any]:
    """What an address carries on, so that a person stays in their part of the queue."""
    return {
        "campaign": request.args.get("campaign") if scope.campaign_id is not None else None,
        "lane": scope.lane.value if scope.lane is not None else None,
    }


def surroundings(scope: Scope) -> dict[str, Any]:
    """What every page of the queue shows round its content."""
    found = queue.counts(scope.campaign_id)
    return {
        "lane_counts": {lane.value: queue.shown_count(number) for lane, number in found.items()},
        "all_count": queue.shown_count(sum(found.values())),
        "scope": scope,
        "carry": carried(scope),
        "campaign_choices": queue.waiting_campaigns(),
        "undoable": recent.undoable(current_user.id),
    }


def _place(text: str) -> Place | None:
    rank, _, submission_id = text.partition("-")
    if not (text.isascii() and rank.isdigit() and submission_id.isdigit()):
        return None
    if len(text) > 20:
        raise DomainError("Open the queue again.")
    return Place(int(rank), int(submission_id))
