"""An adversary who holds every table of a campaign at once, of two dates too, and solves all their sums."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np

from analysis.disclosure import (
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
from analysis.stance_figures import mask_stances
from analysis.theming.stance import Stance
from tests.unit.analysis.linear_sums import LinearSums, whole_numbers

#: Age, place, channel, and the themes with how the response stands to each.
Response = tuple[str, str, str, dict[str, str]]
Name = tuple[str, ...]
THEMES = ("buses", "parks", "safety", "sea")
AGES = ("5-8", "9-11", "12-14", "not-said")
PLACES = ("north", "south", "not-said")
CHANNELS = ("phone", "paper", "kiosk")
STANCES = tuple(stance.value for stance in Stance)
FAR = 10_000.0


def some_responses(chance: random.Random, number: int) -> list[Response]:
    """Make up responses with a rare theme, age, place and channel."""
    common = [chance.choice((0.02, 0.1, 0.4)) for _ in THEMES]
    return [
        (
            chance.choices(AGES, (1, 4, 6, 1))[0],
            chance.choices(PLACES, (1, 6, 1))[0],
            chance.choices(CHANNELS, (20, 3, 1))[0],
            {
                theme: chance.choices(STANCES, (12, 3, 2, 1))[0]
                for theme, share in zip(THEMES, common, strict=True)
                if chance.random() < share
            },
        )
        for _ in range(number)
    ]


class Knowledge:
    """Unknown counts with their bounds, and the sums and orders that hold between them."""

    def __init__(self, rule: ClassRule, inside: ClassRule) -> None:
        self.rule, self.inside = rule, inside
        self.numbers: dict[Name, int] = {}
        self.bounds: list[tuple[float, float]] = []
        self.hidden: set[Name] = set()
        self.shown: set[Name] = set()
        self.equal: list[dict[int, float]] = []
        self.at_most: list[dict[int, float]] = []

    def see(self, name: Name, cell: MaskedCell, rule: ClassRule) -> int:
        """Take in one published cell; the same count seen again in another table narrows it."""
        low, high = self._bounds(cell, rule)
        if name not in self.numbers:
            self.numbers[name] = len(self.bounds)
            self.bounds.append((0.0, FAR))
        place = self.numbers[name]
        was = self.bounds[place]
        self.bounds[place] = (max(was[0], low), min(was[1], high))
        if cell.is_suppressed:
            self.hidden.add(name)
        else:
            self.shown.add(name)
        return place

    def pinned(self) -> list[Name]:
        """Solve for every hidden count, and return those that only one whole number fits.

        Each solution is a whole world in which everything published holds, so it shows values of all the
        other counts too: a count that two worlds tell apart by more than one needs no sums of its own.
        """
        sums = LinearSums(self.bounds, self.equal, self.at_most)
        asked = sorted(name for name in self.hidden - self.shown if not self._is_nobodys(name))
        least, greatest = sums.ranges([self.numbers[name] for name in asked])
        found = []
        for name in asked:
            place = self.numbers[name]
            if whole_numbers(least[place], greatest[place]) < 2:
                low, high = sums.ranges([place])
                least, greatest = np.minimum(least, low), np.maximum(greatest, high)
            if whole_numbers(least[place], greatest[place]) < 2:
                found.append(name)
        return found

    def _is_nobodys(self, name: Name) -> bool:
        """A theme that a class may read nobody raised: its row is all noughts, with no child in it to find."""
        theme = (name[0], name[-1])
        return theme in self.shown and self.bounds[self.numbers[theme]] == (0.0, 0.0)

    @staticmethod
    def _bounds(cell: MaskedCell, rule: ClassRule) -> tuple[float, float]:
        if cell.value is None:
            return (0.0, FAR)
        below = rule.rounding // 2
        if cell.value == 0 and not rule.hides_zero:
            return (0.0, 0.0)
        return (
            max(cell.value - below, rule.minimum),
            cell.value + rule.rounding - below - 1,
        )


def learn(
    knows: Knowledge, responses: list[Response], audience: AudienceClass, rules: MaskRules, date: str
) -> None:
    """Publish every table of one date, and let the adversary read them.

    Percentages are left out: they are made X
    """
    themes = Counter(theme for *_, said in responses for theme in said)
    counts = {theme: themes[theme] for theme in THEMES}
    table = mask_counts(counts, len(responses), audience, rules, kind=TableKind.OVERLAPPING)
    public = mask_counts(counts, len(responses), AudienceClass.PUBLIC, rules, kind=TableKind.OVERLAPPING)
    stances = {theme: _stances(responses, theme) for theme in THEMES}
    knows.see((date, "base"), table.base, knows.rule)
    for theme in THEMES:
        knows.see((date, theme), table.cells[theme], knows.rule)
    _read_channels(knows, responses, audience, rules, date)
    _read_stances(knows, stances, public, rules, date)
    for filtered_by, options, position in (("age", AGES, 0), ("place", PLACES, 1)):
        bases = Counter(str(response[position]) for response in responses)
        cells = Counter((theme, str(response[position])) for response in responses for theme in response[-1])
        crossed = mask_cross_table(
            THEMES,
            options,
            cells,
            AudienceClass.PUBLIC,
            rules,
            column_bases={each: bases[each] for each in options},
        )
        _read(knows, crossed, date, filtered_by)


def _read_channels(
    knows: Knowledge, responses: list[Response], audience: AudienceClass, rules: MaskRules, date: str
) -> None:
    counts = Counter(response[2] for response in responses)
    table = mask_counts(
        {each: counts[each] for each in CHANNELS}, len(responses), audience, rules, kind=TableKind.PARTITION
    )
    parts = [knows.see((date, "channel", each), table.cells[each], knows.rule) for each in CHANNELS]
    knows.equal.append({knows.numbers[(date, "base")]: -1.0} | dict.fromkeys(parts, 1.0))


def _stances(responses: list[Response], theme: str) -> dict[str, int]:
    said = Counter(response[-1][theme] for response in responses if theme in response[-1])
    return {stance: said[stance] for stance in STANCES}


def _read_stances(
    knows: Knowledge, stances: dict[str, dict[str, int]], public: MaskedTable, rules: MaskRules, date: str
) -> None:
    """Read how the responses of each theme stand to it, where the theme's own count is shown to everybody."""
    for theme in THEMES:
        if public.cells[theme].is_suppressed:
            continue
        cells = mask_stances(stances[theme], rules)
        parts = [
            knows.see((date, "stance", stance.value, theme), cell, knows.inside)
            for stance, cell in cells.items()
        ]
        knows.equal.append({knows.numbers[(date, theme)]: -1.0} | dict.fromkeys(parts, 1.0))


