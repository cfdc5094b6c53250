"""Whether somebody who has just sent a view is offered equality questions, and in which language there are words."""

from flask_babel import gettext

from participation.foundation.deployment import deployment
from participation.foundation.languages import speaking
from participation.foundation.preferences import ENGLISH
from surveys.asked_words import spoken_language
from surveys.asking import AskedSurvey
from surveys.domain import Channel
from surveys.equality.domain import ASKED_BANDS, QUESTIONS, band_known, least_age, questions_for
from surveys.equality.services import token_for
from surveys.new_views import NewView


def offered_token(survey: AskedSurvey, view: NewView) -> str:
    """What the page after sending carries; empty when its sender is asked nothing more."""
    if not survey.equality or view.channel is not Channel.PHONE or not _has_words(survey):
        return ""
    said = least_age(survey.definition, {key: answer.choices for key, answer in view.answers})
    band = band_known(said, survey.youngest)
    bands = (band,) if band else ASKED_BANDS
    if not any(questions_for(survey.equality, each) for each in bands):
        return ""
    return token_for(survey.campaign_id, view.identity(deployment().keys.receipt))


def _has_words(survey: AskedSurvey) -> bool:
    """Whether the questions are translated: half a page in another language helps nobody."""
    language = spoken_language(survey)
    if language == ENGLISH:
        return True
    with speaking(language):
        return all(gettext(each.wording) != each.wording for each in QUESTIONS)
