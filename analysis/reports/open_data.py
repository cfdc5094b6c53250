"""Open data: every published figure on a row of its own, and what each column means, for anybody to use again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from analysis.disclosure import MaskedCell
from analysis.reports.content import STANCES, CrossFigures, Definition, ThemeReport
from analysis.reports.safe_text import neutralised, printable

COLUMNS = (
    Definition(
        "Table",
        "Which table the row is from",
        "base, themes, stance, channel, taken down, age, place, or an equality question",
    ),
    Definition(
        "Theme id", "The theme’s short name in the theme list; empty where a row is about all", "text"
    ),
    Definition("Theme", "The theme’s name", "text"),
    Definition("Group", "The column of a two-way table, or the category of a one-way table", "text"),
    Definition("Responses", "Responses, never people; empty where the count is not shown", "a whole number"),
    Definition("Is hidden", "Whether the count is left out so that nobody can be picked out", "yes or no"),
    Definition("Is rounded", "Whether the count is rounded", "yes or no"),
    Definition("Campaign", "What the consultation was called", "text"),
    Definition("Question", "The question, word for word", "text"),
    Definition("Opened", "First day of the campaign", "YYYY-MM-DD"),
    Definition("Closed", "Last day of the campaign", "YYYY-MM-DD"),
    Definition("Snapshot", "SHA-256 of the frozen inputs of every figure here", "64 hexadecimal digits"),
)
_Row = tuple[str, str, str, str, MaskedCell]


def open_data_bytes(report: ThemeReport) -> bytes:
    """Write the figures as CSV; the same report gives the same bytes."""
    about = (
        report.campaign_title,
        report.question,
        report.opened_on.isoformat() if report.opened_on else "",
        report.closed_on.isoformat() if report.closed_on else "",
        report.snapshot_hash,
    )
    lines = (
        (
            *words,
            "" if cell.value is None else str(cell.value),
            "yes" if cell.is_suppressed else "no",
            "yes" if cell.is_rounded else "no",
            *about,
        )
        for *words, cell in _rows(report)
    )
    return _csv([each.name for each in COLUMNS], lines)


def dictionary_bytes(report: ThemeReport) -> bytes:
    """Write what each column means, and the rules the figures follow."""
    rules = [
        ("Rules", report.table_note, ""),
        *(("Caution", caveat, "") for caveat in report.caveats),
        ("Made from", f"Snapshot {report.snapshot_id}", report.snapshot_hash),
    ]
    return _csv(
        ["Column", "What it means", "Values"],
        [*((each.name, each.meaning, each.values) for each in COLUMNS), *rules],
    )


def _rows(report: ThemeReport) -> Iterator[_Row]:
    yield ("base", "", "", "", report.base)
    if not report.uses_ranks:
        yield from (("themes", theme.id, theme.name, "", theme.count) for theme in report.ranked_themes)
        yield from _stances(report)
    yield from (("channel", "", "", channel.label, channel.count) for channel in report.received_by_channel)
    yield from (("taken down", "", "", row.label, row.count) for row in report.captured)
    for asked in report.people:
        yield (asked.about.lower(), "", "", "All who were asked", asked.base)
        yield from ((asked.about.lower(), "", "", row.label, row.count) for row in asked.rows)
    for table in report.cross_tables:
        yield from _crossed(report, table)


def _stances(report: ThemeReport) -> Iterator[_Row]:
    for theme in report.stance_themes:
        for stance, cell in zip(STANCES, theme.stances, strict=True):
            yield ("stance", theme.id, theme.name, stance, cell)


def _crossed(report: ThemeReport, table: CrossFigures) -> Iterator[_Row]:
    name, ids = table.name.removeprefix("Themes by "), {theme.name: theme.id for theme in report.themes}
    for theme_name, cells in (("", table.column_totals), *table.rows):
        for column, cell in zip(table.columns, cells, strict=True):
            yield (name, ids.get(theme_name, ""), theme_name, column, cell)


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([neutralised(printable(value)) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
