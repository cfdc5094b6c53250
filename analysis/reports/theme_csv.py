"""The theme table as a CSV file that opens correctly in a spreadsheet and runs nothing."""

from __future__ import annotations

import csv
import io

from analysis.reports.content import STANCES, ThemeReport, ThemeRow
from analysis.reports.safe_text import neutralised, printable

COLUMNS = (
    "Theme id",
    "Theme",
    "What it covers",
    "Responses",
    "Base",
    "Share of responses",
    *STANCES,
    "How well checked",
    "Quotes",
    "Status of our reply",
    "You said",
    "Our reply",
    "Reason",
    "Owner",
    "Due date",
    "Plan priority",
    "Plan outcome",
    "Campaign",
    "Snapshot",
    "Fingerprint",
    "Draft",
)


def csv_bytes(report: ThemeReport) -> bytes:
    """Write one row a theme and reply, in UTF-8 with a byte order mark and the line ends CSV asks for."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for theme in report.ranked_themes:
        for row in _rows(report, theme):
            writer.writerow([neutralised(printable(value)) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _rows(report: ThemeReport, theme: ThemeRow) -> list[list[str]]:
    start = [
        theme.id,
        theme.name,
        theme.description,
        theme.count.text.replace(",", ""),
        report.base.text.replace(",", ""),
        theme.percent,
        *(text.replace(",", "") for text in theme.stance_texts),
        theme.confidence,
        " | ".join(quote.text for quote in theme.quotes),
    ]
    end = [
        report.campaign_title,
        report.snapshot_id,
        report.snapshot_hash,
        "draft" if report.is_draft else "final",
    ]
    replies = [
        [
            reply.status_label,
            reply.you_said,
            reply.our_reply,
            reply.reason,
            reply.owner,
            reply.due_on.isoformat() if reply.due_on else "",
            reply.priority,
            reply.outcome,
        ]
        for reply in theme.replies
    ]
    return [[*start, *reply, *end] for reply in replies or [[""] * 8]]
