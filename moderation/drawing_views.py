"""Drawings of a view, hidden until the moderator who holds it looks, and of a concern, for the lead who has it."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from moderation import case_reading, item, offering, safeguarding
from moderation.case_views import LEADS
from moderation.domain import CaseState
from moderation.surroundings import held, surroundings, to_item
from moderation.views import blueprint
from participation.foundation import audit
from participation.foundation.access import Role, requires
from participation.foundation.errors import NotFound
from participation.foundation.transactions import commits
from surveys.drawings.services import drawing_of, look_at

PICTURE = "image/webp"


@blueprint.get("/queue/<int:submission_id>/drawings/<key>")
@requires(Role.MODERATOR)
def drawing(submission_id: int, key: str) -> ResponseReturnValue:
    """A page with the drawing, and the way back to the view."""
    submission = held(submission_id)
    if submission is None:
        return to_item(submission_id)
    drawing_of(submission_id, key)
    shown = item.waiting_item(submission, current_user.id)
    found = next(each for each in shown.drawings if each.question_key == key)
    return render_template("moderation/drawing.html", item=shown, drawing=found, **surroundings())


@blueprint.get("/queue/<int:submission_id>/drawings/<key>/picture")
@requires(Role.MODERATOR)
@commits
def drawing_picture(submission_id: int, key: str) -> Response:
    """The picture itself. Giving it out is what counts as having looked, so nobody sees it without a trace."""
    submission = held(submission_id)
    if submission is None:
        raise NotFound("There is no drawing here. Hold the view first.")
    offering.refuse_when_not_for(submission, current_user.id)
    picture = look_at(submission, drawing_of(submission_id, key), current_user.id)
    return Response(picture, mimetype=PICTURE)


@blueprint.get("/safeguarding/<int:case_id>/drawings/<int:number>")
@requires(*LEADS)
@commits
def case_drawing(case_id: int, number: int) -> Response:
    """A drawing of a concern, counted from 1. Any lead but the one who accepted it leaves a step in the record."""
    case = case_reading.case_for(current_user, case_id)
    drawings = case_reading.words_of(case).drawings if case.state != CaseState.WAITING else ()
    if not 1 <= number <= len(drawings):
        raise NotFound("There is no such drawing.")
    if case.accepted_by_id == current_user.id:
        audit.record("looked_at_drawing", "safeguarding_case", case.id, actor_id=current_user.id)
    else:
        safeguarding.note_reading(case_id, current_user.id)
    return Response(drawings[number - 1][1], mimetype=PICTURE)
