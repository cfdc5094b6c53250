"""Screens a file of texts: the work behind `participation screen IN.csv --out OUT.csv`.

The output has the input's columns plus `lane`, `signals` (joined by ";") and `spans`
(JSON `[[start, end, signal], …]`); an input column with one of these names becomes `input_NAME`.
"""

import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from moderation.screening.engine import screen

ADDED_COLUMNS = ("lane", "signals", "spans")
DEFAULT_TEXT_COLUMN = "text"
LONGEST_FIELD = 10_000_000

Progress = Callable[[int], None]
"""Called after each row with the number of rows done so far."""


class ScreeningFileError(Exception):
    """Raised when a file cannot be screened; its one-line message says why and what to do."""


def screen_csv(
    source: Path, target: Path, *, text_column: str = DEFAULT_TEXT_COLUMN, progress: Progress | None = None
) -> int:
    """Screen every row of `source` into `target`, one row in memory at a time; returns the rows written.

    A failed run leaves no half-written target behind. Raises ScreeningFileError.
    """
    if source.resolve() == target.resolve():
        raise ScreeningFileError(f"{target.name} is also the input: choose another name for --out")
    csv.field_size_limit(min(LONGEST_FIELD, sys.maxsize))
    partial = target.with_name(target.name + ".part")
    try:
        with (
            source.open(encoding="utf-8-sig", newline="") as read,
            partial.open("w", encoding="utf-8", newline="") as write,
        ):
            done = _screen_rows(read, write, source.name, text_column, progress)
        partial.replace(target)
        return done
    except UnicodeDecodeError as error:
        raise ScreeningFileError(f"{source.name} is not UTF-8: save it as CSV UTF-8 and try again") from error
    except csv.Error as error:
        raise ScreeningFileError(f"{source.name} is not a CSV file that can be read: {error}") from error
    except OSError as error:
        name = Path(error.filename).name if error.filename else source.name
        raise ScreeningFileError(
            f"{name} cannot be opened: {error.strerror or type(error).__name__}"
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _screen_rows(read: TextIO, write: TextIO, name: str, text_column: str, progress: Progress | None) -> int:
    reader = csv.reader(_without_nul(read))
    header = next(reader, None)
    if not header:
        raise ScreeningFileError(f"{name} is empty: its first row must name the columns")
    if text_column not in header:
        raise ScreeningFileError(
            f"{name} has no column {text_column!r}; it has {', '.join(map(repr, header))}"
        )
    at = header.index(text_column)
    writer = csv.writer(write, lineterminator="\n")
    writer.writerow([*_renamed(header), *ADDED_COLUMNS])
    done = 0
    for row in reader:
        if row:
            writer.writerow([*_fitted(row, len(header)), *_reading(row[at] if at < len(row) else "")])
            done += 1
            if progress:
                progress(done)
    return done


def _without_nul(lines: TextIO) -> Iterator[str]:
    """NUL characters make some readers stop; they stand for nothing a person typed."""
    for line in lines:
        yield line.replace("\0", "")


def _renamed(header: Sequence[str]) -> list[str]:
    """Input columns under names that do not clash with the added ones, nor with each other."""
    taken = set(header) | set(ADDED_COLUMNS)
    names: list[str] = []
    for column in header:
        name = column
        while name in ADDED_COLUMNS or (name != column and name in taken):
            name = f"input_{name}"
        taken.add(name)
        names.append(name)
    return names


def _fitted(row: list[str], width: int) -> list[str]:
    """A row with as many fields as the header has, so that the added columns stay in line."""
    return (row + [""] * width)[:width]


def _reading(text: str) -> list[str]:
    result = screen(text)
    spans = [[span.start, span.end, span.signal] for span in result.spans]
    return [result.lane.value, ";".join(result.signals), json.dumps(spans)]
