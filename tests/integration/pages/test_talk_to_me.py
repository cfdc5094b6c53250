"""Asking someone to talk to me: only while somebody is there, apart from every answer, erased in the end."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import inspect, select
from werkzeug.test import TestResponse

from moderation import contact_requests
from moderation.models import ContactNote, ContactRequest
from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.settings import Settings, load_settings
from tests.auditing_client import AuditingClient, text_of
from tests.integration.campaigns.making import a_campaign

Staff = Callable[..., AuditingClient]
ADDRESS = "/talk-to-me"
STAFF = "/staff/safeguarding/talk"
MONDAY_NOON = datetime(2027, 1, 4, 12, 0, tzinfo=UTC)
MONDAY_NIGHT = datetime(2027, 1, 4, 22, 0, tzinfo=UTC)
CHRISTMAS_NOON = datetime(2026, 12, 25, 12, 0, tzinfo=UTC)
WORDS = {"name": "Sparrow", "reach": "07700 900123", "safe_when": "After four, not on Sundays"}


@pytest.fixture
def settings(store: str, tmp_path: Path) -> Settings:
    """A deployment where somebody answers on weekdays."""
    return load_settings(
        data_dir=tmp_path,
        database_url=store,
        log_level="error",
        redis_url="",
        talk_hours="Mon-Fri 09:00-17:00",
        talk_closed_days=[date(2026, 12, 25)],
        talk_keep_days=30,
        emergency_phone="112",
    )


def ask(client: AuditingClient, **changed: str) -> TestResponse:
    """Fill in the form as it is shown and send it."""
    field = client.page(ADDRESS).select_one("input[name=key]")
    assert field is not None
    return client.post(ADDRESS, data={"key": str(field["value"]), **WORDS, **changed})


def requests() -> list[ContactRequest]:
    return list(db.session.scalars(select(ContactRequest)))


@pytest.mark.both_stores
def test_a_request_is_kept_sealed_and_says_what_happens_next(app: Flask, client: AuditingClient) -> None:
    with time_machine.travel(MONDAY_NOON):
        sent = ask(client)
        [kept] = requests()
    assert sent.status_code == 200
    said = sent.get_data(as_text=True)
    assert "Monday to Friday, 9am to 5pm" in said
    assert "30 days after we have finished" in said
    assert "112" in said
    assert kept.asked_on == date(2027, 1, 4)
    assert not any(word.encode() in kept.sealed_words for word in ("Sparrow", "07700", "Sundays"))
    assert contact_requests.words_of(kept) == contact_requests.ContactWords(**WORDS)


def test_nothing_kept_with_a_request_leads_to_an_answer_or_a_time(app: Flask) -> None:
    for model in (ContactRequest, ContactNote):
        columns = inspect(model).columns
        assert not [column.name for column in columns if "TIME" in str(column.type).upper()]
        targets = {reference.column.table.name for column in columns for reference in column.foreign_keys}
        assert targets <= {"person", "contact_request"}


def test_asking_leaves_no_entry_whose_time_could_be_laid_beside_a_view(
    app: Flask, client: AuditingClient
) -> None:
    with time_machine.travel(MONDAY_NOON):
        ask(client)
    assert db.session.scalars(select(AuditEvent)).all() == []


def test_pressing_twice_asks_once_and_other_words_ask_again(app: Flask, client: AuditingClient) -> None:
    with time_machine.travel(MONDAY_NOON):
        for reach in ("07700 900123", "07700 900123", "sparrow@example.org"):
            assert client.post(ADDRESS, data={"key": "one key", **WORDS, "reach": reach}).status_code == 200
        assert len(requests()) == 2


@pytest.mark.parametrize("reach", ["", "ask my friend", "07700"])
def test_a_request_nobody_could_answer_comes_back_with_nothing_lost(
    app: Flask, client: AuditingClient, reach: str
) -> None:
    with time_machine.travel(MONDAY_NOON):
        page = ask(client, reach=reach).get_data(as_text=True)
        assert requests() == []
    assert "Write a phone number or an e-mail address" in page
    assert "After four, not on Sundays" in page
    assert "<title>Error: " in page


def test_too_much_writing_comes_back_too(app: Flask, client: AuditingClient) -> None:
    with time_machine.travel(MONDAY_NOON):
        assert "Use 80 characters or fewer" in ask(client, name="x" * 81).get_data(as_text=True)
        assert requests() == []


@pytest.mark.parametrize("moment", [MONDAY_NIGHT, CHRISTMAS_NOON])
def test_while_nobody_is_there_it_is_not_offered_and_nothing_is_kept(
    app: Flask, client: AuditingClient, moment: datetime
) -> None:
    with time_machine.travel(moment):
        assert client.page("/help-now").select(f"a[href='{ADDRESS}']") == []
        page = client.page(ADDRESS)
        assert "Nobody is here to read it now" in text_of(page)
        assert "Monday to Friday, 9am to 5pm" in text_of(page)
        assert "0800 1111" in text_of(page)
        assert page.select(f"form[action='{ADDRESS}']") == []
        sent = client.post(ADDRESS, data={"key": "k", **WORDS}).get_data(as_text=True)
        assert "was not sent" in sent
        assert requests() == []


def test_somebody_who_began_in_time_is_still_heard(app: Flask, client: AuditingClient) -> None:
    with time_machine.travel(datetime(2027, 1, 4, 17, 10, tzinfo=UTC)):
        assert "We have it" in client.post(ADDRESS, data={"key": "k", **WORDS}).get_data(as_text=True)
    with time_machine.travel(datetime(2027, 1, 4, 17, 16, tzinfo=UTC)):
        assert "was not sent" in client.post(ADDRESS, data={"key": "l", **WORDS}).get_data(as_text=True)
    assert len(requests()) == 1


def test_the_offer_comes_and_goes_on_the_thanks_page_with_the_hours(
    app: Flask, client: AuditingClient
) -> None:
    found = []
    with time_machine.travel(MONDAY_NOON) as clock:
        a_campaign()
        for number, moment in enumerate((MONDAY_NOON, MONDAY_NIGHT, MONDAY_NOON + timedelta(days=1))):
            clock.move_to(moment)
            sent = client.post(
                "/c/safer-buses/take-part",
                data={"submission_key": f"2027-01-04.{number:022d}", "q1": "More buses"},
            )
            assert 'id="receipt"' in sent.get_data(as_text=True)
            found.append(ADDRESS in sent.get_data(as_text=True))
            assert ("/talk-to-me" in client.get("/help-now").get_data(as_text=True)) is found[-1]
    assert found == [True, False, True]


def test_a_lead_accepts_notes_and_closes_and_the_trail_holds_no_word_of_it(
    app: Flask, client: AuditingClient, staff: Staff
) -> None:
    with time_machine.travel(MONDAY_NOON) as clock:
        ask(client)
        lead = staff(Role.SAFEGUARDING_LEAD)
        assert "1 waiting" in text_of(lead.page("/staff/safeguarding"))
        [kept] = requests()
        address = f"{STAFF}/{kept.id}"
        assert "07700" not in lead.get(address).get_data(as_text=True)
        lead.submit(f"{address}/accept", from_page=address)
        assert "07700 900123" in text_of(lead.page(address))
        lead.submit(f"{address}/note", {"note": "Rang at five, no answer"}, from_page=address)
        assert "Rang at five, no answer" in text_of(lead.page(address))
        lead.submit(f"{address}/close", {"ending": "Talked; passed on"}, from_page=address)
        assert "erased on 3 February 2027" in text_of(lead.page(STAFF))
        clock.shift(1)
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.subject == "contact_request")).all()
    assert [event.action for event in events] == ["accepted", "noted", "closed"]
    assert not any(re.search("Sparrow|07700|Rang|Talked", str(event.detail)) for event in events)
    assert audit.verify().broken_at is None


def test_another_lead_reads_only_after_taking_it_over(
    app: Flask, client: AuditingClient, staff: Staff
) -> None:
    with time_machine.travel(MONDAY_NOON):
        ask(client)
        first = staff(Role.SAFEGUARDING_LEAD)
        second = staff(Role.SAFEGUARDING_LEAD, email="deputy@example.org")
        address = f"{STAFF}/{requests()[0].id}"
        first.submit(f"{address}/accept", from_page=address)
        assert "07700" not in second.get(address).get_data(as_text=True)
        refused = second.submit(f"{address}/note", {"note": "Hello"}, from_page=address)
        assert refused.status_code == 409
        second.submit(f"{address}/accept", from_page=address)
        assert "07700" in second.get(address).get_data(as_text=True)
        actions = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
        assert actions[-2:] == ["accepted", "took_over"]


def test_a_closed_request_takes_no_more_steps(app: Flask, client: AuditingClient, staff: Staff) -> None:
    with time_machine.travel(MONDAY_NOON):
        ask(client)
        lead = staff(Role.SAFEGUARDING_LEAD)
        address = f"{STAFF}/{requests()[0].id}"
        lead.submit(f"{address}/accept", from_page=address)
        empty = lead.submit(f"{address}/close", {"ending": " "}, from_page=address)
        assert "Write how it ended" in empty.get_data(as_text=True)
        lead.submit(f"{address}/close", {"ending": "Done"}, from_page=address)
        again = lead.submit(f"{address}/accept", from_page="/staff/safeguarding/talk")
        assert again.status_code in (400, 409)
        assert len(requests()) == 1


@pytest.mark.both_stores
def test_a_closed_request_is_erased_with_its_notes_after_the_days_that_were_set(
    app: Flask, client: AuditingClient, staff: Staff
) -> None:
    with time_machine.travel(MONDAY_NOON) as clock:
        ask(client)
        ask(client, reach="stays@example.org")
        lead = staff(Role.SAFEGUARDING_LEAD)
        closed, stays = (each.id for each in requests())
        for number in (closed, stays):
            lead.submit(f"{STAFF}/{number}/accept", from_page=f"{STAFF}/{number}")
        lead.submit(f"{STAFF}/{closed}/close", {"ending": "Done"}, from_page=f"{STAFF}/{closed}")
        clock.move_to(MONDAY_NOON + timedelta(days=29))
        assert contact_requests.erase_closed() == 0
        clock.move_to(MONDAY_NOON + timedelta(days=30))
        assert contact_requests.erase_closed() == 1
        db.session.expire_all()
        assert [each.id for each in requests()] == [stays]
        assert db.session.scalars(select(ContactNote)).all() == []
        assert contact_requests.erase_closed() == 0
