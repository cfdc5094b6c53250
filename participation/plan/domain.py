"""Rules about plans, free of storage: which figures may stand side by side, and when a plan is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


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
