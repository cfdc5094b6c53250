"""Every made-up document in every format, for the tests of the writers.

Run as a program, it prints the fingerprint of each file: two runs must print the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

from analysis.disclosure import AudienceClass
from analysis.reports.blocks import Document
from analysis.reports.board_paper import BoardPaper, PlanPart, board_paper
from analysis.reports.content import ThemeReport
from analysis.reports.equality_pack import EqualityPack, Judgement, equality_pack
from analysis.reports.page_document import page_bytes
from analysis.reports.pdf_document import pdf_bytes
from analysis.reports.theme_csv import csv_bytes
from analysis.reports.theme_summary import theme_summary
from analysis.reports.theme_workbook import workbook_bytes
from analysis.reports.word_document import word_bytes
from analysis.reports.young_people import young_people_summary
from participation.plan.loading import read_plans
from tests.unit.analysis.reports_sample import sample_report

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
    return {
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
    return written | {"themes.csv": csv_bytes(report), "themes.xlsx": workbook_bytes(report)}


if __name__ == "__main__":
    for audience in (AudienceClass.PUBLIC, AudienceClass.BOARD):
        for name, content in files(sample_report(audience)).items():
            print(audience.value, name, hashlib.sha256(content).hexdigest())
