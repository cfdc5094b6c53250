"""Files that people send as tables: what kind they are, how their text is written, and their lines of cells.

Nothing in a file is ever carried out: a formula is the words of the formula.
"""

import codecs
import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Literal

from openpyxl import load_workbook

from participation.foundation.errors import DomainError

BLOCK = 1 << 20
LONGEST_CELL = 1_000_000
LARGEST_WORKBOOK = 1 << 30
#: A workbook keeps the words of its cells in one part, which is read whole.
LARGEST_WORDS = 200 << 20
#: No row of a workbook has a higher number; one that says so would make the reader count up to it.
LAST_ROW = 1_048_576
#: A sheet with nothing in so many rows is taken for empty.
FIRST_ROWS = 10_000
WORDS_PART = "xl/sharedStrings.xml"
DELIMITERS = ",;\t"
GUESSED = "cp1252"
#: How a text file may be said to be written, where it does not say so itself.
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16 (Unicode text)",
    "cp1252": "Windows, western Europe (1252)",
    "cp1250": "Windows, central Europe (1250)",
    "mac_roman": "Mac (Roman)",
}
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
Cells = tuple[str, ...]


class UnreadableTable(DomainError):
    """A file is not a table that can be read. The message says what to do about it."""

    title = "This file cannot be read"


@dataclass(frozen=True)
class TableFile:
    """A file by its name, wherever it lies. Each `open` begins at its first byte."""

    name: str
    open: Callable[[], BinaryIO]

    @classmethod
    def at(cls, path: Path) -> "TableFile":
        """The file at a path."""
        return cls(path.name, lambda: path.open("rb"))

    @classmethod
    def of(cls, name: str, content: bytes) -> "TableFile":
        """A file that is held in memory."""
        return cls(name, lambda: io.BytesIO(content))

    def text(self, encoding: str) -> io.TextIOWrapper:
        """The file as text, its line ends as they are."""
        return io.TextIOWrapper(self.open(), encoding, newline="")


@dataclass(frozen=True)
class TextTable:
    """A CSV file.

    Attributes:
        line_count: how many lines it has, for showing progress only.
    """

    file: TableFile
    encoding: str
    line_count: int
    delimiter: str
    sheets: tuple[str, ...] = ()
    sheet: str = ""

    def lines(self) -> Iterator[Cells]:
        """Its lines, one at a time.

        Raises:
            UnreadableTable: when one cannot be read.
        """
        csv.field_size_limit(LONGEST_CELL)
        with self.file.text(self.encoding) as text:
            reader = csv.reader(text, delimiter=self.delimiter)
            try:
                for cells in reader:
                    yield tuple(cells)
            except csv.Error:
                raise UnreadableTable(
                    f"{self.file.name} cannot be read at line {reader.line_num}. Is a quotation mark missing?"
                ) from None


@dataclass(frozen=True)
class WorkbookTable:
    """One sheet of an Excel workbook, read row by row so that its size does not matter.

    Attributes:
        sheets: names of the sheets that are not hidden.
    """

    file: TableFile
    sheets: tuple[str, ...]
    sheet: str
    encoding: str = ""
    line_count: int = 0

    def lines(self) -> Iterator[Cells]:
        """Its rows, one at a time."""
        with _workbook(self.file) as workbook:
            yield from _sheet_lines(workbook[self.sheet])


@contextmanager
def _workbook(file: TableFile) -> Iterator[Any]:
    """A workbook to read from. A damaged part can be any kind of error, at once or at a later row."""
    with file.open() as opened:
        try:
            workbook = load_workbook(opened, read_only=True, data_only=False)
            try:
                yield workbook
            finally:
                workbook.close()
        except UnreadableTable:
            raise
        except Exception:
            raise UnreadableTable(f"{file.name} is damaged. Open it in Excel and save it again.") from None


def look_at(file: TableFile, encoding: str = "", sheet: str = "") -> TextTable | WorkbookTable:
    """What kind of table a file is, ready to be read.

    Args:
        encoding: how its text is written, where somebody knows better than the file says.
        sheet: the sheet to read, where it is not the first that has anything in it.

    Raises:
        UnreadableTable: when it is not a table that can be read.
        OSError: when there is no such file.
    """
    if _kind_of(file) == "xlsx":
        return _workbook_table(file, sheet)
    written, lines = _encoding_of(file, encoding)
    return TextTable(file, written, lines, _delimiter_of(file, written))


