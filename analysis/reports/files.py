"""The files a report can become: kind and ending to writer, in one list for the page and the command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.reports.blocks import Document
from analysis.reports.content import ThemeReport
from analysis.reports.open_data import dictionary_bytes, open_data_bytes
from analysis.reports.page_document import page_bytes
from analysis.reports.pdf_document import pdf_bytes
from analysis.reports.theme_csv import csv_bytes
from analysis.reports.theme_workbook import workbook_bytes
from analysis.reports.word_document import word_bytes
from participation.foundation.errors import DomainError


class UnknownFile(DomainError):
    """No report of this kind can be written in this format."""

    title = "That file cannot be made"


@dataclass(frozen=True)
class FileKind:
    """One file a report can become: a table of the themes, or a document; exactly one writer is set."""

    kind: str
    ending: str
    label: str
    media_type: str
    write_table: Callable[[ThemeReport], bytes] | None = None
    write_document: Callable[[Document], bytes] | None = None


@dataclass(frozen=True)
class ReportKind:
    """One report with what it is for, as the downloads page lists it."""

    kind: str
    name: str
    purpose: str


REPORTS = (
    ReportKind("board", "Board paper", "Every promise against the plan, what changed, and what is missing"),
    ReportKind("annual", "Annual report", "Four quarters side by side, and what became of every promise"),
    ReportKind("summary", "Theme summary", "What young people said, and every reply"),
    ReportKind("young-people", "Young people’s summary", "How ideas changed things, in plain words"),
    ReportKind("eqia", "Equality evidence", "The impact assessment, section by section, with evidence"),
    ReportKind("who-took-part", "Who took part", "Responses beside how many live here, and who is missing"),
    ReportKind("classroom", "For a classroom", "You said, we did, on one sheet"),
    ReportKind("lundy", "How we listened", "The Lundy record: space, voice, audience and influence"),
    ReportKind(
        "consideration", "Record of consideration", "What was heard, who read it, what was decided and why"
    ),
    ReportKind(
        "ward", "Brief for councillors", "One page a place: what was said there, what is promised there"
    ),
    ReportKind("themes", "Theme tables", "Every figure that may be shown, with its meaning"),
    ReportKind("open-data", "Open data", "Each published figure on a row of its own, to use again"),
    ReportKind("open-data-dictionary", "Open data: what the columns mean", "Goes beside the open data"),
)
SEVERAL = ReportKind(
    "several", "Several campaigns", "What each asked and heard, and every promise against the plan"
)
_TABLES = ("themes", "open-data", "open-data-dictionary")
_FORMATS: tuple[tuple[str, str, str, Callable[[Document], bytes]], ...] = (
    (
        "docx",
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        word_bytes,
    ),
    ("pdf", "PDF", "application/pdf", pdf_bytes),
    ("html", "Web page", "text/html", page_bytes),
)


FILES = (
    *(
        FileKind(report.kind, ending, label, media_type, write_document=write)
        for report in REPORTS
        if report.kind not in _TABLES
        for ending, label, media_type, write in _FORMATS
    ),
    FileKind(
        "themes",
        "xlsx",
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_table=workbook_bytes,
    ),
    FileKind("themes", "csv", "CSV", "text/csv", write_table=csv_bytes),
    FileKind("open-data", "csv", "CSV", "text/csv", write_table=open_data_bytes),
    FileKind("open-data-dictionary", "csv", "CSV", "text/csv", write_table=dictionary_bytes),
)
#: The files of the one report that is made of several campaigns.
FILES_OF_SEVERAL = tuple(
    FileKind(SEVERAL.kind, ending, label, media_type, write_document=write)
    for ending, label, media_type, write in _FORMATS
)


def file_kind(kind: str, ending: str) -> FileKind:
    """The file of a kind and an ending.

    Raises:
        UnknownFile: naming the endings there are.
    """
    there_are = (*FILES, *FILES_OF_SEVERAL)
    for known in there_are:
        if (known.kind, known.ending) == (kind, ending.lower().lstrip(".")):
            return known
    endings = ", ".join(f".{known.ending}" for known in there_are if known.kind == kind)
    raise UnknownFile(
        f"A {kind} report can be written as {endings}."
        if endings
        else f"There is no report {kind!r}. There is: {', '.join(sorted({known.kind for known in there_are}))}."
    )
