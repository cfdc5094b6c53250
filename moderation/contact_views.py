"""Those who ask to talk, for the safeguarding lead: who waits, how to reach them, what was done."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import contact_requests
from moderation.forms import EndingForm, NoteForm
from moderation.views import blueprint
from participation.accounts.queries import names_of
from participation.foundation.access import Role, requires
from participation.foundation.transactions import commits


@blueprint.get("/safeguarding/talk")
@requires(Role.SAFEGUARDING_LEAD)
def talk_requests() -> ResponseReturnValue:
    """Everybody who asked, those nobody has accepted first."""
    found = contact_requests.all_requests()
    names = names_of({each.accepted_by_id for each in found if each.accepted_by_id})
    return render_template(
        "moderation/talk_requests.html", requests=found, names=names, erased_on=contact_requests.erased_on
    )


@blueprint.get("/safeguarding/talk/<int:request_id>")
@requires(Role.SAFEGUARDING_LEAD)
def talk_request(request_id: int) -> ResponseReturnValue:
    """One request. Its words are open to the lead who accepted it."""
    return _page(request_id)


@blueprint.post("/safeguarding/talk/<int:request_id>/accept")
@requires(Role.SAFEGUARDING_LEAD)
@commits
def accept_talk(request_id: int) -> ResponseReturnValue:
    """Take a request on."""
    contact_requests.accept(request_id, current_user.id)
    return _to_request(request_id)


@blueprint.post("/safeguarding/talk/<int:request_id>/note")
@requires(Role.SAFEGUARDING_LEAD)
@commits
def note_talk(request_id: int) -> ResponseReturnValue:
    """Write down what was done."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(request_id, note_form=form)
    contact_requests.note(request_id, current_user.id, form.note.data)
    return _to_request(request_id)


@blueprint.post("/safeguarding/talk/<int:request_id>/close")
@requires(Role.SAFEGUARDING_LEAD)
@commits
def close_talk(request_id: int) -> ResponseReturnValue:
    """Say how it ended; from today the days run after which it is erased."""
    form = EndingForm()
    if not form.validate_on_submit():
        return _page(request_id, ending_form=form)
    contact_requests.close(request_id, current_user.id, form.ending.data)
    return _to_request(request_id)


def _page(
    request_id: int, *, note_form: NoteForm | None = None, ending_form: EndingForm | None = None
) -> ResponseReturnValue:
    request = contact_requests.request_by_id(request_id)
    holder_id = request.accepted_by_id
    is_mine = holder_id == current_user.id
    return render_template(
        "moderation/talk_request.html",
        request_id=request.id,
        asked=request,
        words=contact_requests.words_of(request) if is_mine else None,
        notes=contact_requests.notes_of(request) if is_mine else [],
        holder=names_of({holder_id}).get(holder_id, "") if holder_id else "",
        erased_on=contact_requests.erased_on(request),
        note=note_form or NoteForm(formdata=None),
        ending=ending_form or EndingForm(formdata=None),
        form=note_form or ending_form,
    )


def _to_request(request_id: int) -> ResponseReturnValue:
    return redirect(url_for("moderation.talk_request", request_id=request_id))
