"""What the take-part template is given: questions with their answers so far, on one page or page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from surveys.definition import OTHER, QuestionDefinition, SurveyDefinition
from surveys.domain import MayQuote
from surveys.forms import QUOTE_FIELD, SentForm
from surveys.question_types import AnswerProblem, Cleaned, Control, question_type
from surveys.question_types.drawing import RIDING
from surveys.routing import page_to_show

#: A survey with more questions than this goes page by page, with a page to check the answers.
MOST_ON_ONE_PAGE = 5
Problem = tuple[str, str]


def told(problem: AnswerProblem) -> Problem:
    """What is wrong with an answer, in the language of the page."""
    return problem.question_key, gettext(problem.pattern, **dict(problem.values))


@dataclass(frozen=True)
class ShownCondition:
    """When a question on a page with all of them is meant: what was said, or not said, to an earlier one."""

    wording: str
    labels: tuple[str, ...]
    is_none_of: bool


@dataclass(frozen=True)
class ShownQuestion:
    """A question with what was typed so far and what is wrong with it.

    Attributes:
        choices: value and label of each option.
        pictures: the drawing of each value, where options have one.
        other: the box for something else; None where there is none.
        conditions: when to answer it, on a page that shows questions whatever was answered before.
        is_not_reviewed: whether nobody has read these words since they changed.
    """

    key: str
    wording: str
    hint: str
    control: Control
    choices: tuple[tuple[str, str], ...]
    pictures: dict[str, str]
    values: tuple[str, ...]
    error: str
    easy_wording: str
    easy_hint: str
    describes_sender: bool
    other: "ShownQuestion | None"
    conditions: tuple[ShownCondition, ...]
    is_not_reviewed: bool

    @property
    def value(self) -> str:
        """The answer where there can be only one."""
        return "\n".join(self.values)

    @property
    def riding(self) -> tuple[str, ...]:
        """The picture that was added on this page, in the form in which it rides along; at most one."""
        return tuple(value for value in self.values if RIDING.fullmatch(value))[-1:]

    @property
    def places(self) -> dict[str, str]:
        """The place given to each option, where options are put in order."""
        return dict(value.split(".", 1) for value in self.values if "." in value)


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
        back: the page before this one, 0 when there is none.
        is_counted: whether "question 2 of 7" would be true: with rules nobody knows yet how many come.
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
    back: int = 0
    is_counted: bool = True

    @property
    def is_first(self) -> bool:
        """Whether this is where somebody arrives, so that it says what to know before answering."""
        return self.number <= 1 and not self.checked


def is_paged(definition: SurveyDefinition) -> bool:
    """Whether the survey goes page by page: a long one, or one whose questions depend on answers."""
    return len(definition.questions) > MOST_ON_ONE_PAGE or definition.has_rules


def form_page(
    definition: SurveyDefinition,
    sent: SentForm,
    page: int = 1,
    *,
    is_whole: bool = False,
    is_one_by_one: bool = False,
) -> FormPage:
    """The page to show: all questions, or in a long survey the one asked for unless `is_whole`.

    Args:
        is_one_by_one: put each question on a page of its own however few there are.
    """
    quote = None if sent.may_quote is MayQuote.NOT_SAID else sent.may_quote.value
    if is_whole or not (is_one_by_one or is_paged(definition)):
        shown = tuple(_shown(question, sent, definition) for question in definition.questions)
        return FormPage(sent.key, shown, 0, 0, (), (), True, quote)
    total = len(definition.questions)
    asked = definition.questions[page - 1 : page]
    on_page = {key for each in asked for key in (each.key, each.other_key)}
    carried = [
        (field.key, value)
        for field in definition.fields
        if field.key not in on_page
        for value in sent.typed.get(field.key, ())
    ]
    first = page_to_show(definition, sent.hidden, 1, is_back=False)
    here = page if asked else total + 1
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
        page_to_show(definition, sent.hidden, here - 1, is_back=True) if here > first else 0,
        not definition.has_rules,
    )


def page_of(definition: SurveyDefinition, problems: Sequence[Problem]) -> int:
    """The page on which the first problem can be put right; the check page when it is about no question."""
    keys = [question.key for question in definition.questions]
    owners = (key.removesuffix(OTHER) for key, _ in problems)
    return next((keys.index(key) + 1 for key in owners if key in keys), len(keys) + 1)


def first_asked(definition: SurveyDefinition) -> str:
    """The key of the first question that has an answer."""
    return next(each.key for each in definition.questions if question_type(each.kind).asks)


def said(definition: SurveyDefinition, sent: SentForm) -> list[dict[str, str]]:
    """`label` and `value` of everything that was said, so that its sender can keep it."""
    return [{"label": each.wording, "value": each.shown} for each in _checked(definition, sent) if each.shown]


def _shown(
    question: QuestionDefinition, sent: SentForm, definition: SurveyDefinition | None = None
) -> ShownQuestion:
    """A question as shown; given the definition, it says when it is meant."""
    kind = question_type(question.kind)
    error = next((told(each)[1] for each in sent.problems if each.question_key == question.key), "")
    return ShownQuestion(
        question.key,
        question.wording,
        question.hint,
        kind.control,
        tuple((option.id, option.label) for option in kind.offered(question)),
        {option.id: option.picture for option in question.options if option.picture},
        tuple(sent.typed.get(question.key, ())),
        error,
        question.easy_wording,
        question.easy_hint,
        kind.describes_sender,
        _shown(question.other, sent) if question.has_other else None,
        tuple(_conditions(question, definition)) if definition else (),
        question.is_not_reviewed,
    )


def _conditions(question: QuestionDefinition, definition: SurveyDefinition) -> Iterator[ShownCondition]:
    for condition in question.show_when:
        asked = definition.question(condition.question)
        if asked:
            labels = tuple(asked.label_of(each) for each in condition.options)
            yield ShownCondition(asked.wording, labels, condition.is_none_of)


def _checked(definition: SurveyDefinition, sent: SentForm) -> tuple[CheckedAnswer, ...]:
    answers = dict(sent.answers)
    return tuple(
        CheckedAnswer(question.key, question.wording, _said(question, answers), number)
        for number, question in enumerate(definition.questions, 1)
        if question.key not in sent.hidden and question_type(question.kind).asks
    )


def _said(question: QuestionDefinition, answers: dict[str, Cleaned]) -> str:
    """What was answered, something else included, as its sender reads it back."""
    fields = (question, question.other) if question.has_other else (question,)
    shown = (question_type(each.kind).show(answers.get(each.key, Cleaned()), each) for each in fields)
    return ", ".join(filter(None, shown))
