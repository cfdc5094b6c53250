"""The theme summary as a Word document: what young people said, and what the partnership did about it.

It is written for a board and for anybody who reads with a screen reader: real headings, a table
whose header row repeats, a picture that says in words what it shows, and no layout tables.
"""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import BinaryIO

import docx
from docx.document import Document
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from analysis.disclosure import count_in_words
from analysis.reports.charts import ChartRow, alt_text, bar_chart_png
from analysis.reports.content import ReplyLine, ThemeReport, ThemeRow, day_in_words
from analysis.reports.motif import MOTIF_ALT, bubbles_png
from analysis.reports.safe_text import printable
from analysis.reports.word_styles import (
    add_page_numbers,
    add_table,
    apply_house_style,
    describe_picture,
    fixed_bytes,
)

_QUOTES_SHOWN = 3
_ROWS_BESIDE_CHART = 5
_CHART_TITLE = "Responses by theme"
_TEXT_WIDTH = Cm(16.2)


def write_summary_document(report: ThemeReport, target: Path | BinaryIO) -> None:
    """Write the summary; the same report gives the same bytes."""
    document = docx.Document()
    apply_house_style(document)
    _set_properties(document, report)
    _add_cover(document, report)
    _add_glance(document, report)
    _add_themes(document, report)
    _add_pairs(document, report)
    _add_method(document, report)
    content = fixed_bytes(document)
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)


def _set_properties(document: Document, report: ThemeReport) -> None:
    properties = document.core_properties
    properties.title = printable(f"What young people told us: {report.campaign_title}")[:255]
    properties.subject = printable(report.question)[:255]
    properties.author = printable(report.partnership_name or report.site_name)[:255]
    properties.language = "en-GB"
    properties.comments = ""
    properties.keywords = "participation, themes, you said we did"
    properties.created = properties.modified = report.made_at.replace(tzinfo=None)
    properties.last_modified_by = properties.author
    properties.revision = 1
    state = "Draft, not signed off. " if report.is_draft else ""
    footer = document.sections[0].footer.paragraphs[0]
    add_page_numbers(footer, printable(f"{state}{report.campaign_title}  ·  snapshot {report.snapshot_id}"))


def _add_cover(document: Document, report: ThemeReport) -> None:
    picture = document.add_paragraph()
    picture.add_run().add_picture(io.BytesIO(bubbles_png()), width=_TEXT_WIDTH)
    describe_picture(picture, "You said, we did", MOTIF_ALT)
    _say(document, "What young people told us", "Title")
    _say(document, report.campaign_title, "Subtitle")
    if report.is_draft:
        _say(document, "Draft. These themes are not signed off: do not publish.", "You said")
    facts = [
        ("We asked", f"“{report.question}”"),
        ("Responses", f"{_about(report)}, {report.period}"),
        ("Feeds into", report.decision_fed),
        ("Who decides", report.decision_maker),
        ("Signed off by", _signature(report)),
        ("Published by", report.partnership_name),
        ("Made from", f"snapshot {report.snapshot_id}, taken on {day_in_words(report.made_at.date())}"),
    ]
    for name, value in facts:
        if value:
            paragraph = document.add_paragraph(style="Cover facts")
            paragraph.add_run(f"{name}\t").bold = True
            paragraph.add_run(printable(value))


def _add_glance(document: Document, report: ThemeReport) -> None:
    heading = document.add_heading("At a glance", level=1)
    heading.paragraph_format.page_break_before = True
    _say(
        document,
        f"Thank you to everyone who took part. We received {_about(report)}. "
        "One response can be about several themes, or none.",
    )
    for theme in [theme for theme in report.ranked_themes if theme.count.value is not None][:3]:
        _say(document, f"{theme.name}: {count_in_words(theme.count, report.base)}", "List Bullet")
    _add_reply_count(document, report)


def _add_reply_count(document: Document, report: ThemeReport) -> None:
    """Count the replies honestly: a "no" and a late one are as easy to find as a "yes"."""
    counted = Counter(reply.status_label.split(" – ")[0] for _, reply in report.replies)
    if counted:
        document.add_heading("Our replies so far", level=2)
    for label, number in counted.items():
        _say(document, f"{label}: {number}", "List Bullet")
    late = sum(reply.is_overdue for _, reply in report.replies)
    if late:
        _say(document, f"Late: {late}. Each one is marked “overdue” below.", "List Bullet")
    unanswered = sum(not theme.replies for theme in report.themes)
    if unanswered:
        _say(document, f"Themes that have no reply yet: {unanswered}", "List Bullet")


