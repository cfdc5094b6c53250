"""Reading the take-part form by hand: it is the one form whose cost matters, and it needs no token."""

from dataclasses import dataclass, field
from typing import Self

from werkzeug.datastructures import MultiDict

from surveys.definition import OTHER, SurveyDefinition
from surveys.domain import MayQuote
from surveys.keys import is_key, make_key
from surveys.question_types import AnswerProblem, Cleaned, question_type
from surveys.routing import hidden_keys, page_to_show, without_hidden

KEY_FIELD = "submission_key"
QUOTE_FIELD = "may_quote"
PAGE_FIELD = "page"
#: The page a form was on, so that it can come back looking otherwise.
AT_FIELD = "at"
SKIP_FIELD = "skip"
#: The code of the group session a form was opened in; most forms have none.
GROUP_FIELD = "group_code"
MOST_DIGITS = 3


@dataclass(frozen=True)
class SentForm:
    """What a form sent: as typed, so that nothing is lost, and as cleaned.

    Attributes:
        key: the submission key; a new one when the form had none.
        had_key: whether the form had a key, without which a repeat cannot be told from a second view.
        typed: question key to values, exactly as they came.
        answers: key and cleaned answer of every field without a problem, in order; one to a question that
            is not asked of somebody with these answers is blank.
        hidden: keys of the questions that are not asked of somebody with these answers.
        page: the page asked for in a survey of several pages; 0 means that the view is to be stored.
    """

    key: str
    had_key: bool = True
    typed: dict[str, list[str]] = field(default_factory=dict)
    answers: tuple[tuple[str, Cleaned], ...] = ()
    problems: tuple[AnswerProblem, ...] = ()
    may_quote: MayQuote = MayQuote.NOT_SAID
    page: int = 0
    hidden: frozenset[str] = frozenset()

    @property
    def is_blank(self) -> bool:
        """Whether no question was answered."""
        return not self.problems and all(answer.is_blank for _, answer in self.answers)

    @classmethod
    def nothing(cls, key: str) -> Self:
        """A form that nobody has filled in yet."""
        return cls(key)


def read_form(form: "MultiDict[str, str]", definition: SurveyDefinition) -> SentForm:
    """Read what was sent; fields that no question asked for are passed over."""
    skipped = form.get(SKIP_FIELD, "")
    passed_over = {skipped, skipped + OTHER}
    typed: dict[str, list[str]] = {}
    answers: list[tuple[str, Cleaned]] = []
    problems: list[AnswerProblem] = []
    for asked in definition.fields:
        kind = question_type(asked.kind)
        values = typed[asked.key] = [] if asked.key in passed_over else kind.read(form, asked)
        cleaned = kind.clean(values, asked)
        if isinstance(cleaned, AnswerProblem):
            problems.append(cleaned)
        else:
            answers.append((asked.key, cleaned))
    hidden = hidden_keys(definition, dict(answers)) if definition.has_rules else frozenset()
    key = form.get(KEY_FIELD, "")
    had_key = is_key(key)
    return SentForm(
        key if had_key else make_key(),
        had_key,
        typed,
        without_hidden(tuple(answers), hidden) if hidden else tuple(answers),
        tuple(problem for problem in problems if problem.question_key not in hidden),
        _may_quote(form.get(QUOTE_FIELD, "")),
        _page(form, definition, skipped, hidden),
        hidden,
    )


def _may_quote(value: str) -> MayQuote:
    """Only a clear yes is a yes; blank, or anything unknown, was not said."""
    return MayQuote(value) if value in (MayQuote.YES, MayQuote.NO) else MayQuote.NOT_SAID


def page_at(form: "MultiDict[str, str]", definition: SurveyDefinition) -> int:
    """The page a form was on when it was sent; 1 where all questions are on one page."""
    return _number(form.get(AT_FIELD, ""), definition) or 1


def _page(
    form: "MultiDict[str, str]", definition: SurveyDefinition, skipped: str, hidden: frozenset[str]
) -> int:
    """The page asked for: 1 is the first question, one past the last is the check page, 0 is sending.

    Pages of questions that are not asked are passed over.
    """
    keys = [question.key for question in definition.questions]
    if skipped in keys:
        wanted = keys.index(skipped) + 2
    else:
        wanted = _number(form.get(PAGE_FIELD, ""), definition)
    if not wanted or not hidden:
        return wanted
    return page_to_show(definition, hidden, wanted, is_back=wanted < page_at(form, definition))


def _number(typed: str, definition: SurveyDefinition) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS):
        return 0
    return min(int(typed), len(definition.questions) + 1)
