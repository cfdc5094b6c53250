"""From a snapshot to a finished file of any kind: refused where it would not be honest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from analysis.batches import note_shown
from analysis.disclosure import AudienceClass
from analysis.models import Snapshot
from analysis.publications import masked_themes
from analysis.reports.assembling import assemble
from analysis.reports.blocks import Document
from analysis.reports.board_paper import BoardPaper, PlanPart, board_paper, stale_replies
from analysis.reports.classroom_slide import classroom_slide
from analysis.reports.content import ThemeReport, day_in_words
from analysis.reports.differences import changes_between
from analysis.reports.equality_pack import EqualityPack, Judgement, equality_pack
from analysis.reports.files import FileKind, UnknownFile
from analysis.reports.theme_summary import theme_summary
from analysis.reports.who_took_part import Benchmark, who_took_part
from analysis.reports.young_people import young_people_problems, young_people_summary
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from participation.plan.domain import base_problem, period_words
from participation.plan.queries import populations


class ReportRefused(DomainError):
    """A document lacks something it cannot do without."""

    title = "The document is not ready"


def make_file(
    known: FileKind, snapshot: Snapshot, audience: AudienceClass, *, is_draft: bool = False
) -> bytes:
    """Make one file from a snapshot; the same snapshot gives the same bytes.

    Raises:
        ReportRefused: naming everything that is missing.
    """
    report = assemble(snapshot, audience, is_draft=is_draft)
    if audience is AudienceClass.PUBLIC and not report.is_draft:
        note_shown(snapshot)
    if known.write_table is not None:
        return known.write_table(report)
    if known.write_document is None:
        raise UnknownFile(f"Nothing writes a {known.kind} report as {known.ending}.")
    return known.write_document(_COMPOSERS[known.kind](snapshot, report, is_draft))


def earlier_snapshot(snapshot: Snapshot) -> Snapshot | None:
    """The newest snapshot of the campaign from before the quarter that this one was taken in."""
    return db.session.scalars(
        select(Snapshot)
        .where(
            Snapshot.campaign_id == snapshot.campaign_id,
            Snapshot.id < snapshot.id,
            Snapshot.taken_at < datetime.combine(quarter_start(_day_of(snapshot)), time(), clock.LONDON),
        )
        .order_by(Snapshot.id.desc())
        .limit(1)
    ).first()


def quarter_start(day: date) -> date:
    """The first day of the quarter of a day."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _summary(snapshot: Snapshot, report: ThemeReport, is_draft: bool) -> Document:
    return theme_summary(report)


def _young_people(snapshot: Snapshot, report: ThemeReport, is_draft: bool) -> Document:
    problems = young_people_problems(report)
    if problems:
        raise ReportRefused("The summary for young people is not ready. " + " ".join(problems))
    return young_people_summary(report)


def _board(snapshot: Snapshot, report: ThemeReport, is_draft: bool) -> Document:
    stale = stale_replies(report)
    if stale and not is_draft:
        raise ReportRefused(
            "Some replies are out of date, so the board could not rely on them. Update them, or mark the paper "
            f"as a draft. {'; '.join(stale)}."
        )
    earlier, taken = earlier_snapshot(snapshot), _day_of(snapshot)
    return board_paper(
        BoardPaper(
            themes=report,
            plan=_plan_part(snapshot),
            quarter=f"quarter {(taken.month - 1) // 3 + 1} of {taken.year}",
            since=f"snapshot {earlier.id} of {day_in_words(_day_of(earlier))}" if earlier else "",
            changes=snapshot_changes(earlier, snapshot, report.audience) if earlier else (),
        )
    )


def snapshot_changes(earlier: Snapshot, later: Snapshot, audience: AudienceClass) -> tuple[str, ...]:
    """What changed between two snapshots of a campaign, in the figures that this audience may see of each."""
    names = {**earlier.content.get("names", {}), **later.content.get("names", {})}
    figures = (masked_themes(earlier.content, audience), masked_themes(later.content, audience))
    return changes_between(earlier.content, later.content, names, figures)


def _equality(snapshot: Snapshot, report: ThemeReport, is_draft: bool) -> Document:
    source = snapshot.content["equality"]
    entered = source.get("assessment") or {}
    if not entered:
        return equality_pack(EqualityPack(report, source))
    known = {entry["key"] for entry in source["entries"] if entry["kind"] == "characteristic"}
    slug = db.session.get_one(Campaign, snapshot.campaign_id).slug
    return equality_pack(
        EqualityPack(
            report,
            source,
            version=entered["version"],
            review_on=_day(entered["review_on"]),
            judgements={key: _judgement(row, slug) for key, row in entered["rows"].items()},
            signatures=entered["signatures"],
            added_rows={key: name for key, name in entered["names"].items() if key not in known},
        )
    )


def _judgement(row: dict[str, Any], slug: str) -> Judgement:
    """What a row of the assessment says; evidence of this campaign apart from that of others."""
    here = tuple(
        key for chosen_in, _, key in (each.partition("/") for each in row["evidence"]) if chosen_in == slug
    )
    return Judgement(
        **{
            name: row[name]
            for name in (
                "specific_group",
                "expected",
                "evidenced",
                "details",
                "would_make_clear",
                "action",
                "owner",
            )
        },
        clear_by=_day(row["clear_by"]),
        due_on=_day(row["due_on"]),
        evidence=here,
        elsewhere=tuple(each for each in row["evidence"] if each.partition("/")[0] != slug),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _plan_part(snapshot: Snapshot) -> PlanPart | None:
    plan = snapshot.content["plan"]
    if not plan:
        return None
    starts_on, ends_on = date.fromisoformat(plan["starts_on"]), date.fromisoformat(plan["ends_on"])
    return PlanPart(
        title=plan["title"],
        period=period_words(starts_on, ends_on, _day_of(snapshot)),
        vision=plan["vision"],
        priorities=tuple((each["id"], each["heading"]) for each in plan["priorities"]),
        outcomes=tuple((each["id"], each["text"]) for each in plan["outcomes"]),
    )


def _day_of(snapshot: Snapshot) -> date:
    return clock.in_london(snapshot.taken_at).date()


def _who_took_part(snapshot: Snapshot, report: ThemeReport, is_draft: bool) -> Document:
    campaign = db.session.get_one(Campaign, snapshot.campaign_id)
    youngest, oldest = campaign.youngest, campaign.oldest
    benchmarks = tuple(
        Benchmark(each.counts, each.figure, each.as_at or "not stated", base_problem(each, youngest, oldest))
        for each in populations()
    )
    return who_took_part(report, f"ages {youngest} to {oldest}", benchmarks)


def _classroom(snapshot: Snapshot, report: ThemeReport, is_draft: bool) -> Document:
    return classroom_slide(report)


_COMPOSERS: dict[str, Callable[[Snapshot, ThemeReport, bool], Document]] = {
    "summary": _summary,
    "young-people": _young_people,
    "board": _board,
    "eqia": _equality,
    "who-took-part": _who_took_part,
    "classroom": _classroom,
}
