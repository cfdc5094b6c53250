"""Questions answered by choosing from a list."""

from collections.abc import Sequence
from typing import ClassVar

from surveys.definition import Option, QuestionDefinition
from surveys.question_types.base import AnswerProblem, Cleaned, Control, QuestionType, option_problems


class _Choice(QuestionType):
    """What all lists share: only options on the list count, in the order of the list."""

    needs_options: ClassVar[bool] = True
    may_choose_several: ClassVar[bool] = False

    def clean(self, values: Sequence[str], question: QuestionDefinition) -> Cleaned | AnswerProblem:
        chosen = {value.strip() for value in values} - {""}
        known = tuple(option.id for option in question.options if option.id in chosen)
        if len(known) < len(chosen):
            return AnswerProblem(question.key, f"“{question.wording}” – choose from the list.")
        if len(known) > 1 and not self.may_choose_several:
            return AnswerProblem(question.key, f"“{question.wording}” – choose one answer only.")
        return Cleaned(choices=known)

    def show(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return ", ".join(question.label_of(each) for each in answer.choices)

    def problems(self, question: QuestionDefinition) -> list[str]:
        return [*super().problems(question), *option_problems(question)]


class OneChoice(_Choice):
    """One of a list."""

    kind: ClassVar[str] = "one_choice"
    label: ClassVar[str] = "One choice"
    explanation: ClassVar[str] = "People choose one option from your list."
    control: ClassVar[Control] = "radios"


class SeveralChoices(_Choice):
    """Any number of a list."""

    kind: ClassVar[str] = "several_choices"
    label: ClassVar[str] = "Several choices"
    explanation: ClassVar[str] = "People choose as many options from your list as they like."
    control: ClassVar[Control] = "checkboxes"
    may_choose_several: ClassVar[bool] = True


class AgeBand(_Choice):
    """How old the sender is, in bands only: never a date of birth."""

    kind: ClassVar[str] = "age_band"
    label: ClassVar[str] = "Age band"
    explanation: ClassVar[str] = "People choose the band their age is in. Never ask for a date of birth."
    control: ClassVar[Control] = "radios"
    describes_sender: ClassVar[bool] = True
    default_options: ClassVar[tuple[Option, ...]] = (
        Option("5-8", "5 to 8"),
        Option("9-11", "9 to 11"),
        Option("12-14", "12 to 14"),
        Option("15-17", "15 to 17"),
        Option("18-25", "18 to 25"),
    )

    def show_to_staff(self, answer: Cleaned, question: QuestionDefinition) -> str:
        shown = self.show(answer, question)
        return f"Aged {shown}" if shown else ""


class Place(_Choice):
    """Where the sender lives, from a list of areas large enough not to point at anyone."""

    kind: ClassVar[str] = "place"
    label: ClassVar[str] = "Place"
    explanation: ClassVar[str] = "People choose an area from your list, or leave it. Use large areas."
    control: ClassVar[Control] = "select"
    describes_sender: ClassVar[bool] = True
