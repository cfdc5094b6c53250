"""Concerns, for the safeguarding lead: who waits, what was said, what was done, how it ended."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import case_reading, safeguarding, services
from moderation.contact_requests import waiting_count
from moderation.domain import CaseState
from moderation.forms import CASE_KINDS, CloseForm, NoteForm
from moderation.views import blueprint
from participation.accounts.queries import names_of
from participation.foundation.access import Role, requires
from participation.foundation.transactions import commits


@blueprint.get("/safeguarding")
@requires(Role.SAFEGUARDING_LEAD)
def cases() -> ResponseReturnValue:
    """Concerns, those nobody has accepted first."""
    found = case_reading.all_cases()
    people = {case.opened_by_id for case in found} | {
        case.accepted_by_id for case in found if case.accepted_by_id
    }
    return render_template(
        "moderation/cases.html",
        cases=found,
        kinds=CASE_KINDS,
        names=names_of(people),
        talk_waiting=waiting_count(),
    )


@blueprint.get("/safeguarding/<int:case_id>", endpoint="case")
@requires(Role.SAFEGUARDING_LEAD)
def show_case(case_id: int) -> ResponseReturnValue:
    """One concern. Its words are open to the lead who accepted it."""
    return _page(case_id)


@blueprint.post("/safeguarding/<int:case_id>/accept")
@requires(Role.SAFEGUARDING_LEAD)
@commits
def accept(case_id: int) -> ResponseReturnValue:
    """Take a concern on."""
    safeguarding.accept(case_id, current_user.id)
    return _to_case(case_id)


@blueprint.post("/safeguarding/<int:case_id>/words")
@requires(Role.SAFEGUARDING_LEAD)
@commits
def open_case_words(case_id: int) -> ResponseReturnValue:
    """Open the words of a concern another lead accepted; the record says who read them."""
    safeguarding.note_reading(case_id, current_user.id)
    return _page(case_id, is_open=True)


@blueprint.post("/safeguarding/<int:case_id>/note")
@requires(Role.SAFEGUARDING_LEAD)
@commits
def add_note(case_id: int) -> ResponseReturnValue:
    """Add a note or an action."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(case_id, note_form=form)
    safeguarding.note(case_id, current_user.id, form.note.data)
    return _to_case(case_id)


@blueprint.post("/safeguarding/<int:case_id>/close")
@requires(Role.SAFEGUARDING_LEAD)
@commits
def close_case(case_id: int) -> ResponseReturnValue:
    """Close a concern as passed on, or ask a second person to agree that it is none."""
    form = CloseForm()
    if not form.validate_on_submit():
        return _page(case_id, close_form=form)
    act = (
        safeguarding.close_passed_on
        if form.outcome.data == "passed_on"
        else safeguarding.propose_not_a_concern
    )
    act(case_id, current_user.id, form.ending.data)
    return _to_case(case_id)


@blueprint.post("/safeguarding/<int:case_id>/agree")
@requires(Role.SAFEGUARDING_LEAD)
@commits
def agree(case_id: int) -> ResponseReturnValue:
    """The second person agrees that this is not a concern; the view goes back to the queue."""
    services.return_from_case(case_id, current_user.id)
    return _to_case(case_id)


def _page(case_id: int, *, is_open: bool = False, **forms: object) -> ResponseReturnValue:
    case = case_reading.case_by_id(case_id)
    steps = case_reading.steps_of(case)
    may_read = is_open or case.accepted_by_id == current_user.id
    words = case_reading.words_of(case) if may_read else None
    asked = [step for step in steps if step.action == case_reading.PROPOSED]
    return render_template(
        "moderation/case.html",
        case=case,
        kind=CASE_KINDS[case.kind],
        steps=steps,
        words=words,
        received=case_reading.received_text(case.received_on, words.waited_minutes if words else None),
        referral=case_reading.referral_text(case, words, CASE_KINDS[case.kind]) if words else "",
        asked=asked[-1] if asked and case.state == CaseState.ACCEPTED else None,
        note_form=forms.get("note_form") or NoteForm(formdata=None),
        close_form=forms.get("close_form") or CloseForm(formdata=None),
        form=forms.get("note_form") or forms.get("close_form"),
    )


def _to_case(case_id: int) -> ResponseReturnValue:
    return redirect(url_for("moderation.case", case_id=case_id))
