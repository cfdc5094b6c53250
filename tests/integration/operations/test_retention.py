"""What is past its term goes for good, with a certificate; what is on hold, unread or still needed stays."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select, text

from analysis.models import AnswerCoding
from moderation.models import ApprovedText, Decision, Screening
from participation.campaigns import holds
from participation.campaigns.models import Campaign
from participation.commands.retaining import retention_group
from participation.foundation import audit, clock, retention
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.jobs import clean_up
from surveys.models import Answer, Submission
from tests.auditing_client import AuditingClient
from tests.integration.pages.made_up import SLUG, open_campaign, published_campaign, send, somebody

Staff = Callable[..., AuditingClient]
UNREAD = "nobody has read this sentence about herons"


@pytest.fixture
def old(app: Flask) -> Campaign:
    """A campaign that closed two years ago, with one view that nobody has read."""
    published_campaign()
    campaign = db.session.scalars(select(Campaign).where(Campaign.slug == SLUG)).one()
    send(campaign.id, UNREAD)
    _close(campaign, days_ago=730)
    return campaign


def _close(campaign: Campaign, days_ago: int) -> None:
    with transaction():
        campaign.closes_on = clock.today() - timedelta(days=days_ago)
        campaign.opens_on = campaign.closes_on - timedelta(days=30)


def _count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _sealed() -> int:
    return db.session.scalar(select(func.count()).where(Answer.sealed.is_not(None))) or 0


def _run() -> dict[str, int]:
    with transaction():
        outcomes = retention.run()
    return {outcome.rule.key: outcome.count for outcome in outcomes}


@pytest.mark.both_stores
def test_words_as_typed_go_after_their_term_and_unread_ones_stay(old: Campaign) -> None:
    read = _sealed() - 1
    before = {table: _count(table) for table in (ApprovedText, AnswerCoding, Decision, Submission)}
    previewed = {outcome.rule.key: outcome.count for outcome in retention.preview()}
    assert previewed["words_as_typed"] == read > 20
    assert _sealed() == read + 1, "a preview erases nothing"
    assert _run() == previewed
    assert _sealed() == 1
    assert {table: _count(table) for table in before} == before
    assert set(_run().values()) == {0}, "a second run finds nothing"


@pytest.mark.both_stores
def test_approved_words_go_later_and_the_counts_of_themes_stay(old: Campaign) -> None:
    coded = _count(AnswerCoding)
    _close(old, days_ago=3 * 366)
    assert _run()["approved_words"] > 20
    assert _count(ApprovedText) == 0
    assert _count(AnswerCoding) == coded > 20


def test_highlights_of_the_automatic_check_go_with_the_words(old: Campaign) -> None:
    read = db.session.scalars(select(Submission.id).where(Submission.state == "approved").limit(1)).one()
    with transaction():
        db.session.add(
            Screening(
                submission_id=read,
                version="made up",
                lane="personal_data",
                signals=["personal_data.name"],
                spans=[["q1", 0, 4, "personal_data.name"]],
                language="en",
                screened_on=clock.today(),
            )
        )
    assert _run()["highlights"] == 1
    assert db.session.get_one(Screening, read).spans == []


def test_the_erased_words_are_gone_from_the_files_too(old: Campaign, app: Flask, tmp_path: Path) -> None:
    sealed = [bytes(value) for value in db.session.scalars(select(Answer.sealed)) if value]
    _close(old, days_ago=3 * 366)
    words = db.session.scalars(select(ApprovedText.text).limit(1)).one()
    db.session.rollback()
    _run()
    clean_up()
    content = b"".join(path.read_bytes() for path in tmp_path.glob("participation.db*"))
    assert sum(value in content for value in sealed) == 1, "only the view that nobody has read"
    assert words.encode() not in content


def test_a_campaign_on_hold_keeps_everything_until_the_hold_ends(old: Campaign) -> None:
    with transaction():
        hold = holds.place(old, "Inquiry 12", clock.today() + timedelta(days=30), somebody().id)
    assert set(_run().values()) == {0}
    with transaction():
        holds.lift(hold, somebody().id)
    assert _run()["words_as_typed"] > 0


def test_a_hold_whose_last_day_has_passed_keeps_nothing(old: Campaign) -> None:
    with transaction():
        hold = holds.place(old, "Inquiry 12", clock.today() + timedelta(days=30), somebody().id)
        hold.ends_on = clock.today() - timedelta(days=1)
    assert _run()["words_as_typed"] > 0


def test_a_young_campaign_and_an_open_one_lose_nothing(app: Flask) -> None:
    published_campaign()
    send(open_campaign("other", "Other"), "a view")
    assert set(_run().values()) == {0}


def test_it_runs_once_a_day_by_itself_and_writes_a_certificate(old: Campaign) -> None:
    assert retention.run_if_due() > 0
    assert retention.last_run() == clock.today()
    assert retention.run_if_due() == 0
    ran = [event for event in retention.certificates() if event.action == retention.RAN]
    assert len(ran) == 1
    erased = {
        event.detail["rule"]: event.detail["count"] for event in retention.certificates() if event not in ran
    }
    assert sum(map(int, erased.values())) == ran[0].detail["erased"]  # type: ignore[arg-type]
    assert audit.verify().broken_at is None


def test_a_forged_certificate_is_found(old: Campaign) -> None:
    _run()
    with transaction():
        db.session.execute(text("DROP TRIGGER refuse_update_audit_event"))
        db.session.execute(
            text("UPDATE audit_event SET detail = '{\"erased\": 0}' WHERE action = 'ran_retention'")
        )
    assert audit.verify().broken_at is not None


def test_the_command_previews_and_runs(old: Campaign, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("participation.commands.retaining.create_app", lambda: app)
    db.session.rollback()
    previewed = CliRunner().invoke(retention_group, ["run", "--dry-run"])
    assert "nothing was erased" in previewed.output
    assert _sealed() > 1
    db.session.rollback()
    done = CliRunner().invoke(retention_group, ["run"])
    assert "certificate written" in done.output
    assert _sealed() == 1
    assert "unbroken" in CliRunner().invoke(retention_group, ["verify"]).output


def test_the_data_protection_officer_sees_the_rules_and_places_and_ends_a_hold(
    old: Campaign, staff: Staff
) -> None:
    officer = staff(Role.DATA_PROTECTION_OFFICER)
    page = officer.get("/staff/retention").text
    assert "Words as they were typed" in page
    assert "There was no run yet" in page
    until = (clock.today() + timedelta(days=90)).isoformat()
    placed = officer.submit(
        "/staff/retention",
        data={"campaign": SLUG, "reason": "Request 7", "ends_on": until},
        follow_redirects=True,
    )
    assert "Request 7" in placed.text
    hold = holds.all_holds()[0]
    assert hold.is_in_force
    db.session.rollback()
    ended = officer.submit(
        f"/staff/retention/{hold.id}/lift", from_page="/staff/retention", follow_redirects=True
    )
    assert "The hold has ended" in ended.text
    assert not holds.all_holds()[0].is_in_force


@pytest.mark.parametrize(
    ("reason", "ends_on", "said"),
    [
        ("", "2030-01-01", "Write the reason"),
        ("Request 7", "2020-01-01", "Choose a last day that lies ahead"),
        ("Request 7", "next year", "Write the day as"),
        ("x" * 301, "2030-01-01", "300 characters"),
    ],
)
def test_a_hold_that_lacks_something_is_refused_and_says_what(
    old: Campaign, staff: Staff, reason: str, ends_on: str, said: str
) -> None:
    officer = staff(Role.ADMINISTRATOR)
    page = officer.submit("/staff/retention", data={"campaign": SLUG, "reason": reason, "ends_on": ends_on})
    assert said in page.text
    assert holds.all_holds() == []


def test_the_day_counted_is_the_day_it_closed_early(app: Flask) -> None:
    open_campaign()
    campaign = db.session.scalars(select(Campaign)).one()
    with transaction():
        campaign.closed_at = clock.now() - timedelta(days=800)
        campaign.opens_on = date(2020, 1, 1)
    assert holds.past_term(retention.months_ago(12)) == [campaign.id]
