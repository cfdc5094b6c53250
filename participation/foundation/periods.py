"""Named stretches of days, such as school holidays and the run-up to an election. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """Some days in a row, the first and the last included, and what they are called."""

    name: str
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("the last day of a period must be its first day or later")

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last


def days_within(first: date, last: date, periods: Sequence[Period]) -> int:
    """How many of the days from `first` to `last` lie in any of the periods."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(any(period.holds(day) for period in periods) for day in days)


def touching(first: date, last: date, periods: Sequence[Period]) -> list[Period]:
    """The periods that share a day with those from `first` to `last`."""
    return [period for period in periods if period.first <= last and first <= period.last]