def _read(knows: Knowledge, table: MaskedCrossTable, date: str, filtered_by: str) -> None:
    total = knows.see((date, "base"), table.total, knows.inside)
    columns = {
        each: knows.see((date, filtered_by, each), table.column_totals[each], knows.inside)
        for each in table.columns
    }
    knows.equal.append({total: -1.0} | dict.fromkeys(columns.values(), 1.0))
    for theme in table.rows:
        row = knows.see((date, theme), table.row_totals[theme], knows.inside)
        cells = [
            knows.see((date, filtered_by, each, theme), table.cells[theme, each], knows.inside)
            for each in table.columns
        ]
        knows.equal.append({row: -1.0} | dict.fromkeys(cells, 1.0))
        knows.at_most += [
            {cell: 1.0, columns[each]: -1.0} for cell, each in zip(cells, table.columns, strict=True)
        ]


def compare_dates(knows: Knowledge, before: str, after: str) -> None:
    """Let the adversary use that nobody took anything back: no count of the later date is smaller."""
    for name in list(knows.numbers):
        if name[0] == after and (before, *name[1:]) in knows.numbers:
            earlier = knows.numbers[(before, *name[1:])]
            knows.at_most.append({earlier: 1.0, knows.numbers[name]: -1.0})


def pinned(seed: int, audience: AudienceClass, rules: MaskRules, *, new: int) -> list[Name]:
    """Return the hidden counts of made-up tables that the adversary narrows down to one value."""
    chance = random.Random(seed)
    responses = some_responses(chance, chance.randint(50, 400))
    knows = Knowledge(rules.for_class(audience), rules.for_class(AudienceClass.PUBLIC))
    learn(knows, responses, audience, rules, "first")
    if new:
        learn(knows, responses + some_responses(chance, new), audience, rules, "second")
        compare_dates(knows, "first", "second")
    return knows.pinned()
