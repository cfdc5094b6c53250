"""Questions answered by choosing from a list."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import ClassVar

from surveys.definition import NOT_SURE, Option, QuestionDefinition
from surveys.question_types.band_cells import band_in
from surveys.question_types.base import (
    AnswerProblem,
    Cleaned,
    Control,
    QuestionType,
    Summary,
    option_problems,
)
from surveys.question_types.sentences import FROM_LIST, ONE_ONLY

#: Between several choices in one cell of a table.
SEPARATOR = ";"


def option_id_in(cell: str, options: Sequence[Option]) -> str:
    """The id of the option a cell names by its id or its label; the cell itself when it names none."""
    wanted = cell.strip().casefold()
    if any(each.id == wanted for each in options):
        return wanted
    return next((each.id for each in options if each.label.strip().casefold() == wanted), cell)


def ids_in(cell: str, options: Sequence[Option]) -> list[str]:
    """The ids a cell names: it is one option as it stands, or several with semicolons between them."""
    whole = option_id_in(cell, options)
    parts = [cell] if whole in {option.id for option in options} else cell.split(SEPARATOR)
    return [option_id_in(part, options) for part in parts if part.strip()]


def cell_of(ids: Sequence[str], options: Sequence[Option]) -> str:
    """What a cell says for these options: their labels, or the id where a label alone would be misread."""
    labels = {option.id: option.label for option in options}
    parts = [
        labels[each]
        if SEPARATOR not in labels[each] and option_id_in(labels[each], options) == each
        else each
        for each in ids
    ]
    return f"{SEPARATOR} ".join(parts)


class _Choice(QuestionType):
    """What all lists share: only options on the list count, in the order of the list."""

    needs_options: ClassVar[bool] = True
    can_steer: ClassVar[bool] = True
    offers_not_sure: ClassVar[bool] = True

    def offered(self, question: QuestionDefinition) -> tuple[Option, ...]:
        if not self.offers_not_sure or any(option.id == NOT_SURE.id for option in question.options):
            return question.options
        return (*question.options, question.not_sure)

    def clean(self, values: Sequence[str], question: QuestionDefinition) -> Cleaned | AnswerProblem:
        chosen = {value.strip() for value in values} - {""}
        known = tuple(option.id for option in self.offered(question) if option.id in chosen)
        if len(known) < len(chosen):
            return AnswerProblem.of(question, FROM_LIST)
        if len(known) > 1 and not self.may_choose_several:
            return AnswerProblem.of(question, ONE_ONLY)
        return Cleaned(choices=known)

    def show(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return ", ".join(question.label_of(each) for each in answer.choices)

    def summarise(self, counted: Mapping[tuple[str, ...], int], question: QuestionDefinition) -> Summary:
        totals: Counter[str] = Counter()
        for chosen, number in counted.items():
            totals.update(dict.fromkeys(chosen, number))
        gone = sorted(set(totals) - {option.id for option in self.offered(question)})
        ids = [*(option.id for option in self.offered(question)), *gone]
        return Summary(sum(counted.values()), tuple((question.label_of(each), totals[each]) for each in ids))

    def from_cell(self, cell: str, question: QuestionDefinition) -> list[str]:
        return ids_in(cell, self.offered(question))

    def to_cell(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return cell_of(answer.choices, self.offered(question))

    def example(self, question: QuestionDefinition) -> Cleaned:
        most = 2 if self.may_choose_several else 1
        return Cleaned(choices=tuple(option.id for option in question.options[:most]))

    def problems(self, question: QuestionDefinition) -> list[str]:
        return [*super().problems(question), *option_problems(question)]


class OneChoice(_Choice):
    """One of a list."""

    kind: ClassVar[str] = "one_choice"
    label: ClassVar[str] = "One choice"
    explanation: ClassVar[str] = "People choose one option from your list."
    control: ClassVar[Control] = "radios"
    takes_other: ClassVar[bool] = True


class SeveralChoices(_Choice):
    """Any number of a list."""

    kind: ClassVar[str] = "several_choices"
    label: ClassVar[str] = "Several choices"
    explanation: ClassVar[str] = "People choose as many options from your list as they like."
    control: ClassVar[Control] = "checkboxes"
    may_choose_several: ClassVar[bool] = True
    takes_other: ClassVar[bool] = True


class PictureChoice(_Choice):
    """Any number of a list whose options have a drawing each, for those who read little or not at all."""

    kind: ClassVar[str] = "picture_choice"
    label: ClassVar[str] = "Picture choice"
    explanation: ClassVar[str] = "A drawing with each option. People choose as many as they like."
    control: ClassVar[Control] = "pictures"
    may_choose_several: ClassVar[bool] = True
    takes_other: ClassVar[bool] = True
    takes_pictures: ClassVar[bool] = True
    #: Our drawings, as `components/illustrations.html` has them.
    pictures: ClassVar[tuple[str, ...]] = (
        *("arch", "bike", "book", "bus", "calendar", "clock", "helper", "nobody", "pencil", "phone"),
        *("swing", "tree", "wave"),
    )

    def problems(self, question: QuestionDefinition) -> list[str]:
        unknown = [option for option in question.options if option.picture not in self.pictures]
        known = ", ".join(self.pictures)
        return [
            *super().problems(question),
            *(f"“{each.label}”: choose its picture among {known}." for each in unknown),
        ]


class AgreeScale(_Choice):
    """How much somebody agrees, in words: no numbers to interpret and no faces that nudge."""

    kind: ClassVar[str] = "agree_scale"
    label: ClassVar[str] = "Agree or disagree"
    explanation: ClassVar[str] = "People say in words how much they agree with what you write."
    control: ClassVar[Control] = "radios"
    default_options: ClassVar[tuple[Option, ...]] = (
        Option("agree-a-lot", "I agree a lot"),
        Option("agree-a-bit", "I agree a bit"),
        Option("in-the-middle", "I am in the middle"),
        Option("disagree-a-bit", "I disagree a bit"),
        Option("disagree-a-lot", "I disagree a lot"),
    )


class AgeBand(_Choice):
    """How old the sender is, in bands only: never a date of birth."""

    kind: ClassVar[str] = "age_band"
    label: ClassVar[str] = "Age band"
    explanation: ClassVar[str] = "People choose the band their age is in. Never ask for a date of birth."
    control: ClassVar[Control] = "radios"
    describes_sender: ClassVar[bool] = True
    offers_not_sure: ClassVar[bool] = False
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

    def from_cell(self, cell: str, question: QuestionDefinition) -> list[str]:
        """A band, or what a spreadsheet made of one, or an age, of which only its band is kept."""
        bands = [option.id for option in self.offered(question)]
        return [each if each in bands else band_in(each, bands) for each in super().from_cell(cell, question)]


class Place(_Choice):
    """Where the sender lives, from a list of areas large enough not to point at anyone."""

    kind: ClassVar[str] = "place"
    label: ClassVar[str] = "Place"
    explanation: ClassVar[str] = "People choose an area from your list, or leave it. Use large areas."
    control: ClassVar[Control] = "select"
    describes_sender: ClassVar[bool] = True
    offers_not_sure: ClassVar[bool] = False
