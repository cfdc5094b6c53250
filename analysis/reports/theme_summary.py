"""The theme summary: what young people said, and what the partnership did about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from analysis.disclosure import count_in_words
from analysis.reports.blocks import Block, Bullets, Document, Figures, Heading, Say
from analysis.reports.content import ThemeReport
from analysis.reports.shared_parts import (
    cover_facts,
    cross_figures,
    how_we_know,
    made_document,
    pair_of,
    stance_figures,
    theme_chart,
    theme_figures,
    voices,
)

_ROWS_BESIDE_CHART = 5
_WIDEST_ON_PAPER = 8


def theme_summary(report: ThemeReport) -> Document:
    """Compose the summary from a masked report."""
    body = [*_glance(report), *_what_came_up(report), *_pairs(report), *how_we_know(report)]
    return made_document(
        report, "What young people told us", report.campaign_title, [cover_facts(report)], body
    )


def _glance(report: ThemeReport) -> list[Block]:
    largest = [theme for theme in report.ranked_themes if theme.count.value is not None][:3]
    return [
        Heading("At a glance", starts_page=True),
        Say(
            f"Thank you to everyone who took part. We received {report.about_base}. "
            "One response can be about several themes, or none."
        ),
        Bullets(tuple(f"{theme.name}: {count_in_words(theme.count, report.base)}" for theme in largest)),
        *_replies_so_far(report),
    ]


def _replies_so_far(report: ThemeReport) -> list[Block]:
    """Count the replies honestly: a "no" and a late one are as easy to find as a "yes"."""
    counted = Counter(reply.status_label.split(" – ")[0] for _, reply in report.replies)
    late = sum(reply.is_overdue for _, reply in report.replies)
    unanswered = sum(not theme.replies for theme in report.themes)
    lines = [f"{label}: {number}" for label, number in counted.items()]
    if late:
        lines.append(f"Late: {late}. Each one is marked “overdue” below.")
    if unanswered:
        lines.append(f"Themes that have no reply yet: {unanswered}")
    return [Heading("Our replies so far", 2), Bullets(tuple(lines))] if lines else []


def _what_came_up(report: ThemeReport) -> list[Block]:
    parts: list[Block] = [Heading("What came up"), *theme_chart(report)]
    if len(report.themes) > _ROWS_BESIDE_CHART:
        parts.append(Heading("The figures", 2, starts_page=True))
    parts += theme_figures(report)
    parts += stance_figures(report)
    parts += cross_figures(_narrow(report))
    if report.received_by_channel:
        parts += [
            Heading("How the responses reached us", 2),
            Figures(
                ("Way of taking part", "Responses"),
                tuple((channel.label, channel.count.text) for channel in report.received_by_channel),
                (0.38, 0.24),
                "Responses by way of taking part",
                (1,),
            ),
        ]
    return parts


def _narrow(report: ThemeReport) -> ThemeReport:
    """Keep the tables that fit on a sheet of paper; the workbook has the wide ones."""
    return replace(
        report,
        cross_tables=tuple(table for table in report.cross_tables if len(table.columns) <= _WIDEST_ON_PAPER),
    )


def _pairs(report: ThemeReport) -> list[Block]:
    parts: list[Block] = [Heading("You said, we did", starts_page=True)]
    for theme in report.ranked_themes:
        if theme.replies:
            parts += [Heading(theme.name, 2), *voices(theme, report), *map(pair_of, theme.replies)]
    unanswered = [theme for theme in report.ranked_themes if not theme.replies]
    if unanswered:
        parts.append(Heading("Themes that have no reply yet", 2))
        for theme in unanswered:
            parts += [Heading(theme.name, 3), *voices(theme, report)]
    return parts
