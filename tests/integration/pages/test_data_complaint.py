"""Complaining about one's data: sealed, tied to nothing, with a clock that staff, mails and the check-up see run."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import inspect, select
from werkzeug.test import TestResponse

from participation.accounts.services import add_person
from participation.commands import operating
from participation.foundation import retention
from participation.foundation.access import Role
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.health import Level
from participation.foundation.transactions import transaction
from participation.operations.check_up import examine
from participation.pages.complaints import services
from participation.pages.complaints.models import ComplaintNote, DataComplaint
from participation.pages.complaints.services import ComplaintWords
from participation.pages.complaints.telling import tell_of_complaints
from tests.auditing_client import AuditingClient, text_of
from tests.mail_server import MailServer

Staff = Callable[..., AuditingClient]
ADDRESS, STAFF = "/data-complaint", "/staff/data-complaints"
MONDAY = datetime(2027, 1, 4, 12, 0, tzinfo=UTC)
DAY_AFTER_DUE = MONDAY + timedelta(days=31)
WORDS = {
    "happened": "My nickname Sparrow is on the results page",
    "wanted": "Take it down",
    "reach": "sparrow@example.org",
}


def complain(client: AuditingClient, **changed: str) -> TestResponse:
    """Fill in the form as it is shown and send it."""
    field = client.page(ADDRESS).select_one("input[name=key]")
    assert field is not None
    return client.post(ADDRESS, data={"key": str(field["value"]), **WORDS, **changed})


def complaints() -> list[DataComplaint]:
    return list(db.session.scalars(select(DataComplaint).order_by(DataComplaint.id)))


@pytest.mark.both_stores
def test_a_complaint_is_kept_sealed_and_says_by_when_one_hears(app: Flask, client: AuditingClient) -> None:
    with time_machine.travel(MONDAY):
        sent = complain(client)
        [kept] = complaints()
    page = sent.get_data(as_text=True)
    assert sent.status_code == 200
    assert "By 3 February 2027" in page
    assert services.reference_of(kept.identity) in page
    assert sent.headers["Cache-Control"] == "no-store"
    assert (kept.received_on, kept.due_on, kept.acknowledged_on) == (date(2027, 1, 4), date(2027, 2, 3), None)
    assert not any(word.encode() in kept.sealed_words for word in ("Sparrow", "down", "example.org"))
    assert services.words_of(kept) == ComplaintWords(**WORDS)


def test_nothing_kept_with_a_complaint_leads_to_an_answer_or_a_time(
    app: Flask, client: AuditingClient
) -> None:
    for model in (DataComplaint, ComplaintNote):
        columns = inspect(model).columns
        assert not [column.name for column in columns if "TIME" in str(column.type).upper()]
        targets = {reference.column.table.name for column in columns for reference in column.foreign_keys}
        assert targets <= {"person", "data_complaint"}
    complain(client)
    assert db.session.scalars(select(AuditEvent)).all() == []


def test_somebody_who_does_not_say_how_to_reach_them_is_acknowledged_by_the_page(
    app: Flask, client: AuditingClient
) -> None:
    sent = complain(client, reach=" ")
    assert "We have it: this page says so" in sent.get_data(as_text=True)
    [kept] = complaints()
    assert not kept.is_reachable
    assert kept.acknowledged_on == kept.received_on


def receipt_in(page: str) -> str:
    found = re.search(r'<output id="receipt">([^<]+)</output>', page)
    assert found
    return found[1]


def test_pressing_twice_complains_once_and_gives_the_same_words(app: Flask, client: AuditingClient) -> None:
    pages = [
        client.post(ADDRESS, data={"key": "k", "happened": happened}).get_data(as_text=True)
        for happened in ("One thing", "One thing", "Another")
    ]
    assert len(complaints()) == 2
    first, again, other = map(receipt_in, pages)
    assert first == again != other


@pytest.mark.both_stores
def test_somebody_nobody_can_reach_comes_back_with_words_for_the_answer(
    app: Flask, client: AuditingClient, staff: Staff
) -> None:
    with time_machine.travel(MONDAY) as clock:
        receipt = receipt_in(complain(client, reach="").get_data(as_text=True))
        typed = receipt.upper().replace(" ", "-")
        before = client.post(f"{ADDRESS}/answer", data={"receipt": typed})
        assert "Somebody looks into it" in before.get_data(as_text=True)
        assert before.headers["Cache-Control"] == "no-store"
        officer = staff(Role.DATA_PROTECTION_OFFICER)
        address = f"{STAFF}/{complaints()[0].id}"
        officer.submit(f"{address}/take", from_page=address)
        officer.submit(f"{address}/note", {"note": "Asked Inigo, who put it there"}, from_page=address)
        officer.submit(f"{address}/answer", {"answer": "We <b>covered</b> it"}, from_page=address)
        clock.shift(timedelta(days=1))
        page = client.post(f"{ADDRESS}/answer", data={"receipt": typed}).get_data(as_text=True)
    assert "We &lt;b&gt;covered&lt;/b&gt; it" in page
    assert "4 January 2027" in page
    assert not re.search("Sparrow|Inigo|Take it down", page), "neither what was written nor what staff noted"
    [kept] = complaints()
    assert kept.sealed_answer is not None
    assert b"covered" not in kept.sealed_answer
    assert receipt.encode() not in bytes(kept.words_hash or b"")


def test_words_of_no_complaint_say_what_to_do_and_a_view_has_others(
    app: Flask, client: AuditingClient
) -> None:
    receipt = receipt_in(complain(client).get_data(as_text=True))
    for typed, said in (("", "Type your four words"), ("otter lamp 42", "no complaint with these words")):
        page = client.post(f"{ADDRESS}/answer", data={"receipt": typed}).get_data(as_text=True)
        assert said in page
        assert f'value="{typed}"' in page
    elsewhere = client.post("/my-answer", data={"receipt": receipt}).get_data(as_text=True)
    assert "We have no view with these words" in elsewhere


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("happened", " ", "Write what happened"), ("wanted", "x" * 2001, "Use 2,000 characters or fewer")],
)
def test_what_cannot_be_kept_comes_back_with_nothing_lost(
    app: Flask, client: AuditingClient, field: str, value: str, said: str
) -> None:
    page = complain(client, **{field: value}).get_data(as_text=True)
    assert said in page
    assert "sparrow@example.org" in page
    assert "<title>Error: " in page
    assert complaints() == []


def test_every_page_that_owes_it_leads_to_the_form(client: AuditingClient) -> None:
    for address in ("/privacy", "/accessibility", "/contact"):
        assert client.page(address).select_one(f'main a[href="{ADDRESS}"]'), address


def test_staff_take_on_acknowledge_and_answer_and_the_trail_holds_no_word_of_it(
    app: Flask, client: AuditingClient, staff: Staff
) -> None:
    with time_machine.travel(MONDAY):
        complain(client)
        officer = staff(Role.DATA_PROTECTION_OFFICER)
        [kept] = complaints()
        address = f"{STAFF}/{kept.id}"
        listed = text_of(officer.page(STAFF))
        assert "Waiting to be acknowledged" in listed
        assert "3 February 2027" in listed
        assert "Sparrow" not in officer.get(address).get_data(as_text=True)
        refused = officer.submit(f"{address}/acknowledge", from_page=address)
        assert refused.status_code == 409, "whoever tells them has it first"
        officer.submit(f"{address}/take", from_page=address)
        assert "Sparrow" in text_of(officer.page(address))
        officer.submit(f"{address}/note", {"note": "Looked at the page"}, from_page=address)
        officer.submit(f"{address}/acknowledge", from_page=address)
        assert "Acknowledged" in text_of(officer.page(STAFF))
        blank = officer.submit(f"{address}/answer", {"answer": " "}, from_page=address)
        assert "Write what was found and done" in blank.get_data(as_text=True)
        officer.submit(f"{address}/answer", {"answer": "Taken down, told them"}, from_page=address)
        done = text_of(officer.page(address))
        assert "Taken down, told them" in done
        assert "Answered on 4 January 2027" in done
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.subject == "data_complaint")).all()
    assert [event.action for event in events] == ["took_on", "noted", "acknowledged", "answered"]
    assert not any(re.search("Sparrow|Looked|Taken", str(event.detail)) for event in events)


def test_another_reads_only_after_taking_it_over(app: Flask, client: AuditingClient, staff: Staff) -> None:
    complain(client)
    first, second = staff(Role.DATA_PROTECTION_OFFICER), staff(Role.ADMINISTRATOR)
    address = f"{STAFF}/{complaints()[0].id}"
    first.submit(f"{address}/take", from_page=address)
    assert "Sparrow" not in second.get(address).get_data(as_text=True)
    second.submit(f"{address}/take", from_page=address)
    assert "Sparrow" in second.get(address).get_data(as_text=True)
    assert "Sparrow" not in first.get(address).get_data(as_text=True)
    assert db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id.desc())).first() == "took_over"


def test_an_overdue_one_is_seen_on_the_page_by_the_check_up_and_in_the_service_levels(
    app: Flask, client: AuditingClient, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operating, "create_app", lambda: app)
    with time_machine.travel(MONDAY) as clock:
        complain(client)
        [finding] = [each for each in examine() if each.what == "complaints about data"]
        assert finding.level is Level.FINE
        clock.move_to(DAY_AFTER_DUE)
        [finding] = [each for each in examine() if each.what == "complaints about data"]
        assert finding.level is Level.UNSAFE
        assert "Overdue" in text_of(staff(Role.DATA_PROTECTION_OFFICER).page(STAFF))
        said = CliRunner().invoke(operating.service_levels, ["--json", "--fail-when-late"])
    levels = json.loads(said.stdout.splitlines()[0])["data_complaints"]
    assert (levels["received"], levels["overdue"]) == (1, 1)
    assert said.exit_code == 1


@pytest.mark.both_stores
def test_an_answered_one_is_erased_with_its_notes_when_its_term_is_over(
    app: Flask, client: AuditingClient, staff: Staff
) -> None:
    with time_machine.travel(MONDAY) as clock:
        complain(client)
        complain(client, happened="Not answered yet")
        officer = staff(Role.DATA_PROTECTION_OFFICER)
        address = f"{STAFF}/{complaints()[0].id}"
        officer.submit(f"{address}/take", from_page=address)
        officer.submit(f"{address}/answer", {"answer": "Done"}, from_page=address)
        clock.move_to(MONDAY + timedelta(days=720))
        with transaction():
            retention.run()
        assert len(complaints()) == 2
        clock.move_to(MONDAY + timedelta(days=740))
        with transaction():
            retention.run()
        assert len(complaints()) == 1
        assert db.session.scalars(select(ComplaintNote)).all() == []


def test_those_who_answer_are_told_by_mail_without_a_word_of_it(post: tuple[Flask, MailServer]) -> None:
    _, server = post
    with time_machine.travel(MONDAY) as clock:
        with transaction():
            add_person("admin@example.org", "Admin", None, [Role.ADMINISTRATOR])
            services.complain(ComplaintWords(**WORDS), "k")
        assert tell_of_complaints() == 1
        assert tell_of_complaints() == 0
        with transaction():
            add_person("officer@example.org", "Officer", None, [Role.DATA_PROTECTION_OFFICER])
        clock.move_to(DAY_AFTER_DUE)
        assert tell_of_complaints() == 1
    assert [message["To"] for message in server.received] == ["admin@example.org", "officer@example.org"]
    assert "/staff/data-complaints" in server.received[0].get_content()
    assert not re.search("Sparrow|Take it|sparrow@", str(server.received))


def test_a_mail_server_that_is_away_is_tried_again(post: tuple[Flask, MailServer]) -> None:
    _, server = post
    with transaction():
        add_person("admin@example.org", "Admin", None, [Role.ADMINISTRATOR])
        services.complain(ComplaintWords(**WORDS), "k")
    server.shutdown()
    server.server_close()
    assert tell_of_complaints() == 0
    db.session.expire_all()
    assert complaints()[0].told_on is None
