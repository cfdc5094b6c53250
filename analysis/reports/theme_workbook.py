"""The theme workbook: everything the analyst publishes about a campaign, as one accessible Excel file.

Each sheet has one table that starts in A1 with a real header row, so that a screen reader and a
pivot table both understand it. Nothing typed by anybody becomes a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

from analysis.disclosure import MaskedCell
from analysis.reports.charts import ChartRow, alt_text, bar_chart_png
from analysis.reports.content import STANCES, THEME_DICTIONARY, ThemeReport, day_in_words
from analysis.reports.safe_text import cell_text, printable

_INK, _SEA, _CHALK = "#1D2A35", "#0B5F66", "#FBF8F1"

Value = str | int | date | None


@dataclass(frozen=True)
class _Sheet:
    """One sheet: its name, its table's name, its columns with widths in characters, and its rows."""

    name: str
    table_name: str
    columns: tuple[tuple[str, int], ...]
    rows: Sequence[Sequence[Value]]
    description: str


def workbook_bytes(report: ThemeReport) -> bytes:
    """Write the workbook; the same report gives the same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "d mmmm yyyy",
            "default_format_properties": {
                "font_name": "Arial",
                "font_size": 11,
                "font_color": _INK,
                "text_wrap": True,
                "valign": "top",
            },
        },
    )
    book.set_properties(
        {
            "title": _property(f"Themes: {report.campaign_title}"),
            "subject": _property(report.question),
            "author": _property(report.partnership_name or report.site_name),
            "category": "Theme summary",
            "comments": _property(report.table_note),
            "created": report.made_at.replace(tzinfo=None),
        }
    )
    for sheet in _sheets(report):
        _add_sheet(book, sheet, report)
    book.close()
    return target.getvalue()


def _sheets(report: ThemeReport) -> tuple[_Sheet, ...]:
    return (
        _Sheet(
            "Summary",
            "Summary",
            (("About", 28), ("Value", 80)),
            _summary_rows(report),
            "What this workbook is about, and who stands behind it",
        ),
        _Sheet(
            "Themes",
            "Themes",
            _THEME_COLUMNS,
            [
                [
                    theme.id,
                    theme.name,
                    theme.description,
                    _figure(theme.count),
                    theme.percent,
                    *(map(_figure, theme.stances) if theme.stances else theme.stance_texts),
                    theme.confidence,
                ]
                for theme in report.ranked_themes
            ],
            "How many responses mention each theme",
        ),
        *_cross_sheets(report),
        _Sheet(
            "Quotes",
            "Quotes",
            (("Theme", 34), ("Quote", 80), ("Said by", 24)),
            [
                [theme.name, quote.text, quote.descriptor]
                for theme in report.ranked_themes
                for quote in theme.quotes
            ],
            "Words we have permission to show, without names",
        ),
        _Sheet("Replies", "Replies", _REPLY_COLUMNS, _reply_rows(report), "You said, we did"),
        _Sheet(
            "Method",
            "Method",
            (("Step or caution", 22), ("What to know", 96)),
            _method_rows(report),
            "How the figures were made, and what they cannot say",
        ),
        _Sheet(
            "Data dictionary",
            "DataDictionary",
            (("Column", 26), ("Meaning", 64), ("Values", 44)),
            [[line.name, line.meaning, line.values] for line in report.data_dictionary or THEME_DICTIONARY],
            "What each column means",
        ),
    )


_THEME_COLUMNS = (
    ("Theme id", 22),
    ("Theme", 34),
    ("What it covers", 52),
    ("Responses", 16),
    ("Share of responses", 22),
    *((name, 14) for name in STANCES),
    ("How well checked", 28),
)
_REPLY_COLUMNS = (
    ("Theme", 30),
    ("Our reply is", 24),
    ("You said", 48),
    ("Our reply", 48),
    ("Reason", 36),
    ("Owner", 24),
    ("Due date", 18),
    ("Next update", 18),
    ("Overdue", 10),
    ("Plan priority", 26),
    ("Plan outcome", 34),
    ("What shows it", 36),
)


def _cross_sheets(report: ThemeReport) -> list[_Sheet]:
    return [
        _Sheet(
            table.name,
            table.name.title().replace(" ", ""),
            (("Theme", 34), *((column, 16) for column in table.columns)),
            [
                [name, *(_figure(cell) for cell in cells)]
                for name, cells in (*table.rows, ("All responses", table.column_totals))
            ],
            f"{table.name}: responses that mention each theme",
        )
        for table in report.cross_tables
    ]


def _summary_rows(report: ThemeReport) -> list[list[Value]]:
    signed = report.signed_off
    rows: list[list[Value]] = [
        ["Campaign", report.campaign_title],
        ["State", "Draft: not signed off for publication" if report.is_draft else "Final"],
        ["What we asked", report.question],
        ["Period", report.period],
        ["Responses", _figure(report.base)],
        *[
            [f"Received by: {channel.label}", _figure(channel.count)]
            for channel in report.received_by_channel
        ],
        *[[f"Taken down: {row.label}", _figure(row.count)] for row in report.captured],
        ["Coded as “not sure”", report.unsure_share or "not recorded"],
        ["Made for", report.audience.value],
        ["About the figures", report.table_note],
        ["Theme list", f"{report.code_frame_name}, version {report.code_frame_version}"],
        ["Themed by", f"{report.engine}, version {report.engine_version}"],
        [
            "Signed off by",
            f"{signed.name}, {signed.role}, {day_in_words(signed.at.date())}" if signed else "not signed off",
        ],
        ["Snapshot", report.snapshot_id],
        ["Snapshot fingerprint", report.snapshot_hash],
        ["Snapshot taken on", report.made_at.date()],
    ]
    return rows


def _reply_rows(report: ThemeReport) -> list[list[Value]]:
    return [
        [
            theme.name,
            reply.status_label,
            reply.you_said,
            reply.our_reply,
            reply.reason,
            reply.owner,
            reply.due_on,
            reply.next_update_on,
            "yes" if reply.is_overdue else "no",
            reply.priority,
            reply.outcome,
            reply.evidence,
        ]
        for theme, reply in report.replies
    ]


def _method_rows(report: ThemeReport) -> list[list[Value]]:
    notes: list[list[Value]] = [["Method", note] for note in report.method_notes]
    cautions: list[list[Value]] = [["Caution", caveat] for caveat in report.caveats]
    return notes + cautions


def _figure(cell: MaskedCell) -> Value:
    """Give a published figure as a number, so that it sorts, and a hidden one as its mark."""
    return cell.text if cell.value is None else cell.value


def _add_sheet(book: Any, sheet: _Sheet, report: ThemeReport) -> None:
    worksheet = book.add_worksheet(sheet.name)
    header = book.add_format({"bold": True, "font_color": _CHALK, "bg_color": _SEA, "border": 0})
    day = book.add_format({"num_format": "d mmmm yyyy", "align": "left"})
    left = book.add_format({"align": "left", "num_format": "#,##0"})
    rows = list(sheet.rows) or [["none", *[""] * (len(sheet.columns) - 1)]]
    for number, (_, width) in enumerate(sheet.columns):
        worksheet.set_column(number, number, width)
    worksheet.add_table(
        0,
        0,
        len(rows),
        len(sheet.columns) - 1,
        {
            "name": sheet.table_name,
            "style": "Table Style Light 1",
            "autofilter": len(rows) > 1,
            "description": sheet.description,
            "title": sheet.name,
            "columns": [{"header": name, "header_format": header} for name, _ in sheet.columns],
        },
    )
    for row_number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                worksheet.write_datetime(row_number, column, value, day)
            elif isinstance(value, int):
                worksheet.write_number(row_number, column, value, left)
            elif value:
                worksheet.write_string(row_number, column, cell_text(value))
    _lay_out(worksheet, sheet, report)
    if sheet.name == "Themes" and report.themes:
        chart_rows = [ChartRow(theme.name, theme.count) for theme in report.ranked_themes]
        worksheet.insert_image(
            len(rows) + 2,
            1,
            "themes.png",
            {
                "image_data": io.BytesIO(bar_chart_png(chart_rows, "Responses by theme")),
                "x_scale": 0.9,
                "y_scale": 0.9,
                "description": alt_text(chart_rows, report.base),
            },
        )


def _lay_out(worksheet: Any, sheet: _Sheet, report: ThemeReport) -> None:
    worksheet.freeze_panes(1, 0)
    worksheet.hide_gridlines(2)
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
    worksheet.set_header(
        f"&L{_header_text(report.campaign_title)}&R{sheet.name}"
        + ('&C&"Arial,Bold"DRAFT' if report.is_draft else "")
    )
    worksheet.set_footer("&LSnapshot " + _header_text(report.snapshot_id) + "&RPage &P of &N")


def _property(text: str) -> str:
    """Keep a text within what a document property may hold."""
    return printable(text)[:255]


def _header_text(text: str) -> str:
    """Keep a text within what a page header allows, and its ampersands from being codes."""
    return printable(text)[:80].replace("&", "&&")
