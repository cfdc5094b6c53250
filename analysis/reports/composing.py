"""From a snapshot to a document of each kind: gathered here, and refused where it would not be honest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from analysis.disclosure import AudienceClass
from analysis.models import Snapshot
from analysis.publications import masked_themes
from analysis.reports.annual_report import Quarter, Year, annual_report
from analysis.reports.assembling import assemble
from analysis.reports.blocks import Document
from analysis.reports.board_paper import BoardPaper, board_paper, stale_replies
from analysis.reports.classroom_slide import classroom_slide
from analysis.reports.content import ThemeReport, day_in_words
from analysis.reports.differences import changes_between
from analysis.reports.equality_pack import EqualityPack, Judgement, equality_pack
from analysis.reports.listening_record import (
    CampaignRecord,
    LateWord,
    consideration_record,
    lundy_record,
)
from analysis.reports.plan_tables import PlanPart
from analysis.reports.quarters import day_of, earlier_snapshot, quarter_name, quarters_until
from analysis.reports.theme_summary import theme_summary
from analysis.reports.ward_brief import LocalGroup, places_of, ward_brief
from analysis.reports.who_took_part import Benchmark, who_took_part
from analysis.reports.young_people import young_people_problems, young_people_summary
from participation.campaigns.models import Campaign
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from participation.plan.domain import Population, base_problem, period_words


class ReportRefused(DomainError):
    """A document lacks something it cannot do without."""

    title = "The document is not ready"


def snapshot_changes(earlier: Snapshot, later: Snapshot, audience: AudienceClass) -> tuple[str, ...]:
    """What changed between two snapshots of a campaign, in the figures that this audience may see of each."""
    names = {**earlier.content.get("names", {}), **later.content.get("names", {})}
    figures = (masked_themes(earlier.content, audience), masked_themes(later.content, audience))
    return changes_between(earlier.content, later.content, names, figures)


def plan_part(snapshot: Snapshot) -> PlanPart | None:
    """The plan as the snapshot holds it; None when none was loaded."""
    plan = snapshot.content["plan"]
    if not plan:
        return None
    starts_on, ends_on = date.fromisoformat(plan["starts_on"]), date.fromisoformat(plan["ends_on"])
    return PlanPart(
        title=plan["title"],
        period=period_words(starts_on, ends_on, day_of(snapshot)),
        vision=plan["vision"],
        priorities=tuple((each["id"], each["heading"]) for each in plan["priorities"]),
        outcomes=tuple((each["id"], each["text"]) for each in plan["outcomes"]),
    )


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
    earlier = earlier_snapshot(snapshot, report.audience)
    return board_paper(
        BoardPaper(
            themes=report,
            plan=plan_part(snapshot),
            quarter=quarter_name(day_of(snapshot)),
            since=_named(earlier) if earlier else "",
            changes=snapshot_changes(earlier, snapshot, report.audience) if earlier else (),
        )
    )


def _annual(snapshot: Snapshot, report: ThemeReport, is_draft: bool) -> Document:
    quarters: list[Quarter] = []
    before: Snapshot | None = None
    for start, taken in quarters_until(snapshot, report.audience):
        if taken is None:
            quarters.append(Quarter(quarter_name(start)))
            continue
        own = report if taken.id == snapshot.id else assemble(taken, report.audience, is_draft=is_draft)
        changes = snapshot_changes(before, taken, report.audience) if before else ()
        quarters.append(Quarter(quarter_name(start), _named(taken), own, changes))
        before = taken
    year = f"{quarters[0].name} to {quarters[-1].name}"
    return annual_report(Year(year, report, tuple(quarters), plan_part(snapshot)))


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


def _who_took_part(snapshot: Snapshot, report: ThemeReport, is_draft: bool) -> Document:
    youngest, oldest = campaign_record(snapshot).ages
    benchmarks = tuple(
        Benchmark(each.counts, each.figure, each.as_at or "not stated", base_problem(each, youngest, oldest))
        for each in (Population(**held) for held in snapshot.content.get("populations", ()))
    )
    return who_took_part(report, f"ages {youngest} to {oldest}", benchmarks)


def _classroom(snapshot: Snapshot, report: ThemeReport, is_draft: bool) -> Document:
    return classroom_slide(report)


def _lundy(snapshot: Snapshot, report: ThemeReport, is_draft: bool) -> Document:
    return lundy_record(report, campaign_record(snapshot))


def _consideration(snapshot: Snapshot, report: ThemeReport, is_draft: bool) -> Document:
    return consideration_record(report, campaign_record(snapshot))


def _ward(snapshot: Snapshot, report: ThemeReport, is_draft: bool) -> Document:
    groups = {
        each["name"]: LocalGroup(each["group"], each["lead"], each["local_plan"])
        for each in snapshot.content["plan"].get("localities", ())
    }
    if not places_of(report, groups):
        raise ReportRefused(
            "There is no place to write about: this campaign asks none that may be shown, the plan has no areas, "
            "and no reply names a place. Enter the areas under Plan, or say in a reply where it holds."
        )
    return ward_brief(report, groups)


def campaign_record(snapshot: Snapshot) -> CampaignRecord:
    """How the campaign was held and answered, as its snapshot holds it.

    Raises:
        ReportRefused: when the snapshot is older than such records.
    """
    held = snapshot.content.get("record")
    if held is None:
        raise ReportRefused(
            "This snapshot is from before such records were kept. Make the file from a new one."
        )
    return CampaignRecord(
        **{
            name: held[name]
            for name in (
                "purpose",
                "can_change",
                "cannot_change",
                "who_reads",
                "left_out",
                "other_ways",
                "minutes",
                "questions",
                "easy_read",
            )
        },
        opened_on=_day(held["opened_on"]),
        closed_on=_day(held["closed_on"]),
        answer_due_on=_day(held["answer_due_on"]),
        published_on=_day(held["published_on"]),
        ages=(held["ages"][0], held["ages"][1]),
        ways=tuple(held["ways"]),
        notices=tuple(
            LateWord(date.fromisoformat(each["on"]), each["reason"], date.fromisoformat(each["expected_on"]))
            for each in held["notices"]
        ),
        taken_on=day_of(snapshot),
    )


def _named(snapshot: Snapshot) -> str:
    return f"snapshot {snapshot.id} of {day_in_words(day_of(snapshot))}"


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


COMPOSERS: dict[str, Callable[[Snapshot, ThemeReport, bool], Document]] = {
    "summary": _summary,
    "young-people": _young_people,
    "board": _board,
    "annual": _annual,
    "eqia": _equality,
    "who-took-part": _who_took_part,
    "classroom": _classroom,
    "lundy": _lundy,
    "consideration": _consideration,
    "ward": _ward,
}
"""Kind of report to what composes it from a snapshot, its masked content, and whether it is a draft."""
