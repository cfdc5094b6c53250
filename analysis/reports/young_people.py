"""The young people's summary: short, warm and dated, for anybody of nine and over.

The plan of 2020 promised one that explains how feedback changed things. It is refused where it could not.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.disclosure import count_in_words
from analysis.replies.domain import ReplyStatus
from analysis.reports.blocks import Block, Bullets, Document, Heading, Say, Small, facts
from analysis.reports.content import ReplyLine, ThemeReport, ThemeRow, day_in_words
from analysis.reports.shared_parts import made_document, pair_of, voices

_CHANGED = {ReplyStatus.DONE, ReplyStatus.DOING, ReplyStatus.YES, ReplyStatus.PART}
_REFUSED = {ReplyStatus.NO, ReplyStatus.CHANGED_MIND}
_THEMES_SHOWN, _QUOTES_SHOWN = 5, 2


def young_people_problems(report: ThemeReport) -> list[str]:
    """Name what a summary for young people cannot do without and lacks."""
    problems = []
    if not _with(report, _CHANGED):
        problems.append(
            "“How your ideas changed things” would be empty: write a reply that says done, doing, yes or part."
        )
    if not any(reply.reason for _, reply in _with(report, {ReplyStatus.NO})):
        problems.append("There is no “no, because”: write a reply that says no, with its real reason.")
    if not any(reply.is_promise and reply.due_on for _, reply in report.replies):
        problems.append("There is no promise with a date: give one that says yes, part or doing its day.")
    return problems


def young_people_summary(report: ThemeReport) -> Document:
    """Compose the summary; call `young_people_problems` first."""
    cover: list[Block] = [
        Say(f"Thank you. {report.about_base.capitalize()} came in. We read every one."),
        facts(("We asked", f"“{report.question}”"), ("Who decides", report.decision_maker)),
    ]
    body: list[Block] = [
        *_said(report),
        *_section("How your ideas changed things", _with(report, _CHANGED)),
        *_section("What we cannot do, and why", _with(report, _REFUSED)),
        *_undecided(_without(report, _CHANGED | _REFUSED)),
        *_next(report),
    ]
    return made_document(report, "You said, we did", report.campaign_title, cover, body, is_short=True)


def _said(report: ThemeReport) -> list[Block]:
    shown = [theme for theme in report.ranked_themes if theme.count.value is not None][:_THEMES_SHOWN]
    parts: list[Block] = [
        Heading("What you said"),
        Say("Here is what came up most. One response can be about more than one thing."),
        Bullets(tuple(f"{theme.name}: {count_in_words(theme.count, report.base)}" for theme in shown)),
    ]
    for theme in (shown or report.ranked_themes)[:3]:
        if theme.quotes:
            parts += [Heading(theme.name, 2), *voices(theme, report)[1 : 1 + _QUOTES_SHOWN]]
    return [*parts, Small(report.table_note)]


def _section(title: str, pairs: list[tuple[ThemeRow, ReplyLine]]) -> list[Block]:
    if not pairs:
        return []
    return [Heading(title), *(pair_of(_without_staff_facts(reply)) for _, reply in pairs)]


def _undecided(pairs: list[tuple[ThemeRow, ReplyLine]]) -> list[Block]:
    """One line each: what is not settled has no answer to set beside it, and four sheets are enough."""
    lines = tuple(f"{reply.you_said} {reply.status_label}." for _, reply in pairs)
    return [Heading("What we do not know yet"), Bullets(lines)] if lines else []


def _without_staff_facts(reply: ReplyLine) -> ReplyLine:
    """Leave out what only staff look for; who, by when and what shows it stay."""
    return replace(reply, priority="", outcome="", practice_evidence="", data_evidence="")


def _next(report: ThemeReport) -> list[Block]:
    dated = sorted(
        {
            (reply.next_update_on or reply.due_on, theme.name)
            for theme, reply in report.replies
            if (reply.next_update_on or reply.due_on) and not reply.is_overdue
        },
        key=lambda each: (each[0] or report.made_at.date(), each[1]),
    )
    lines = tuple(f"{day_in_words(day)}: news about {name}" for day, name in dated if day)
    return [
        Heading("What happens next"),
        Bullets(lines or ("We will say here when there is news.",)),
        Say("Did we get this right? Tell us on the results page. A person reads it."),
        Small(
            f"Made from snapshot {report.snapshot_id}, fingerprint {report.snapshot_hash}. "
            f"Signed off by: {report.signature}."
        ),
    ]


def _with(report: ThemeReport, statuses: set[ReplyStatus]) -> list[tuple[ThemeRow, ReplyLine]]:
    return [(theme, reply) for theme, reply in report.replies if reply.status in statuses]


def _without(report: ThemeReport, statuses: set[ReplyStatus]) -> list[tuple[ThemeRow, ReplyLine]]:
    return [(theme, reply) for theme, reply in report.replies if reply.status not in statuses]
