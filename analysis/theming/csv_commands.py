"""What `participation themes assign` and `participation themes discover` do, without a database or settings.

Text columns are read as text always: "None", "N/A" and "007" are answers like any other.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.theming.assignment import Assignment, Correction, Status
from analysis.theming.code_frame import BUILT_IN_NAMES, CodeFrame, built_in, load_code_frame
from analysis.theming.coded_examples import split_themes
from analysis.theming.discovery import Discovery, discover
from analysis.theming.encoders import EngineName
from analysis.theming.engine import MOST_READ_CLOSELY, build_engine

RESULT_COLUMNS = ("themes", "confidence", "status")
CORE_ABOVE_ROWS = 50_000
"""Files with more rows than this are read by the core engine unless told otherwise."""

_LONGEST_CELL = 10_000_000

Progress = Callable[[int, int], None]


class TableError(ValueError):
    """A CSV file cannot be used; the message names the file and what to put right."""


@dataclass(frozen=True)
class Table:
    """A CSV file's columns and rows, every cell as text; `lines` are the rows' line numbers in the file."""

    source: str
    columns: list[str]
    rows: list[list[str]]
    lines: list[int]

    def texts(self, column: str) -> list[str]:
        """The cells of one column; TableError when the file has no such column."""
        if column not in self.columns:
            known = ", ".join(self.columns) or "none"
            raise TableError(f"{self.source} has no column {column!r}; its columns are: {known}")
        place = self.columns.index(column)
        return [row[place] for row in self.rows]


@dataclass(frozen=True)
class AssignSummary:
    """What a run of `themes assign` did.

    `left_to_core`: rows that were so many that the refined engine left them, the surer ones, to core.
    """

    rows: int
    engine: EngineName
    sure: int
    unsure: int
    no_answer: int
    left_to_core: int = 0


def assign_file(
    source: Path,
    code_frame: str,
    target: Path,
    *,
    text_column: str = "text",
    corrections: Path | None = None,
    engine: EngineName | None = None,
    progress: Progress | None = None,
    most_read_closely: int = MOST_READ_CLOSELY,
) -> AssignSummary:
    """Theme every row of a CSV file and write it with the columns themes, confidence and status added.

    `code_frame` is a built-in name or the path of a YAML file. Raises TableError or CodeFrameError with a
    one-line reason; nothing is written then.
    """
    frame = named_code_frame(code_frame)
    table = read_table(source)
    texts = table.texts(text_column)
    coded = read_corrections(corrections, frame, text_column) if corrections is not None else []
    chosen: EngineName = engine or ("core" if len(texts) > CORE_ABOVE_ROWS else "refined")
    assignments = build_engine(chosen).assign(texts, frame, coded, progress, most_read_closely)
    _write_assigned(target, table, assignments)
    counts = {status: sum(found.status is status for found in assignments) for status in Status}
    left = sum(found.read_by not in ("", chosen) for found in assignments)
    return AssignSummary(
        len(texts), chosen, counts[Status.SURE], counts[Status.UNSURE], counts[Status.NO_ANSWER], left
    )


def discover_file(
    source: Path,
    target: Path,
    *,
    text_column: str = "text",
    count: int | None = None,
    progress: Progress | None = None,
) -> Discovery:
    """Find groups of like answers in a CSV file and write them as JSON; TableError with a one-line reason."""
    found = discover(read_table(source).texts(text_column), count, progress)
    text = json.dumps(found.as_json(), ensure_ascii=False, indent=1)
    _write_whole(target, text + "\n")
    return found


def named_code_frame(name_or_path: str) -> CodeFrame:
    """A built-in code frame by name, or one from a YAML file."""
    return built_in(name_or_path) if name_or_path in BUILT_IN_NAMES else load_code_frame(name_or_path)


def read_table(path: Path) -> Table:
    """Read a CSV file in UTF-8, with or without a byte order mark."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TableError(f"Cannot read {path}: {error.strerror}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise TableError(
            f"{path}, line {line}: not UTF-8 text. Save the file as “CSV UTF-8” and try again"
        ) from error
    return _parse_table(text, str(path))


def _parse_table(text: str, source: str) -> Table:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""))
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        columns = next(reader, [])
        for row in reader:
            if row:
                rows.append(_fitted(row, len(columns), source, reader.line_num))
                lines.append(reader.line_num)
    except csv.Error as error:
        raise TableError(f"{source}, line {reader.line_num}: not readable as CSV ({error})") from error
    if not columns:
        raise TableError(f"{source} is empty: its first line must name the columns")
    return Table(source, columns, rows, lines)


def _fitted(row: list[str], width: int, source: str, line: int) -> list[str]:
    if len(row) > width:
        raise TableError(
            f"{source}, line {line}: {len(row)} cells where the first line names {width} columns"
        )
    return row + [""] * (width - len(row))


def read_corrections(path: Path, frame: CodeFrame, text_column: str = "text") -> list[Correction]:
    """Read coded rows: the text column and `themes` (`none` for no theme; rows left blank are skipped)."""
    table = read_table(path)
    known = set(frame.theme_ids)
    found = []
    for text, cell, line in zip(table.texts(text_column), table.texts("themes"), table.lines, strict=True):
        themes = split_themes(cell)
        strangers = [theme for theme in themes if theme not in known]
        if strangers:
            raise TableError(f"{path}, line {line}: the code frame has no theme {strangers[0]!r}")
        if cell.strip():
            found.append(Correction(text, themes))
    return found


def _write_assigned(target: Path, table: Table, assignments: Sequence[Assignment]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*_renamed(table.columns), *RESULT_COLUMNS])
    for row, found in zip(table.rows, assignments, strict=True):
        writer.writerow([*row, ";".join(found.themes), f"{found.confidence:.4f}", found.status.value])
    _write_whole(target, buffer.getvalue())


def _renamed(columns: Sequence[str]) -> list[str]:
    """Input columns, those that clash with a result column as `input_NAME`."""
    taken = {*columns, *RESULT_COLUMNS}
    renamed = []
    for column in columns:
        name = column
        while name in RESULT_COLUMNS or (name != column and name in taken):
            name = f"input_{name}"
        taken.add(name)
        renamed.append(name)
    return renamed


def _write_whole(target: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = target.with_name(target.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        os.replace(part, target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise TableError(f"Cannot write {target}: {error.strerror}") from error
