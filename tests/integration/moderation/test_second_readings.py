"""Second readings: drawn when the day is over, blind, on the record, and shown with their intervals."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from moderation import services
from moderation.checking import screen_unchecked
from moderation.domain import DecisionKind
from moderation.proof.models import SampleDay, SecondReading
from moderation.proof.services import draw_days
from participation.foundation.access import Role
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient, text_of
from tests.integration.moderation.factories import make_campaign, make_view, view

Staff = Callable[..., AuditingClient]
#: Late on a Monday: three hours later the day is over and nobody's session is.
MONDAY = datetime(2026, 11, 23, 22, tzinfo=UTC)
SECOND, PROOF = "/staff/queue/second", "/staff/safeguarding/proof"
WORDS = "More benches by the harbour wall"


@pytest.fixture
def at() -> Iterator[time_machine.Traveller]:
    """The clock, standing still late on a Monday."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def decided(person_id: int, *words: str) -> list[int]:
    campaign_id = make_campaign()
    ids = [make_view(campaign_id, each) for each in words]
    screen_unchecked()
    with transaction():
        for submission_id in ids:
            services.decide(submission_id, DecisionKind.KEEP_PRIVATE, person_id)
    return ids


def opened(client: AuditingClient) -> str:
    return client.submit(SECOND, from_page=SECOND).get_data(as_text=True)


@pytest.mark.both_stores
def test_a_second_person_reads_the_words_alone_and_it_is_on_record(
    staff: Staff, at: time_machine.Traveller
) -> None:
    first, second = staff(Role.MODERATOR), staff(Role.MODERATOR, email="second@example.org")
    [submission_id] = decided(first.person_id, WORDS)
    assert draw_days() == 0  # the day is not over: nobody knows what will be drawn
    at.move_to(MONDAY + timedelta(hours=3))
    assert draw_days() == 1
    assert draw_days() == 0
    assert "Nothing was drawn for you" in text_of(first.page(SECOND))
    page = opened(second)
    assert WORDS in page
    assert "Kept private" not in page
    assert "Automatic check" not in page
    missing = second.submit(f"{SECOND}/{submission_id}", {}, from_page=SECOND).get_data(as_text=True)
    assert "Say whether this was a safeguarding concern" in missing
    sent = {"is_concern": "no", "outcome": "reject:off_topic"}
    assert second.submit(f"{SECOND}/{submission_id}", sent, from_page=SECOND).status_code == 302
    reading = db.session.scalars(select(SecondReading)).one()
    assert (reading.first_outcome, reading.outcome, reading.is_concern, reading.lane) == (
        "keep_private",
        "reject:off_topic",
        "no",
        "normal",
    )
    assert view(submission_id).state == "private"
    assert second.submit(f"{SECOND}/{submission_id}", sent, from_page=SECOND).status_code == 404
    acts = db.session.scalars(select(AuditEvent.action).where(AuditEvent.subject == "submission")).all()
    assert {"opened_for_second_reading", "read_again"} <= set(acts)


def test_whoever_decided_first_cannot_read_it_again(staff: Staff, at: time_machine.Traveller) -> None:
    first = staff(Role.MODERATOR)
    [submission_id] = decided(first.person_id, WORDS)
    at.move_to(MONDAY + timedelta(hours=3))
    draw_days()
    sent = {"is_concern": "no", "outcome": "approve"}
    assert first.submit(f"{SECOND}/{submission_id}", sent, from_page=SECOND).status_code == 404


def test_a_concern_that_only_the_second_reader_sees_is_passed_on_at_once(
    staff: Staff, at: time_machine.Traveller
) -> None:
    first, second = staff(Role.MODERATOR), staff(Role.MODERATOR, email="second@example.org")
    [submission_id] = decided(first.person_id, WORDS)
    at.move_to(MONDAY + timedelta(hours=3))
    draw_days()
    sent = {"is_concern": "yes", "outcome": "approve"}
    answer = second.submit(f"{SECOND}/{submission_id}", sent, from_page=SECOND)
    assert answer.headers["Location"] == f"/staff/queue/{submission_id}/concern"
    assert "In danger now?" in text_of(second.page(answer.headers["Location"]))
    assert view(submission_id).state == "pending"


def test_the_seed_of_a_day_is_kept_with_its_share(
    app: Flask, staff: Staff, at: time_machine.Traveller
) -> None:
    decided(staff(Role.MODERATOR).person_id, WORDS, "A roof for the bus stop", "Swings for the little park")
    at.move_to(MONDAY + timedelta(hours=3))
    draw_days()
    day = db.session.scalars(select(SampleDay)).one()
    assert (day.decided, day.share, len(day.seed)) == (3, 1.0, 32)


def test_the_leads_page_is_honest_while_little_is_known(staff: Staff) -> None:
    page = text_of(staff(Role.SAFEGUARDING_LEAD).page(PROOF))
    assert "not enough checked yet" in page
    assert "no view was read twice" in page


def test_the_leads_page_shows_recall_and_agreement_with_intervals(
    staff: Staff, at: time_machine.Traveller
) -> None:
    lead, first = staff(Role.SAFEGUARDING_LEAD), staff(Role.MODERATOR)
    ids = decided(first.person_id, *(f"Bench number {number} for the harbour" for number in range(60)))
    at.move_to(MONDAY + timedelta(hours=3))
    draw_days()
    with transaction():
        for number, submission_id in enumerate(ids):
            db.session.add(
                SecondReading(
                    submission_id=submission_id,
                    person_id=lead.person_id,
                    read_on=(MONDAY + timedelta(hours=3)).date(),
                    lane="normal",
                    first_outcome="keep_private" if number % 2 else "approve",
                    outcome="keep_private" if number % 3 else "approve",
                    is_concern="not_sure" if number < 5 else "no",
                )
            )
    page = text_of(lead.page(PROOF))
    assert "0% (95 % interval 0% to 0%)" in page  # five were missed and none was found
    assert "Kept private" in page
    assert "95 % interval" in page.split("How far two readers agree")[1]
