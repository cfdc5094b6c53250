"""One report across several campaigns: what each asked, what came up, and every promise against the plan.

Responses are never added up across campaigns: somebody may have taken part in more than one. Each campaign's
figures stand behind the mask of its own table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis.disclosure import count_in_words
from analysis.reports.blocks import Block, Bullets, Document, Figures, Heading, Say, Small, Stress, facts
from analysis.reports.content import ThemeReport, day_in_words
from analysis.reports.plan_tables import (
    Named,
    PlanPart,
    against_the_plan,
    counted_honestly,
    plan_problems,
    replies_by_status,
    stale_lines,
)
from analysis.reports.shared_parts import DRAFT

THEMES_NAMED = 3
FEWEST = 2


def several_campaigns(reports: Sequence[ThemeReport], plan: PlanPart | None) -> Document:
    """Compose the report from the masked content of each campaign, in the order they are given in."""
    first, is_draft = reports[0], any(report.is_draft for report in reports)
    snapshots = ", ".join(report.snapshot_id for report in reports)
    subtitle = f"{len(reports)} consultations"
    named = [
        (f"{report.campaign_title}, {theme.name}", reply)
        for report in reports
        for theme, reply in report.replies
    ]
    return Document(
        title="What young people told us, across consultations",
        subtitle=subtitle,
        subject="; ".join(report.question for report in reports),
        author=first.partnership_name or first.site_name,
        footer=f"{'Draft, not signed off. ' if is_draft else ''}{subtitle}  ·  snapshots {snapshots}",
        made_at=max(report.made_at for report in reports),
        cover=(
            *([Stress(DRAFT)] if is_draft else []),
            facts(
                ("Consultations", ", ".join(report.campaign_title for report in reports)),
                ("Plan", plan.in_words if plan else "no plan is loaded"),
                ("Published by", first.partnership_name),
                ("Made from", f"snapshots {snapshots}"),
            ),
        ),
        body=(
            *_in_short(reports, named),
            *_what_came_up(reports),
            *_in_common(reports),
            Heading("Replies by status", starts_page=True),
            replies_by_status(named),
            *against_the_plan(plan, named),
            *_missing(reports, named, plan),
            *_provenance(reports),
        ),
        is_draft=is_draft,
    )


def _in_short(reports: Sequence[ThemeReport], named: Sequence[Named]) -> list[Block]:
    return [
        Heading("In short", starts_page=True),
        Say(
            f"{len(reports)} consultations stand beside one another here. {counted_honestly(named).sentence} "
            "Responses are not added up: somebody may have taken part in more than one."
        ),
        Figures(
            ("Consultation", "When", "Responses", "Who decides", "Replies", "Late"),
            tuple(
                (
                    report.campaign_title,
                    report.period,
                    report.base.text,
                    report.decision_maker or "not set",
                    str(len(report.replies)),
                    str(sum(reply.is_overdue for _, reply in report.replies)),
                )
                for report in reports
            ),
            (0.22, 0.25, 0.13, 0.18, 0.12, 0.1),
            "The consultations, with their responses and replies",
            (2, 4, 5),
        ),
    ]


def _what_came_up(reports: Sequence[ThemeReport]) -> list[Block]:
    parts: list[Block] = [Heading("What came up most in each")]
    for report in reports:
        shown = [theme for theme in report.ranked_themes if theme.count.value is not None][:THEMES_NAMED]
        said = tuple(
            f"{theme.name}: {theme.rank or count_in_words(theme.count, report.base)}" for theme in shown
        )
        parts += [
            Heading(report.campaign_title, 2),
            Small(f"We asked: “{report.question}”"),
            Bullets(said or ("Too few responses to name what came up.",)),
        ]
    return [*parts, Small(reports[0].table_note)]


def _in_common(reports: Sequence[ThemeReport]) -> list[Block]:
    """Set the themes that two or more campaigns share beside one another, with the base of each."""
    counted = [report for report in reports if not report.uses_ranks]
    found = Counter(theme.id for report in counted for theme in report.themes)
    names = {theme.id: theme.name for report in counted for theme in report.themes}
    shared = [key for key in names if found[key] >= FEWEST]
    if not shared:
        return []
    cells = [{theme.id: theme.count.text for theme in report.themes} for report in counted]
    first = 0.34
    return [
        Heading("Themes that more than one consultation heard"),
        Figures(
            ("Theme", *(report.campaign_title for report in counted)),
            (
                *((names[key], *(each.get(key, "not in the list") for each in cells)) for key in shared),
                ("All responses", *(report.base.text for report in counted)),
            ),
            (first, *((1 - first) / len(counted),) * len(counted)),
            "Responses that mention each shared theme",
            tuple(range(1, len(counted) + 1)),
        ),
        Small(
            "The questions differed, so the same theme need not mean the same: read the columns, not across."
        ),
    ]


def _missing(reports: Sequence[ThemeReport], named: Sequence[Named], plan: PlanPart | None) -> list[Block]:
    lines = [
        *(f"{report.campaign_title}: the themes are not signed off" for report in reports if report.is_draft),
        *stale_lines(named),
        *(
            f"{report.campaign_title}, “{theme.name}” has no reply yet"
            for report in reports
            for theme in report.themes
            if not theme.replies
        ),
        *plan_problems(plan),
    ]
    return [Heading("What is missing"), Bullets(tuple(lines) or ("Nothing.",))]


def _provenance(reports: Sequence[ThemeReport]) -> list[Block]:
    return [
        Heading("Where the figures come from"),
        *(
            Small(
                f"{report.campaign_title}: snapshot {report.snapshot_id} of {day_in_words(report.made_at.date())}, "
                f"fingerprint {report.snapshot_hash}. Theme list: {report.code_frame_name}, version "
                f"{report.code_frame_version}. Themed by {report.engine}, version {report.engine_version}. "
                f"Signed off by: {report.signature}."
            )
            for report in reports
        ),
        Small(
            f"Made for: {reports[0].audience.value}. The Word, PDF and web page files of this document say the "
            "same, and hold its fingerprint among their properties."
        ),
    ]
