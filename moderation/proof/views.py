"""Second readings, for moderators; and what they prove, for the lead."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import item
from moderation.proof import queries, services
from moderation.proof.forms import SecondReadingForm
from participation.foundation.access import Role, requires
from participation.foundation.transactions import commits
from surveys.models import Submission

blueprint = Blueprint("proof", __name__, url_prefix="/staff")


@blueprint.get("/queue/second")
@requires(Role.MODERATOR)
def index() -> ResponseReturnValue:
    """How many drawn views this person could read again."""
    return render_template("moderation/second.html", waiting=services.waiting_for(current_user.id))


@blueprint.post("/queue/second")
@requires(Role.MODERATOR)
@commits
def read() -> ResponseReturnValue:
    """Open the next drawn view: its words alone, without marks and without what was decided."""
    found = services.next_for(current_user.id)
    if found is None:
        return redirect(url_for("proof.index"))
    services.note_opening(found.id, current_user.id)
    return _page(found, SecondReadingForm(formdata=None))


@blueprint.post("/queue/second/<int:submission_id>")
@requires(Role.MODERATOR)
@commits
def save(submission_id: int) -> ResponseReturnValue:
    """Keep what this reader says; a concern is passed on from the view itself."""
    found, form = services.drawn(submission_id, current_user.id), SecondReadingForm()
    if not form.validate_on_submit():
        return _page(found, form)
    outcome, _, reason = form.outcome.data.partition(":")
    services.read_again(submission_id, current_user.id, form.is_concern.data, outcome, reason)
    if form.is_concern.data == "yes":
        services.return_for_concern(submission_id, current_user.id)
        return redirect(url_for("moderation.concern", submission_id=submission_id))
    flash("Kept. It changes nothing about the view.")
    return redirect(url_for("proof.index"))


@blueprint.get("/safeguarding/proof")
@requires(Role.SAFEGUARDING_LEAD)
def figures() -> ResponseReturnValue:
    """How many concerns the check finds, and how far two readers agree, with intervals."""
    return render_template("moderation/proof.html", proof=queries.proof())


def _page(submission: Submission, form: SecondReadingForm) -> ResponseReturnValue:
    return render_template(
        "moderation/second_reading.html",
        submission_id=submission.id,
        words=item.original_words(submission),
        form=form,
    )
