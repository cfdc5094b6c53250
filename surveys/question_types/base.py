"""What every type of question can do. No type is asked about by name anywhere else."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol, Self

from surveys.definition import KEY, OPTION_ID, OTHER, RESERVED_KEYS, Option, QuestionDefinition

Written = Literal["text_area", "short_text", "number"]
Chosen = Literal["radios", "checkboxes", "select", "pictures", "places"]
Control = Written | Chosen | Literal["drawing", "nothing"]


class Fields(Protocol):
    """The fields of a form that was sent."""

    def getlist(self, key: str) -> list[str]:
        """The values sent under a name; none when it was not sent."""


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
    """Why an answer cannot be taken as it is, and how to put it right; it names its question.

    Attributes:
        pattern: the sentence with names in place of values, under which its translation is found.
        values: what stands for those names.
    """

    question_key: str
    pattern: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.pattern % dict(self.values) if self.values else self.pattern

    @classmethod
    def of(cls, question: QuestionDefinition, pattern: str, **values: object) -> Self:
        """The problem with an answer to this question."""
        said = {"question": question.wording, **{name: str(value) for name, value in values.items()}}
        return cls(question.key, pattern, tuple(said.items()))


@dataclass(frozen=True)
class Summary:
    """The answers to one question, counted.

    Attributes:
        base: how many answered it.
        rows: what they said and how many said it; one person may be in several.
        note: what a number alone does not show, such as the middle one.
    """

    base: int
    rows: tuple[tuple[str, int], ...]
    note: str = ""


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
        asks: whether there is anything to answer.
        takes_other: whether staff may let people write something else.
        takes_limits: whether staff may say the smallest and the largest number.
        takes_pictures: whether options have a drawing each.
        can_steer: whether later questions may depend on what is chosen here.
        may_choose_several: whether one answer may hold several options.
        needs_helper: whether only a helper can take the answer, so that it is never asked of one person alone.
    """

    kind: ClassVar[str]
    label: ClassVar[str]
    explanation: ClassVar[str]
    control: ClassVar[Control]
    needs_options: ClassVar[bool] = False
    default_options: ClassVar[tuple[Option, ...]] = ()
    holds_words: ClassVar[bool] = False
    describes_sender: ClassVar[bool] = False
    asks: ClassVar[bool] = True
    takes_other: ClassVar[bool] = False
    takes_limits: ClassVar[bool] = False
    takes_pictures: ClassVar[bool] = False
    can_steer: ClassVar[bool] = False
    may_choose_several: ClassVar[bool] = False
    needs_helper: ClassVar[bool] = False

    @property
    def way(self) -> str:
        """How people answer, as the public record names it; empty when there is nothing to answer."""
        if not self.asks:
            return ""
        if self.holds_words:
            return "In their own words"
        if self.takes_pictures:
            return "By choosing a picture"
        return "By choosing from a list" if self.can_steer else "With a number, a day or an order"

    @abstractmethod
    def clean(self, values: Sequence[str], question: QuestionDefinition) -> Cleaned | AnswerProblem:
        """The answer in `values` (as a form sent them), or what is wrong with it."""

    @abstractmethod
    def show(self, answer: Cleaned, question: QuestionDefinition) -> str:
        """The answer as its sender reads it back; empty when blank."""

    @abstractmethod
    def summarise(self, counted: Mapping[tuple[str, ...], int], question: QuestionDefinition) -> Summary:
        """What was chosen, counted. Words are never counted: they are read and themed.

        Args:
            counted: what was chosen to how many chose exactly that; nobody chose nothing.
        """

    @abstractmethod
    def from_cell(self, cell: str, question: QuestionDefinition) -> list[str]:
        """The values a form would have sent for what stands in the cell of a table."""

    @abstractmethod
    def to_cell(self, answer: Cleaned, question: QuestionDefinition) -> str:
        """The answer as a cell of a table, from which `from_cell` gives the same answer again."""

    @abstractmethod
    def example(self, question: QuestionDefinition) -> Cleaned:
        """An answer such as somebody might give, to show how one is written into a table."""

    def read(self, form: Fields, question: QuestionDefinition) -> list[str]:
        """The values a form sent for this question."""
        return form.getlist(question.key)

    def offered(self, question: QuestionDefinition) -> tuple[Option, ...]:
        """What people can choose from, in order."""
        return question.options

    def show_to_staff(self, answer: Cleaned, question: QuestionDefinition) -> str:
        """The answer as staff read it beside a view; the same words unless a type says otherwise."""
        return self.show(answer, question)

    def problems(self, question: QuestionDefinition) -> list[str]:
        """What must be put right before the question can be asked; empty when nothing."""
        found = []
        is_key = KEY.fullmatch(question.key) and not question.key.endswith(OTHER)
        if not is_key or question.key in RESERVED_KEYS or not KEY.fullmatch(question.other_key):
            found.append(f"The key “{question.key}” cannot be used. Use letters and digits, such as q1.")
        if not question.wording.strip():
            found.append(f"Question {question.key}: write what you ask.")
        if question.has_other and not self.takes_other:
            found.append(f"“{question.wording}”: this type does not take something else.")
        if (question.least, question.most) != (None, None) and not self.takes_limits:
            found.append(f"“{question.wording}”: only a number has a smallest and a largest.")
        if any(option.picture for option in question.options) and not self.takes_pictures:
            found.append(f"“{question.wording}”: only a picture choice has pictures.")
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
