"""The pages of equality questions: an explainer, the questions, what follows from them, and that it is done.

They come after a view is safely stored and never touch it. Nothing rides in an address or a cookie: each form carries
what ties its answers to the view, sealed.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.foundation.access import public
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound
from participation.foundation.languages import speaking
from participation.foundation.transactions import commits
from surveys.asked_words import spoken_language, words_asked_for
from surveys.asking import AskedSurvey, asked_survey
from surveys.equality import services
from surveys.equality.domain import (
    Band,
    EqualityQuestion,
    cleaned,
    following,
    is_any_asked,
    questions_for,
)
from surveys.equality.queries import setup_of
from surveys.models import Submission
from surveys.question_types.sentences import N_

blueprint = Blueprint("about_you", __name__, url_prefix="/c/<slug>/about-you")

VIEW_FIELD, STEP_FIELD, AGE_FIELD = "view", "step", "age"
HOW_OLD = N_("Choose how old you are, or press “No, skip”.")


class Step(StrEnum):
    """What the form that was sent wants next."""

    EXPLAIN = "explain"
    ASK = "ask"
    SKIP = "skip"
    KEEP = "keep"
    KEEP_MORE = "keep-more"


@blueprint.get("")
@public
def explain(slug: str) -> ResponseReturnValue:
    """What is asked after a view and why, for whoever wants to know before."""
    survey = _asking(slug)
    return _page(survey, "explain", None)


@blueprint.post("")
@public
@commits
def go_on(slug: str) -> ResponseReturnValue:
    """One step after the other; the rules about age are looked at anew in each."""
    survey = _asking(slug)
    survey = survey.worded(words_asked_for(survey))
    view = services.view_of(survey.campaign_id, request.form.get(VIEW_FIELD, ""))
    said = services.band_said(view, survey.youngest)
    band, step = said or _band_chosen(), _step()
    if step is Step.EXPLAIN:
        return _page(survey, "explain", view, asks_age=said is None)
    if step is Step.SKIP or band is Band.UNDER:
        return _page(survey, "done", view, has_answered=False)
    if band is None:
        return _page(survey, "explain", view, asks_age=True, problems=[(AGE_FIELD, HOW_OLD)]), 422
    if step is Step.KEEP:
        return _keep_first(survey, view, band)
    if step is Step.KEEP_MORE:
        more = following(services.kept_of(view), band)
        services.keep(view, cleaned(more, request.form))
        return _page(survey, "done", view, has_answered=True)
    return _page(survey, "questions", view, band=band, asked=questions_for(survey.equality, band))


def _keep_first(survey: AskedSurvey, view: Submission, band: Band) -> str:
    chosen = cleaned(questions_for(survey.equality, band), request.form)
    services.keep(view, chosen)
    more = following(chosen, band)
    if more:
        return _page(survey, "more", view, band=band, asked=more)
    return _page(survey, "done", view, has_answered=True)


def _asking(slug: str) -> AskedSurvey:
    """The survey of a campaign that asks such questions.

    Raises:
        NotFound: when it asks none, or never opened.
    """
    survey, _ = asked_survey(slug)
    if not is_any_asked(survey.equality):
        raise NotFound("This campaign asks nothing about you after you send a view.")
    return survey


def _page(
    survey: AskedSurvey,
    name: str,
    view: Submission | None,
    *,
    band: Band | None = None,
    asked: Sequence[EqualityQuestion] = (),
    problems: Sequence[tuple[str, str]] = (),
    **more: bool,
) -> str:
    setup = setup_of(survey.campaign_id)
    token = services.token_for(survey.campaign_id, view.identity) if view else ""
    with speaking(spoken_language(survey)):
        return render_template(
            f"about_you/{name}.html",
            survey=survey,
            token=token,
            band=band,
            bands=[(each.value, gettext(each.label)) for each in Band],
            because=setup.because if setup else "",
            questions=[_shown(each, band) for each in asked if band],
            problems=[(target, gettext(message)) for target, message in problems],
            months=deployment().settings.equality_months,
            accent=survey.accent,
            show_exit=survey.is_sensitive,
            **more,
        )


def _shown(question: EqualityQuestion, band: Band) -> Mapping[str, object]:
    """A question in the words for somebody's age, and in the language of the page."""
    return {
        "key": question.key,
        "wording": gettext(question.wording_for(band)),
        "answers": [(option, gettext(label)) for option, label in question.answers],
    }


def _step() -> Step:
    said = request.form.get(STEP_FIELD, "")
    return Step(said) if said in set(Step) else Step.EXPLAIN


def _band_chosen() -> Band | None:
    said = request.form.get(AGE_FIELD, "")
    return Band(said) if said in set(Band) else None
