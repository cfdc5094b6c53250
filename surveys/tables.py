"""Reading tables that people send: CSV in whatever encoding a spreadsheet wrote, and XLSX.

Everything is text: a formula is the words of the formula, and nothing in a file is ever carried out.
"""

import codecs
import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal

from openpyxl import load_workbook

from participation.foundation.errors import DomainError

BLOCK = 1 << 20
LONGEST_CELL = 1_000_000
LARGEST_WORKBOOK = 1 << 30
DELIMITERS = ",;\t"
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
OTHER_KINDS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
}
SAVE_AS = "Save it as “CSV UTF-8” or as an Excel workbook (.xlsx), then try again."
Kind = Literal["csv", "xlsx"]


class UnreadableTable(DomainError):
    """A file is not a table that can be read. The message says what to do about it."""

    title = "This file cannot be read"


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        number: as the spreadsheet counts, the headings being row 1.
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
        encoding: how the text was read; empty for a workbook.
        row_count: how many rows there may be, for showing progress only.
    """

    def __init__(self, path: Path) -> None:
        """Look at the file.

        Raises:
            UnreadableTable: when it is not a table that can be read.
            OSError: when there is no such file.
        """
        self.path = path
        self._kind = _kind_of(path)
        self.encoding, lines = _encoding_of(path) if self._kind == "csv" else ("", 0)
        self._delimiter = _delimiter_of(path, self.encoding) if self.encoding else ","
        self.row_count = max(lines - 1, 0)
        first = next(self._lines(), ())
        self.headings = tuple(heading.strip() for heading in first)
        self._check_headings()

    @property
    def was_guessed(self) -> bool:
        """Whether the encoding is a guess, so that a person should look at accents and quotation marks."""
        return self.encoding == "cp1252"

    def rows(self) -> Iterator[Row]:
        """The rows that have anything in them.

        Raises:
            UnreadableTable: when a row cannot be read.
        """
        width = len(self.headings)
        for number, cells in enumerate(self._lines(), 1):
            if number == 1 or not any(cell.strip() for cell in cells):
                continue
            values = (*cells[:width], *[""] * (width - len(cells)))
            yield Row(number, values, tuple(cell for cell in cells[width:] if cell.strip()))

    def _check_headings(self) -> None:
        named = [heading for heading in self.headings if heading]
        if not named:
            raise UnreadableTable(f"{self.path.name} is empty. Its first row must name the columns.")
        twice = sorted({heading for heading in named if named.count(heading) > 1})
        if twice:
            raise UnreadableTable(
                f"{self.path.name} has two columns called “{twice[0]}”. Give each its own name."
            )

    def _lines(self) -> Iterator[tuple[str, ...]]:
        return _workbook_lines(self.path) if self._kind == "xlsx" else self._text_lines()

    def _text_lines(self) -> Iterator[tuple[str, ...]]:
        csv.field_size_limit(LONGEST_CELL)
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self._delimiter)
            try:
                for cells in reader:
                    yield tuple(cells)
            except csv.Error:
                raise UnreadableTable(
                    f"{self.path.name} cannot be read at line {reader.line_num}. Is a quotation mark missing?"
                ) from None


def _kind_of(path: Path) -> Kind:
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK\x03\x04"):
        return _kind_of_archive(path)
    for beginning, kind in OTHER_KINDS.items():
        if start.startswith(beginning):
            raise UnreadableTable(f"{path.name} is {kind}, not a table. {SAVE_AS}")
    if b"\x00" in start and not start.startswith(tuple(BYTE_ORDER_MARKS)):
        raise UnreadableTable(f"{path.name} holds bytes that no text has, so it is not a CSV file. {SAVE_AS}")
    return "csv"


def _kind_of_archive(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            size = sum(each.file_size for each in archive.infolist())
    except zipfile.BadZipFile:
        raise UnreadableTable(f"{path.name} is damaged. {SAVE_AS}") from None
    if "xl/workbook.xml" not in names:
        raise UnreadableTable(f"{path.name} is not an Excel workbook. {SAVE_AS}")
    if size > LARGEST_WORKBOOK:
        raise UnreadableTable(
            f"{path.name} is too large when unpacked. Save it as “CSV UTF-8”, then try again."
        )
    return "xlsx"


def _encoding_of(path: Path) -> tuple[str, int]:
    """How a text file is written, and how many lines it has: UTF-8 when it can be, else Windows-1252.

    Old spreadsheets on Windows write Windows-1252. It has five bytes that mean nothing: text with one of
    those is neither, and guessing further would put wrong letters into people's words.
    """
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if start.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        lines = _count_lines(path, encoding)
        if lines is not None:
            return encoding, lines
    raise UnreadableTable(f"{path.name} is written in an encoding that is not known here. {SAVE_AS}")


def _count_lines(path: Path, encoding: str) -> int | None:
    """How many lines the file has in this encoding; None when it is not written in it."""
    try:
        with path.open(encoding=encoding, errors="strict", newline="") as file:
            return sum(block.count("\n") for block in iter(lambda: file.read(BLOCK), ""))
    except UnicodeError:
        return None


def _delimiter_of(path: Path, encoding: str) -> str:
    """What stands between cells: the commonest of comma, semicolon and tab among the headings."""
    with path.open(encoding=encoding, newline="") as file:
        headings = file.readline(LONGEST_CELL)
    return max(DELIMITERS, key=headings.count)


def _workbook_lines(path: Path) -> Iterator[tuple[str, ...]]:
    try:
        workbook = load_workbook(path, read_only=True, data_only=False)
    except (KeyError, ValueError, zipfile.BadZipFile, OSError):
        raise UnreadableTable(f"{path.name} is damaged. Open it in Excel and save it again.") from None
    try:
        sheet = workbook.worksheets[0]
        for cells in sheet.iter_rows(values_only=True):
            yield tuple(_as_text(cell) for cell in cells)
    finally:
        workbook.close()


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat()
    return str(cell)
