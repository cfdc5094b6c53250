"""The annual report: four quarters of one campaign beside one another, and what became of every promise.

The plan of 2020 promises one every year. A quarter without a snapshot stands there as missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.reports.blocks import Block, Bullets, Document, Figures, Heading, Say, Small, facts
from analysis.reports.board_paper import NOTHING_CHANGED, missing, promises
from analysis.reports.content import ThemeReport
from analysis.reports.plan_tables import PlanPart, against_the_plan, counted_honestly, named_replies
from analysis.reports.shared_parts import (
    cover_facts,
    how_we_know,
    made_document,
    theme_chart,
    theme_figures,
)

MISSING = "missing"


@dataclass(frozen=True)
class Quarter:
    """One quarter of the year; without a snapshot there is no report, and `taken` is empty.

    `changes` compare it with the quarter before it that has one.
    """

    name: str
    taken: str = ""
    report: ThemeReport | None = None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Year:
    """A year of one campaign: its quarters, the oldest first, of which the last is the one reported from."""

    name: str
    latest: ThemeReport
    quarters: tuple[Quarter, ...]
    plan: PlanPart | None


def annual_report(year: Year) -> Document:
    """Compose the report from masked content."""
    report = year.latest
    cover = [cover_facts(report), facts(("Plan", year.plan.in_words if year.plan else "no plan is loaded"))]
    body: list[Block] = [
        *_in_short(year),
        *_quarter_by_quarter(year),
        *_themes_through_the_year(year),
        *promises(report),
        *against_the_plan(year.plan, named_replies(report)),
        Heading("What is missing"),
        Bullets((*_missing_quarters(year), *missing(report, year.plan)) or ("Nothing.",)),
        Heading("What young people said, at the end of the year", starts_page=True),
        *theme_chart(report),
        *theme_figures(report),
        *how_we_know(report),
    ]
    return made_document(report, f"Annual report, {year.name}", report.campaign_title, cover, body)


def _in_short(year: Year) -> list[Block]:
    known = sum(each.report is not None for each in year.quarters)
    return [
        Heading("In short", starts_page=True),
        Say(
            f"{year.latest.about_base.capitalize()} had come in by the end of the year. "
            f"{counted_honestly(named_replies(year.latest)).sentence}"
        ),
        Say(f"This report covers {known} of {len(year.quarters)} quarters."),
        *(Say(line) for line in _missing_quarters(year)),
    ]


def _missing_quarters(year: Year) -> list[str]:
    gone = [each.name for each in year.quarters if each.report is None]
    if not gone:
        return []
    said = f"No snapshot was taken in {_listed(gone)}, so nothing can be said of how things stood then."
    return [f"{said} Take one each quarter by making the board paper."]


def _quarter_by_quarter(year: Year) -> list[Block]:
    parts: list[Block] = [
        Heading("Quarter by quarter"),
        Figures(
            ("Quarter", "Made from", "Responses", "Replies", "Done", "Late"),
            tuple(_row(each) for each in year.quarters),
            (0.2, 0.27, 0.18, 0.14, 0.11, 0.1),
            "How the year went: responses and replies at the end of each quarter",
            (2, 3, 4, 5),
        ),
        Small("Counts run from the first day of the campaign to the end of each quarter."),
    ]
    known = [each for each in year.quarters if each.report is not None]
    for each in known[1:]:
        parts += [Heading(f"What changed in {each.name}", 2), Bullets(each.changes or (NOTHING_CHANGED,))]
    return parts


def _row(quarter: Quarter) -> tuple[str, ...]:
    report = quarter.report
    if report is None:
        return (quarter.name, MISSING, *("–",) * 4)
    replies = [reply for _, reply in report.replies]
    return (
        quarter.name,
        quarter.taken,
        report.base.text,
        str(len(replies)),
        str(sum(reply.status == "done" for reply in replies)),
        str(sum(reply.is_overdue for reply in replies)),
    )


def _themes_through_the_year(year: Year) -> list[Block]:
    """Set each theme's counts side by side, of the quarters that have figures and enough of them."""
    known = [each for each in year.quarters if each.report is not None and not each.report.uses_ranks]
    if not known:
        return []
    figures = [
        {theme.id: theme.count.text for theme in each.report.themes}
        for each in known
        if each.report is not None
    ]
    first = 0.36
    return [
        Heading("Themes through the year"),
        Figures(
            ("Theme", *(each.name for each in known)),
            tuple(
                (theme.name, *(found.get(theme.id, "not in the list") for found in figures))
                for theme in year.latest.ranked_themes
            ),
            (first, *((1 - first) / len(known),) * len(known)),
            "Responses that mention each theme, at the end of each quarter",
            tuple(range(1, len(known) + 1)),
        ),
        Small(year.latest.table_note),
        *_list_changed(known),
    ]


def _list_changed(known: Sequence[Quarter]) -> list[Block]:
    versions = {each.report.code_frame_version for each in known if each.report is not None}
    if len(versions) < 2:
        return []
    return [Small("The theme list changed in the year, so counts of themes may not be comparable.")]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
