"""What the take-part template is given: questions with their answers so far, on one page or page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.definition import QuestionDefinition, SurveyDefinition
from surveys.domain import MayQuote
from surveys.forms import QUOTE_FIELD, SentForm
from surveys.question_types import Cleaned, Control, question_type

#: A survey with more questions than this goes page by page, with a page to check the answers.
MOST_ON_ONE_PAGE = 5
Problem = tuple[str, str]


@dataclass(frozen=True)
class ShownQuestion:
    """A question with what was typed so far and what is wrong with it."""

    key: str
    wording: str
    hint: str
    control: Control
    choices: tuple[tuple[str, str], ...]
    values: tuple[str, ...]
    error: str
    easy_wording: str
    easy_hint: str

    @property
    def value(self) -> str:
        """The answer where there can be only one."""
        return "\n".join(self.values)


@dataclass(frozen=True)
class CheckedAnswer:
    """A line of the page where answers are checked before sending."""

    key: str
    wording: str
    shown: str
    page: int


@dataclass(frozen=True)
class FormPage:
    """One page of the form.

    Attributes:
        number, total: place among the pages of questions; 0 when all questions are on one page.
        carried: names and values of answers given on other pages, which ride in hidden fields.
        checked: answers so far, on the page that checks them.
        asks_to_quote: whether this page asks if the words may be shown, and sends.
    """

    key: str
    questions: tuple[ShownQuestion, ...]
    number: int
    total: int
    carried: tuple[tuple[str, str], ...]
    checked: tuple[CheckedAnswer, ...]
    asks_to_quote: bool
    may_quote: str | None

    @property
    def is_first(self) -> bool:
        """Whether this is where somebody arrives, so that it says what to know before answering."""
        return self.number <= 1 and not self.checked


def is_paged(definition: SurveyDefinition) -> bool:
    """Whether the survey goes page by page."""
    return len(definition.questions) > MOST_ON_ONE_PAGE


def form_page(
    definition: SurveyDefinition, sent: SentForm, page: int = 1, *, is_whole: bool = False
) -> FormPage:
    """The page to show: all questions, or in a long survey the one asked for unless `is_whole`."""
    quote = None if sent.may_quote is MayQuote.NOT_SAID else sent.may_quote.value
    if is_whole or not is_paged(definition):
        shown = tuple(_shown(question, sent) for question in definition.questions)
        return FormPage(sent.key, shown, 0, 0, (), (), True, quote)
    total = len(definition.questions)
    asked = definition.questions[page - 1 : page]
    carried = [
        (q.key, value) for q in definition.questions if q not in asked for value in sent.typed.get(q.key, ())
    ]
    if asked and quote:
        carried.append((QUOTE_FIELD, quote))
    return FormPage(
        sent.key,
        tuple(_shown(question, sent) for question in asked),
        page if asked else 0,
        total,
        tuple(carried),
        () if asked else _checked(definition, sent),
        not asked,
        quote,
    )


def page_of(definition: SurveyDefinition, problems: Sequence[Problem]) -> int:
    """The page on which the first problem can be put right; the check page when it is about no question."""
    keys = [question.key for question in definition.questions]
    return next((keys.index(key) + 1 for key, _ in problems if key in keys), len(keys) + 1)


def said(definition: SurveyDefinition, sent: SentForm) -> list[dict[str, str]]:
    """`label` and `value` of everything that was said, so that its sender can keep it."""
    return [{"label": each.wording, "value": each.shown} for each in _checked(definition, sent) if each.shown]


def _shown(question: QuestionDefinition, sent: SentForm) -> ShownQuestion:
    control = question_type(question.kind).control
    choices = tuple((option.id, option.label) for option in question.options)
    error = next((each.message for each in sent.problems if each.question_key == question.key), "")
    values = tuple(sent.typed.get(question.key, ()))
    return ShownQuestion(
        question.key,
        question.wording,
        question.hint,
        control,
        choices,
        values,
        error,
        question.easy_wording,
        question.easy_hint,
    )


def _checked(definition: SurveyDefinition, sent: SentForm) -> tuple[CheckedAnswer, ...]:
    answers = dict(sent.answers)
    return tuple(
        CheckedAnswer(
            question.key,
            question.wording,
            question_type(question.kind).show(answers.get(question.key, Cleaned()), question),
            number,
        )
        for number, question in enumerate(definition.questions, 1)
    )
