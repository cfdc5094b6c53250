"""Who took part: responses by what senders said of themselves, beside how many live here, and who is missing.

Responses are no sample, and a figure of another age range, area or day is no base for them: each benchmark says
whether it may be compared, and why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.reports.blocks import Block, Bullets, Document, Figures, Heading, Say, Small
from analysis.reports.content import CrossFigures, ThemeReport
from analysis.reports.shared_parts import cover_facts, equality_figures, made_document, provenance

NOT_COUNTED = (
    "Only age, place and way of taking part are counted. How many in care, with special needs, or caring for "
    "somebody took part is not known: the equality assessment says how they were reached."
)

COUNTED_BY_CHOICE = (
    "The equality figures are of those who sent their view by phone and chose to answer: they are no sample, and "
    "whoever is missing from them may still have taken part."
)


@dataclass(frozen=True)
class Benchmark:
    """One figure of how many live here; `problem` says why responses may not be compared with it."""

    counts: str
    figure: str
    as_at: str
    problem: str = ""


def who_took_part(report: ThemeReport, ages: str, benchmarks: Sequence[Benchmark]) -> Document:
    """Compose the document from masked content; `ages` are those that were asked, in words."""
    body: list[Block] = [
        Heading("Who we heard from", starts_page=True),
        Say(f"{report.about_base.capitalize()} came in, from {ages}. A response is not always one person."),
        *_by_fact(report),
        *_by_channel(report),
        *_by_capture(report),
        *equality_figures(report),
        Heading("Who is missing"),
        Bullets(_missing(report)),
        *_beside(benchmarks),
        *provenance(report),
    ]
    return made_document(report, "Who took part", report.campaign_title, [cover_facts(report)], body)


def _by_fact(report: ThemeReport) -> list[Block]:
    parts: list[Block] = []
    for table in report.cross_tables:
        name = _fact(table)
        parts += [
            Heading(f"By {name}", 2),
            Figures(
                (name.capitalize(), "Responses"),
                tuple(
                    (column, cell.text)
                    for column, cell in zip(table.columns, table.column_totals, strict=True)
                ),
                (0.5, 0.3),
                f"Responses by {name}",
                (1,),
            ),
            Small(report.cross_note),
        ]
    if not parts:
        parts.append(
            Say("What senders said of themselves is not shown: it was not asked, or too few answered.")
        )
    return parts


def _by_channel(report: ThemeReport) -> list[Block]:
    if not report.received_by_channel:
        return []
    return [
        Heading("By way of taking part", 2),
        Figures(
            ("Way of taking part", "Responses"),
            tuple((channel.label, channel.count.text) for channel in report.received_by_channel),
            (0.5, 0.3),
            "Responses by way of taking part",
            (1,),
        ),
        Small(report.table_note),
    ]


def _by_capture(report: ThemeReport) -> list[Block]:
    if not report.captured:
        return []
    return [
        Heading("By how it was taken down", 2),
        Figures(
            ("How the answers were taken down", "Responses"),
            tuple((row.label, row.count.text) for row in report.captured),
            (0.6, 0.3),
            "Responses by how the answers were taken down",
            (1,),
        ),
        Small(report.table_note),
    ]


def _missing(report: ThemeReport) -> tuple[str, ...]:
    """Groups with too few responses to show, or none: the document cannot tell which, so that nobody can."""
    lines = []
    for table in report.cross_tables:
        few = [
            column
            for column, cell in zip(table.columns, table.column_totals, strict=True)
            if cell.value is None or cell.value == 0
        ]
        if few:
            lines.append(f"By {_fact(table)}, few or none: {', '.join(few)}.")
    return (*lines, COUNTED_BY_CHOICE if report.people else NOT_COUNTED)


def _beside(benchmarks: Sequence[Benchmark]) -> list[Block]:
    if not benchmarks:
        return [Heading("How many live here"), Say("No figure is on record.")]
    return [
        Heading("How many live here"),
        Small("Figures of the plan’s sources. One that may not be compared stands here with the reason."),
        Figures(
            ("What is counted", "How many", "As at", "May responses be compared with it?"),
            tuple(
                (
                    each.counts,
                    each.figure,
                    each.as_at,
                    f"Not comparable. {each.problem}" if each.problem else "Yes",
                )
                for each in benchmarks
            ),
            (0.34, 0.14, 0.16, 0.36),
            "How many live here, and whether the responses may be compared",
            (1,),
        ),
    ]


def _fact(table: CrossFigures) -> str:
    return table.name.removeprefix("Themes by ").strip() or table.name
