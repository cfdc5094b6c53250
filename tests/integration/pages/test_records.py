"""Records are made from the schema and the settings: processing, impact assessment, and the notice of a campaign."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import docx
import pytest
from flask import Flask

from participation.campaigns import holds
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.settings import Settings, load_settings
from tests.auditing_client import AuditingClient, text_of
from tests.integration.campaigns.making import a_campaign

Staff = Callable[..., AuditingClient]
NOTICE = "/c/safer-buses/privacy"


@pytest.fixture
def settings(store: str, tmp_path: Path) -> Settings:
    """A deployment whose terms are not those it came with."""
    return load_settings(
        data_dir=tmp_path,
        database_url=store,
        log_level="error",
        data_controller="Made-up Council",
        keep_words_months=7,
        safeguarding_basis="A made-up basis",
    )


@pytest.fixture
def officer(staff: Staff) -> AuditingClient:
    return staff(Role.DATA_PROTECTION_OFFICER)


def test_the_record_of_processing_has_the_terms_and_bases_of_this_site(officer: AuditingClient) -> None:
    page = text_of(officer.page("/staff/data-records"))
    assert "7 months after the campaign closed" in page
    text = officer.get("/staff/data-records/processing.csv").get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    concern = next(row for row in rows if row["Data"].startswith("Record of a concern"))
    assert concern["Lawful basis"] == "A made-up basis"
    assert "safeguarding_case.sealed_words" in concern["Where in the database"]
    assert all(row["Purpose"] and row["Kept"] for row in rows)


def test_the_impact_assessment_is_filled_and_leaves_open_what_only_people_know(
    officer: AuditingClient,
) -> None:
    a_campaign()
    content = officer.get("/staff/data-records/impact-assessment.docx").get_data()
    document = docx.Document(io.BytesIO(content))
    said = "\n".join(each.text for each in document.paragraphs)
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "Made-up Council" in said + cells
    assert "To be written by the data protection officer." in said
    assert "7 months" in said
    assert db.session.scalars(db.select(Campaign.title)).one() in cells
    assert content == officer.get("/staff/data-records/impact-assessment.docx").get_data(), (
        "same day, same bytes"
    )
    page = officer.get("/staff/data-records/impact-assessment.html").get_data(as_text=True)
    assert "Who was consulted" in page
    assert officer.get("/staff/data-records/impact-assessment.exe").status_code == 404


def test_the_notice_of_a_campaign_follows_its_own_settings(client: AuditingClient, app: Flask) -> None:
    a_campaign()
    page = client.page(NOTICE)
    assert [each.get_text() for each in page.select("h2")][:3] == ["In one sentence", "In short", "In full"]
    said = text_of(page)
    campaign = db.session.scalars(db.select(Campaign)).one()
    last_day = campaign.closed_day or date.max
    gone = clock.show_date(last_day + timedelta(days=213))
    assert f"We delete your words as you typed them by {gone}" in said
    assert campaign.who_reads in said
    assert "stays on your phone until it is sent" in said
    assert "group session" not in said
    with transaction():
        db.session.get_one(Campaign, campaign.id).is_sensitive = True
        holds.place(campaign, "Made-up inquiry", clock.today() + timedelta(days=30), 1)
    said = text_of(client.page(NOTICE))
    assert "Nothing stays on your phone" in said
    assert "we keep what was sent for longer" in said
    assert "Made-up inquiry" not in said, "why is for the officer"
    assert client.get("/c/not-there/privacy").status_code == 404
