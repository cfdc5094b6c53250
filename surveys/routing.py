"""Which questions somebody is asked, by what they answered before. Pure: page, server and import use the same.

Rules only look back: a question depends on questions before it. So every way through a survey ends, however
somebody answers. A question that is not asked counts as left out for the rules of later ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveys.definition import Condition, QuestionDefinition, SurveyDefinition
from surveys.question_types import Cleaned, question_type

CONTRADICTION = (
    "its rules, with those of the questions it depends on, contradict each other. Change one of them."
)
Answers = tuple[tuple[str, Cleaned], ...]


def hidden_keys(definition: SurveyDefinition, answers: Mapping[str, Cleaned]) -> frozenset[str]:
    """The keys that somebody with these answers is not asked, those of "something else" among them."""
    hidden: set[str] = set()
    for question in definition.questions:
        if not all(_holds(each, answers, hidden) for each in question.show_when):
            hidden |= {question.key, question.other_key}
    return frozenset(hidden)


def without_hidden(answers: Answers, hidden: frozenset[str]) -> Answers:
    """The answers that count: one to a question that is not asked is not kept."""
    return tuple((key, Cleaned() if key in hidden else answer) for key, answer in answers)


def page_to_show(definition: SurveyDefinition, hidden: frozenset[str], wanted: int, *, is_back: bool) -> int:
    """The nearest page with a question that is asked, from the one wanted on, in the direction of travel.

    Pages count from 1; one past the last question is the page on which answers are checked. Going back ends
    at the first question that is asked.
    """
    keys = [question.key for question in definition.questions]
    page = wanted
    while 1 <= page <= len(keys) and keys[page - 1] in hidden:
        page += -1 if is_back else 1
    return page if page >= 1 else page_to_show(definition, hidden, 1, is_back=False)


def in_words(question: QuestionDefinition, definition: SurveyDefinition) -> list[str]:
    """When a question is asked, for staff: one sentence a condition; none when everybody is asked it."""
    return [_sentence(condition, definition) for condition in question.show_when]


def rule_problems(definition: SurveyDefinition) -> list[str]:
    """Rules that cannot work, in plain words; empty when every question can be reached."""
    found = []
    for place, question in enumerate(definition.questions):
        wrong = [
            problem
            for condition in question.show_when
            for problem in _condition_problems(question, condition, definition, place)
        ]
        if not wrong and not _can_be_asked(question, definition):
            wrong = [f"Nobody is ever asked “{question.wording}”: {CONTRADICTION}"]
        found += wrong
    return found


def _holds(condition: Condition, answers: Mapping[str, Cleaned], hidden: set[str]) -> bool:
    said = answers.get(condition.question)
    chosen = said.choices if said and condition.question not in hidden else ()
    return any(each in condition.options for each in chosen) is not condition.is_none_of


def _sentence(condition: Condition, definition: SurveyDefinition) -> str:
    question = definition.question(condition.question)
    wording = question.wording if question else condition.question
    labels = " or ".join(f"“{question.label_of(each) if question else each}”" for each in condition.options)
    start = "Not asked of people who" if condition.is_none_of else "Only asked of people who"
    return f"{start} say {labels} to “{wording}”."


def _condition_problems(
    question: QuestionDefinition, condition: Condition, definition: SurveyDefinition, place: int
) -> Iterator[str]:
    about = f"“{question.wording}”"
    keys = [each.key for each in definition.questions]
    if condition.question not in keys:
        yield f"{about} depends on a question that is not there ({condition.question}). Change its rule."
        return
    asked = definition.questions[keys.index(condition.question)]
    if keys.index(condition.question) >= place:
        yield f"{about} depends on “{asked.wording}”, which does not come before it. Move it, or change the rule."
    elif not question_type(asked.kind).can_steer:
        yield f"{about} depends on “{asked.wording}”, which has no list to choose from. Change its rule."
    elif not condition.options:
        yield f"{about} has a rule about “{asked.wording}” that names no option. Choose one, or take it out."
    else:
        offered = {option.id for option in question_type(asked.kind).offered(asked)}
        for gone in sorted(set(condition.options) - offered):
            yield f"{about} depends on the option “{gone}”, which “{asked.wording}” does not have."


@dataclass
class _Wanted:
    """What must be chosen to one question: something of each of `some`, and nothing of `never`."""

    some: list[frozenset[str]] = field(default_factory=list)
    never: set[str] = field(default_factory=set)


def _can_be_asked(question: QuestionDefinition, definition: SurveyDefinition) -> bool:
    """Whether some set of answers leads to a question.

    To be asked it, its conditions must hold. One that needs something chosen needs that question to be asked
    too, so its conditions join in, back to the beginning.
    """
    wanted: dict[str, _Wanted] = {}
    waiting, seen = [question], {question.key}
    while waiting:
        for condition in waiting.pop().show_when:
            each = wanted.setdefault(condition.question, _Wanted())
            if condition.is_none_of:
                each.never |= set(condition.options)
                continue
            each.some.append(frozenset(condition.options))
            earlier = definition.question(condition.question)
            if earlier is not None and earlier.key not in seen:
                seen.add(earlier.key)
                waiting.append(earlier)
    return all(_can_be_met(each, definition.question(key)) for key, each in wanted.items())


def _can_be_met(wanted: _Wanted, question: QuestionDefinition | None) -> bool:
    if question is None:
        return False
    left = [some - wanted.never for some in wanted.some]
    if question_type(question.kind).may_choose_several:
        return all(left)
    return not left or bool(frozenset.intersection(*left))
