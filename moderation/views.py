"""The queue: what waits, in which lane, and what comes next."""

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import case_reading, claims, flags, queue, queue_filters, recent, wellbeing
from moderation.house_rules.domain import Outcome
from moderation.queue import Place
from moderation.surroundings import onwards, scope_asked_for, surroundings
from participation.foundation.access import Role, requires
from participation.foundation.errors import DomainError
from participation.foundation.transactions import commits

blueprint = Blueprint("moderation", __name__, url_prefix="/staff")


@blueprint.get("/queue", endpoint="queue")
@requires(Role.MODERATOR)
def show_queue() -> ResponseReturnValue:
    """What waits, most pressing first."""
    scope = scope_asked_for()
    rows, following = queue.page(current_user.id, scope, _place(request.args.get("after", "")))
    return render_template(
        "moderation/queue.html",
        rows=rows,
        following=following,
        mine=claims.held_by(current_user.id),
        is_first=not request.args.get("after"),
        is_filtered=scope.is_filtered or scope.campaign_id is not None,
        campaigns=queue_filters.campaign_choices(),
        channels=queue_filters.channel_choices(),
        languages=queue_filters.language_choices(),
        sessions=queue_filters.session_choices(scope.campaign_id),
        today=wellbeing.today(current_user.id),
        flagged_count=flags.flagged_count(),
        **surroundings(),
    )


@blueprint.get("/queue/counts")
@requires(Role.MODERATOR)
def counts() -> ResponseReturnValue:
    """How many wait in each lane, for a page that is left open."""
    found = queue.counts(current_user.id, scope_asked_for())
    numbers = {lane.value: queue.shown_count(number) for lane, number in found.items()}
    return jsonify({**numbers, "all": queue.shown_count(sum(found.values()))})


@blueprint.post("/queue/next")
@requires(Role.MODERATOR)
@commits
def take_next() -> ResponseReturnValue:
    """Hold the next view that nobody else holds, and open it."""
    return onwards()


@blueprint.get("/queue/handed-over")
@requires(Role.MODERATOR)
def handed_over() -> ResponseReturnValue:
    """Concerns this person passed on, and whether the lead has them."""
    items = case_reading.handed_over_by(current_user.id)
    return render_template("moderation/handed_over.html", items=items, **surroundings())


#: What a person has to do something about once it was decided.
PASSED_ON = (Outcome.THANKS, Outcome.ELSEWHERE)


@blueprint.get("/queue/decided")
@requires(Role.MODERATOR, Role.SAFEGUARDING_LEAD)
def decided() -> ResponseReturnValue:
    """What was decided lately: all of it, thanks to pass on, or what is for somebody else."""
    wanted = request.args.get("outcome", "")
    outcome = Outcome(wanted) if wanted in PASSED_ON else None
    return render_template(
        "moderation/decided.html",
        decisions=recent.lately(current_user.id, outcome),
        outcome=outcome,
        lists=[("All", url_for("moderation.decided"), outcome is None)]
        + [(each.label, url_for("moderation.decided", outcome=each), each is outcome) for each in PASSED_ON],
        **surroundings(),
    )


def _place(text: str) -> Place | None:
    rank, _, submission_id = text.partition("-")
    if not (text.isascii() and rank.isdigit() and submission_id.isdigit()):
        return None
    if len(text) > 20:
        raise DomainError("Open the queue again.")
    return Place(int(rank), int(submission_id))
