"""Several views on one page: those of the normal lane to approve, and stacks of views that say the same."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import item, queue, stacks
from moderation import together as bulk
from moderation.domain import DecisionKind
from moderation.forms import RejectForm
from moderation.item import ShownAnswer
from moderation.locking import latest_decision
from moderation.services import CannotDecide
from moderation.shown import read_shown, sign_shown
from moderation.surroundings import (
    carried,
    held,
    onwards,
    remember,
    repeated_or_refused,
    scope_asked_for,
    surroundings,
    to_item,
)
from moderation.views import blueprint
from participation.foundation.access import Role, requires
from participation.foundation.requests import row_numbers
from participation.foundation.transactions import commits

STACK_KINDS = {
    "approve": DecisionKind.APPROVE,
    "keep_private": DecisionKind.KEEP_PRIVATE,
    "reject": DecisionKind.REJECT,
}


@blueprint.get("/queue/together")
@requires(Role.MODERATOR)
def together() -> ResponseReturnValue:
    """Views of the normal lane in full, to tick those that can be approved."""
    shown = queue.for_reading_together(current_user.id, scope_asked_for())
    token = sign_shown([each.submission_id for each in shown], current_user.id)
    return render_template(
        "moderation/together.html", shown=shown, token=token, problems=[], **surroundings()
    )


@blueprint.post("/queue/together")
@requires(Role.MODERATOR)
@commits
def approve_together() -> ResponseReturnValue:
    """Approve the ticked views, and only those that this person was shown."""
    outcome = bulk.approve_together(_ticked(), current_user.id)
    _remember(outcome.decided)
    return redirect(
        url_for("moderation.together", approved=len(outcome.decided), left=len(outcome.left), **carried())
    )


@blueprint.route("/queue/<int:submission_id>/stack", methods=["GET", "POST"])
@requires(Role.MODERATOR)
@commits
def stack(submission_id: int) -> ResponseReturnValue:
    """A view and all that say nearly the same, every word of each, to decide about in one go."""
    if request.method == "POST":
        return _decide_stack(submission_id)
    return _stack_page(submission_id, RejectForm(formdata=None))


def _decide_stack(submission_id: int) -> ResponseReturnValue:
    """One decision for those ticked, and only those that this person was shown."""
    if held(submission_id) is None:
        return repeated_or_refused(submission_id, request.form.get("kind", ""))
    kind = STACK_KINDS.get(request.form.get("kind", ""))
    if kind is None:
        raise CannotDecide("Choose one of the buttons under the views.")
    form = RejectForm()
    if kind is DecisionKind.REJECT and not form.validate_on_submit():
        return _stack_page(submission_id, form)
    ticked = _ticked()
    if not ticked:
        return _stack_page(submission_id, form, [("views", "Tick the views to decide about")])
    reason = form.reason.data if kind is DecisionKind.REJECT else ""
    outcome = bulk.decide_stack(ticked, kind, current_user.id, reason)
    _remember(outcome.decided)
    return onwards()


def _ticked() -> list[int]:
    """The views ticked, all of which the page showed.

    Raises:
        CannotDecide: when one was not.
    """
    shown = read_shown(request.form.get("shown", ""), current_user.id)
    ticked = row_numbers(request.form.getlist("view"))
    if not set(ticked) <= set(shown):
        raise CannotDecide("Only views shown on the page can be decided together. Open the page again.")
    return ticked


def _remember(decided: Sequence[int]) -> None:
    last = latest_decision(decided[-1]) if decided else None
    if last is not None:
        remember(last)


def _stack_page(
    submission_id: int, form: RejectForm, problems: Sequence[tuple[str, str]] = ()
) -> ResponseReturnValue:
    submission = held(submission_id)
    if submission is None:
        return repeated_or_refused(submission_id, "")
    top = item.waiting_item(submission, current_user.id)
    if top.is_answer_due:
        return to_item(submission_id)
    shown = [(each.id, _words(each.id)) for each in stacks.stack_of(submission, current_user.id)]
    return render_template(
        "moderation/stack.html",
        item=top,
        shown=shown,
        token=sign_shown([number for number, _ in shown], current_user.id),
        form=form,
        problems=list(problems),
        **surroundings(),
    )


def _words(submission_id: int) -> tuple[ShownAnswer, ...]:
    return item.waiting_item(item.submission_by_id(submission_id), current_user.id).answers