def _add_themes(document: Document, report: ThemeReport) -> None:
    document.add_heading("What came up", level=1)
    rows = [ChartRow(theme.name, theme.count) for theme in report.ranked_themes]
    if rows:
        picture = document.add_paragraph()
        drawn = io.BytesIO(bar_chart_png(rows, _CHART_TITLE))
        picture.add_run().add_picture(drawn, width=_TEXT_WIDTH)
        describe_picture(picture, _CHART_TITLE, alt_text(rows, report.base))
        _say(document, f"How many responses mention each theme. Base: {_about(report)}.", "Caption")
    if len(rows) > _ROWS_BESIDE_CHART:
        figures = document.add_heading("The figures", level=2)
        figures.paragraph_format.page_break_before = True
    add_table(
        document,
        ("Theme", "What it covers", "Responses", "Share", "How well checked"),
        [
            [
                printable(theme.name),
                printable(theme.description),
                theme.count.text,
                theme.percent or "–",
                theme.confidence,
            ]
            for theme in report.ranked_themes
        ],
        (3.9, 5.4, 2.6, 1.5, 3.0),
        description="Themes with the number of responses that mention each",
        numbers=(2, 3),
    )
    _say(document, report.table_note, "Caption")
    if report.received_by_channel:
        document.add_heading("How the responses reached us", level=2)
        add_table(
            document,
            ("Way of taking part", "Responses"),
            [[printable(channel.label), channel.count.text] for channel in report.received_by_channel],
            (6.0, 4.0),
            description="Responses by way of taking part",
            numbers=(1,),
        )


def _add_pairs(document: Document, report: ThemeReport) -> None:
    heading = document.add_heading("You said, we did", level=1)
    heading.paragraph_format.page_break_before = True
    answered = [theme for theme in report.ranked_themes if theme.replies]
    for theme in answered:
        document.add_heading(printable(theme.name), level=2)
        _add_voices(document, theme, report)
        for reply in theme.replies:
            _add_pair(document, reply)
    unanswered = [theme for theme in report.ranked_themes if not theme.replies]
    if unanswered:
        document.add_heading("Themes that have no reply yet", level=2)
        for theme in unanswered:
            document.add_heading(printable(theme.name), level=3)
            _add_voices(document, theme, report)


def _add_voices(document: Document, theme: ThemeRow, report: ThemeReport) -> None:
    count = _say(document, _count_sentence(theme, report), "Caption")
    count.paragraph_format.keep_with_next = bool(theme.quotes or theme.replies)
    for quote in theme.quotes[:_QUOTES_SHOWN]:
        said_by = f" – {quote.descriptor}" if quote.descriptor else ""
        _say(document, f"“{quote.text}”{said_by}", "Young words")


def _add_pair(document: Document, reply: ReplyLine) -> None:
    said = document.add_paragraph(style="You said")
    said.add_run("You said  ").bold = True
    said.add_run(printable(reply.you_said))
    said.paragraph_format.keep_with_next = True
    answer = document.add_paragraph(style="Our reply")
    answer.add_run(f"{printable(reply.status_label)}  ").bold = True
    answer.add_run(printable(" ".join(part for part in (reply.our_reply, reply.reason) if part)))
    facts = [
        f"Owner: {reply.owner}" if reply.owner else "",
        f"By: {day_in_words(reply.due_on)}{' – overdue' if reply.is_overdue else ''}" if reply.due_on else "",
        f"Next update: {day_in_words(reply.next_update_on)}" if reply.next_update_on else "",
        f"Plan priority: {reply.priority}" if reply.priority else "",
        f"Outcome: {reply.outcome}" if reply.outcome else "",
        f"What shows it: {reply.evidence}" if reply.evidence else "",
    ]
    if any(facts):
        answer.paragraph_format.keep_with_next = True
        _say(document, "  ·  ".join(fact for fact in facts if fact), "Reply facts")


def _add_method(document: Document, report: ThemeReport) -> None:
    document.add_heading("How we know", level=1)
    for note in report.method_notes:
        _say(document, note, "List Bullet")
    if report.caveats:
        document.add_heading("What this cannot tell you", level=2)
        for caveat in report.caveats:
            _say(document, caveat, "List Bullet")
    document.add_heading("Where the figures come from", level=2)
    _say(
        document,
        f"Theme list: {report.code_frame_name}, version {report.code_frame_version}. Themed by "
        f"{report.engine}, version {report.engine_version}. Share of responses coded as not sure: "
        f"{report.unsure_share or 'not recorded'}. Signed off by: {_signature(report)}.",
    )
    _say(document, f"Snapshot {report.snapshot_id}, fingerprint {report.snapshot_hash}.", "Caption")


def _say(document: Document, text: str, style: str = "Normal") -> Paragraph:
    return document.add_paragraph(printable(text), style=style)


def _about(report: ThemeReport) -> str:
    about = "about " if report.base.is_rounded else ""
    return f"{about}{report.base.text} {'response' if report.base.value == 1 else 'responses'}"


def _count_sentence(theme: ThemeRow, report: ThemeReport) -> str:
    if theme.count.value is None:
        return "We do not show how many responses were about this, so that nobody can be picked out."
    words = count_in_words(theme.count, report.base)
    return f"{words[0].upper()}{words[1:]} were about this."


def _signature(report: ThemeReport) -> str:
    signed = report.signed_off
    if signed is None:
        return "not signed off yet"
    return f"{signed.name}, {signed.role}, {day_in_words(signed.at.date())}"