def _workbook_table(file: TableFile, wanted: str) -> WorkbookTable:
    with _workbook(file) as workbook:
        shown = [each for each in workbook.worksheets if each.sheet_state == "visible"]
        names = tuple(each.title for each in shown)
        if wanted and wanted not in names:
            listed = ", ".join(f"“{name}”" for name in names)
            raise UnreadableTable(f"{file.name} has no sheet called “{wanted}”. It has {listed}.")
        sheet = wanted or next((each.title for each in shown if _is_filled(each)), "")
    if not sheet:
        raise UnreadableTable(f"{file.name} is empty. Its first row must name the columns.")
    return WorkbookTable(file, names, sheet)


def _is_filled(sheet: Any) -> bool:
    return any(any(cells) for cells in islice(_sheet_lines(sheet), FIRST_ROWS))


def _sheet_lines(sheet: Any) -> Iterator[Cells]:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    for cells in sheet.iter_rows(max_row=LAST_ROW, values_only=True):
        yield tuple(_as_text(cell) for cell in cells)


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


def _kind_of(file: TableFile) -> Kind:
    with file.open() as opened:
        start = opened.read(4096)
    if start.startswith(b"PK\x03\x04"):
        return _kind_of_archive(file)
    for beginning, kind in OTHER_KINDS.items():
        if start.startswith(beginning):
            raise UnreadableTable(f"{file.name} is {kind}, not a table. {SAVE_AS}")
    if b"\x00" in start and not _written_in_pairs(start):
        raise UnreadableTable(f"{file.name} holds bytes that no text has, so it is not a CSV file. {SAVE_AS}")
    return "csv"


def _kind_of_archive(file: TableFile) -> Kind:
    try:
        with file.open() as opened, zipfile.ZipFile(opened) as archive:
            sizes = {each.filename: each.file_size for each in archive.infolist()}
    except zipfile.BadZipFile:
        raise UnreadableTable(f"{file.name} is damaged. {SAVE_AS}") from None
    if "xl/workbook.xml" not in sizes:
        raise UnreadableTable(f"{file.name} is not an Excel workbook. {SAVE_AS}")
    if sum(sizes.values()) > LARGEST_WORKBOOK or sizes.get(WORDS_PART, 0) > LARGEST_WORDS:
        raise UnreadableTable(
            f"{file.name} is too large when unpacked. Save it as “CSV UTF-8”, then try again."
        )
    return "xlsx"


def _written_in_pairs(start: bytes) -> str:
    """The encoding of text written two bytes a character (UTF-16), whether or not it says so; else empty."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    first, second = start[0::2].count(0), start[1::2].count(0)
    if second > len(start) // 4 and not first:
        return "utf-16-le"
    return "utf-16-be" if first > len(start) // 4 and not second else ""


def _encoding_of(file: TableFile, wanted: str) -> tuple[str, int]:
    """How a text file is written, and how many lines it has: UTF-8 when it can be, else Windows-1252.

    Old spreadsheets on Windows write Windows-1252. It has five bytes that mean nothing: text with one of
    those is neither, and guessing further would put wrong letters into people's words.
    """
    with file.open() as opened:
        start = opened.read(4096)
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if start.startswith(mark)), "")
    said = marked or _written_in_pairs(start) or (wanted if wanted in ENCODINGS else "")
    for encoding in (said,) if said else ("utf-8", GUESSED):
        lines = _count_lines(file, encoding)
        if lines is not None:
            return encoding, lines
    if wanted in ENCODINGS:
        raise UnreadableTable(
            f"{file.name} is not written in {ENCODINGS[wanted]}. Choose another way to read it."
        )
    raise UnreadableTable(f"{file.name} is written in an encoding that is not known here. {SAVE_AS}")


def _count_lines(file: TableFile, encoding: str) -> int | None:
    """How many lines the file has in this encoding; None when it is not written in it."""
    try:
        with file.text(encoding) as text:
            return sum(block.count("\n") for block in iter(lambda: text.read(BLOCK), ""))
    except UnicodeError:
        return None


def _delimiter_of(file: TableFile, encoding: str) -> str:
    """What stands between cells: the commonest of comma, semicolon and tab in the first line that has one."""
    with file.text(encoding) as text:
        for _ in range(10):
            line = text.readline(LONGEST_CELL)
            if any(line.count(each) for each in DELIMITERS):
                return max(DELIMITERS, key=line.count)
    return DELIMITERS[0]
