"""The take-part page: a survey to answer without an account, a cookie or a script."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.foundation import clock
from participation.foundation.access import public
from participation.foundation.compression import mark_gzipped, takes_gzip
from participation.foundation.deployment import deployment
from participation.foundation.errors import Busy
from participation.foundation.languages import speaking
from participation.foundation.preferences import (
    Preferences,
    asked_preferences,
    keep_preferences,
    names_a_look,
)
from participation.foundation.rendering import is_talk_offered, named_languages
from surveys import intake
from surveys.asked_words import (
    asks_for_other_words,
    band_label,
    came_from,
    spoken_language,
    words_asked_for,
    words_for_next_page,
)
from surveys.asking import AskedSurvey, asked_survey
from surveys.domain import Channel
from surveys.equality.offering import offered_token
from surveys.forms import GROUP_FIELD, SentForm, page_at, read_form
from surveys.keys import day_made, make_key
from surveys.question_types.sentences import NOTHING_SAID, PRESS_AGAIN
from surveys.ready_pages import FILLED_IN
from surveys.sessions import InGroup, named_session
from surveys.shells import Shell, Shells
from surveys.showing import Problem, first_asked, form_page, page_of, said, told

blueprint = Blueprint("surveys", __name__)

#: A shared store would hand one key to two people; with `no-store`, Back would show another key.
FORM_CACHING = "private, no-cache"


@blueprint.get("/c/<slug>/take-part")
@public
def take_part(slug: str) -> ResponseReturnValue:
    """Show the survey, or why it cannot be answered now. With `whole=yes`, a long one too is on one page."""
    survey, shells = asked_survey(slug)
    if not survey.is_open:
        return _html(render_not_open(survey))
    is_whole = request.args.get("whole") == "yes"
    asked_as, source = words_asked_for(survey), came_from(survey)
    shell = shells.shell(
        ("form", is_whole, asked_preferences(), asked_as, source),
        lambda key: render_form(
            survey.worded(asked_as), SentForm.nothing(key), is_whole=is_whole, source=source
        ),
    )
    request.environ[FILLED_IN] = (shells, shell)
    response = _filled(shell, make_key())
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
    usual, shells = asked_survey(slug)
    survey = usual.worded(words_asked_for(usual))
    sent = read_form(request.form, survey.definition)
    if not survey.is_open and not _is_late_but_taken(survey, sent):
        return _html(render_not_open(survey, said(survey.definition, sent)), 409)
    group = named_session(request.form.get(GROUP_FIELD, ""), survey.campaign_id)
    if group and not group.takes(sent):
        return _html(_render_over(survey, sent, group), 422)
    if names_a_look(request.form) or asks_for_other_words():
        return _look_changed(survey, sent, group)
    problems = problems_in(survey, sent)
    if problems:
        return _html(render_form(survey, sent, problems, group=group), 422)
    if sent.page:
        survey = usual.worded(words_for_next_page(survey, sent))
        return _html(render_form(survey, sent, page=sent.page, group=group))
    try:
        view = _view(survey, sent, group)
        receipt = intake.store(view)
    except Busy as busy:
        return _busy(survey, sent, busy, group)
    about_you = "" if group else offered_token(survey, view)
    if group or about_you:
        return _html(_render_thanks(survey, receipt.words, group, about_you=about_you))
    return _usual_thanks(survey, shells, receipt.words)


def _usual_thanks(survey: AskedSurvey, shells: Shells, receipt: str) -> Response:
    """The page after sending, the same for everybody but for the receipt."""
    is_offered = is_talk_offered(deployment().settings)  # the page must not go on offering it after hours
    key = ("thanks", is_offered, asked_preferences(), survey.asked_as.language)
    return _filled(shells.shell(key, lambda words: _render_thanks(survey, words)), receipt)


def render_form(
    survey: AskedSurvey,
    sent: SentForm,
    problems: Sequence[Problem] = (),
    page: int = 1,
    group: InGroup | None = None,
    preferences: Preferences | None = None,
    *,
    is_whole: bool = False,
    source: str = "",
) -> str:
    """The page of questions; with problems, the page on which the first one can be put right.

    Args:
        is_whole: put every question on one page, however many there are.
        source: the label of the link somebody came by, when the request itself does not say.
    """
    shown = page_of(survey.definition, problems) if problems else page
    with speaking(spoken_language(survey)):
        return render_template(
            "surveys/take_part.html",
            survey=survey,
            form_page=form_page(survey.definition, sent, shown, is_whole=is_whole),
            problems=problems,
            group=group,
            preferences=preferences or asked_preferences(),
            languages=named_languages(survey.languages),
            came_from=source or came_from(survey),
            bands=[(band, band_label(band)) for band in survey.definition.bands],
            accent=survey.accent,
            show_exit=survey.is_sensitive,
        )


def _look_changed(survey: AskedSurvey, sent: SentForm, group: InGroup | None) -> Response:
    """The same page with everything on it, looking as somebody now wants it; problems wait until they send."""
    chosen = asked_preferences().changed_by(request.form)
    unchecked = replace(sent, problems=())
    page = page_at(request.form, survey.definition)
    response = _html(render_form(survey, unchecked, page=page, group=group, preferences=chosen))
    keep_preferences(response, chosen)
    return response


def _view(survey: AskedSurvey, sent: SentForm, group: InGroup | None) -> intake.NewView:
    return intake.NewView(
        survey.campaign_id,
        survey.version_id,
        sent.key,
        sent.answers,
        sent.may_quote,
        Channel.GROUP_SESSION if group else Channel.PHONE,
        group_session_id=group.session_id if group else None,
        asked_as=str(survey.asked_as),
        came_from=came_from(survey),
    )


def problems_in(survey: AskedSurvey, sent: SentForm) -> list[Problem]:
    """What stands in the way of going on; while pages are still to come, only what is wrong with an answer."""
    with speaking(spoken_language(survey)):
        found = [told(problem) for problem in sent.problems]
        if sent.page or found:
            return found
        if sent.is_blank:
            return [(first_asked(survey.definition), gettext(NOTHING_SAID))]
        return [] if sent.had_key else [("", gettext(PRESS_AGAIN))]


def _busy(survey: AskedSurvey, sent: SentForm, busy: Busy, group: InGroup | None) -> Response:
    """Say honestly that nothing was stored, with everything still there to send again."""
    with speaking(spoken_language(survey)):
        message = gettext(busy.message)
    response = _html(render_form(survey, sent, [("", message)], group=group), busy.status)
    response.headers["Retry-After"] = str(busy.seconds)
    return response


def _is_late_but_taken(survey: AskedSurvey, sent: SentForm) -> bool:
    late_days = deployment().settings.late_days
    return survey.takes_late_view(day_made(sent.key) if sent.had_key else None, late_days, clock.today())


def render_not_open(survey: AskedSurvey, kept: Sequence[dict[str, str]] = ()) -> str:
    """Why a survey cannot be answered now, with what somebody said (`kept`) to be copied."""
    taken_until = survey.takes_late_views_until(deployment().settings.late_days)
    is_in_time = taken_until is not None and clock.today() <= taken_until
    with speaking(spoken_language(survey)):
        return render_template(
            "surveys/not_open.html", survey=survey, said=kept, taken_until=taken_until if is_in_time else None
        )


def _render_over(survey: AskedSurvey, sent: SentForm, group: InGroup) -> str:
    """The session cannot take the view: here it is, whole, to be sent without."""
    with speaking(spoken_language(survey)):
        return render_template(
            "surveys/session_over.html",
            survey=survey,
            sent=sent,
            said=said(survey.definition, sent),
            group=group,
            accent=survey.accent,
            show_exit=survey.is_sensitive,
        )


def _render_thanks(
    survey: AskedSurvey, receipt: str, group: InGroup | None = None, *, about_you: str = ""
) -> str:
    """The page after sending; `about_you` ties equality questions to the view, empty when none are asked."""
    with speaking(spoken_language(survey)):
        return render_template(
            "surveys/thanks.html",
            survey=survey,
            receipt_words=receipt,
            group=group,
            about_you=about_you,
            accent=survey.accent,
            show_exit=survey.is_sensitive,
        )


def _filled(shell: Shell, value: str) -> Response:
    if not takes_gzip():
        return _html(shell.filled(value))
    return mark_gzipped(_html(shell.squeezed(value)))


def _html(body: str | bytes, status: int = 200) -> Response:
    return Response(body, status, mimetype="text/html")
