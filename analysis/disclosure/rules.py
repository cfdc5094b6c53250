"""Which rules apply to whom: the smallest count shown, rounding, and when a percentage may be given.

One rounding holds for every file. The board hides less than the public does, and shows nothing finer: board
papers are published or asked for, so an exact count in one would undo the rounding of the public's page, and two
exact counts a quarter apart would say what a handful of new responses said. Where both show a figure, it is the
same figure. Only an analyst sees true counts, on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AudienceClass(StrEnum):
    """Who will see a table; decides which rules apply."""

    PUBLIC = "public"
    BOARD = "board"
    ANALYST = "analyst"


@dataclass(frozen=True)
class ClassRule:
    """The rules of one audience class; counts are numbers of responses."""

    minimum: int
    rounding: int
    percent_base: int
    suppressed_text: str
    hides_zero: bool

    def is_small(self, count: int) -> bool:
        """Say whether a count must be hidden for being small."""
        return count < self.minimum and (count > 0 or self.hides_zero)

    def shown(self, count: int) -> int:
        """Return the figure published for a count that is not hidden."""
        return (count + self.rounding // 2) // self.rounding * self.rounding

    def possible(self, count: int) -> tuple[int, int]:
        """Return the least and greatest true counts behind the figure published for `count`."""
        if count == 0 and not self.hides_zero:
            return (0, 0)
        figure = self.shown(count)
        lowest = max(figure - self.rounding // 2, self.minimum)
        return (lowest, figure + self.rounding - self.rounding // 2 - 1)

    def small_range(self) -> tuple[int, int]:
        """Return the least and greatest counts that are hidden for being small."""
        return (0 if self.hides_zero else 1, self.minimum - 1)


@dataclass(frozen=True)
class MaskRules:
    """The thresholds of every audience class, filled from the settings.

    `public_minimum` and `board_minimum` are the smallest counts shown; `rounding` is what counts in
    files are rounded to; `rank_base` is the base below which ranks are given in words.
    """

    public_minimum: int = 10
    public_percent_base: int = 30
    board_minimum: int = 6
    board_percent_base: int = 20
    rounding: int = 5
    rank_base: int = 50
    public_suppressed_text: str = "too few to show"
    staff_suppressed_text: str = "[c]"

    def __post_init__(self) -> None:
        """Refuse thresholds under which rounding would reach below the smallest count shown."""
        for name in ("public", "board"):
            if not 1 <= self.rounding <= getattr(self, f"{name}_minimum"):
                raise ValueError(f"rounding must lie between 1 and the {name} minimum")

    def for_class(self, audience: AudienceClass) -> ClassRule:
        """Return the rules of one audience class."""
        if audience is AudienceClass.PUBLIC:
            return ClassRule(
                self.public_minimum,
                self.rounding,
                self.public_percent_base,
                self.public_suppressed_text,
                hides_zero=True,
            )
        if audience is AudienceClass.BOARD:
            return ClassRule(
                self.board_minimum,
                self.rounding,
                self.board_percent_base,
                self.staff_suppressed_text,
                hides_zero=False,
            )
        return ClassRule(0, 1, 1, self.staff_suppressed_text, hides_zero=False)


DEFAULT_RULES = MaskRules()


def may_describe_quote(
    descriptor_count: int, audience: AudienceClass, rules: MaskRules = DEFAULT_RULES
) -> bool:
    """Say whether a quote may carry a descriptor (such as an age band) that so many responses share."""
    return audience is AudienceClass.ANALYST or descriptor_count >= rules.public_minimum
