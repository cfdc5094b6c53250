"""Rules about plans, free of storage: which figures may stand side by side, and when a plan is over."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

_AGES = re.compile(r"aged (\d+)\s*[-–]\s*(\d+)")
_LIKE_ENOUGH = 0.55


@dataclass(frozen=True)
class AboutPlan:
    """What every plan says of itself, however it came here."""

    title: str
    starts_on: date
    ends_on: date
    vision: str
    source_title: str
    source_url: str


@dataclass(frozen=True)
class Population:
    """One figure of how many there are, with all a reader must know before comparing it.

    Attributes:
        source: key of the plan whose source gives the figure.
        counts: what is counted, in the source's words.
        as_at: when it was so, None when the source does not say.
        percent: a share given instead of a number, in percent.
        percent_of_total: the share of the whole population that the source states, in percent.
    """

    key: str
    source: str
    counts: str
    value: int | None
    is_exact: bool
    percent: int | None
    percent_of_total: int | None
    as_at: str | None
    age_range: str | None

    @property
    def ages(self) -> tuple[int, int] | None:
        """The youngest and the oldest it counts; None when its source does not say."""
        found = _AGES.search(self.age_range or self.counts)
        return (int(found[1]), int(found[2])) if found else None

    @property
    def figure(self) -> str:
        """The figure as people read it."""
        if self.value is None:
            return f"{self.percent}%"
        return f"{self.value:,}" if self.is_exact else f"about {self.value:,}"


def may_compare(one: Population, other: Population) -> bool:
    """Whether two figures may stand in one chart: same source, both dated and to the same day, both numbers.

    A figure without a stated date is comparable with nothing: nobody knows what it would be compared with.
    """
    are_numbers = one.value is not None and other.value is not None
    return one.source == other.source and one.as_at is not None and one.as_at == other.as_at and are_numbers


def base_problem(figure: Population, youngest: int, oldest: int) -> str:
    """Why a figure cannot be the base for these ages; empty when it can.

    A base counts exactly the people asked, as one number, on a day that is known.
    """
    asked = f"ages {youngest} to {oldest}"
    if figure.value is None:
        return f"{figure.figure} is a share and not a number of people. Choose a number for {asked}."
    if figure.ages is None:
        return (
            f"{figure.figure} cannot be the base for {asked}: its source does not say which ages it counts, "
            "nor when or in which area. Choose a figure that says so."
        )
    if figure.ages != (youngest, oldest):
        return f"{figure.figure} counts ages {figure.ages[0]} to {figure.ages[1]}, and not {asked}."
    if figure.as_at is None:
        return f"{figure.figure} cannot be a base: its source gives no date. Choose a figure with one."
    return ""


def suggested_mapping(old: Mapping[int, str], new: Mapping[int, str]) -> dict[int, int]:
    """For each old heading the new one most like it, for a person to confirm; left out where none is like it.

    It compares letters only, so it is a suggestion and never more.
    """
    found = {}
    for old_id, heading in old.items():
        likeness = {
            new_id: SequenceMatcher(None, heading.casefold(), other.casefold()).ratio()
            for new_id, other in new.items()
        }
        best = max(likeness, key=lambda each: likeness[each], default=None)
        if best is not None and likeness[best] >= _LIKE_ENOUGH:
            found[old_id] = best
    return found


def not_comparable_with(one: Population, everyone: Sequence[Population]) -> tuple[Population, ...]:
    """The other figures that must never be put beside this one."""
    return tuple(other for other in everyone if other.key != one.key and not may_compare(one, other))


def period_words(starts_on: date, ends_on: date, today: date) -> str:
    """Where a plan's period stands, for its label."""
    if today > ends_on:
        return f"This plan ended in {ends_on.year}"
    if today < starts_on:
        return f"This plan starts in {starts_on.year}"
    return f"In force until {ends_on.year}"
