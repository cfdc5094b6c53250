"""The disclosure mask for two-way tables with margins.

The margins are masked exactly as one-way tables are, so that a two-way table can stand beside the
one-way tables it adds up to. Inside, small counts are hidden first; then, for each small count that
the margins would give away, a rectangle of further counts is hidden, until a reader who solves all
the sums at once can narrow none of them. If that cannot be reached the inside is withheld, and
failing that the margins too.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure.cells import MaskedCell, masked_cell
from analysis.disclosure.feasible_ranges import BoundedCount, CountNetwork
from analysis.disclosure.one_way import TableKind, mask_counts
from analysis.disclosure.rules import DEFAULT_RULES, AudienceClass, ClassRule, MaskRules

Cell = tuple[str, str]


@dataclass(frozen=True)
class MaskedCrossTable:
    """A two-way table as it may be shown; cells are keyed by (row, column)."""

    audience: AudienceClass
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Cell, MaskedCell]
    row_totals: Mapping[str, MaskedCell]
    column_totals: Mapping[str, MaskedCell]
    total: MaskedCell
    is_withheld: bool


def mask_cross_table(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Mapping[Cell, int],
    audience: AudienceClass,
    rules: MaskRules = DEFAULT_RULES,
    *,
    column_bases: Mapping[str, int] | None = None,
) -> MaskedCrossTable:
    """Mask a table of responses by row and column; counts that are not given are zero.

    Each response is in one column. Give `column_bases` (responses in each column) when a response
    may be in several rows or none, as with themes by age; otherwise rows are a partition too.
    Raises ValueError when a count is negative, or greater than its column's base.
    """
    table = _CrossTable(tuple(rows), tuple(columns), counts, rules.for_class(audience), column_bases)
    masked_rows = mask_counts(
        table.row_totals,
        table.total,
        audience,
        rules,
        kind=TableKind.PARTITION if column_bases is None else TableKind.OVERLAPPING,
    )
    masked_columns = mask_counts(table.column_totals, table.total, audience, rules, kind=TableKind.PARTITION)
    table.hide_margins(masked_rows.cells, masked_columns.cells)
    hidden, margins_hidden = _choose_hidden(table, is_total_hidden=masked_rows.base.is_suppressed)
    is_withheld = len(hidden) == len(table.counts)
    if not margins_hidden:
        hidden -= _given_by_margins(table, hidden)
    return MaskedCrossTable(
        audience=audience,
        rows=table.rows,
        columns=table.columns,
        cells={
            cell: masked_cell(table.counts[cell], table.rule, is_hidden=cell in hidden)
            for cell in table.counts
        },
        row_totals={
            row: masked_cell(count, table.rule, is_hidden=margins_hidden or row in table.hidden_rows)
            for row, count in table.row_totals.items()
        },
        column_totals={
            name: masked_cell(count, table.rule, is_hidden=margins_hidden or name in table.hidden_columns)
            for name, count in table.column_totals.items()
        },
        total=masked_rows.base,
        is_withheld=is_withheld,
    )


class _CrossTable:
    """The true table, which of its counts are small, and what a reader knows under a given hiding."""

    def __init__(
        self,
        rows: tuple[str, ...],
        columns: tuple[str, ...],
        counts: Mapping[Cell, int],
        rule: ClassRule,
        column_bases: Mapping[str, int] | None,
    ) -> None:
        self.rows, self.columns, self.rule = rows, columns, rule
        self.rows_overlap = column_bases is not None
        self.counts = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
        self.row_totals = {row: sum(self.counts[row, column] for column in columns) for row in rows}
        sums = {column: sum(self.counts[row, column] for row in rows) for column in columns}
        self.column_totals = sums if column_bases is None else {name: column_bases[name] for name in columns}
        self.total = sum(self.column_totals.values())
        if any(count > self.column_totals[column] for (_, column), count in self.counts.items()):
            raise ValueError("a cell cannot hold more responses than its column's base")
        self.countable = [
            cell for cell in self.counts if self.row_totals[cell[0]] and self.column_totals[cell[1]]
        ]
        self.small = {cell for cell, count in self.counts.items() if rule.is_small(count)}
        self.hidden_rows: set[str] = set()
        self.hidden_columns: set[str] = set()

    def hide_margins(self, rows: Mapping[str, MaskedCell], columns: Mapping[str, MaskedCell]) -> None:
        """Take over which margins the one-way masks have hidden."""
        self.hidden_rows = {row for row, cell in rows.items() if cell.is_suppressed}
        self.hidden_columns = {column for column, cell in columns.items() if cell.is_suppressed}

    def network(self, hidden: set[Cell], *, knows_small: bool) -> CountNetwork:
        """Build what a reader knows; `knows_small`: also which hidden cells are small."""
        arcs: dict[Hashable, BoundedCount] = {
            ("cell", *cell): BoundedCount(
                ("row", cell[0]), ("column", cell[1]), count, *self._cell_bounds(cell, hidden, knows_small)
            )
            for cell, count in self.counts.items()
        }
        for row, count in self.row_totals.items():
            bounds = self._margin_bounds(count, row in self.hidden_rows)
            arcs["row", row] = BoundedCount("start", ("row", row), count, *bounds)
        for name in self.columns:
            bounds = self._margin_bounds(self.column_totals[name], name in self.hidden_columns)
            flow = sum(self.counts[row, name] for row in self.rows)
            # Rows that overlap do not add up to their column's base, so nothing binds them there.
            known = (0, self._ceiling) if self.rows_overlap else bounds
            arcs["column", name] = BoundedCount(("column", name), "end", flow, *known)
        flow = sum(self.row_totals.values())
        known = (0, self._ceiling) if self.rows_overlap else self.rule.possible(self.total)
        arcs["total"] = BoundedCount("end", "start", flow, *known)
        return CountNetwork(arcs)

    @property
    def _ceiling(self) -> int:
        """A number of responses greater than any sum in the table could be."""
        return 2 * (self.total + self.rule.minimum + self.rule.rounding) * max(1, len(self.rows))

    def _margin_bounds(self, count: int, is_hidden: bool) -> tuple[int, int]:
        if not is_hidden:
            return self.rule.possible(count)
        return self.rule.small_range() if self.rule.is_small(count) else (0, self._ceiling)

    def _cell_bounds(self, cell: Cell, hidden: set[Cell], knows_small: bool) -> tuple[int, int]:
        count = self.counts[cell]
        if cell not in hidden:
            return self.rule.possible(count)
        if not knows_small:
            return (0, self._ceiling)
        if cell in self.small:
            return self.rule.small_range()
        return (self.rule.minimum if count else 0, self._ceiling)


def _choose_hidden(table: _CrossTable, *, is_total_hidden: bool) -> tuple[set[Cell], bool]:
    """Return the cells to hide, and whether both margins must go as well."""
    everything = set(table.counts)
    if is_total_hidden:
        return everything, True
    hidden = set(table.small) | {
        cell for cell in everything if cell[0] in table.hidden_rows or cell[1] in table.hidden_columns
    }
    while True:
        exposed = _first_exposed(table, hidden)
        if exposed is None:
            # With every count that could be anything hidden, leaving the zeros would tell why.
            is_all = all(cell in hidden for cell in table.countable)
            return (everything if hidden and is_all else hidden), False
        more = _cover(table, exposed, hidden)
        if not more:
            break
        hidden |= more
    return everything, not _is_safe_when_withheld(table)


def _first_exposed(table: _CrossTable, hidden: set[Cell]) -> tuple[str, str, str] | None:
    """Return the key of a small count that a reader could narrow down, or None."""
    network = table.network(hidden, knows_small=True)
    lowest, highest = table.rule.small_range()
    margins = [
        ("row", row, "")
        for row in table.rows
        if row in table.hidden_rows and table.rule.is_small(table.row_totals[row])
    ]
    if not table.rows_overlap:
        margins += [
            ("column", name, "")
            for name in table.columns
            if name in table.hidden_columns and table.rule.is_small(table.column_totals[name])
        ]
    for key in [*margins, *(("cell", *cell) for cell in sorted(table.small))]:
        arc_key = key if key[0] == "cell" else key[:2]
        if network.possible_range(arc_key, table.rule.minimum) != (lowest, highest):
            return key
    return None


def _cover(table: _CrossTable, exposed: tuple[str, str, str], hidden: set[Cell]) -> set[Cell]:
    """Choose the cheapest rectangle of further cells that may cover an exposed one; empty when none."""
    kind, row, column = exposed
    if kind != "cell":
        return set()
    candidates: list[tuple[int, tuple[Cell, ...]]] = []
    for other_column in table.columns:
        for other_row in table.rows:
            corners: tuple[Cell, ...] = ((row, other_column),)
            if not table.rows_overlap:
                corners += ((other_row, column), (other_row, other_column))
            is_rectangle = other_column != column and (table.rows_overlap or other_row != row)
            fresh = tuple(cell for cell in corners if cell not in hidden)
            if is_rectangle and fresh and all(table.counts[cell] for cell in fresh):
                candidates.append((sum(table.counts[cell] for cell in fresh), fresh))
    return set(min(candidates)[1]) if candidates else set()


def _is_safe_when_withheld(table: _CrossTable) -> bool:
    """Check that the margins alone leave each small count as many values as "too small" covers."""
    network = table.network(set(table.counts), knows_small=False)
    lowest, highest = table.rule.small_range()
    for cell in table.small:
        least, greatest = network.possible_range(("cell", *cell), table.rule.minimum)
        if greatest - least < highest - lowest:
            return False
    return True


def _given_by_margins(table: _CrossTable, hidden: set[Cell]) -> set[Cell]:
    """Find hidden cells that any reader can fill in, such as those of an empty row."""
    network = table.network(hidden, knows_small=False)
    determined: set[Cell] = set()
    for cell in hidden - table.small:
        least, greatest = network.possible_range(("cell", *cell), 1)
        if least == greatest:
            determined.add(cell)
    return determined
