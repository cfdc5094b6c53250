"""Reading tables that people send: CSV in whatever encoding a spreadsheet wrote, and XLSX, row by row."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from surveys.headings import MOST_LOOKED_AT, Headings, NumberedRow, find_headings
from surveys.table_files import GUESSED, Cells, TableFile, UnreadableTable, look_at

__all__ = ["ReadAs", "Row", "Table", "TableFile", "UnreadableTable"]


@dataclass(frozen=True)
class ReadAs:
    """How to read a file, where somebody knows better than it can be told. Empty and 0 mean: find out."""

    encoding: str = ""
    sheet: str = ""
    heading_row: int = 0


FIND_OUT = ReadAs()


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        number: as the spreadsheet counts.
        values: the cells as text, as many as there are headings.
        surplus: cells beyond the last heading that are not empty.
    """

    number: int
    values: tuple[str, ...]
    surplus: tuple[str, ...]


class Table:
    """A file of rows under headings, read row by row so that its size does not matter.

    Attributes:
        headings: names of the columns, all different.
        heading_row: the number of the row that they stand in.
        encoding: how the text was read; empty for a workbook.
        sheet, sheets: the sheet that is read, and all there are; empty for text.
        row_count: how many rows there may be, for showing progress only.
    """

    def __init__(self, file: TableFile, read_as: ReadAs = FIND_OUT, known: Collection[str] = ()) -> None:
        """Look at the file.

        Args:
            known: names of columns that are looked for, so that the row they stand in is known.

        Raises:
            UnreadableTable: when it is not a table that can be read.
            OSError: when there is no such file.
        """
        self.name = file.name
        self._content = look_at(file, read_as.encoding, read_as.sheet)
        self.encoding, self.sheet = self._content.encoding, self._content.sheet
        self.sheets = self._content.sheets
        found = find_headings(self._opening(read_as.heading_row), known, read_as.heading_row)
        if found is None:
            raise UnreadableTable(self._nothing_named(read_as.heading_row))
        if found.repeated:
            raise UnreadableTable(
                f"{self.name} has two columns called “{found.repeated}”. Give each its own name."
            )
        self._found: Headings = found
        self.headings, self.heading_row = found.names, found.row
        self.row_count = max(self._content.line_count - found.row, 0)

    @property
    def was_guessed(self) -> bool:
        """Whether the encoding is a guess, so that a person should look at accents and quotation marks."""
        return self.encoding == GUESSED

    def rows(self) -> Iterator[Row]:
        """The rows below the headings that have anything in them, without repeats of the headings.

        Raises:
            UnreadableTable: when a row cannot be read.
        """
        width = len(self.headings)
        for number, cells in self._numbered():
            if number <= self.heading_row or cells == self._found.written:
                continue
            values = (*cells[:width], *[""] * (width - len(cells)))
            yield Row(number, values, tuple(cell for cell in cells[width:] if cell.strip()))

    def _opening(self, heading_row: int) -> list[NumberedRow]:
        """The rows among which the headings are looked for."""
        if heading_row:
            return list(takewhile(lambda row: row[0] <= heading_row, self._numbered()))
        return list(islice(self._numbered(), MOST_LOOKED_AT))

    def _numbered(self) -> Iterator[NumberedRow]:
        """Every row that is not empty, with its number and without the empty cells at its end."""
        for number, cells in enumerate(self._content.lines(), 1):
            filled = _without_empty_end(cells)
            if filled:
                yield number, filled

    def _nothing_named(self, row: int) -> str:
        if row:
            return (
                f"{self.name} names no columns in row {row}. Look which of its first rows has the names, and"
                " count from the top."
            )
        return f"{self.name} is empty. Its first row must name the columns."


def _without_empty_end(cells: Cells) -> Cells:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
