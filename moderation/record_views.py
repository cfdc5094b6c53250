"""A decided view: return it to the queue, or open its original words with a reason."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import item, offering, services
from moderation.forms import ReasonForm, TakeBackForm
from moderation.surroundings import surroundings, to_item
from moderation.views import blueprint
from participation.foundation import audit
from participation.foundation.access import Role, requires
from participation.foundation.transactions import commits
from surveys.domain import SubmissionState


@blueprint.post("/queue/<int:submission_id>/take-back")
@requires(Role.MODERATOR)
@commits
def take_back(submission_id: int) -> ResponseReturnValue:
    """Return a decided view to the queue, with a reason, at any time."""
    offering.refuse_whoever_is_named(submission_id, current_user.id)
    form = TakeBackForm()
    if item.submission_by_id(submission_id).state == SubmissionState.PENDING:
        raise services.CannotDecide("This view is in the queue already.")
    if not form.validate_on_submit():
        return _record_page(submission_id, take_back_form=form)
    services.take_back(submission_id, current_user.id, form.why.data)
    return to_item(submission_id)


@blueprint.post("/queue/<int:submission_id>/original")
@requires(Role.MODERATOR, Role.SAFEGUARDING_LEAD)
@commits
def original(submission_id: int) -> ResponseReturnValue:
    """Open the original words of a decided view: with a reason, and leaving a trace."""
    submission = item.submission_by_id(submission_id)
    offering.refuse_whoever_is_named(submission_id, current_user.id)
    if submission.state == SubmissionState.ESCALATED:
        raise services.WithTheLead
    if submission.state == SubmissionState.PENDING:
        raise services.CannotDecide("The original words of this view are not open to you here.")
    offering.refuse_when_not_for(submission, current_user.id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _record_page(submission_id, reason_form=form)
    audit.record(
        "opened_original",
        "submission",
        submission_id,
        actor_id=current_user.id,
        detail={"reason": form.reason.data},
    )
    return _record_page(submission_id, original=item.original_words(submission))


def _record_page(submission_id: int, **shown: object) -> ResponseReturnValue:
    given = {"reason_form": ReasonForm(), "take_back_form": TakeBackForm(), "original": None, **shown}
    given["form"] = shown.get("reason_form") or shown.get("take_back_form")
    record = item.decided_item(item.submission_by_id(submission_id))
    return render_template("moderation/record.html", record=record, **given, **surroundings())
