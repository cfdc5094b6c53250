"""Drawings of a view, hidden until the moderator who holds it looks, and of a concern, for the lead who has it."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import case_reading, item, offering
from moderation.case_views import LEADS
from moderation.shown import CONCERN, DRAWING, read_shown, sign_shown
from moderation.surroundings import held, surroundings, to_item
from moderation.views import blueprint
from participation.foundation.access import Role, requires
from participation.foundation.errors import NotFound
from participation.foundation.transactions import commits
from surveys.drawings.services import drawing_of, note_look, opened

PICTURE = "image/webp"
PROOF = "proof"


@blueprint.post("/queue/<int:submission_id>/drawings/<key>")
@requires(Role.MODERATOR)
@commits
def drawing(submission_id: int, key: str) -> ResponseReturnValue:
    """Look at a drawing: the record says so, and the page that follows may show it to this person alone."""
    submission = held(submission_id)
    if submission is None:
        return to_item(submission_id)
    offering.refuse_when_not_for(submission, current_user.id)
    found = drawing_of(submission_id, key)
    note_look(submission, found, current_user.id)
    shown = item.waiting_item(submission, current_user.id)
    return render_template(
        "moderation/drawing.html",
        item=shown,
        drawing=next(each for each in shown.drawings if each.question_key == key),
        proof=sign_shown([found.id], current_user.id, DRAWING),
        **surroundings(),
    )


@blueprint.get("/queue/<int:submission_id>/drawings/<key>/picture")
@requires(Role.MODERATOR)
def drawing_picture(submission_id: int, key: str) -> Response:
    """The picture itself, for whoever holds the view and has just asked to look: no look is without a trace."""
    submission = held(submission_id)
    if submission is None:
        raise NotFound("There is no drawing here. Hold the view first.")
    found = drawing_of(submission_id, key)
    if found.id not in read_shown(request.args.get(PROOF, ""), current_user.id, DRAWING):
        raise NotFound("There is no drawing here. Press the button on the page of the view.")
    return Response(opened(submission, found), mimetype=PICTURE)


@blueprint.get("/safeguarding/<int:case_id>/drawings/<int:number>")
@requires(*LEADS)
def case_drawing(case_id: int, number: int) -> Response:
    """A drawing of a concern, counted from 1, for a lead to whom its words were just opened."""
    case = case_reading.case_for(current_user, case_id)
    if case.id not in read_shown(request.args.get(PROOF, ""), current_user.id, CONCERN):
        raise NotFound("There is no such drawing. Open the words of the concern first.")
    drawings = case_reading.words_of(case).drawings
    if not 1 <= number <= len(drawings):
        raise NotFound("There is no such drawing.")
    return Response(drawings[number - 1][1], mimetype=PICTURE)
