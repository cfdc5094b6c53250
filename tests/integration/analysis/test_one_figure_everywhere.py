"""Every document, picture and page of one snapshot shows the same figures, and none a number that is hidden."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import docx
import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from pypdf import PdfReader

from analysis.disclosure import AudienceClass
from analysis.models import Publication, Snapshot
from analysis.publications import masked_themes
from analysis.replies.domain import ReplyStatus
from analysis.reports.assembling import snapshot_for
from analysis.reports.files import FILES, FileKind
from analysis.reports.making import make_file
from analysis.snapshots import freeze
from participation.campaigns.queries import campaign_by_slug
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.settings import Settings, load_settings
from tests.auditing_client import AuditingClient
from tests.integration.analysis.coded_campaign import THEMES, add_reply

Staff = Callable[..., AuditingClient]
#: Too many to be a page number, a date or a size, and below the smallest count that these rules show.
HIDDEN = {"feeling-safe": 7919, "9-11": 3847, "paper": 6733}
SHOWN = {"accessible-places": 54_236, "environment": 31_178}
BASE = 93_427
WITH_THEME_TABLE = ("board", "summary", "eqia")
HEADER = ("Theme", "What it covers", "Responses")


@pytest.fixture
def settings(store: str, tmp_path: object) -> Settings:
    """Rules under which counts of many digits are small, so that a leak cannot be mistaken for a date."""
    return load_settings(
        data_dir=tmp_path,
        database_url=store,
        log_level="error",
        redis_url="",
        public_minimum_cell=10_000,
        board_suppress_up_to=9_999,
    )


@pytest.fixture
def frozen(app: Flask, coded: int) -> Snapshot:
    """A snapshot in which hidden counts are numbers that cannot stand anywhere else."""
    add_reply(
        coded,
        ReplyStatus.NO,
        reason_code="money",
        reason="None left.",
        could_change="More money.",
        places=["Hill Top"],
    )
    soon = clock.today() + timedelta(days=40)
    add_reply(coded, ReplyStatus.YES, owner="Transport lead", due_on=soon, first_step="We ask.")
    campaign = campaign_by_slug("made-up-place")
    with transaction():
        content = dict(snapshot_for(campaign, None, None, AudienceClass.BOARD).content)
        content |= {
            "base": BASE,
            "themes": SHOWN | {"feeling-safe": HIDDEN["feeling-safe"]},
            "channels": {"phone": BASE - HIDDEN["paper"], "paper": HIDDEN["paper"]},
            "statuses": {"sure": BASE, "waiting": 0},
        }
        age = content["cross"]["age_band"]
        bases = {"9-11": HIDDEN["9-11"], "12-14": BASE - HIDDEN["9-11"] - 12_345, "not-said": 12_345}
        cells = {
            theme: {each: bases[each] * number // BASE for each in bases}
            for theme, number in content["themes"].items()
        }
        content["cross"] = {"age_band": age | {"bases": bases, "cells": cells}}
        return freeze(coded, content, None)


def parts_of(known: FileKind, made: bytes) -> str:
    """Everything in a file that anybody could read, the insides of its parts too."""
    if known.ending in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(made)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    if known.ending == "pdf":
        reader = PdfReader(io.BytesIO(made))
        pages = [page.extract_text() for page in reader.pages]
        return "\n".join([*pages, str(reader.metadata), str(reader.xmp_metadata)])
    return made.decode("utf-8-sig")


def theme_counts(known: FileKind, made: bytes) -> dict[str, str]:
    """Theme to the figure beside it, as a reader of that format finds it; empty where there is no such table."""
    names = {name.replace("-", " ") for name in THEMES}
    rows = _ROWS[known.ending](made) if known.ending in _ROWS else []
    return {name: figure.replace(",", "") for name, figure in rows if name in names}


def _csv_rows(made: bytes) -> list[tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(made.decode("utf-8-sig")))
    one_way = [row for row in rows if row.get("Theme") and not row.get("Group")]
    return [(row["Theme"], row["Responses"] or "hidden") for row in one_way]


def _xlsx_rows(made: bytes) -> list[tuple[str, str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(made))["Themes"]
    table = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    head = next(row for row in table if "Responses" in row)
    theme, figure = head.index("Theme"), head.index("Responses")
    return [(row[theme], row[figure]) for row in table]


def _docx_rows(made: bytes) -> list[tuple[str, str]]:
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in docx.Document(io.BytesIO(made)).tables
    ]
    return [(row[0], row[2]) for rows in tables if rows[0][:3] == list(HEADER) for row in rows]


def _html_rows(made: bytes) -> list[tuple[str, str]]:
    tables = [
        [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
        for table in BeautifulSoup(made, "lxml").find_all("table")
    ]
    return [(row[0], row[2]) for rows in tables if rows[0][:3] == list(HEADER) for row in rows]


_ROWS = {"csv": _csv_rows, "xlsx": _xlsx_rows, "docx": _docx_rows, "html": _html_rows}


def hidden_in(text: str) -> list[str]:
    """Hidden counts that stand in a text, with a comma or without one, also as shares of the base."""
    found = []
    for name, number in HIDDEN.items():
        written = {str(number), f"{number:,}", f"{number / BASE:.4f}", f"{100 * number / BASE:.1f}%"}
        found += [
            f"{name}: {each}"
            for each in written
            if each in text and re.search(rf"(?<!\d){re.escape(each)}(?!\d)", text)
        ]
    return found


@pytest.mark.parametrize("audience", [AudienceClass.PUBLIC, AudienceClass.BOARD])
def test_no_file_holds_a_hidden_count_and_all_of_them_agree(
    frozen: Snapshot, audience: AudienceClass
) -> None:
    table = masked_themes(frozen.content, audience)
    expected = {key.replace("-", " "): cell.text.replace(",", "") for key, cell in table.cells.items()}
    assert table.cells["feeling-safe"].is_suppressed
    seen: list[str] = []
    for known in FILES:
        made = make_file(known, frozen, audience, is_draft=True)
        text, name = parts_of(known, made), f"{known.kind}.{known.ending}"
        assert hidden_in(text) == [], name
        counts = theme_counts(known, made)
        if counts:
            wanted = {
                theme: "hidden" if known.kind == "open-data" and not figure.isdigit() else figure
                for theme, figure in expected.items()
            }
            assert counts == wanted, name
            seen.append(known.ending)
        elif known.ending == "pdf" and known.kind in WITH_THEME_TABLE:
            assert all(table.cells[key].text in text for key in SHOWN), name
            seen.append("pdf")
    assert set(seen) == {"csv", "xlsx", "docx", "html", "pdf"}


def test_the_public_page_and_its_chart_say_the_same_and_no_more(
    frozen: Snapshot, staff: Staff, client: AuditingClient
) -> None:
    analyst = staff(Role.ANALYST)
    analyst.submit("/staff/themes/made-up-place/sign-off")
    assert (
        analyst.submit("/staff/themes/made-up-place/publish", {"introduction": "Thank you."}).status_code
        == 302
    )
    with transaction():
        db.session.query(Publication).one().snapshot_id = frozen.id
    table = masked_themes(frozen.content, AudienceClass.PUBLIC)
    addresses = (
        "",
        "/chart.svg",
        "/chart.svg?shape=narrow",
        "/accessible-places",
        "/feeling-safe",
        "/poster",
    )
    for address in addresses:
        page = client.get(f"/results/made-up-place{address}").get_data(as_text=True)
        assert hidden_in(page) == [], address
        if address in ("", "/chart.svg", "/chart.svg?shape=narrow"):
            assert all(table.cells[key].text in page for key in SHOWN), address


def test_the_search_for_hidden_counts_finds_one() -> None:
    assert hidden_in("<td>7,919</td>") == ["feeling-safe: 7,919"]
    assert hidden_in("in 3847 responses") == ["9-11: 3847"]
    assert hidden_in("17919 and 79190") == []
