"""What every type of question can do. No type is asked about by name anywhere else."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from surveys.definition import KEY, OPTION_ID, RESERVED_KEYS, Option, QuestionDefinition

Control = Literal["text_area", "short_text", "radios", "checkboxes", "select"]


@dataclass(frozen=True)
class Cleaned:
    """An answer that was accepted: words, or ids of options, or neither when it was left blank."""

    words: str = ""
    choices: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was said."""
        return not self.words and not self.choices

    @property
    def canonical(self) -> str:
        """The one form in which the answer is compared with a repeat of it."""
        return self.words or " ".join(self.choices)


@dataclass(frozen=True)
class AnswerProblem:
    """Why an answer cannot be taken as it is, and how to put it right; it names its question."""

    question_key: str
    message: str


class QuestionType(ABC):
    """One way of answering. Everything is optional, so a blank answer is never a problem.

    Attributes:
        kind: the name it is stored under.
        label: the name staff choose it by.
        explanation: one line for staff on when to use it.
        control: which form control shows it.
        needs_options: whether staff write a list of options.
        default_options: the options it starts with.
        holds_words: whether answers are words (sealed as they are stored) rather than option ids.
        describes_sender: whether answers say something of who sent the view (a descriptor in counts).
    """

    kind: ClassVar[str]
    label: ClassVar[str]
    explanation: ClassVar[str]
    control: ClassVar[Control]
    needs_options: ClassVar[bool] = False
    default_options: ClassVar[tuple[Option, ...]] = ()
    holds_words: ClassVar[bool] = False
    describes_sender: ClassVar[bool] = False

    @abstractmethod
    def clean(self, values: Sequence[str], question: QuestionDefinition) -> Cleaned | AnswerProblem:
        """The answer in `values` (as a form sent them), or what is wrong with it."""

    @abstractmethod
    def show(self, answer: Cleaned, question: QuestionDefinition) -> str:
        """The answer as its sender reads it back; empty when blank."""

    def show_to_staff(self, answer: Cleaned, question: QuestionDefinition) -> str:
        """The answer as staff read it beside a view; the same words unless a type says otherwise."""
        return self.show(answer, question)

    def problems(self, question: QuestionDefinition) -> list[str]:
        """What must be put right before the question can be asked; empty when nothing."""
        found = []
        if not KEY.fullmatch(question.key) or question.key in RESERVED_KEYS:
            found.append(f"The key “{question.key}” cannot be used. Use letters and digits, such as q1.")
        if not question.wording.strip():
            found.append(f"Question {question.key}: write what you ask.")
        return found


def option_problems(question: QuestionDefinition) -> list[str]:
    """What is wrong with the list of options; empty when nothing."""
    found = []
    ids = [option.id for option in question.options]
    if len(ids) < 2:
        found.append(f"“{question.wording}”: give at least two options.")
    if len(set(ids)) != len(ids):
        found.append(f"“{question.wording}”: two options have the same id.")
    if not all(OPTION_ID.fullmatch(each) for each in ids):
        found.append(f"“{question.wording}”: option ids are small letters, digits and hyphens.")
    if not all(option.label.strip() for option in question.options):
        found.append(f"“{question.wording}”: an option has no words.")
    return found
