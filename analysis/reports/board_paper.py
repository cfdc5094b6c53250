"""The quarterly board paper: where every promise stands against the plan, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.replies.domain import ReplyStatus
from analysis.reports.blocks import Block, Bullets, Document, Heading, Say, Small, facts
from analysis.reports.content import ThemeReport
from analysis.reports.plan_tables import (
    NOT_SET,
    PlanPart,
    against_the_plan,
    counted_honestly,
    named_replies,
    plan_problems,
    replies_by_status,
    stale_lines,
)
from analysis.reports.shared_parts import (
    cover_facts,
    how_we_know,
    made_document,
    pair_of,
    theme_chart,
    theme_figures,
)

NOTHING_CHANGED = "Nothing that may be shown has changed."


@dataclass(frozen=True)
class BoardPaper:
    """Everything a board paper says. `since` names the earlier snapshot that `changes` compare with."""

    themes: ThemeReport
    plan: PlanPart | None
    quarter: str
    since: str
    changes: tuple[str, ...]


def stale_replies(report: ThemeReport) -> list[str]:
    """Name each live promise that the board cannot rely on: without owner, date or news within 100 days."""
    return stale_lines(named_replies(report))


def board_paper(paper: BoardPaper) -> Document:
    """Compose the paper from masked content."""
    report = paper.themes
    cover = [
        cover_facts(report),
        facts(("Plan", paper.plan.in_words if paper.plan else "no plan is loaded")),
    ]
    body = [
        *_in_short(paper),
        *_changes(paper),
        *promises(report),
        *against_the_plan(paper.plan, named_replies(report)),
        Heading("What is missing"),
        Bullets(tuple(missing(report, paper.plan)) or ("Nothing.",)),
        Heading("What young people said", starts_page=True),
        *theme_chart(report),
        *theme_figures(report),
        *how_we_know(report),
    ]
    return made_document(report, f"Board paper, {paper.quarter}", report.campaign_title, cover, body)


def promises(report: ThemeReport) -> list[Block]:
    """Count the replies by status, then give each under its status."""
    parts: list[Block] = [Heading("Replies by status"), replies_by_status(named_replies(report))]
    for status in ReplyStatus:
        replies = [reply for _, reply in report.replies if reply.status == status]
        if replies:
            parts += [Heading(status.label, 2), *map(pair_of, replies)]
    return parts


def missing(report: ThemeReport, plan: PlanPart | None) -> list[str]:
    """Name what a board would ask for and this campaign lacks."""
    return [
        *stale_replies(report),
        *(f"“{theme.name}” has no reply yet" for theme in report.themes if not theme.replies),
        *(
            f"“{theme.name}” ({reply.status_label}): priority {NOT_SET}"
            for theme, reply in report.replies
            if reply.priority_id is None
        ),
        *plan_problems(plan),
    ]


def _in_short(paper: BoardPaper) -> list[Block]:
    report = paper.themes
    counted = counted_honestly(named_replies(report))
    vision: list[Block] = [Say(f"“{paper.plan.vision}”")] if paper.plan and paper.plan.vision else []
    return [
        Heading("In short", starts_page=True),
        *vision,
        Say(f"{report.about_base.capitalize()} came in. {counted.sentence}"),
        Say(
            "The board is asked to note what changed, to settle what is missing, and to confirm that it has "
            "read the words of young people in this paper."
        ),
    ]


def _changes(paper: BoardPaper) -> list[Block]:
    parts: list[Block] = [Heading("Changes since the last quarter")]
    if not paper.since:
        return [*parts, Say("There is no earlier snapshot to compare with. This paper is the first.")]
    return [
        *parts,
        Small(f"Compared with {paper.since}."),
        Bullets(paper.changes or (NOTHING_CHANGED,)),
    ]
