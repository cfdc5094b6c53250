"""Concerns, for the safeguarding lead: who waits, what was said, what was done, how it ended."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import case_reading, safeguarding, services
from moderation.alerts.queries import mail_problem
from moderation.case_seeing import people_holding
from moderation.contact_requests import waiting_count
from moderation.domain import CaseKind, CaseState
from moderation.forms import CASE_KINDS, BringInForm, CloseForm, NoteForm
from moderation.models import SafeguardingCase
from moderation.rota.domain import Part
from moderation.rota.queries import rota
from moderation.shown import CONCERN, sign_shown
from moderation.views import blueprint
from participation.accounts.queries import names_of
from participation.foundation import clock
from participation.foundation.access import Role, requires
from participation.foundation.deployment import deployment
from participation.foundation.transactions import commits

#: An alternate lead who is no safeguarding lead sees the concerns about the team, and no others.
LEADS = (Role.SAFEGUARDING_LEAD, Role.ALTERNATE_LEAD)


@blueprint.get("/safeguarding")
@requires(*LEADS)
def cases() -> ResponseReturnValue:
    """Concerns, those nobody has accepted first."""
    found = case_reading.cases_for(current_user)
    people = {case.opened_by_id for case in found} | {
        case.accepted_by_id for case in found if case.accepted_by_id
    }
    return render_template(
        "moderation/cases.html",
        waiting=[case for case in found if case.state == CaseState.WAITING],
        others=[case for case in found if case.state != CaseState.WAITING],
        on_duty=_on_duty(),
        kinds=CASE_KINDS,
        names=names_of(people),
        talk_waiting=waiting_count(),
        mail_problem=mail_problem(),
    )


def _on_duty() -> list[tuple[Part, str]]:
    """Who has which part today; an empty name when nobody has."""
    held, today = rota(), clock.today()
    people = {part: held.who(part, today) for part in (Part.LEAD, Part.DEPUTY, Part.ON_CALL)}
    names = names_of({person for person in people.values() if person is not None})
    return [(part, names.get(person or 0, "")) for part, person in people.items()]


@blueprint.get("/safeguarding/<int:case_id>", endpoint="case")
@requires(*LEADS)
def show_case(case_id: int) -> ResponseReturnValue:
    """One concern. Its words are open to the lead who accepted it."""
    return _page(case_id)


@blueprint.post("/safeguarding/<int:case_id>/accept")
@requires(*LEADS)
@commits
def accept(case_id: int) -> ResponseReturnValue:
    """Take a concern on."""
    safeguarding.accept(case_id, current_user.id)
    return _to_case(case_id)


@blueprint.post("/safeguarding/<int:case_id>/words")
@requires(*LEADS)
@commits
def open_case_words(case_id: int) -> ResponseReturnValue:
    """Open the words of a concern another lead accepted; the record says who read them."""
    safeguarding.note_reading(case_id, current_user.id)
    return _page(case_id, is_open=True)


@blueprint.post("/safeguarding/<int:case_id>/note")
@requires(*LEADS)
@commits
def add_note(case_id: int) -> ResponseReturnValue:
    """Add a note or an action."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(case_id, note_form=form)
    safeguarding.note(case_id, current_user.id, form.note.data)
    return _to_case(case_id)


@blueprint.post("/safeguarding/<int:case_id>/close")
@requires(*LEADS)
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
@requires(*LEADS)
@commits
def agree(case_id: int) -> ResponseReturnValue:
    """The second person agrees that this is not a concern; the view goes back to the queue."""
    services.return_from_case(case_id, current_user.id)
    return _to_case(case_id)


@blueprint.post("/safeguarding/<int:case_id>/bring-in")
@requires(*LEADS)
@commits
def bring_in(case_id: int) -> ResponseReturnValue:
    """Let another lead see a concern about a member of the team."""
    form = _bring_in_form(case_reading.case_for(current_user, case_id))
    if form.validate_on_submit():
        safeguarding.bring_in(case_id, current_user.id, form.other.data)
    return _to_case(case_id)


def _bring_in_form(case: SafeguardingCase) -> BringInForm:
    """Leads who could be brought in; never the one the concern is about."""
    able = set().union(*(people_holding(role) for role in LEADS)) - {case.about_person_id, current_user.id}
    return BringInForm(sorted(names_of(able).items(), key=lambda each: each[1]))


def _page(case_id: int, *, is_open: bool = False, **forms: object) -> ResponseReturnValue:
    case = case_reading.case_for(current_user, case_id)
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
        proof=sign_shown([case.id], current_user.id, CONCERN) if words else "",
        received=case_reading.received_text(case.received_on, words.waited_minutes if words else None),
        lado_phone=deployment().settings.lado_phone,
        lado_checked=deployment().settings.lado_last_checked,
        referral=case_reading.referral_text(case, words, CASE_KINDS[case.kind]) if words else "",
        bring_in_form=_bring_in_form(case) if case.kind == CaseKind.MEMBER_OF_TEAM else None,
        asked=asked[-1] if asked and case.state == CaseState.ACCEPTED else None,
        note_form=forms.get("note_form") or NoteForm(formdata=None),
        close_form=forms.get("close_form") or CloseForm(formdata=None),
        form=forms.get("note_form") or forms.get("close_form"),
    )


def _to_case(case_id: int) -> ResponseReturnValue:
    return redirect(url_for("moderation.case", case_id=case_id))
