"""The disclosure mask: the one way in which counts leave the analysis.

Every page, chart, file and alternative text is made from the masked tables built here, never from
raw counts, so that all of them say the same and no small group of children can be worked out from
any of them. The rules follow common practice in official statistics: the 10-and-5 rule for the
public (counts under ten hidden, the rest rounded to the nearest five), and the hiding of one to
five with secondary suppression for partners.

How hidden cells stay hidden. A reader is assumed to know the rules, the total, and even which
cells were hidden for being small. A hidden small count must still be able to take every value that
"too small to show" covers. Where the total would narrow that, further cells are hidden; where that
is not enough, the whole table is withheld and only its total is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class AudienceClass(StrEnum):
    """Who will see a table; decides which rules apply."""

    PUBLIC = "public"
    BOARD = "board"
    ANALYST = "analyst"


class TableKind(StrEnum):
    """How the categories of a one-way table relate to its base."""

    PARTITION = "partition"
    """Each response is in exactly one category: the counts add up to the base."""

    OVERLAPPING = "overlapping"
    """A response may be in several categories or none, as with themes."""


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

    `public_minimum` and `board_minimum` are the smallest counts shown; `rank_base` is the base
    below which ranks are given in words.
    """

    public_minimum: int = 10
    public_rounding: int = 5
    public_percent_base: int = 30
    board_minimum: int = 6
    board_rounding: int = 1
    board_percent_base: int = 20
    rank_base: int = 50
    public_suppressed_text: str = "too few to show"
    staff_suppressed_text: str = "[c]"

    def __post_init__(self) -> None:
        """Refuse thresholds under which rounding would reach below the smallest count shown."""
        for name in ("public", "board"):
            minimum, rounding = getattr(self, f"{name}_minimum"), getattr(self, f"{name}_rounding")
            if not 1 <= rounding <= minimum:
                raise ValueError(f"{name} rounding must lie between 1 and the {name} minimum")

    def for_class(self, audience: AudienceClass) -> ClassRule:
        """Return the rules of one audience class."""
        if audience is AudienceClass.PUBLIC:
            return ClassRule(
                self.public_minimum,
                self.public_rounding,
                self.public_percent_base,
                self.public_suppressed_text,
                hides_zero=True,
            )
        if audience is AudienceClass.BOARD:
            return ClassRule(
                self.board_minimum,
                self.board_rounding,
                self.board_percent_base,
                self.staff_suppressed_text,
                hides_zero=False,
            )
        return ClassRule(0, 1, 1, self.staff_suppressed_text, hides_zero=False)


DEFAULT_RULES = MaskRules()


@dataclass(frozen=True)
class MaskedCell:
    """One count as it may be shown: `value` is the published figure, None when hidden."""

    text: str
    value: int | None
    is_suppressed: bool
    is_rounded: bool = False


@dataclass(frozen=True)
class MaskedTable:
    """A one-way table as it may be shown, with its base and the rules it was made under."""

    audience: AudienceClass
    kind: TableKind
    base: MaskedCell
    cells: Mapping[str, MaskedCell]
    is_withheld: bool
    percent_base: int
    rank_base: int

    def percent_text(self, key: str) -> str:
        """Return a whole-number percentage of published figures, or "" when there is none to give."""
        return percent_text(self.cells[key], self.base, self.percent_base)

    @property
    def uses_ranks(self) -> bool:
        """Say whether the base is so small that ranks in words serve better than figures."""
        return self.base.value is None or self.base.value < self.rank_base


def mask_total(count: int, audience: AudienceClass, rules: MaskRules = DEFAULT_RULES) -> MaskedCell:
    """Mask one number of responses that stands on its own, such as a base."""
    rule = rules.for_class(audience)
    return masked_cell(count, rule, is_hidden=rule.is_small(count))


def mask_counts(
    counts: Mapping[str, int],
    base: int,
    audience: AudienceClass,
    rules: MaskRules = DEFAULT_RULES,
    *,
    kind: TableKind,
    is_sensitive: bool = False,
) -> MaskedTable:
    """Mask a one-way table of counts of responses by category.

    `is_sensitive` also hides "nobody" and "everybody", and counts within a few of either.
    Raises ValueError when the counts cannot belong to the base.
    """
    _check_counts(counts, base, kind)
    rule = rules.for_class(audience)
    masked_base = mask_total(base, audience, rules)
    if masked_base.is_suppressed:
        hidden = set(counts)
    else:
        hidden = _hidden_keys(counts, base, rule, kind, is_sensitive)
    return MaskedTable(
        audience=audience,
        kind=kind,
        base=masked_base,
        cells={key: masked_cell(count, rule, is_hidden=key in hidden) for key, count in counts.items()},
        is_withheld=bool(counts) and len(hidden) == len(counts),
        percent_base=rule.percent_base,
        rank_base=rules.rank_base,
    )


def masked_cell(count: int, rule: ClassRule, *, is_hidden: bool) -> MaskedCell:
    """Make the cell of one count once a table has decided whether it is hidden."""
    if is_hidden:
        return MaskedCell(rule.suppressed_text, None, is_suppressed=True)
    figure = rule.shown(count)
    return MaskedCell(f"{figure:,}", figure, is_suppressed=False, is_rounded=rule.rounding > 1)


