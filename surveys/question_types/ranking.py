"""Putting a list in order, by pressing a place for each option: nothing is dragged, no script is needed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import ClassVar

from surveys.definition import QuestionDefinition
from surveys.question_types.base import (
    AnswerProblem,
    Cleaned,
    Control,
    Fields,
    QuestionType,
    Summary,
    option_problems,
)
from surveys.question_types.choices import cell_of, ids_in
from surveys.question_types.sentences import ONE_PLACE, PLACES, SAME_PLACE

#: More than this nobody puts in order on a phone.
MOST_TO_RANK = 7


class Ranking(QuestionType):
    """Options in the order of the sender. A form sends `option.place` for each that was given a place."""

    kind: ClassVar[str] = "ranking"
    label: ClassVar[str] = "Put in order"
    explanation: ClassVar[str] = f"People give each option a place, with buttons. {MOST_TO_RANK} at most."
    control: ClassVar[Control] = "places"
    needs_options: ClassVar[bool] = True

    def read(self, form: Fields, question: QuestionDefinition) -> list[str]:
        """A place each under a name of its own; on other pages of the form all ride under one name."""
        given = dict(value.split(".", 1) for value in form.getlist(question.key) if "." in value)
        for option in question.options:
            places = form.getlist(f"{question.key}.{option.id}")
            if places:
                given[option.id] = places[-1]
        return [f"{option}.{place}" for option, place in given.items() if place.strip()]

    def clean(self, values: Sequence[str], question: QuestionDefinition) -> Cleaned | AnswerProblem:
        ids = [option.id for option in question.options]
        places: dict[int, str] = {}
        for value in filter(None, (each.strip() for each in values)):
            option, _, place = value.partition(".")
            if option not in ids or place not in map(str, range(1, len(ids) + 1)):
                return AnswerProblem.of(question, PLACES, most=len(ids))
            if places.setdefault(int(place), option) != option:
                first, second = question.label_of(places[int(place)]), question.label_of(option)
                return AnswerProblem.of(question, SAME_PLACE, first=first, second=second, place=place)
        if len(set(places.values())) < len(places):
            return AnswerProblem.of(question, ONE_PLACE)
        return Cleaned(choices=tuple(places[place] for place in sorted(places)))

    def show(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return ", ".join(
            f"{place}. {question.label_of(each)}" for place, each in enumerate(answer.choices, start=1)
        )

    def summarise(self, counted: Mapping[tuple[str, ...], int], question: QuestionDefinition) -> Summary:
        """How many put each option first; the note says how many gave a place to all of them."""
        firsts: Counter[str] = Counter()
        for chosen, number in counted.items():
            firsts[chosen[0]] += number
        whole = sum(number for chosen, number in counted.items() if len(chosen) == len(question.options))
        rows = tuple((f"{option.label} put first", firsts[option.id]) for option in question.options)
        return Summary(sum(counted.values()), rows, f"{whole} put all of them in order.")

    def from_cell(self, cell: str, question: QuestionDefinition) -> list[str]:
        return [f"{each}.{place}" for place, each in enumerate(ids_in(cell, question.options), start=1)]

    def to_cell(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return cell_of(answer.choices, question.options)

    def example(self, question: QuestionDefinition) -> Cleaned:
        return Cleaned(choices=tuple(option.id for option in reversed(question.options)))

    def problems(self, question: QuestionDefinition) -> list[str]:
        found = [*super().problems(question), *option_problems(question)]
        if len(question.options) > MOST_TO_RANK:
            found.append(f"“{question.wording}”: give at most {MOST_TO_RANK} options to put in order.")
        return found
