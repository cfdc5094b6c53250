"""Types of question: one class each, found by the name it is stored under. Pure: no web, no database."""

from surveys.definition import QuestionDefinition, SurveyDefinition
from surveys.question_types.base import AnswerProblem, Cleaned, Control, QuestionType, Summary
from surveys.question_types.choices import (
    AgeBand,
    AgreeScale,
    OneChoice,
    PictureChoice,
    Place,
    SeveralChoices,
)
from surveys.question_types.drawing import Drawing
from surveys.question_types.information import Information
from surveys.question_types.ranking import Ranking
from surveys.question_types.values import Day, Number
from surveys.question_types.words import LongText, ShortText

__all__ = [
    "HELPED_KINDS",
    "QUESTION_TYPES",
    "AnswerProblem",
    "Cleaned",
    "Control",
    "QuestionType",
    "Summary",
    "question_type",
    "survey_problems",
]

#: Each rides along with every page of a form, so there cannot be many.
MOST_DRAWINGS = 3

#: Every type, by the name it is stored under, in the order staff see them.
QUESTION_TYPES: dict[str, QuestionType] = {
    each.kind: each
    for each in (
        *(LongText(), ShortText(), OneChoice(), SeveralChoices(), PictureChoice(), AgreeScale(), Ranking()),
        *(Number(), Day(), AgeBand(), Place(), Drawing(), Information()),
    )
}


#: Types that nobody is asked alone.
HELPED_KINDS = frozenset(kind for kind, each in QUESTION_TYPES.items() if each.needs_helper)


def question_type(kind: str) -> QuestionType:
    """The type stored as `kind`.

    Raises:
        LookupError: when there is none.
    """
    try:
        return QUESTION_TYPES[kind]
    except KeyError:
        raise LookupError(f"no type of question is called {kind}") from None


def survey_problems(definition: SurveyDefinition) -> list[str]:
    """What must be put right before these questions can be asked; empty when nothing."""
    if not definition.questions:
        return ["There are no questions yet. Add at least one."]
    if all(question.kind == Information.kind for question in definition.questions):
        return ["Nothing is asked yet: there is only something to read. Add a question."]
    found = [problem for question in definition.questions for problem in _problems(question)]
    found += _drawing_problems(definition)
    keys = [question.key for question in definition.questions]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    return [*found, *(f"Two questions have the key {key}." for key in repeated)]


def _drawing_problems(definition: SurveyDefinition) -> list[str]:
    asked = [each.kind for each in definition.questions if each.kind != Information.kind]
    drawn = asked.count(Drawing.kind)
    if drawn == len(asked):
        return ["Everything here needs a helper. Add a question that people answer by themselves."]
    return [f"Ask for at most {MOST_DRAWINGS} drawings."] if drawn > MOST_DRAWINGS else []


def _problems(question: QuestionDefinition) -> list[str]:
    if question.kind not in QUESTION_TYPES:
        return [f"“{question.wording}”: choose the type of question again."]
    return QUESTION_TYPES[question.kind].problems(question)