def percent_text(cell: MaskedCell, base: MaskedCell, percent_base: int) -> str:
    """Return a whole-number percentage made from published figures only, "" when not allowed."""
    if cell.value is None or base.value is None or base.value < max(percent_base, 1):
        return ""
    return f"{min(100, round(100 * cell.value / base.value))}%"


def count_in_words(cell: MaskedCell, base: MaskedCell) -> str:
    """Say a count together with its base: "about 140 of 400 responses"."""
    about = "about " if cell.is_rounded else ""
    noun = "response" if base.value == 1 else "responses"
    if cell.value is None or base.value is None:
        return cell.text if cell.is_suppressed else f"{about}{cell.text} responses"
    return f"{about}{cell.value:,} of {base.value:,} {noun}"


def ranks_in_words(table: MaskedTable) -> dict[str, str]:
    """Rank categories by their published figures; equal figures share a rank, hidden ones have none."""
    figures = sorted({cell.value for cell in table.cells.values() if cell.value is not None}, reverse=True)
    return {
        key: cell.text
        if cell.value is None
        else _rank_words(figures.index(cell.value), _is_shared(cell.value, table.cells.values()))
        for key, cell in table.cells.items()
    }


def may_describe_quote(
    descriptor_count: int, audience: AudienceClass, rules: MaskRules = DEFAULT_RULES
) -> bool:
    """Say whether a quote may carry a descriptor (such as an age band) that so many responses share."""
    return audience is AudienceClass.ANALYST or descriptor_count >= rules.public_minimum


def table_note(audience: AudienceClass, rules: MaskRules = DEFAULT_RULES) -> str:
    """Explain in a sentence, above a table, what its figures leave out."""
    rule = rules.for_class(audience)
    if audience is AudienceClass.ANALYST:
        return "True counts, for the screen only."
    if audience is AudienceClass.PUBLIC:
        return (
            f"Numbers are rounded to the nearest {rule.rounding}. Where fewer than {rule.minimum} "
            "responses said something, we do not show how many, so that nobody can be picked out."
        )
    rounded = f" Other counts are rounded to the nearest {rule.rounding}." if rule.rounding > 1 else ""
    return (
        f"{rule.suppressed_text} means confidential: a count of 1 to {rule.minimum - 1}, or one hidden "
        f"so that such a count cannot be worked out.{rounded}"
    )


def _rank_words(position: int, is_shared: bool) -> str:
    places = ("most often", "second most often", "third most often")
    words = places[position] if position < len(places) else "less often"
    return f"came up {words}, with others" if is_shared and position < len(places) else f"came up {words}"


def _is_shared(value: int, cells: Iterable[MaskedCell]) -> bool:
    return sum(cell.value == value for cell in cells) > 1


def _check_counts(counts: Mapping[str, int], base: int, kind: TableKind) -> None:
    if base < 0 or any(count < 0 for count in counts.values()):
        raise ValueError("a count of responses is never negative")
    if any(count > base for count in counts.values()):
        raise ValueError("a category cannot hold more responses than its base")
    if kind is TableKind.PARTITION and counts and sum(counts.values()) != base:
        raise ValueError("the counts of a partition must add up to its base")


def _hidden_keys(
    counts: Mapping[str, int], base: int, rule: ClassRule, kind: TableKind, is_sensitive: bool
) -> set[str]:
    """Choose what to hide. Each step is judged from what is published, so the choice itself tells little."""
    sensitive = is_sensitive and rule.minimum > 0
    small = {
        key
        for key, count in counts.items()
        if rule.is_small(count) or (sensitive and (count == 0 or base - count < rule.minimum))
    }
    if not small:
        return small
    nonzero = sorted((key for key in counts if key not in small and counts[key]), key=lambda k: counts[k])
    for extra in range(min(2, len(nonzero)) + 1):
        hidden = small | set(nonzero[:extra])
        if _is_protected(counts, base, rule, kind, small, hidden):
            return hidden
    return set(counts)


def _is_protected(
    counts: Mapping[str, int], base: int, rule: ClassRule, kind: TableKind, small: set[str], hidden: set[str]
) -> bool:
    """Check that every small count keeps all its possible values, knowing the total and what is shown."""
    ranges = _known_ranges(counts, base, rule, small, hidden)
    base_low, base_high = rule.possible(base)
    all_low = sum(low for low, _ in ranges.values())
    all_high = sum(high for _, high in ranges.values())
    for key in small:
        low, high = ranges[key]
        least = base_low - (all_high - high)
        greatest = base_high - (all_low - low) if kind is TableKind.PARTITION else high
        covers_all = kind is TableKind.PARTITION or least <= high
        if greatest < high or (covers_all and least > low):
            return False
    return True


def _known_ranges(
    counts: Mapping[str, int], base: int, rule: ClassRule, small: set[str], hidden: set[str]
) -> dict[str, tuple[int, int]]:
    """Return what a well-informed reader knows of each count before using the total."""
    shown = [counts[key] for key in counts if key not in hidden and counts[key]]
    smallest_shown = min((rule.possible(count)[1] for count in shown), default=rule.possible(base)[1])
    ranges: dict[str, tuple[int, int]] = {}
    for key, count in counts.items():
        if key in small:
            ranges[key] = rule.small_range()
        elif key in hidden:
            ranges[key] = (rule.minimum, smallest_shown)
        else:
            ranges[key] = rule.possible(count)
    return ranges
