"""The annual report covers four quarters, and one report sets several campaigns side by side."""

from datetime import timedelta

from bs4 import BeautifulSoup

from analysis.models import Snapshot
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.coded_campaign import add_answers, download


def made_earlier(days: int) -> None:
    """Move the newest snapshot this many days back."""
    with transaction():
        newest = db.session.query(Snapshot).order_by(Snapshot.id.desc()).first()
        assert newest is not None
        newest.taken_at = clock.now() - timedelta(days=days)


def read(analyst: AuditingClient, audience: str) -> str:
    """What the annual report says."""
    return text_of(BeautifulSoup(download(analyst, "annual", "html", audience), "lxml"))


def test_the_annual_report_compares_quarters_and_says_which_have_no_snapshot(
    analyst: AuditingClient, coded: int
) -> None:
    download(analyst, "themes", "csv")
    made_earlier(190)
    add_answers(coded, 20)
    made = read(analyst, "board")
    assert "This report covers 2 of 4 quarters." in made
    assert "Responses: 110, before 90." in made
    assert made.count("missing – – – –") == 2


def test_the_public_annual_report_shows_no_figures_that_were_never_public(
    analyst: AuditingClient, coded: int
) -> None:
    download(analyst, "themes", "csv", "board")
    made_earlier(100)
    add_answers(coded, 20)
    made = read(analyst, "public")
    assert "This report covers 1 of 4 quarters." in made
    assert "before 90" not in made


def test_a_report_across_campaigns_needs_two_and_names_the_one_that_is_not_signed_off(
    analyst: AuditingClient, coded: int
) -> None:
    form = {"campaigns": ["made-up-place"], "audience": "board", "draft": "yes"}
    alone = analyst.submit("/staff/reports/together.docx", form, from_page="/staff/reports")
    assert alone.status_code == 409
    assert "Choose at least two campaigns" in alone.get_data(as_text=True)
    unsigned = analyst.submit(
        "/staff/reports/together.docx", form | {"draft": ""}, from_page="/staff/reports"
    )
    assert "Nobody has signed the themes of “Made-up Place”" in unsigned.get_data(as_text=True)
