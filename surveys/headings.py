"""Which row of a table names its columns: spreadsheets put titles, dates and merged groups above it. Pure rules."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

#: The row of names is among the first so many that have anything in them.
MOST_LOOKED_AT = 10
LONGEST_NAME = 120
BETWEEN = " – "
#: Number of a row and its cells.
NumberedRow = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Headings:
    """The row that names the columns.

    Attributes:
        row: its number, as the spreadsheet counts.
        written: its cells as they stand, so that a repeat of them further down can be told.
    """

    row: int
    names: tuple[str, ...]
    written: tuple[str, ...]

    @property
    def repeated(self) -> str:
        """A name that two columns have; empty when there is none."""
        named = [name for name in self.names if name]
        return next((name for name in sorted(set(named)) if named.count(name) > 1), "")


def find_headings(
    opening: Sequence[NumberedRow], known: Collection[str] = (), row: int = 0
) -> Headings | None:
    """The names of the columns; None when no row has any.

    Args:
        opening: the first rows that are not empty.
        known: names of which the row must have one, where some row has: then nothing is guessed.
        row: the number of the row, where somebody says so.
    """
    found = [_headings(opening, place) for place in range(len(opening))]
    if row:
        return next((each for each in found if each.row == row), None)
    for each in found:
        if any(name in known for name in each.names):
            return each
    return found[_guessed(opening)] if found else None


def _guessed(opening: Sequence[NumberedRow]) -> int:
    """The place of the likeliest row: below titles, which fill one cell, and below names of groups."""
    filled = [_filled(cells) for _, cells in opening]
    place = next((place for place, cells in enumerate(filled) if len(cells) > 1), 0)
    below = place + 1
    if (
        below < len(opening)
        and len(filled[place]) < len(filled[below])
        and _could_be_names(opening[below][1])
    ):
        return below
    return place


def _filled(cells: Sequence[str]) -> set[int]:
    return {place for place, cell in enumerate(cells) if cell.strip()}


def _could_be_names(cells: Sequence[str]) -> bool:
    return all(len(cell) <= LONGEST_NAME and not cell.strip().isdecimal() for cell in cells)


def _headings(opening: Sequence[NumberedRow], place: int) -> Headings:
    """The names in a row; where two are the same, each with the group that stands above it.

    A name that is merged over both rows stands in the upper one.
    """
    number, written = opening[place]
    plain = _one_line(written)
    above = opening[place - 1] if place else (0, ())
    upper = _one_line(above[1]) if above[0] == number - 1 else ()
    if len(_filled(upper)) < 2:
        return Headings(number, plain, written)
    width = max(len(plain), len(upper))
    lower, upper = _as_wide(plain, width), _as_wide(upper, width)
    groups = _carried_on(upper)
    twice = {name for name in lower if name and lower.count(name) > 1}
    names = tuple(
        f"{group}{BETWEEN}{name}" if name in twice and group else name or own
        for name, own, group in zip(lower, upper, groups, strict=True)
    )
    return Headings(number, names, written)


def _one_line(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in cells)


def _as_wide(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)))


def _carried_on(cells: Sequence[str]) -> list[str]:
    """A merged cell says its name once, at its first column: here it is said for every column."""
    carried, last = [], ""
    for cell in cells:
        last = cell or last
        carried.append(last)
    return carried
