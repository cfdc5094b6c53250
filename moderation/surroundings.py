"""Where somebody is in the queue: the part they work through, what every page shows round it, what comes next."""

from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import claims, item, queue, queue_filters, recent
from moderation.domain import Lane
from moderation.locking import AlreadyDecided, latest_decision
from moderation.models import Decision
from moderation.queue_filters import Scope
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.requests import row_number
from surveys.domain import Channel, SubmissionState
from surveys.models import Submission

PASSED_OVER = "passed_over"
JUST_DECIDED = "just_decided"
MOST_PASSED_OVER = 50
TRIES = 5


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
            return to_item(found)
    session[PASSED_OVER] = []
    return redirect(url_for("moderation.queue", **carried()))


def passed_over() -> list[int]:
    """Views this person passed over since they signed in, oldest first."""
    return [each for each in session.get(PASSED_OVER, []) if isinstance(each, int)]


def scope_asked_for() -> Scope:
    """The part of the queue that the address names; what it names wrongly is left out."""
    asked = request.args
    lane, channel, language = asked.get("lane", ""), asked.get("channel", ""), asked.get("language", "")
    return Scope(
        campaign_by_slug(asked["campaign"]).id if asked.get("campaign") else None,
        Lane(lane) if lane in list(Lane) else None,
        Channel(channel) if channel in list(Channel) else None,
        language if queue_filters.is_language(language) else "",
        row_number(asked.get("session", "")) or 0,
    )


def carried() -> dict[str, Any]:
    """What an address carries on, so that a person stays in their part of the queue."""
    scope = scope_asked_for()
    return {
        "campaign": request.args.get("campaign") if scope.campaign_id is not None else None,
        "lane": scope.lane.value if scope.lane is not None else None,
        "channel": scope.channel.value if scope.channel is not None else None,
        "language": scope.language or None,
        "session": scope.session_id or None,
    }


def surroundings() -> dict[str, Any]:
    """What every page of the queue shows round its content."""
    scope = scope_asked_for()
    found = queue.counts(current_user.id, scope)
    return {
        "lane_counts": {lane.value: queue.shown_count(number) for lane, number in found.items()},
        "all_count": queue.shown_count(sum(found.values())),
        "carry": carried(),
        "undoable": recent.undoable(current_user.id, session.get(JUST_DECIDED)),
    }


def to_item(submission_id: int) -> ResponseReturnValue:
    """To the page of a view, in the same part of the queue."""
    return redirect(url_for("moderation.item", submission_id=submission_id, **carried()))


def held(submission_id: int) -> Submission | None:
    """The view, when it waits and this person holds it."""
    submission = item.submission_by_id(submission_id)
    is_mine = claims.held_until(submission_id, current_user.id) is not None
    return submission if is_mine and submission.state == SubmissionState.PENDING else None


def about(template: str, submission_id: int, **shown: object) -> ResponseReturnValue:
    """A page about a view that this person holds, with its words."""
    submission = held(submission_id)
    if submission is None:
        return to_item(submission_id)
    shown_item = item.waiting_item(submission, current_user.id)
    if shown_item.is_answer_due:
        return to_item(submission_id)
    return render_template(template, item=shown_item, **shown, **surroundings())


def remember(decision: Decision) -> None:
    """Offer to undo this decision here, where it was made, and nowhere else."""
    session[JUST_DECIDED] = decision.id


def same_or_raise(problem: AlreadyDecided, *kinds: str) -> None:
    """A double press is no problem: the same person decided the same thing already."""
    made = problem.decision
    if made is None or made.person_id != current_user.id or made.kind not in kinds:
        raise problem


def repeated_or_refused(submission_id: int, kind: str) -> ResponseReturnValue:
    """What follows when a view is not held: onwards after a double press, else its own page explains."""
    waits = item.submission_by_id(submission_id).state == SubmissionState.PENDING
    if request.method == "POST" and not waits:
        same_or_raise(AlreadyDecided(latest_decision(submission_id)), kind)
        return onwards()
    return to_item(submission_id)
