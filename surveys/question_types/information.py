"""A page to read among the questions, such as what was decided already. Nothing is answered."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from surveys.definition import QuestionDefinition
from surveys.question_types.base import AnswerProblem, Cleaned, Control, QuestionType, Summary


class Information(QuestionType):
    """Words to read before the next question."""

    kind: ClassVar[str] = "information"
    label: ClassVar[str] = "Information"
    explanation: ClassVar[str] = "Something to read, with no answer. Keep it to a few short sentences."
    control: ClassVar[Control] = "nothing"
    asks: ClassVar[bool] = False

    def clean(self, values: Sequence[str], question: QuestionDefinition) -> Cleaned | AnswerProblem:
        return Cleaned()

    def show(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return ""

    def summarise(self, counted: Mapping[tuple[str, ...], int], question: QuestionDefinition) -> Summary:
        return Summary(0, ())

    def from_cell(self, cell: str, question: QuestionDefinition) -> list[str]:
        return []

    def to_cell(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return ""

    def example(self, question: QuestionDefinition) -> Cleaned:
        return Cleaned()
