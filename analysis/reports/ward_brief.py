"""A brief for councillors: one page a place, with what was said there and what is done there.

Counts by place come from the one two-way table that stands behind the mask of the public; where it hides a
place, the page says so and still gives what is promised there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure import MaskedCell, count_in_words
from analysis.reports.blocks import Block, Bullets, Document, Facts, Heading, Say, Small, facts
from analysis.reports.content import CrossFigures, ReplyLine, ThemeReport, day_in_words
from analysis.reports.shared_parts import cover_facts, made_document, provenance

TABLE = "Themes by place"
NOT_SAID = "Not said"
THEMES_NAMED = 5
REPLIES_NAMED = 5


@dataclass(frozen=True)
class LocalGroup:
    """Who works together in a place, and what they do there; empty parts were never entered."""

    group: str = ""
    lead: str = ""
    local_plan: str = ""


def places_of(report: ThemeReport, groups: Mapping[str, LocalGroup]) -> list[str]:
    """Return every place there is a page for: those asked about, those of the plan, those a reply names."""
    table = _table(report)
    asked = [column for column in table.columns if column != NOT_SAID] if table else []
    named = sorted({place for _, reply in report.replies for place in reply.places})
    found: dict[str, str] = {}
    for place in (*asked, *groups, *named):
        found.setdefault(place.casefold(), place)
    return list(found.values())


def ward_brief(report: ThemeReport, groups: Mapping[str, LocalGroup]) -> Document:
    """Compose the brief; call `places_of` first, for one without a place says nothing."""
    body: list[Block] = []
    for place in places_of(report, groups):
        body += _page(report, place, groups.get(place, LocalGroup()))
    cover: list[Block] = [
        cover_facts(report),
        Say("One page a place: what children and young people there said, and what is promised there."),
    ]
    return made_document(
        report, "Brief for councillors", report.campaign_title, cover, [*body, *provenance(report)]
    )


def _page(report: ThemeReport, place: str, group: LocalGroup) -> list[Block]:
    return [
        Heading(place, starts_page=True),
        *_about(group),
        Heading("What was said here", 2),
        *_said(report, place),
        Heading("What is done here", 2),
        *_done(report, place),
        Small(report.cross_note or report.table_note),
    ]


def _about(group: LocalGroup) -> list[Block]:
    about: Facts = facts(
        ("Local group", group.group), ("Led by", group.lead), ("What it does", group.local_plan)
    )
    return [about] if about.items else []


def _said(report: ThemeReport, place: str) -> list[Block]:
    column = _column(report, place)
    if column is None:
        return [Say("How many responses came from here is not shown: it was not asked, or too few answered.")]
    total, cells = column
    if total.value is None:
        return [
            Say("Too few responses came from here to show what they said. It does not mean there are none.")
        ]
    shown = sorted(
        ((name, cell) for name, cell in cells if cell.value),
        key=lambda each: (-(each[1].value or 0), each[0]),
    )
    return [
        Say(
            f"About {total.text} responses came from here."
            if total.is_rounded
            else f"{total.text} responses."
        ),
        Bullets(
            tuple(f"{name}: {count_in_words(cell, total)}" for name, cell in shown[:THEMES_NAMED])
            or ("Too few said any one thing to show it.",)
        ),
    ]


def _done(report: ThemeReport, place: str) -> list[Block]:
    here = [
        (theme.name, reply)
        for theme, reply in report.replies
        if place.casefold() in (each.casefold() for each in reply.places)
    ]
    if not here:
        everywhere = sum(not reply.places for _, reply in report.replies)
        return [
            Say(
                f"No reply names this place. {everywhere} "
                f"{'reply holds' if everywhere == 1 else 'replies hold'} everywhere: they are in the theme summary."
            )
        ]
    more = len(here) - REPLIES_NAMED
    return [
        Bullets(tuple(_line(name, reply) for name, reply in here[:REPLIES_NAMED])),
        *([Small(f"And {more} more, on the site.")] if more > 0 else []),
    ]


def _line(name: str, reply: ReplyLine) -> str:
    by = f", by {day_in_words(reply.due_on)}" if reply.due_on else ""
    late = " – overdue" if reply.is_overdue else ""
    owner = f" Owner: {reply.owner}." if reply.owner else ""
    return f"{name}. {reply.status_label}{by}{late}. {reply.our_reply}{owner}"


def _column(report: ThemeReport, place: str) -> tuple[MaskedCell, Sequence[tuple[str, MaskedCell]]] | None:
    """A place's column: its total and its themes; None where the table gives none."""
    table = _table(report)
    if table is None or table.is_withheld:
        return None
    wanted = place.casefold()
    number = next((n for n, column in enumerate(table.columns) if column.casefold() == wanted), None)
    if number is None:
        return None
    return table.column_totals[number], [(name, cells[number]) for name, cells in table.rows]


def _table(report: ThemeReport) -> CrossFigures | None:
    return next((table for table in report.cross_tables if table.name == TABLE), None)
