"""The take-part page: a survey to answer without an account, a cookie or a script."""

from collections.abc import Callable, Hashable, Sequence

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from participation.foundation import clock
from participation.foundation.access import public
from participation.foundation.compression import mark_gzipped, takes_gzip
from participation.foundation.deployment import deployment
from participation.foundation.errors import Busy
from participation.foundation.preferences import asked_preferences
from participation.foundation.rendering import is_talk_offered
from surveys import intake
from surveys.asking import AskedSurvey, asked_survey
from surveys.forms import SentForm, read_form
from surveys.keys import day_made, make_key
from surveys.shells import Shells
from surveys.showing import Problem, form_page, page_of, said

blueprint = Blueprint("surveys", __name__)

#: A shared store would hand one key to two people; with `no-store`, Back would show another key.
FORM_CACHING = "private, no-cache"
NOTHING_SAID = "Answer at least one question, then press Send."
PRESS_AGAIN = "Press Send once more. This page had lost the number that stops a view from being sent twice."


@blueprint.get("/c/<slug>/take-part")
@public
def take_part(slug: str) -> ResponseReturnValue:
    """Show the survey, or why it cannot be answered now."""
    survey, shells = asked_survey(slug)
    if not survey.is_open:
        return _html(render_template("surveys/not_open.html", survey=survey, said=[]))
    response = _from_shell(
        shells, "form", make_key(), lambda key: _render_form(survey, SentForm.nothing(key))
    )
    response.headers["Cache-Control"] = FORM_CACHING
    response.vary.add("Cookie")  # display preferences
    return response


@blueprint.post("/c/<slug>/take-part")
@public
def send(slug: str) -> ResponseReturnValue:
    """Store the view and give its receipt, or show the form again with nothing lost.

    The view commits in the intake, on a connection of its own: a transaction that writes, held here, would
    make the two wait for each other. So this view must not be declared with `@commits`.
    """
    survey, shells = asked_survey(slug)
    sent = read_form(request.form, survey.definition)
    if not survey.is_open and not _is_late_but_taken(survey, sent):
        kept = said(survey.definition, sent)
        return _html(render_template("surveys/not_open.html", survey=survey, said=kept), 409)
    problems = _problems(survey, sent)
    if problems:
        return _html(_render_form(survey, sent, problems, page_of(survey.definition, problems)), 422)
    if sent.page:
        return _html(_render_form(survey, sent, page=sent.page))
    view = intake.NewView(survey.campaign_id, survey.version_id, sent.key, sent.answers, sent.may_quote)
    try:
        receipt = intake.store(view)
    except Busy as busy:
        return _busy(survey, sent, busy)
    is_offered = is_talk_offered(deployment().settings)  # the page must not go on offering it after hours
    return _from_shell(
        shells, ("thanks", is_offered), receipt.words, lambda words: _render_thanks(survey, words)
    )


def _problems(survey: AskedSurvey, sent: SentForm) -> list[Problem]:
    found = [(problem.question_key, problem.message) for problem in sent.problems]
    if sent.page or found:
        return found
    if sent.is_blank:
        return [(survey.definition.questions[0].key, NOTHING_SAID)]
    return [] if sent.had_key else [("", PRESS_AGAIN)]


def _busy(survey: AskedSurvey, sent: SentForm, busy: Busy) -> Response:
    """Say honestly that nothing was stored, with everything still there to send again."""
    problems = [("", busy.message)]
    response = _html(_render_form(survey, sent, problems, page_of(survey.definition, problems)), busy.status)
    response.headers["Retry-After"] = str(busy.seconds)
    return response


def _is_late_but_taken(survey: AskedSurvey, sent: SentForm) -> bool:
    late_days = deployment().settings.late_days
    return survey.takes_late_view(day_made(sent.key) if sent.had_key else None, late_days, clock.today())


def _render_form(survey: AskedSurvey, sent: SentForm, problems: Sequence[Problem] = (), page: int = 1) -> str:
    return render_template(
        "surveys/take_part.html",
        survey=survey,
        form_page=form_page(survey.definition, sent, page),
        problems=problems,
        accent=survey.accent,
        show_exit=survey.is_sensitive,
    )


def _render_thanks(survey: AskedSurvey, receipt: str) -> str:
    return render_template(
        "surveys/thanks.html",
        survey=survey,
        receipt_words=receipt,
        accent=survey.accent,
        show_exit=survey.is_sensitive,
    )


def _from_shell(shells: Shells, name: Hashable, value: str, render: Callable[[str], str]) -> Response:
    squeezed = takes_gzip()
    response = _html(shells.page((name, asked_preferences()), value, render, squeezed=squeezed))
    return mark_gzipped(response) if squeezed else response


def _html(body: str | bytes, status: int = 200) -> Response:
    return Response(body, status, mimetype="text/html")
