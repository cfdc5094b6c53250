"""Who answered, and how answers were taken down, stand masked in every file; small groups cannot be worked out."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup

from analysis.disclosure import DEFAULT_RULES, AudienceClass
from analysis.people_tables import NOT_SAID_LABEL, captured_rows, people_tables
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import Captured, Channel
from surveys.equality.models import EqualityCount, EqualitySetup
from surveys.models import Submission
from tests.auditing_client import AuditingClient
from tests.integration.analysis.coded_campaign import download

PEOPLE = {"ethnic_group": {"white": 60, "asian": 12, "black": 3, "prefer-not": 9, "left-out": 6}}
DETAIL = {"ethnic_white": {"british": 50, "irish": 10}, "ethnic_black": {"african": 3}}


def shown(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int | None]]:
    return {
        table.about: {row.label: row.count.value for row in table.rows}
        for table in people_tables({"people": counts}, DEFAULT_RULES)
    }


def test_small_groups_are_hidden_rounded_and_never_undone_by_the_second_step() -> None:
    tables = shown(PEOPLE | DETAIL)
    assert tables["Ethnic group"]["White"] == 60
    assert tables["Ethnic group"]["Black, African, Caribbean or Black British"] is None
    assert tables["Ethnic group"][NOT_SAID_LABEL] in (15, None)
    assert "Ethnic group in more detail: white" in tables
    assert "Ethnic group in more detail: black" not in tables, "its base would say what is hidden above"


def test_a_handful_of_answers_shows_no_figure_at_all() -> None:
    [values] = shown({"religion": {"sikh": 4, "none": 3}}).values()
    assert set(values.values()) == {None}


def test_where_nobody_helped_nothing_is_said_of_how_answers_were_taken_down() -> None:
    assert captured_rows({"base": 90}, AudienceClass.BOARD, DEFAULT_RULES) == ()


@pytest.mark.both_stores
def test_every_file_says_how_answers_were_taken_down_and_who_answered(
    analyst: AuditingClient, coded: int
) -> None:
    with transaction():
        helped = db.session.query(Submission).filter_by(campaign_id=coded).limit(12).all()
        for view in helped:
            view.channel, view.captured = Channel.HELPER, Captured.SPOKE
        db.session.add(
            EqualitySetup(campaign_id=coded, asked={}, because="x", agreed_by="x", counted_on=clock.today())
        )
        db.session.add_all(
            EqualityCount(campaign_id=coded, question=question, option=option, number=number)
            for question, options in PEOPLE.items()
            for option, number in options.items()
        )
    book = openpyxl.load_workbook(io.BytesIO(download(analyst, "themes", "xlsx")))
    facts = {row[0]: row[1] for sheet in book for row in sheet.iter_rows(values_only=True) if len(row) > 1}
    assert facts["Taken down: The child spoke, an adult wrote their words"] == 10, (
        "rounded, as for every board"
    )
    assert facts["Taken down: By the sender, or not said"] == 80
    rows = list(csv.DictReader(io.StringIO(download(analyst, "open-data", "csv").decode("utf-8-sig"))))
    open_data = {(row["Table"], row["Group"]): row["Responses"] for row in rows}
    assert open_data["taken down", "By the sender, or not said"] == "80"
    assert open_data["ethnic group", "White"] == "60"
    assert open_data["ethnic group", "Black, African, Caribbean or Black British"] == ""
    for kind in ("who-took-part", "eqia"):
        said = BeautifulSoup(download(analyst, kind, "html"), "lxml").get_text(" ")
        assert "Who answered the equality questions" in said, kind
        assert "too few to show" in said, kind
    assert "By how it was taken down" in BeautifulSoup(
        download(analyst, "who-took-part", "html"), "lxml"
    ).get_text(" ")


def test_the_equality_lead_counts_early_once_no_view_can_come_in_and_sees_masked_totals(
    coded: int, staff: Callable[..., AuditingClient]
) -> None:
    with transaction():
        db.session.add(
            EqualitySetup(campaign_id=coded, asked={"16-over": ["sex"]}, because="x", agreed_by="x")
        )
        campaign = db.session.get_one(Campaign, coded)
        campaign.opens_on, campaign.closes_on = None, clock.today() - timedelta(days=2)
        slug = campaign.slug
    lead, here = staff(Role.EQUALITY_LEAD), "/staff/equality/people"
    refused = lead.submit(f"{here}/{slug}", from_page=here)
    assert refused.status_code == 409
    assert "Views can still come in" in refused.get_data(as_text=True)
    with transaction():
        db.session.get_one(Campaign, coded).closes_on = clock.today() - timedelta(days=40)
    assert lead.submit(f"{here}/{slug}", from_page=here).status_code == 302
    assert "Counted and erased on" in lead.get(here).get_data(as_text=True)
