"""The equality impact assessment is entered on the site, signed by three people, and then stays as it is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from analysis.equality.models import EqualityEntry, EqualityVersion
from analysis.equality.queries import entered, row_names, signing_roles, version_numbered
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.plan.services import ensure_plans
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.coded_campaign import download

Staff = Callable[..., AuditingClient]
DESK = "/staff/equality"


@pytest.fixture
def analyst(app: Flask, staff: Staff) -> AuditingClient:
    """The officer, with version 1 begun."""
    with transaction():
        ensure_plans()
    officer = staff(Role.ANALYST)
    assert officer.submit(f"{DESK}/new", from_page=DESK).status_code == 302
    return officer


def enter(client: AuditingClient, row: str, **values: str) -> str:
    """Send the form of one row; gives the text of the page that answers, empty when it was saved."""
    answer = client.submit(f"{DESK}/1/rows/{row}", {"expected": "", "evidenced": ""} | values)
    return "" if answer.status_code == 302 else text_of(BeautifulSoup(answer.get_data(as_text=True), "lxml"))


def fill_every_row(client: AuditingClient) -> None:
    """Give every row an effect, and the version a review date."""
    version = version_numbered(1)
    for key in row_names(version, entered(version)):
        assert enter(client, key, expected="positive") == ""
    later = (clock.today() + timedelta(days=180)).isoformat()
    assert client.submit(f"{DESK}/1/review", {"review_on": later}, from_page=DESK).status_code == 302


def sign(client: AuditingClient, place: int) -> int:
    """Sign in one of the three roles; gives the status of the answer."""
    key = signing_roles(version_numbered(1))[place].key
    return client.submit(f"{DESK}/1/signed/{key}", from_page=DESK).status_code


def test_unclear_needs_what_would_make_it_clear_and_by_when(analyst: AuditingClient) -> None:
    refused = enter(analyst, "age", expected="unclear")
    assert "Say what would make the effect clear" in refused
    assert "Give the day by which it will be clear" in refused
    assert db.session.query(EqualityEntry).count() == 0
    assert enter(analyst, "age", expected="unclear", would_make_clear="Ask", clear_by="2030-01-31") == ""


def test_an_action_needs_somebody_and_a_day_and_neither_stands_without_an_action(
    analyst: AuditingClient,
) -> None:
    refused = enter(analyst, "sex", action="Run a girls’ session")
    assert "Say which role does this" in refused
    assert "Give the day by which it is done" in refused
    assert "Say what is to be done" in enter(analyst, "sex", owner="Youth lead")


def test_an_effect_that_evidence_shows_needs_that_evidence(analyst: AuditingClient) -> None:
    assert "Tick or describe what shows this effect" in enter(analyst, "race-ethnicity", evidenced="neutral")


def test_a_version_is_not_signed_while_a_row_has_no_effect(analyst: AuditingClient) -> None:
    assert sign(analyst, 0) == 409
    fill_every_row(analyst)
    assert sign(analyst, 0) == 302


def test_a_signed_version_cannot_be_edited_and_the_next_one_begins_from_it(
    analyst: AuditingClient, staff: Staff
) -> None:
    fill_every_row(analyst)
    assert sign(analyst, 0) == 302
    age = f"{DESK}/1/rows/age"
    assert "stays as it is" in text_of(analyst.page(age))
    changed = analyst.submit(age, {"expected": "negative", "evidenced": ""}, from_page=DESK)
    assert changed.status_code == 409
    assert "Version 1 carries a signature, so it stays as it is." in changed.get_data(as_text=True)
    assert analyst.submit(f"{DESK}/1/review", {"review_on": "2031-01-01"}, from_page=DESK).status_code == 409
    assert analyst.submit(f"{DESK}/new", from_page=DESK).status_code == 302
    newest = version_numbered(2)
    assert newest.follows_id == version_numbered(1).id
    assert entered(newest)["age"].expected == "positive"
    assert not any(role.signed_on for role in signing_roles(newest))


def test_what_was_entered_cannot_be_altered_in_the_database(analyst: AuditingClient) -> None:
    enter(analyst, "age", expected="positive")
    with pytest.raises(DatabaseError, match="append-only"), transaction():
        db.session.execute(text("UPDATE equality_entry SET expected = 'negative'"))


def test_three_roles_are_three_people_and_each_signs_only_in_their_own(
    analyst: AuditingClient, staff: Staff
) -> None:
    fill_every_row(analyst)
    both = staff(Role.ANALYST, Role.EQUALITY_LEAD)
    assert sign(analyst, 1) == 403
    assert sign(both, 1) == 302
    assert sign(both, 0) == 403
    assert sign(staff(Role.DECISION_MAKER), 2) == 302
    assert [bool(role.signed_on) for role in signing_roles(version_numbered(1))] == [False, True, True]


def test_an_open_version_is_changed_and_not_followed(analyst: AuditingClient) -> None:
    assert analyst.submit(f"{DESK}/new", from_page=DESK).status_code == 409
    assert db.session.query(EqualityVersion).count() == 1


def test_a_group_the_source_does_not_name_can_be_added(analyst: AuditingClient) -> None:
    added = analyst.submit(f"{DESK}/1/rows", {"label": "Young people who care for horses"}, from_page=DESK)
    assert added.status_code == 302
    assert "Young people who care for horses" in text_of(analyst.page(DESK))


def test_somebody_who_reads_answers_has_no_way_in(staff: Staff) -> None:
    assert staff(Role.MODERATOR).get(DESK).status_code == 403


def test_the_evidence_pack_says_what_was_entered(analyst: AuditingClient, coded: int) -> None:
    enter(
        analyst,
        "disability",
        specific_group="Wheelchair users",
        expected="positive",
        evidenced="negative",
        evidence="made-up-place/environment",
        action="Fix the kerbs",
        owner="Highways lead",
        due_on="2031-05-04",
    )
    made = download(analyst, "eqia", "html").decode()
    for words in ("Wheelchair users", "Fix the kerbs", "Highways lead", "4 May 2031"):
        assert words in made
    assert "Evidence offered: theme “environment”" in made
    disability = made[made.index("Disability") : made.index("Gender Reassignment")]
    assert "accessible places" not in disability
