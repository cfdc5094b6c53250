"""Complaints about data, for those who answer them: which wait, by when, and what was done."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.accounts.queries import names_of
from participation.foundation.access import Role, requires
from participation.foundation.transactions import commits
from participation.pages.complaints import queries, services
from participation.pages.complaints.forms import AnswerForm, ComplaintNoteForm

blueprint = Blueprint("staff_complaints", __name__, url_prefix="/staff/data-complaints")

ANSWERERS = (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)


@blueprint.get("")
@requires(*ANSWERERS)
def index() -> ResponseReturnValue:
    """Every complaint with its clock, those due soonest first."""
    found = queries.all_complaints()
    return render_template(
        "complaints/index.html",
        complaints=found,
        standing_of=queries.standing_of,
        reference_of=services.reference_of,
        levels=queries.complaint_levels(),
        names=names_of({each.taken_by_id for each in found if each.taken_by_id}),
    )


@blueprint.get("/<int:complaint_id>")
@requires(*ANSWERERS)
def show(complaint_id: int) -> ResponseReturnValue:
    """One complaint. Its words are open to whoever took it on."""
    return _page(complaint_id)


@blueprint.post("/<int:complaint_id>/take")
@requires(*ANSWERERS)
@commits
def take(complaint_id: int) -> ResponseReturnValue:
    """Take a complaint on."""
    services.take_on(complaint_id, current_user.id)
    return _to(complaint_id)


@blueprint.post("/<int:complaint_id>/note")
@requires(*ANSWERERS)
@commits
def note(complaint_id: int) -> ResponseReturnValue:
    """Write down what was done."""
    form = ComplaintNoteForm()
    if not form.validate_on_submit():
        return _page(complaint_id, note_form=form)
    services.note(complaint_id, current_user.id, form.note.data or "")
    return _to(complaint_id)


@blueprint.post("/<int:complaint_id>/acknowledge")
@requires(*ANSWERERS)
@commits
def acknowledge(complaint_id: int) -> ResponseReturnValue:
    """Its sender was told that we have it."""
    services.acknowledge(complaint_id, current_user.id)
    flash("Noted: they know that we have it.")
    return _to(complaint_id)


@blueprint.post("/<int:complaint_id>/answer")
@requires(*ANSWERERS)
@commits
def answer(complaint_id: int) -> ResponseReturnValue:
    """Say what was found and done; the clock stops."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(complaint_id, answer_form=form)
    services.answer(complaint_id, current_user.id, form.answer.data or "")
    flash("Answered. The clock has stopped.")
    return _to(complaint_id)


def _page(
    complaint_id: int,
    *,
    note_form: ComplaintNoteForm | None = None,
    answer_form: AnswerForm | None = None,
) -> ResponseReturnValue:
    complaint = queries.complaint_by_id(complaint_id)
    holder_id = complaint.taken_by_id
    is_mine = holder_id == current_user.id
    return render_template(
        "complaints/show.html",
        complaint=complaint,
        reference=services.reference_of(complaint.identity),
        standing=queries.standing_of(complaint),
        words=services.words_of(complaint) if is_mine else None,
        notes=services.notes_of(complaint) if is_mine else [],
        our_answer=services.answer_of(complaint) if is_mine else "",
        holder=names_of({holder_id}).get(holder_id, "") if holder_id else "",
        note=note_form or ComplaintNoteForm(formdata=None),
        answer=answer_form or AnswerForm(formdata=None),
        form=note_form or answer_form,
    )


def _to(complaint_id: int) -> ResponseReturnValue:
    return redirect(url_for("staff_complaints.show", complaint_id=complaint_id))
