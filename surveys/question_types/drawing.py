"""A drawing or a photo that a helper adds. What a form sends of it is a sealed copy, which rides along until Send."""

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from surveys.definition import QuestionDefinition
from surveys.question_types.base import AnswerProblem, Cleaned, Control, QuestionType, Summary
from surveys.question_types.sentences import NOT_A_PICTURE

#: What is stored as chosen: that there is a drawing. The picture itself lies sealed elsewhere, or on paper.
MADE = "drawing"
SHOWN = "A drawing or photo"
IN_A_CELL = "a drawing"
#: What begins a picture on its way from page to page; the rest is sealed, in plain letters.
ON_ITS_WAY = "picture."
RIDING = re.compile(re.escape(ON_ITS_WAY) + r"[A-Za-z0-9_-]+=*")


class Drawing(QuestionType):
    """One picture, added by an adult beside the child. Nobody is asked for one alone."""

    kind: ClassVar[str] = "drawing"
    label: ClassVar[str] = "Drawing or photo, with a helper"
    explanation: ClassVar[str] = (
        "A helper, a family or whoever keys a paper adds one picture. It is not asked on a phone alone."
    )
    control: ClassVar[Control] = "drawing"
    needs_helper: ClassVar[bool] = True

    @property
    def way(self) -> str:
        return "With a drawing or photo, beside a helper"

    def clean(self, values: Sequence[str], question: QuestionDefinition) -> Cleaned | AnswerProblem:
        said = [value.strip() for value in values if value.strip()]
        if not all(value == MADE or RIDING.fullmatch(value) for value in said):
            return AnswerProblem.of(question, NOT_A_PICTURE)
        return Cleaned(choices=(MADE,) if said else ())

    def show(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return SHOWN if answer.choices else ""

    def summarise(self, counted: Mapping[tuple[str, ...], int], question: QuestionDefinition) -> Summary:
        made = sum(counted.values())
        return Summary(made, ((SHOWN, made),), "Pictures are looked at, not counted by what they show.")

    def from_cell(self, cell: str, question: QuestionDefinition) -> list[str]:
        """That somebody drew, where a table says so: a table cannot hold the picture."""
        return [MADE if cell.strip().casefold() == IN_A_CELL else cell]

    def to_cell(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return IN_A_CELL if answer.choices else ""

    def example(self, question: QuestionDefinition) -> Cleaned:
        return Cleaned(choices=(MADE,))
