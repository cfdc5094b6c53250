"""What the partnership measures of itself: how much, how well, and who is better off. Pure.

How all children fare (population) and how a service does (performance) are two things and never share a table.
No number stands without its definition, its source and its date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

SATURDAY = 5
NOT_KNOWN = "not known yet"


class Column(StrEnum):
    """The three questions a performance measure may answer, in the words of the 2017 strategy."""

    HOW_MUCH = "How much we do"
    HOW_WELL = "To what quality"
    BETTER_OFF = "Who is better off as a result"

    @property
    def key(self) -> str:
        """The short name it is stored by."""
        return self.name.lower()


@dataclass(frozen=True)
class Measure:
    """One performance measure with all a reader must know of it."""

    column: Column
    name: str
    value: str
    definition: str
    source: str
    as_at: date

    def __post_init__(self) -> None:
        if not (self.definition and self.source):
            raise ValueError(f"{self.name} needs a definition and a source")


def working_days(first: date, last: date) -> int:
    """Working days from one day to another, the first not counted; bank holidays count as working days."""
    days = (first + timedelta(days=step) for step in range(1, (last - first).days + 1))
    return sum(day.weekday() < SATURDAY for day in days)


def share_within(spans: Iterable[tuple[date, date, int]], most_working_days: int) -> tuple[int, int]:
    """Of things given as (begun, ended, how many), how many ended in time, and how many there are."""
    in_time = total = 0
    for begun, ended, count in spans:
        total += count
        in_time += count if working_days(begun, ended) <= most_working_days else 0
    return in_time, total


def part_of(part: int, whole: int) -> str:
    """A part with its base, as people read it."""
    return f"{part:,} of {whole:,}" if whole else NOT_KNOWN


def middle(days: Iterable[int]) -> str:
    """The median of some numbers of days."""
    known = sorted(days)
    return f"{median(known):g} days (median of {len(known)})" if known else NOT_KNOWN
