"""Nobody can work a hidden count back out of what is published, however well they solve sums."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.disclosure import (
    DEFAULT_RULES,
    AudienceClass,
    ClassRule,
    MaskedCell,
    MaskedCrossTable,
    MaskedTable,
    MaskRules,
    TableKind,
    mask_counts,
    mask_cross_table,
)
from tests.unit.analysis.linear_sums import LinearSums, whole_numbers

AUDIENCES = st.sampled_from([AudienceClass.PUBLIC, AudienceClass.BOARD])
COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 60), st.integers(0, 500))
RULES = st.sampled_from(
    [DEFAULT_RULES, MaskRules(rounding=1), MaskRules(public_minimum=6, board_minimum=4, rounding=3)]
)
FAR = 100_000.0


def bounds_of(cell: MaskedCell, rule: ClassRule, true: int, *, knows_small: bool) -> tuple[float, float]:
    """Return what the adversary knows of one published cell before doing any sums."""
    if cell.value is None:
        if knows_small and rule.is_small(true):
            return tuple(map(float, rule.small_range()))  # type: ignore[return-value]
        return (0.0, FAR)
    below = rule.rounding // 2
    if cell.value == 0 and not rule.hides_zero:
        return (0.0, 0.0)
    return (max(cell.value - below, rule.minimum), cell.value + rule.rounding - below - 1)


def range_in_a_sum(place: int, bounds: list[tuple[float, float]]) -> tuple[int, int]:
    """Solve for one part when the parts add up to the last of the counts: one sum needs no solver."""
    *parts, total = bounds
    others = [bound for number, bound in enumerate(parts) if number != place]
    least = total[0] - sum(high for _, high in others)
    greatest = total[1] - sum(low for low, _ in others)
    return round(max(parts[place][0], least)), round(min(parts[place][1], greatest))


def check_partition(table: MaskedTable, counts: dict[str, int], rule: ClassRule) -> None:
    """Let the adversary loose on a partition with its base, with and without knowing what is small."""
    keys = list(counts)
    base = sum(counts.values())
    for knows_small in (False, True):
        informed = knows_small and not table.is_withheld
        bounds = [bounds_of(table.cells[key], rule, counts[key], knows_small=informed) for key in keys]
        bounds.append(bounds_of(table.base, rule, base, knows_small=informed))
        for index, key in enumerate(keys):
            if table.cells[key].is_suppressed:
                least, greatest = range_in_a_sum(index, bounds)
                assert least < greatest
                if rule.is_small(counts[key]) and informed:
                    assert (least, greatest) == rule.small_range()


@given(st.lists(COUNTS, min_size=2, max_size=7), AUDIENCES, RULES)
@settings(max_examples=350, deadline=None, derandomize=True)
def test_a_hidden_category_of_a_partition_keeps_every_value_it_could_have(
    values: list[int], audience: AudienceClass, rules: MaskRules
) -> None:
    counts = {f"category {number}": value for number, value in enumerate(values)}
    table = mask_counts(counts, sum(values), audience, rules, kind=TableKind.PARTITION)
    check_partition(table, counts, rules.for_class(audience))


def cross_system(
    table: MaskedCrossTable, counts: dict[tuple[str, str], int], rule: ClassRule, *, knows_small: bool
) -> tuple[list[MaskedCell], list[int], LinearSums]:
    """Write a two-way table as its cells, their true counts, their bounds, and the sums between them."""
    names: list[tuple[str, str]] = [*itertools.product(table.rows, table.columns)]
    names += [(row, "") for row in table.rows] + [("", column) for column in table.columns] + [("", "")]
    cells, true = [], []
    for row, column in names:
        cells.append(
            table.cells[row, column]
            if row and column
            else table.row_totals[row]
            if row
            else table.column_totals[column]
            if column
            else table.total
        )
        true.append(sum(count for (r, c), count in counts.items() if row in (r, "") and column in (c, "")))
    sums = []
    for row in [*table.rows, ""]:
        sums.append({n: 1.0 if c else -1.0 for n, (r, c) in enumerate(names) if r == row})
    for column in table.columns:
        sums.append({n: 1.0 if r else -1.0 for n, (r, c) in enumerate(names) if c == column})
    bounds = [
        bounds_of(cell, rule, count, knows_small=knows_small) for cell, count in zip(cells, true, strict=True)
    ]
    return cells, true, LinearSums(bounds, sums)


@given(st.integers(2, 4), st.integers(2, 4), st.data(), AUDIENCES, RULES)
@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_hidden_cell_of_a_two_way_table_cannot_be_solved_for(
    height: int, width: int, data: st.DataObject, audience: AudienceClass, rules: MaskRules
) -> None:
    rows, columns = [f"row {n}" for n in range(height)], [f"column {n}" for n in range(width)]
    values = data.draw(st.lists(COUNTS, min_size=height * width, max_size=height * width))
    counts = dict(zip(itertools.product(rows, columns), values, strict=True))
    rule = rules.for_class(audience)
    table = mask_cross_table(rows, columns, counts, audience, rules)
    for knows_small in (False, True):
        informed = knows_small and not table.is_withheld
        cells, true, sums = cross_system(table, counts, rule, knows_small=informed)
        asked = [
            index
            for index, cell in enumerate(cells)
            if cell.is_suppressed and (rule.is_small(true[index]) or not informed)
        ]
        least, greatest = sums.ranges(asked) if asked else ([], [])
        for index in asked:
            ends = (round(least[index], 3), round(greatest[index], 3))
            # Pressed together, counts hold each other back; solved for alone, the ends are exact.
            if ends != rule.small_range() if informed else whole_numbers(*ends) < 2:
                ends = sums.range_of(index)
            assert ends[0] < ends[1]
            assert not informed or ends == rule.small_range()


@given(st.lists(COUNTS, min_size=1, max_size=8), st.integers(0, 300), AUDIENCES)
@settings(max_examples=350, deadline=None, derandomize=True)
def test_overlapping_categories_give_nothing_away_even_if_every_response_is_in_one(
    values: list[int], more: int, audience: AudienceClass
) -> None:
    base = max(values) + more
    counts = {f"theme {number}": value for number, value in enumerate(values)}
    rule = DEFAULT_RULES.for_class(audience)
    table = mask_counts(counts, base, audience, kind=TableKind.OVERLAPPING)
    if table.is_withheld:
        return
    known = {key: bounds_of(table.cells[key], rule, counts[key], knows_small=True) for key in counts}
    least_base = bounds_of(table.base, rule, base, knows_small=True)[0]
    for key, cell in table.cells.items():
        if cell.is_suppressed and rule.is_small(counts[key]):
            others = sum(high for other, (_, high) in known.items() if other != key)
            needed = least_base - others
            # When the others and the most this one could be fall short, some response is in none.
            assert needed > known[key][1] or needed <= known[key][0]


def tables_up_to(length: int, total: int) -> Iterator[tuple[int, ...]]:
    """Yield every tuple of counts of a length whose sum is at most the total."""
    if length == 0:
        yield ()
        return
    for first in range(total + 1):
        for rest in tables_up_to(length - 1, total - first):
            yield (first, *rest)


@pytest.mark.parametrize(
    ("audience", "length", "total"),
    [
        (AudienceClass.BOARD, 2, 60),
        (AudienceClass.BOARD, 3, 32),
        (AudienceClass.PUBLIC, 2, 62),
        (AudienceClass.PUBLIC, 3, 42),
    ],
)
def test_someone_who_knows_the_very_program_still_cannot_tell_a_hidden_small_count(
    audience: AudienceClass, length: int, total: int
) -> None:
    """Mask every possible table, and group those that look the same: none may share a hidden small count."""
    keys = [f"category {number}" for number in range(length)]
    rule = DEFAULT_RULES.for_class(audience)
    looks: dict[tuple[str, ...], list[tuple[int, ...]]] = defaultdict(list)
    for values in tables_up_to(length, total):
        table = mask_counts(
            dict(zip(keys, values, strict=True)), sum(values), audience, kind=TableKind.PARTITION
        )
        looks[(table.base.text, *(cell.text for cell in table.cells.values()))].append(values)
    for look, tables in looks.items():
        # A rounded base near the limit also stands for greater totals that were not enumerated.
        if look[0].isdigit() and int(look[0]) + rule.rounding // 2 > total:
            continue
        for position in range(length):
            values_seen = {values[position] for values in tables}
            if look[position + 1] == rule.suppressed_text and any(map(rule.is_small, values_seen)):
                assert len(values_seen) > 1


@pytest.mark.parametrize("audience", [AudienceClass.PUBLIC, AudienceClass.BOARD])
def test_the_same_holds_for_every_small_two_by_two_table(audience: AudienceClass) -> None:
    check_every_two_by_two(audience, 13)


def check_every_two_by_two(audience: AudienceClass, most: int) -> None:
    """Mask every two-by-two table of at most so many responses; the soak tests look further up."""
    rounding = 3 if audience is AudienceClass.PUBLIC else 1
    rules = MaskRules(public_minimum=3, board_minimum=4, rounding=rounding)
    rule = rules.for_class(audience)
    names = list(itertools.product("ab", "xy"))
    looks: dict[tuple[str, ...], list[tuple[int, ...]]] = defaultdict(list)
    for values in tables_up_to(4, most):
        table = mask_cross_table("ab", "xy", dict(zip(names, values, strict=True)), audience, rules)
        margins = [*table.row_totals.values(), *table.column_totals.values(), table.total]
        looks[tuple(cell.text for cell in [*table.cells.values(), *margins])].append(values)
    for look, tables in looks.items():
        if look[-1].isdigit() and int(look[-1]) + rule.rounding // 2 > most:
            continue
        for position in range(4):
            values_seen = {values[position] for values in tables}
            if look[position] == rule.suppressed_text and any(map(rule.is_small, values_seen)):
                assert len(values_seen) > 1
