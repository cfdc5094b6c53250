"""Questions answered with a number or a day, kept in one canonical form so that they can be counted."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar

from surveys.definition import QuestionDefinition
from surveys.question_types.base import AnswerProblem, Cleaned, Control, QuestionType, Summary
from surveys.question_types.sentences import ONE_DAY, WHOLE_NUMBER

#: Limits of a number when staff set none. Low enough that no phone number fits.
SMALLEST, LARGEST = 0, 1000
#: The widest limits staff may set.
WIDEST = 1_000_000
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y")
YEARS = range(1900, 2101)
LONGEST_TYPED = 40


class _OneValue(QuestionType):
    """What both share: one value on one line."""

    def from_cell(self, cell: str, question: QuestionDefinition) -> list[str]:
        return [cell]

    def to_cell(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return " ".join(answer.choices)


class Number(_OneValue):
    """A whole number between two limits."""

    kind: ClassVar[str] = "number"
    label: ClassVar[str] = "Number"
    explanation: ClassVar[str] = "A whole number, such as how many days a week. Never a phone number."
    control: ClassVar[Control] = "number"
    takes_limits: ClassVar[bool] = True

    def clean(self, values: Sequence[str], question: QuestionDefinition) -> Cleaned | AnswerProblem:
        typed = [value.strip() for value in values if value.strip()]
        if not typed:
            return Cleaned()
        least, most = _limits(question)
        number = _whole_number(typed[0])
        if number is None or len(typed) > 1 or not least <= number <= most:
            return AnswerProblem.of(question, WHOLE_NUMBER, least=f"{least:,}", most=f"{most:,}")
        return Cleaned(choices=(str(number),))

    def show(self, answer: Cleaned, question: QuestionDefinition) -> str:
        return " ".join(answer.choices)

    def summarise(self, counted: Mapping[tuple[str, ...], int], question: QuestionDefinition) -> Summary:
        numbers = sorted((int(chosen[0]), count) for chosen, count in counted.items())
        base = sum(count for _, count in numbers)
        rows = tuple((str(number), count) for number, count in numbers)
        return Summary(base, rows, f"The middle number is {_middle(numbers, base)}." if base else "")

    def example(self, question: QuestionDefinition) -> Cleaned:
        return Cleaned(choices=(str(_limits(question)[0]),))

    def problems(self, question: QuestionDefinition) -> list[str]:
        least, most = _limits(question)
        found = super().problems(question)
        if least >= most:
            found.append(f"“{question.wording}”: the largest number must be more than the smallest.")
        if max(abs(least), abs(most)) > WIDEST:
            found.append(f"“{question.wording}”: numbers go to {WIDEST:,} at most.")
        return found


class Day(_OneValue):
    """A day, written in any of the usual ways."""

    kind: ClassVar[str] = "day"
    label: ClassVar[str] = "Date"
    explanation: ClassVar[str] = "A day, such as when something happened. Never a date of birth."
    control: ClassVar[Control] = "short_text"

    def clean(self, values: Sequence[str], question: QuestionDefinition) -> Cleaned | AnswerProblem:
        typed = [" ".join(value.split()) for value in values if value.strip()]
        if not typed:
            return Cleaned()
        day = _day(typed[0]) if len(typed) == 1 else None
        if day is None:
            return AnswerProblem.of(question, ONE_DAY)
        return Cleaned(choices=(day.isoformat(),))

    def show(self, answer: Cleaned, question: QuestionDefinition) -> str:
        days = (date.fromisoformat(each) for each in answer.choices)
        return " ".join(f"{day.day} {day:%B} {day.year}" for day in days)

    def summarise(self, counted: Mapping[tuple[str, ...], int], question: QuestionDefinition) -> Summary:
        """By month: a single day can point at a person."""
        months: dict[date, int] = {}
        for chosen, count in counted.items():
            month = date.fromisoformat(chosen[0]).replace(day=1)
            months[month] = months.get(month, 0) + count
        rows = tuple((f"{month:%B} {month.year}", months[month]) for month in sorted(months))
        return Summary(sum(counted.values()), rows)

    def from_cell(self, cell: str, question: QuestionDefinition) -> list[str]:
        """A workbook's own days come with an hour that says nothing."""
        return [cell.strip().removesuffix("T00:00:00").removesuffix(" 00:00:00")]

    def example(self, question: QuestionDefinition) -> Cleaned:
        return Cleaned(choices=("2027-03-27",))


def _limits(question: QuestionDefinition) -> tuple[int, int]:
    least = SMALLEST if question.least is None else question.least
    return least, LARGEST if question.most is None else question.most


def _whole_number(typed: str) -> int | None:
    """The number in digits of any script, with commas between thousands or without."""
    plain = typed.replace(",", "").replace("\u2212", "-")
    digits = plain.removeprefix("-")
    return int(plain) if digits.isdecimal() and len(digits) <= LONGEST_TYPED else None


def _day(typed: str) -> date | None:
    if len(typed) > LONGEST_TYPED:
        return None
    for written in DAY_FORMATS:
        try:
            day = datetime.strptime(typed, written).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
        return day if day.year in YEARS else None
    return None


def _middle(numbers: Sequence[tuple[int, int]], base: int) -> int:
    """The lower median, which somebody really wrote."""
    seen = 0
    for number, count in numbers:
        seen += count
        if seen * 2 >= base:
            return number
    raise ValueError("there are no numbers")
