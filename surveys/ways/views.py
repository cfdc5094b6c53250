"""Taking part with a helper, at a kiosk, or in turns: one question a page, and nothing stays on the device."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from participation.foundation.access import public
from participation.foundation.errors import Busy
from surveys import intake
from surveys.asking import AskedSurvey, asked_survey
from surveys.forms import SentForm, read_form
from surveys.keys import make_key
from surveys.showing import Problem, form_page, page_of
from surveys.views import problems_in, render_not_open
from surveys.ways.domain import (
    ASKING_SECONDS,
    HELPED,
    IDLE_SECONDS,
    PLAIN_SECONDS,
    WAYS,
    Turn,
    Way,
    WayName,
    captured_in,
)

blueprint = Blueprint("ways", __name__)

_PAGE = f"/c/<slug>/<any({', '.join(WayName)}):way>"
CAPTURED_FIELD, TURN_FIELD, STOP_FIELD = "captured", "turn", "stop"


@blueprint.get(_PAGE)
@public
def begin(slug: str, way: str) -> ResponseReturnValue:
    """What to know first; then, with `begin=yes`, the first question."""
    survey, _ = asked_survey(slug)
    chosen = WAYS[WayName(way)]
    if not survey.is_open:
        return render_not_open(survey)
    turn = _turn(request.args.get(TURN_FIELD, ""))
    is_begun = turn is not None if chosen.has_turns else request.args.get("begin") == "yes"
    if is_begun:
        return _form(survey, chosen, SentForm.nothing(make_key()), turn)
    return render_template(f"ways/{chosen.name}.html", **_shown(survey, chosen, None))


@blueprint.post(_PAGE)
@public
def go_on(slug: str, way: str) -> ResponseReturnValue:
    """Show the next question, stop, or store the view.

    It commits in the intake, as the take-part page does, so it must not be declared with `@commits`.
    """
    survey, _ = asked_survey(slug)
    chosen, turn = WAYS[WayName(way)], _turn(request.form.get(TURN_FIELD, ""))
    if not survey.is_open:
        return Response(render_not_open(survey), 409, mimetype="text/html")
    if chosen.has_turns and turn is None:
        abort(400)
    sent = read_form(request.form, survey.definition)
    if STOP_FIELD in request.form:
        return render_template("ways/stopped.html", **_shown(survey, chosen, turn), sent=sent)
    problems = problems_in(survey, sent)
    if problems:
        return _form(survey, chosen, sent, turn, problems=problems), 422
    if sent.page:
        return _form(survey, chosen, sent, turn, page=sent.page)
    try:
        receipt = intake.store(_view(survey, chosen, sent, turn))
    except Busy as busy:
        return _form(survey, chosen, sent, turn, problems=[("", busy.message)]), busy.status
    return render_template("ways/thanks.html", **_shown(survey, chosen, turn), receipt_words=receipt.words)


def _view(survey: AskedSurvey, way: Way, sent: SentForm, turn: Turn | None) -> intake.NewView:
    return intake.NewView(
        survey.campaign_id,
        survey.version_id,
        sent.key,
        sent.answers,
        sent.may_quote,
        way.channel,
        captured=captured_in(way, request.form.get(CAPTURED_FIELD, ""), turn),
    )


def _form(
    survey: AskedSurvey,
    way: Way,
    sent: SentForm,
    turn: Turn | None,
    *,
    page: int = 1,
    problems: Sequence[Problem] = (),
) -> str:
    shown = page_of(survey.definition, problems) if problems else page
    return render_template(
        "ways/form.html",
        **_shown(survey, way, turn),
        form_page=form_page(survey.definition, sent, shown, is_one_by_one=True),
        problems=problems,
        captured=request.form.get(CAPTURED_FIELD, ""),
        helped=[(each.value, each.label[0].upper() + each.label[1:]) for each in HELPED],
    )


def _shown(survey: AskedSurvey, way: Way, turn: Turn | None) -> dict[str, object]:
    """What every page of a way is given."""
    return {
        "survey": survey,
        "way": way,
        "turn": turn,
        "idle_seconds": IDLE_SECONDS,
        "asking_seconds": ASKING_SECONDS,
        "plain_seconds": PLAIN_SECONDS,
        "accent": survey.accent,
        "show_exit": survey.is_sensitive,
    }


def _turn(said: str) -> Turn | None:
    return Turn(said) if said in set(Turn) else None
