"""Taking part with a helper, at a kiosk, or in turns: one question a page, and nothing stays on the device."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.foundation.access import public
from participation.foundation.errors import Busy
from participation.foundation.languages import LANGUAGE_FIELD, speaking
from participation.foundation.rendering import named_languages
from participation.foundation.requests import takes_files_up_to
from surveys import intake
from surveys.asked_words import (
    WORDS_FOR_FIELD,
    band_label,
    spoken_language,
    words_asked_for,
    words_for_next_page,
)
from surveys.asking import AskedSurvey, asked_survey
from surveys.drawings.pictures import LARGEST_FORM
from surveys.drawings.riding import pictures_in, take_in
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
    """What to know first, and in which words; then, with `begin=yes`, the first question."""
    chosen = WAYS[WayName(way)]
    usual = _asked(slug, chosen)
    survey = usual.worded(words_asked_for(usual))
    if not survey.is_open:
        return render_not_open(survey)
    turn = _turn(request.args.get(TURN_FIELD, ""))
    is_begun = turn is not None if chosen.has_turns else request.args.get("begin") == "yes"
    if is_begun:
        return _form(survey, chosen, SentForm.nothing(make_key()), turn)
    return _page(survey, chosen.name, chosen, None)


@blueprint.post(_PAGE)
@public
@takes_files_up_to(LARGEST_FORM)
def go_on(slug: str, way: str) -> ResponseReturnValue:
    """Show the next question, stop, or store the view.

    It commits in the intake, as the take-part page does, so it must not be declared with `@commits`.
    """
    chosen, turn = WAYS[WayName(way)], _turn(request.form.get(TURN_FIELD, ""))
    usual = _asked(slug, chosen)
    survey = usual.worded(words_asked_for(usual))
    if not survey.is_open:
        return Response(render_not_open(survey), 409, mimetype="text/html")
    if chosen.has_turns and turn is None:
        abort(400)
    taken = take_in(request.form, request.files, survey.definition)
    sent = read_form(taken.form, survey.definition)
    sent = replace(sent, problems=(*taken.problems, *sent.problems))
    if STOP_FIELD in request.form:
        return _page(survey, "stopped", chosen, turn, sent=sent)
    problems = problems_in(survey, sent)
    if problems:
        return _form(survey, chosen, sent, turn, problems=problems), 422
    if sent.page:
        survey = usual.worded(words_for_next_page(survey, sent))
        return _form(survey, chosen, sent, turn, page=sent.page)
    try:
        receipt = intake.store(_view(survey, chosen, sent, turn))
    except Busy as busy:
        with speaking(spoken_language(survey)):
            problem = gettext(busy.message)
        return _form(survey, chosen, sent, turn, problems=[("", problem)]), busy.status
    return _page(survey, "thanks", chosen, turn, receipt_words=receipt.words)


def _asked(slug: str, way: Way) -> AskedSurvey:
    """The survey as this way asks it: what needs a helper only where one is at hand."""
    survey, _ = asked_survey(slug)
    return survey.with_helper() if way.has_helper else survey


def _view(survey: AskedSurvey, way: Way, sent: SentForm, turn: Turn | None) -> intake.NewView:
    return intake.NewView(
        survey.campaign_id,
        survey.version_id,
        sent.key,
        sent.answers,
        sent.may_quote,
        way.channel,
        captured=captured_in(way, request.form.get(CAPTURED_FIELD, ""), turn),
        asked_as=str(survey.asked_as),
        pictures=pictures_in(sent.typed, dict(sent.answers), survey.definition),
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
    return _page(
        survey,
        "form",
        way,
        turn,
        form_page=form_page(survey.definition, sent, shown, is_one_by_one=True),
        problems=problems,
        captured=request.form.get(CAPTURED_FIELD, ""),
        helped=[(each.value, words) for each, words in HELPED.items()],
    )


def _page(survey: AskedSurvey, name: str, way: Way, turn: Turn | None, **more: object) -> str:
    """A page of a way, in the words that were chosen."""
    language, band = spoken_language(survey) if survey.languages else None, survey.asked_as.band or None
    with speaking(spoken_language(survey)):
        return render_template(
            f"ways/{name}.html",
            survey=survey,
            way=way,
            turn=turn,
            languages=named_languages(survey.languages),
            bands=[(each, band_label(each)) for each in survey.definition.bands],
            in_language={LANGUAGE_FIELD: language},
            in_words={LANGUAGE_FIELD: language, WORDS_FOR_FIELD: band},
            idle_seconds=IDLE_SECONDS,
            asking_seconds=ASKING_SECONDS,
            plain_seconds=PLAIN_SECONDS,
            accent=survey.accent,
            show_exit=survey.is_sensitive,
            **more,
        )


def _turn(said: str) -> Turn | None:
    return Turn(said) if said in set(Turn) else None
