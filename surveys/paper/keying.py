"""Keying a paper without a mouse: options by their numbers, words as they stand. Pure rules."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from surveys.definition import QuestionDefinition, SurveyDefinition
from surveys.domain import MayQuote
from surveys.question_types import AnswerProblem, Cleaned, question_type
from surveys.routing import hidden_keys, without_hidden

Answers = tuple[tuple[str, Cleaned], ...]
BETWEEN = re.compile(r"[\s,;.]+")
QUOTE_FIELD = "may_quote"
#: What stands on the paper under "Can we show your words?", by the number that is keyed.
QUOTE_NUMBERS = {"": MayQuote.NOT_SAID, "1": MayQuote.YES, "2": MayQuote.NO}
QUOTE_SHOWN = {MayQuote.NOT_SAID: "", MayQuote.YES: "Yes", MayQuote.NO: "No"}
QUOTE_WORDING = "May we show the words?"
LISTS = ("radios", "checkboxes", "select", "pictures")


@dataclass(frozen=True)
class KeyedField:
    """One answer to key.

    Attributes:
        number: of the question on the paper; 0 for what belongs to the question before.
        options: what the numbers stand for, in order; none where words are keyed.
        is_order: whether options are keyed in the order they were put in.
        is_long: whether the words may take several lines.
        is_drawing: whether a picture of the sheet is taken in place of anything keyed.
    """

    key: str
    number: int
    wording: str
    options: tuple[str, ...]
    is_order: bool
    is_long: bool
    may_be_several: bool
    is_drawing: bool = False


@dataclass(frozen=True)
class KeyedAnswers:
    """What was keyed, cleaned, with what is wrong with it; `pictures` by question key, as a view takes them."""

    answers: Answers
    may_quote: MayQuote
    problems: tuple[AnswerProblem, ...]
    pictures: tuple[tuple[str, bytes], ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was keyed."""
        return not self.problems and all(answer.is_blank for _, answer in self.answers)


@dataclass(frozen=True)
class Difference:
    """An answer that two people keyed differently, as each of them keyed it."""

    wording: str
    first: str
    second: str


def fields_of(definition: SurveyDefinition) -> Iterator[KeyedField]:
    """Everything there is to key, in the order of the paper."""
    for number, question in enumerate(definition.questions, 1):
        kind = question_type(question.kind)
        if not kind.asks:
            continue
        labels = tuple(option.label for option in kind.offered(question))
        yield KeyedField(
            question.key,
            number,
            question.wording,
            labels,
            kind.control == "places",
            kind.control == "text_area",
            kind.may_choose_several,
            kind.needs_helper,
        )
        if question.has_other:
            yield KeyedField(question.other_key, 0, "Something else", (), False, False, False)


def read_keyed(typed: Callable[[str], str], definition: SurveyDefinition) -> KeyedAnswers:
    """What was keyed.

    Args:
        typed: what stands in the field with this name; empty when there is none.
    """
    answers: list[tuple[str, Cleaned]] = []
    problems: list[AnswerProblem] = []
    for question in definition.fields:
        cleaned = _cleaned(typed(question.key), question)
        if isinstance(cleaned, AnswerProblem):
            problems.append(cleaned)
        else:
            answers.append((question.key, cleaned))
    quote = typed(QUOTE_FIELD).strip()
    if quote not in QUOTE_NUMBERS:
        problems.append(AnswerProblem(QUOTE_FIELD, f"{QUOTE_WORDING} – key 1 for yes, 2 for no, or nothing."))
    said = without_hidden(tuple(answers), hidden_keys(definition, dict(answers)))
    return KeyedAnswers(said, QUOTE_NUMBERS.get(quote, MayQuote.NOT_SAID), tuple(problems))


def differences(definition: SurveyDefinition, first: KeyedAnswers, second: KeyedAnswers) -> list[Difference]:
    """Where two keyings of one paper are not the same; how blanks and capitals were keyed does not matter.

    A drawing is taken once, with the first keying: it is no mistake of the second not to have it.
    """
    one, other = dict(first.answers), dict(second.answers)
    found = [
        Difference(field.wording, _shown(one, field), _shown(other, field))
        for field in definition.fields
        if not question_type(field.kind).needs_helper and _compared(one, field) != _compared(other, field)
    ]
    if first.may_quote is not second.may_quote:
        found.append(Difference(QUOTE_WORDING, *(QUOTE_SHOWN[each.may_quote] for each in (first, second))))
    return found


def count_compared(first: KeyedAnswers, second: KeyedAnswers) -> int:
    """How many answers at least one of two keyings has, and the answer about showing words."""
    return len({key for key, answer in (*first.answers, *second.answers) if not answer.is_blank}) + 1


def _cleaned(typed: str, question: QuestionDefinition) -> Cleaned | AnswerProblem:
    kind = question_type(question.kind)
    if kind.control not in (*LISTS, "places"):
        return kind.clean([typed], question)
    ids = [option.id for option in kind.offered(question)]
    numbers = [part for part in BETWEEN.split(typed) if part]
    if not all(part.isascii() and part.isdigit() and 1 <= int(part) <= len(ids) for part in numbers):
        return AnswerProblem(
            question.key, f"“{question.wording}” – key numbers from 1 to {len(ids)}, or nothing."
        )
    chosen = [ids[int(part) - 1] for part in numbers]
    if kind.control == "places":
        chosen = [f"{each}.{place}" for place, each in enumerate(chosen, 1)]
    return kind.clean(chosen, question)


def _compared(answers: dict[str, Cleaned], field: QuestionDefinition) -> str:
    return " ".join(answers.get(field.key, Cleaned()).canonical.casefold().split())


def _shown(answers: dict[str, Cleaned], field: QuestionDefinition) -> str:
    return question_type(field.kind).show(answers.get(field.key, Cleaned()), field)
