"""Tables behind the pictures of the desk: themes by group and over time, masked as for the board. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure import AudienceClass, MaskedCell, MaskRules, mask_cross_table, percent_text
from analysis.quality.measuring import beyond_chance

AUDIENCE = AudienceClass.BOARD
MOST_THEMES, MOST_COLUMNS = 20, 24
MORE, LESS = "more", "less"


@dataclass(frozen=True)
class ComparedCell:
    """One theme in one group: the masked count, its share of the group, and whether that stands out."""

    count: MaskedCell
    share: str
    stands_out: str


@dataclass(frozen=True)
class Comparison:
    """Themes (rows) by groups (columns), in the order given."""

    rows: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    bases: Mapping[str, MaskedCell]
    cells: Mapping[tuple[str, str], ComparedCell]
    is_withheld: bool

    @property
    def summary(self) -> str:
        """In a sentence or two, what stands out."""
        if self.is_withheld:
            return "Too few responses in these groups to show."
        found = [
            f"{name} comes up {self.cells[key, column].stands_out} often in “{column}”"
            for key, name in self.rows
            for column in self.columns
            if self.cells[key, column].stands_out
        ]
        if not found:
            return "No theme stands out in any group beyond what chance explains."
        return "; ".join(found[:8]) + (f"; and {len(found) - 8} more." if len(found) > 8 else ".")


def compare(
    themes: Sequence[tuple[str, str]],
    columns: Sequence[str],
    counts: Mapping[tuple[str, str], int],
    bases: Mapping[str, int],
    rules: MaskRules,
    *,
    tests: bool = True,
) -> Comparison:
    """Mask the table, and mark the cells whose share differs from all other groups together.

    Fisher's exact test for each cell that is shown, with Benjamini and Hochberg's correction over all of them.

    Args:
        themes: (key, name), the largest first; only the first twenty are shown.
        counts: (theme key, column) to responses; bases: column to responses.
    """
    shown, kept = tuple(themes[:MOST_THEMES]), tuple(c for c in columns[:MOST_COLUMNS] if bases.get(c))
    keys = [key for key, _ in shown]
    wanted = {(key, column): counts.get((key, column), 0) for key in keys for column in kept}
    if not keys or not kept:
        return Comparison(shown, kept, {}, {}, is_withheld=True)
    masked = mask_cross_table(
        keys, kept, wanted, AUDIENCE, rules, column_bases={column: bases[column] for column in kept}
    )
    open_cells = [
        cell
        for cell, count in masked.cells.items()
        if count.value is not None and masked.column_totals[cell[1]].value is not None
    ]
    total = sum(bases[column] for column in kept)
    rows = {key: sum(wanted[key, column] for column in kept) for key in keys}
    flags: dict[tuple[str, str], str] = {}
    if tests and len(kept) > 1:
        chances = [_chance(wanted[cell], bases[cell[1]], rows[cell[0]], total) for cell in open_cells]
        for cell, flag in zip(open_cells, beyond_chance(chances), strict=True):
            if flag:
                here, all_over = wanted[cell] / bases[cell[1]], rows[cell[0]] / total
                flags[cell] = MORE if here > all_over else LESS
    percent_base = rules.board_percent_base
    cells = {
        cell: ComparedCell(
            count, percent_text(count, masked.column_totals[cell[1]], percent_base), flags.get(cell, "")
        )
        for cell, count in masked.cells.items()
    }
    return Comparison(shown, kept, dict(masked.column_totals), cells, masked.is_withheld)


def _chance(count: int, base: int, row_total: int, total: int) -> float:
    """How likely so large a difference from all other groups is by chance."""
    from scipy.stats import fisher_exact  # imported here: it takes a while, and most pages never need it

    others, other_base = row_total - count, total - base
    table = [[count, base - count], [others, other_base - others]]
    return float(fisher_exact(table).pvalue) if other_base else 1.0
