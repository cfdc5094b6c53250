"""The disclosure mask for one-way tables: counts of responses by category.

How hidden cells stay hidden. A reader is assumed to know the rules, the total, and even which
cells were hidden for being small. A hidden small count must still be able to take every value that
"too small to show" covers. Where the total would narrow that, further cells are hidden; where that
is not enough, the whole table is withheld and only its total is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from analysis.disclosure.cells import MaskedCell, mask_total, masked_cell, percent_text
from analysis.disclosure.rules import DEFAULT_RULES, AudienceClass, ClassRule, MaskRules


class TableKind(StrEnum):
    """How the categories of a one-way table relate to its base."""

    PARTITION = "partition"
    """Each response is in exactly one category: the counts add up to the base."""

    OVERLAPPING = "overlapping"
    """A response may be in several categories or none, as with themes."""


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
