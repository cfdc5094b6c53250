"""A workbook as people really send them, with what ought to become of its rows."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

HEADINGS = ("Number", "Age", "Place", "Comment", "Day")
#: Ages as they are found in cells: a date is what a spreadsheet makes of "5-8".
AGES = (datetime(2026, 8, 5), "9 to 11", 13, "15–17 years", None)  # noqa: DTZ001 - as spreadsheets hold it
BLANK_EVERY, REPEAT_EVERY, WRONG_EVERY, EMPTY_EVERY = 50, 10, 97, 89


@dataclass(frozen=True)
class Messy:
    """How many rows of a messy workbook can come in, and how many must be refused."""

    good: int
    refused: int


def messy_rows(count: int) -> tuple[list[list[Any]], Messy]:
    """`count` rows that hold something, with blank ones, repeats and a second row of headings among them."""
    rows: list[list[Any]] = []
    refused = 0
    for number in range(1, count + 1):
        comment = "More buses" if number % REPEAT_EVERY == 0 else f"View {number}: a café by the pier"
        row: list[Any] = [number, AGES[number % len(AGES)], "Poole", comment, datetime(2026, 3, 1)]  # noqa: DTZ001
        if number % WRONG_EVERY == 0:
            row[1] = "grown-up"
        elif number % EMPTY_EVERY == 0:
            row[1] = row[3] = None
        refused += number % WRONG_EVERY == 0 or number % EMPTY_EVERY == 0
        rows.append(row)
        if number % BLANK_EVERY == 0:
            rows.append([None] * len(HEADINGS))
        if number == count // 2:
            rows.append(list(HEADINGS))
    return rows, Messy(count - refused, refused)


def messy_workbook(path: Path, count: int) -> Messy:
    """Write it: a title, a blank row, groups over the headings, rows, empty rows at the end, a sheet before."""
    book = Workbook(write_only=True)
    book.create_sheet("Notes")
    sheet = book.create_sheet("Answers")
    title = WriteOnlyCell(sheet, "Bus survey, spring 2026")
    title.font = Font(bold=True)
    rows, messy = messy_rows(count)
    groups = [None, "About you", None, "What you say", None]
    for row in ([title], [], groups, HEADINGS, *rows, *[[None, " "]] * 20):
        sheet.append(row)
    sheet.merged_cells.ranges = {"A1:E1", "B3:C3", "D3:E3"}
    book.save(path)
    return messy


def messy_csv(path: Path, count: int, encoding: str) -> Messy:
    """The same as text."""
    rows, messy = messy_rows(count)
    lines = [["Bus survey"], [], HEADINGS, *rows]
    text = "\r\n".join(";".join(_cell(each) for each in row) for row in lines)
    path.write_bytes(text.encode(encoding))
    return messy


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%d-%b}"
    return "" if value is None else str(value)
