"""One view: hold it, read it, pass it over, hand it to somebody who does not know the sender."""

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import claims, item, offering, risk, wellbeing
from moderation.forms import ReasonForm, TakeBackForm
from moderation.services import WithTheLead
from moderation.surroundings import PASSED_OVER, carried, onwards, passed_over, surroundings, to_item
from moderation.views import blueprint
from participation.accounts.queries import names_of
from participation.foundation.access import Role, requires
from participation.foundation.transactions import commits
from surveys.domain import SubmissionState
from surveys.models import Submission


@blueprint.get("/queue/<int:submission_id>", endpoint="item")
@requires(Role.MODERATOR, Role.SAFEGUARDING_LEAD)
def show_item(submission_id: int) -> ResponseReturnValue:
    """A waiting view for whoever holds it; a decided one as others may see it."""
    submission = item.submission_by_id(submission_id)
    offering.refuse_whoever_is_named(submission_id, current_user.id)
    if submission.state == SubmissionState.ESCALATED:
        raise WithTheLead
    if submission.state != SubmissionState.PENDING:
        return render_template(
            "moderation/record.html",
            record=item.decided_item(submission),
            reason_form=ReasonForm(),
            take_back_form=TakeBackForm(),
            **surroundings(),
        )
    until = claims.held_until(submission_id, current_user.id)
    if until is None:
        return _not_held(submission)
    return render_template(
        "moderation/item.html",
        item=item.waiting_item(submission, current_user.id),
        until=until,
        no_risk_reasons=risk.NO_RISK_REASONS,
        today=wellbeing.today(current_user.id),
        **surroundings(),
    )


@blueprint.post("/queue/<int:submission_id>/claim")
@requires(Role.MODERATOR)
@commits
def claim(submission_id: int) -> ResponseReturnValue:
    """Hold this view and open it."""
    submission = item.submission_by_id(submission_id)
    if submission.state == SubmissionState.PENDING:
        claims.take(submission_id, current_user.id)
    return to_item(submission_id)


@blueprint.post("/queue/<int:submission_id>/hold")
@requires(Role.MODERATOR)
@commits
def hold(submission_id: int) -> ResponseReturnValue:
    """A sign of life from somebody who is still reading."""
    submission = item.submission_by_id(submission_id)
    if submission.state == SubmissionState.PENDING:
        claims.take(submission_id, current_user.id)
    return Response(status=204)


@blueprint.post("/queue/<int:submission_id>/move")
@requires(Role.MODERATOR)
@commits
def move(submission_id: int) -> ResponseReturnValue:
    """Pass this view over, go back to the one passed over before, or stop reading."""
    claims.let_go(submission_id, current_user.id)
    to = request.form.get("to")
    if to == "next":
        return onwards(leaving=submission_id)
    earlier = [each for each in passed_over() if each != submission_id]
    if to == "back" and earlier:
        session[PASSED_OVER] = earlier[:-1]
        if claims.try_to_take(earlier[-1], current_user.id):
            return to_item(earlier[-1])
    return redirect(url_for("moderation.queue", **carried()))


@blueprint.post("/queue/<int:submission_id>/know-them")
@requires(Role.MODERATOR)
@commits
def know_them(submission_id: int) -> ResponseReturnValue:
    """Whoever reads it knows the sender: it goes to somebody else, and never comes back to them."""
    submission = item.submission_by_id(submission_id)
    if submission.state == SubmissionState.PENDING:
        claims.refuse_when_held_by_another(submission_id, current_user.id)
        offering.step_aside(submission_id, current_user.id)
        claims.let_go(submission_id, current_user.id)
        flash(f"View {submission_id} goes to somebody else. You do not see it again.")
    return onwards()


def _not_held(submission: Submission) -> ResponseReturnValue:
    reader = claims.holder(submission.id)
    return render_template(
        "moderation/not_held.html",
        submission_id=submission.id,
        lane=submission.lane,
        reader_name=names_of({reader}).get(reader, "") if reader else "",
        is_for_me=offering.is_for(submission, current_user.id),
        **surroundings(),
    )
