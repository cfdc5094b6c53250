"""In which words a visitor is asked: the language and age they chose, where the survey has words for them."""

from flask import request

from participation.foundation.languages import LANGUAGE_FIELD
from participation.foundation.preferences import ENGLISH, asked_preferences
from surveys.asking import AskedSurvey
from surveys.forms import SentForm, page_at
from surveys.question_types.choices import AgeBand
from surveys.wordings import AskedAs

#: The words a form was shown in, so that its answers are kept with them.
ASKED_AS_FIELD = "asked_as"
#: The button that asks for words for another age, and what it says for the usual ones.
WORDS_FOR_FIELD, ANY_AGE = "words_for", "any"
#: Where the link with a label of its source says so, and where the form keeps it.
FROM, CAME_FROM_FIELD = "from", "came_from"


def words_asked_for(survey: AskedSurvey) -> AskedAs:
    """The words this request asks for: those its form was shown in, unless it asks for others."""
    shown = request.form.get(ASKED_AS_FIELD)
    chosen = request.form.getlist(LANGUAGE_FIELD) or request.args.getlist(LANGUAGE_FIELD)
    now = AskedAs.read(shown) if shown is not None else AskedAs(asked_preferences().language)
    language = chosen[-1] if chosen else now.language
    band = request.values.get(WORDS_FOR_FIELD, now.band)
    return AskedAs(
        language if language in survey.languages else "", band if band in survey.definition.bands else ""
    )


def words_for_next_page(survey: AskedSurvey, sent: SentForm) -> AskedAs:
    """The words for the page after this one: whoever just said how old they are gets those for their age."""
    place = page_at(request.form, survey.definition)
    here = survey.definition.questions[place - 1 : place]
    if not here or here[0].kind != AgeBand.kind:
        return survey.asked_as
    [said] = [answer.choices for key, answer in sent.answers if key == here[0].key] or [()]
    band = next((each for each in said if each in survey.definition.bands), "")
    return AskedAs(survey.asked_as.language, band)


def asks_for_other_words() -> bool:
    """Whether a form was sent by a button that asks for words for another age."""
    return WORDS_FOR_FIELD in request.form


def came_from(survey: AskedSurvey) -> str:
    """The label of the link a visitor came by; empty unless staff made it for this campaign."""
    said = request.form.get(CAME_FROM_FIELD) or request.args.get(FROM, "")
    return said if said in survey.sources else ""


def spoken_language(survey: AskedSurvey) -> str:
    """The code of the language a survey is asked in."""
    return survey.asked_as.language or ENGLISH


def band_label(band: str) -> str:
    """An age band as people read it, the same in every language: 5–8."""
    return band.replace("-", "–")
