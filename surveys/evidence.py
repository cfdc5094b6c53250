"""What the opening gates are told of a campaign's questions."""

from collections.abc import Iterator

from sqlalchemy import select

from participation.campaigns.domain import OpeningProblem
from participation.campaigns.evidence import AskedEvidence
from participation.campaigns.gate_checks import EASY_SENTENCE
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.reading_age import longest_sentence
from surveys.definition import QuestionDefinition, SurveyDefinition
from surveys.equality.domain import Asked, is_any_asked
from surveys.equality.queries import asked_of
from surveys.models import GroupSession
from surveys.queries import draft_definition
from surveys.question_types import question_type
from surveys.services import problems_of
from surveys.translating import not_ready
from surveys.wordings import USUAL, AskedAs, in_plain_words

QUESTIONS_PAGE = "survey_editor.questions"
WORDS_PAGE, PAGES_PAGE = "wordings.side_by_side", "languages.read"
IN_A_GROUP = "In a group, with somebody who leads it"


def evidence_of(campaign_id: int) -> AskedEvidence:
    """What is known of the questions of a campaign that wants to open."""
    definition, equality = draft_definition(campaign_id), asked_of(campaign_id)
    types = [question_type(each.kind) for each in definition.questions]
    groups = select(GroupSession.id).where(GroupSession.campaign_id == campaign_id).limit(1)
    is_met_in_groups = db.session.scalar(groups) is not None
    ways = [each.way for each in types if each.way]
    return AskedEvidence(
        problems=tuple(OpeningProblem(message, QUESTIONS_PAGE) for message in problems_of(definition)),
        hard_to_read=tuple(problem for each in definition.questions for problem in _hard_words(each)),
        languages=tuple(_languages(definition)),
        offered_in=tuple(in_plain_words(AskedAs(code)) for code in definition.languages_on),
        ways=tuple(dict.fromkeys(ways + [IN_A_GROUP] * is_met_in_groups)),
        asks_about_you=is_any_asked(equality) or any(each.describes_sender for each in types),
        is_met_in_groups=is_met_in_groups,
        words=_words(definition, equality),
    )


def _words(definition: SurveyDefinition, equality: Asked) -> str:
    """Names everything that is asked, equality questions too; without those it is as it always was."""
    if not is_any_asked(equality):
        return definition.words_hash
    return hash_mapping({"questions": definition.words_hash, "equality": dict(equality)})


def _languages(definition: SurveyDefinition) -> Iterator[OpeningProblem]:
    """What is not written or not reviewed in the languages that are switched on."""
    for code in definition.languages_on:
        language = ("language", code)
        for place, problem in not_ready(definition, code):
            if place:
                yield OpeningProblem(problem, WORDS_PAGE, place, (language, ("band", USUAL)))
            else:
                yield OpeningProblem(problem, PAGES_PAGE, within=(language,))


def _hard_words(question: QuestionDefinition) -> Iterator[OpeningProblem]:
    """What somebody who chose Easy Read would meet in long sentences."""
    for words in (question.easy_wording or question.wording, question.easy_hint or question.hint):
        longest = longest_sentence(words)
        if longest > EASY_SENTENCE:
            yield OpeningProblem(
                f"“{words}” has a sentence of {longest} words. Write it in Easy Read too: {EASY_SENTENCE} or fewer.",
                QUESTIONS_PAGE,
                question.key,
            )
