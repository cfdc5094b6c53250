"""Every made-up document in every format, for the tests of the writers.

Run as a program, it prints the fingerprint of each file: another process must come to the same.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from analysis.disclosure import DEFAULT_RULES, AudienceClass, mask_cross_table, table_note
from analysis.reports.annual_report import Quarter, Year, annual_report
from analysis.reports.blocks import Document
from analysis.reports.board_paper import BoardPaper, board_paper
from analysis.reports.classroom_slide import classroom_slide
from analysis.reports.content import CrossFigures, ThemeReport
from analysis.reports.equality_pack import EqualityPack, Judgement, equality_pack
from analysis.reports.listening_record import (
    CampaignRecord,
    LateWord,
    consideration_record,
    lundy_record,
)
from analysis.reports.open_data import dictionary_bytes, open_data_bytes
from analysis.reports.page_document import page_bytes
from analysis.reports.pdf_document import pdf_bytes
from analysis.reports.plan_tables import PlanPart
from analysis.reports.several_campaigns import several_campaigns
from analysis.reports.theme_csv import csv_bytes
from analysis.reports.theme_summary import theme_summary
from analysis.reports.theme_workbook import workbook_bytes
from analysis.reports.ward_brief import LocalGroup, ward_brief
from analysis.reports.who_took_part import Benchmark, who_took_part
from analysis.reports.word_document import word_bytes
from analysis.reports.young_people import young_people_summary
from participation.plan.loading import read_plans
from tests.unit.analysis.reports_sample import BASE, THEME_COUNTS, sample_report

WRITERS: dict[str, Callable[[Document], bytes]] = {"docx": word_bytes, "pdf": pdf_bytes, "html": page_bytes}
PLAN = read_plans()[-1]
SOURCE = {
    "title": PLAN.title,
    "vision": PLAN.vision,
    "priorities": [{"heading": each.heading} for each in PLAN.priorities],
    "outcomes": [{"text": each.text} for each in PLAN.outcomes],
    "entries": [
        {"kind": each.kind, "key": each.key, "text": each.text, "details": each.details}
        for each in PLAN.entries
    ],
}

RECORD = CampaignRecord(
    purpose="What would make it better to grow up here?",
    can_change="Where money for young people goes.",
    cannot_change="Bus routes outside the county.",
    who_reads="Youth workers",
    left_out="Children without a phone: two youth clubs asked them.",
    other_ways="",
    ages=(5, 25),
    minutes=3,
    questions=4,
    ways=("Long text",),
    easy_read=2,
    opened_on=date(2026, 1, 12),
    closed_on=date(2026, 3, 1),
    answer_due_on=date(2026, 3, 8),
    published_on=date(2026, 3, 9),
    notices=(LateWord(date(2026, 3, 8), "Two readers were ill.", date(2026, 3, 12)),),
    taken_on=date(2026, 3, 9),
)

#: Responses by age; the oldest are too few to show, and no other figure of the sample has their digits.
AGES = {"9 to 11": 188, "12 to 14": 217, "18 to 25": 7}


def by_age(report: ThemeReport) -> CrossFigures:
    """Themes by age, always masked for the public: a two-way table goes no further than that."""
    names = {theme.id: theme.name for theme in report.themes}
    counts = {
        (key, age): count * number // BASE
        for key, count in THEME_COUNTS.items()
        for age, number in AGES.items()
    }
    ages = tuple(AGES)
    table = mask_cross_table(
        tuple(names), ages, counts, AudienceClass.PUBLIC, DEFAULT_RULES, column_bases=AGES
    )
    return CrossFigures(
        "Themes by age",
        ages,
        tuple((names[key], tuple(table.cells[key, age] for age in ages)) for key in names),
        tuple(table.column_totals[age] for age in ages),
    )


def whole(report: ThemeReport) -> ThemeReport:
    """The report with a two-way table, as documents about who took part have it."""
    if not report.themes:
        return report
    return replace(
        report, cross_tables=(by_age(report),), cross_note=table_note(AudienceClass.PUBLIC, DEFAULT_RULES)
    )


def documents(report: ThemeReport) -> dict[str, Document]:
    """Compose each document there is from one report."""
    plan = PlanPart(
        PLAN.title,
        "This plan ended in 2023",
        PLAN.vision,
        tuple(enumerate(each.heading for each in PLAN.priorities)),
        tuple(enumerate(each.text for each in PLAN.outcomes)),
    )
    judged = {
        "age": Judgement(expected="unclear", would_make_clear="More replies from under-eights", clear_by=None)
    }
    year = (
        Quarter("quarter 2 of 2025"),
        Quarter("quarter 3 of 2025"),
        Quarter("quarter 4 of 2025", "snapshot 7 of 3 December 2025", report),
        Quarter("quarter 1 of 2026", "snapshot 12 of 9 March 2026", report, ("One change.",)),
    )
    other = replace(report, campaign_title="Parks and Play", snapshot_id="15")
    return {
        "annual": annual_report(Year("quarter 2 of 2025 to quarter 1 of 2026", report, year, plan)),
        "several": several_campaigns((report, other), plan),
        "who-took-part": who_took_part(
            whole(report),
            "ages 5 to 25",
            (
                Benchmark("children and young people aged 0-19", "74,765", "2019 mid-year"),
                Benchmark(
                    "children and young people who live in the county",
                    "85,690",
                    "not stated",
                    "Its source names no ages.",
                ),
            ),
        ),
        "classroom": classroom_slide(report),
        "lundy": lundy_record(report, RECORD),
        "consideration": consideration_record(report, RECORD),
        "ward": ward_brief(
            report, {"Harbour Side": LocalGroup("Harbour group", "Locality lead", "Evening clubs.")}
        ),
        "summary": theme_summary(report),
        "young-people": young_people_summary(report),
        "board": board_paper(BoardPaper(report, plan, "quarter 1 of 2026", "snapshot 7", ("One change.",))),
        "eqia": equality_pack(EqualityPack(report, SOURCE, "2", date(2026, 9, 1), judged)),
    }


def files(report: ThemeReport) -> dict[str, bytes]:
    """Write everything there is from one report."""
    written = {
        f"{name}.{ending}": write(document)
        for name, document in documents(report).items()
        for ending, write in WRITERS.items()
    }
    tables = {
        "themes.csv": csv_bytes,
        "themes.xlsx": workbook_bytes,
        "open-data.csv": open_data_bytes,
        "open-data-dictionary.csv": dictionary_bytes,
    }
    return written | {name: write(whole(report)) for name, write in tables.items()}


def fingerprints(made: Mapping[str, bytes]) -> str:
    """One line a file: its name and the hash of its bytes."""
    return "".join(f"{name} {hashlib.sha256(content).hexdigest()}\n" for name, content in made.items())


if __name__ == "__main__":
    sys.stdout.write(fingerprints(files(sample_report())))
