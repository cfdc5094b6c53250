"""The files a report can become: kind and ending to writer, in one list for the page and the command."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from analysis.reports.content import ThemeReport
from analysis.reports.summary_document import write_summary_document
from analysis.reports.theme_csv import write_theme_csv
from analysis.reports.theme_workbook import write_theme_workbook
from participation.foundation.errors import DomainError

Writer = Callable[[ThemeReport, Path | BinaryIO], None]


class UnknownFile(DomainError):
    """No report of this kind can be written in this format."""

    title = "That file cannot be made"


@dataclass(frozen=True)
class FileKind:
    """One file a report can become."""

    kind: str
    ending: str
    label: str
    media_type: str
    write: Writer


FILES = (
    FileKind("themes", "csv", "Theme table (CSV)", "text/csv", write_theme_csv),
    FileKind(
        "themes",
        "xlsx",
        "Theme workbook (Excel)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_theme_workbook,
    ),
    FileKind(
        "summary",
        "docx",
        "Theme summary (Word)",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        write_summary_document,
    ),
)


def file_kind(kind: str, ending: str) -> FileKind:
    """The file of a kind and an ending.

    Raises:
        UnknownFile: naming the endings there are.
    """
    for known in FILES:
        if (known.kind, known.ending) == (kind, ending.lower().lstrip(".")):
            return known
    endings = ", ".join(f".{known.ending}" for known in FILES if known.kind == kind)
    raise UnknownFile(
        f"A {kind} report can be written as {endings}."
        if endings
        else f"There is no report {kind!r}. There is: {', '.join(sorted({known.kind for known in FILES}))}."
    )


def as_bytes(known: FileKind, report: ThemeReport) -> bytes:
    """The finished file."""
    target = io.BytesIO()
    known.write(report, target)
    return target.getvalue()
