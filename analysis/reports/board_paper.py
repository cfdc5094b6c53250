"""The quarterly board paper: where every promise stands against the plan, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.replies.counter import count_honestly
from analysis.replies.domain import ReplyStatus
from analysis.reports.blocks import Block, Bullets, Document, Figures, Heading, Say, Small, facts
from analysis.reports.content import ReplyLine, ThemeReport, ThemeRow, day_in_words
from analysis.reports.shared_parts import (
    cover_facts,
    how_we_know,
    made_document,
    pair_of,
    theme_chart,
    theme_figures,
)

NOT_SET = "not set"


@dataclass(frozen=True)
class PlanPart:
    """What a board paper needs of the plan: (id, words) of priorities and outcomes, in the plan's order."""

    title: str
    period: str
    vision: str
    priorities: tuple[tuple[int, str], ...]
    outcomes: tuple[tuple[int, str], ...]


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
    found = []
    for theme, reply in report.replies:
        lacks = _what_is_missing(reply)
        if lacks:
            found.append(f"“{theme.name}” ({reply.status_label}): {', '.join(lacks)}")
    return found


def board_paper(paper: BoardPaper) -> Document:
    """Compose the paper from masked content."""
    report = paper.themes
    cover = [
        cover_facts(report),
        facts(("Plan", f"{paper.plan.title} ({paper.plan.period})" if paper.plan else "no plan is loaded")),
    ]
    body = [
        *_in_short(paper),
        *_changes(paper),
        *_promises(report),
        *_by_priority(paper),
        *_by_outcome(paper),
        *_missing(paper),
        Heading("What young people said", starts_page=True),
        *theme_chart(report),
        *theme_figures(report),
        *how_we_know(report),
    ]
    return made_document(report, f"Board paper, {paper.quarter}", report.campaign_title, cover, body)


def _in_short(paper: BoardPaper) -> list[Block]:
    report = paper.themes
    counted = count_honestly((ReplyStatus(reply.status), reply.is_overdue) for _, reply in report.replies)
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
    nothing = ("Nothing that may be shown has changed.",)
    return [*parts, Small(f"Compared with {paper.since}."), Bullets(paper.changes or nothing)]


def _promises(report: ThemeReport) -> list[Block]:
    parts: list[Block] = [
        Heading("Replies by status"),
        Figures(
            ("Status", "Replies", "Of them late"),
            tuple(
                (
                    status.label,
                    str(sum(reply.status == status for _, reply in report.replies)),
                    str(sum(reply.status == status and reply.is_overdue for _, reply in report.replies)),
                )
                for status in ReplyStatus
            ),
            (0.6, 0.2, 0.2),
            "Replies by status, and how many of each are late",
            (1, 2),
        ),
    ]
    for status in ReplyStatus:
        pairs = [(theme, reply) for theme, reply in report.replies if reply.status == status]
        if pairs:
            parts.append(Heading(status.label, 2))
            parts += [pair_of(reply) for _, reply in pairs]
    return parts


def _by_priority(paper: BoardPaper) -> list[Block]:
    named = paper.plan.priorities if paper.plan else ()
    rows = [
        (words, [each for each in paper.themes.replies if each[1].priority_id == number])
        for number, words in named
    ]
    return _plan_table("Priorities of the plan", "Priority", "Priorities with their replies", rows)


def _by_outcome(paper: BoardPaper) -> list[Block]:
    named = paper.plan.outcomes if paper.plan else ()
    rows = [
        (words, [each for each in paper.themes.replies if each[1].outcome_id == number])
        for number, words in named
    ]
    return _plan_table("Outcomes of the plan", "Outcome", "Outcomes with their replies", rows)


def _plan_table(
    title: str, name: str, description: str, rows: Sequence[tuple[str, list[tuple[ThemeRow, ReplyLine]]]]
) -> list[Block]:
    if not rows:
        return [Heading(title), Say(f"{title}: {NOT_SET}.")]
    return [
        Heading(title),
        Figures(
            (name, "Replies", "Late", "What is promised"),
            tuple(
                (
                    words,
                    str(len(pairs)),
                    str(sum(reply.is_overdue for _, reply in pairs)),
                    "; ".join(_in_a_line(theme, reply) for theme, reply in pairs) or "nothing linked yet",
                )
                for words, pairs in rows
            ),
            (0.3, 0.14, 0.1, 0.46),
            description,
            (1, 2),
        ),
    ]


def _in_a_line(theme: ThemeRow, reply: ReplyLine) -> str:
    by = f", by {day_in_words(reply.due_on)}" if reply.due_on and reply.is_promise else ""
    return f"{theme.name}: {reply.status_label}{by}"


def _missing(paper: BoardPaper) -> list[Block]:
    report = paper.themes
    lines = [
        *stale_replies(report),
        *(f"“{theme.name}” has no reply yet" for theme in report.themes if not theme.replies),
        *(
            f"“{theme.name}” ({reply.status_label}): priority {NOT_SET}"
            for theme, reply in report.replies
            if reply.priority_id is None
        ),
    ]
    if paper.plan is None:
        lines.append("No plan is loaded, so nothing can be shown against priorities and outcomes")
    elif "ended" in paper.plan.period:
        lines.append(f"The plan on record, {paper.plan.title}, has ended. Enter the plan that is in force.")
    return [Heading("What is missing"), Bullets(tuple(lines) or ("Nothing.",))]


def _what_is_missing(reply: ReplyLine) -> list[str]:
    is_live_promise = reply.is_promise and reply.status != ReplyStatus.DONE
    lacks = []
    if is_live_promise and not reply.owner:
        lacks.append("no owner")
    if is_live_promise and reply.due_on is None:
        lacks.append("no date")
    if reply.is_news_late:
        lacks.append("no news when it was due")
    return lacks
