"""Logs say what happened and never what anybody typed."""

import errno
import json
import sys
from io import StringIO
from typing import Any

import pytest
import structlog
import time_machine
from flask import Flask

from participation.factory import create_app
from participation.foundation.access import public
from participation.foundation.database import db
from participation.foundation.logs import configure
from participation.settings import Settings
from tests.auditing_client import AuditingClient
from tests.integration.campaigns.making import a_campaign

SECRET = "purple-otter-sentence"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What goes to standard error, where logs are written."""
    stream = StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


@pytest.fixture
def talkative(settings: Settings, written: StringIO) -> Any:
    """The site with everything logged."""
    app = create_app(settings.model_copy(update={"log_level": "debug"}))
    app.test_client_class = AuditingClient
    with app.app_context():
        yield app
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


def events(captured: str) -> list[dict[str, Any]]:
    """Each line is one JSON object."""
    return [json.loads(line) for line in captured.splitlines() if line.strip()]


def test_each_request_is_one_event_by_endpoint_with_an_id_of_its_own(
    talkative: Flask, written: StringIO
) -> None:
    client = talkative.test_client()
    client.get("/healthz")
    client.get("/healthz?" + SECRET)
    logged = [event for event in events(written.getvalue()) if event["event"] == "answered"]
    assert [(event["endpoint"], event["status"], event["method"]) for event in logged] == [
        ("operations.healthz", 200, "GET")
    ] * 2
    assert logged[0]["request_id"] != logged[1]["request_id"]
    assert all(event["milliseconds"] >= 0 for event in logged)


def test_a_view_its_receipt_and_who_sent_it_never_reach_the_log(talkative: Flask, written: StringIO) -> None:
    a_campaign()
    client: Any = talkative.test_client()
    key = str(client.page("/c/safer-buses/take-part").select("[name=submission_key]")[0]["value"])
    sent = client.post(
        "/c/safer-buses/take-part",
        data={"submission_key": key, "q1": SECRET},
        headers={"User-Agent": "secret-browser", "X-Forwarded-For": "203.0.113.9"},
        environ_base={"REMOTE_ADDR": "198.51.100.7"},
    )
    from bs4 import BeautifulSoup

    receipt = BeautifulSoup(sent.get_data(as_text=True), "lxml").select("#receipt")[0].get_text()
    client.post("/my-answer", data={"words": receipt, "receipt": receipt})
    client.get(f"/{SECRET}")
    client.post("/c/safer-buses/take-part", data={"submission_key": key, "q1": SECRET * 2000})
    talkative.extensions["look_now"]()
    everything = written.getvalue()
    assert "answered" in everything
    for typed in (
        SECRET,
        receipt,
        key,
        "secret-browser",
        "203.0.113.9",
        "198.51.100.7",
    ):
        assert typed not in everything


def test_a_crash_is_logged_by_kind_and_place_without_its_words(talkative: Flask, written: StringIO) -> None:
    def crash() -> str:
        words = SECRET
        raise ValueError(f"could not handle {words}")

    talkative.add_url_rule("/crash", "crash", public(crash))
    response = talkative.test_client().get("/crash")
    assert response.status_code == 500
    assert SECRET not in response.get_data(as_text=True)
    captured = written.getvalue()
    (failure,) = [event for event in events(captured) if event["event"] == "failed"]
    assert failure["error"] == "ValueError"
    assert any("test_logs.py" in place and "crash" in place for place in failure["where"])
    assert SECRET not in captured


def test_signing_in_logs_neither_address_nor_password(talkative: Flask, written: StringIO) -> None:
    client: Any = talkative.test_client()
    client.submit("/staff/sign-in", {"email": "pat.sample@example.org", "password": SECRET})
    client.get("/staff/people", query_string={"next": SECRET})
    captured = written.getvalue()
    assert "answered" in captured
    assert "pat.sample" not in captured
    assert SECRET not in captured


def test_what_the_public_does_is_logged_by_the_hour_and_what_staff_do_by_the_moment(
    talkative: Flask, written: StringIO
) -> None:
    client = talkative.test_client()
    with time_machine.travel("2026-03-01T12:34:56+00:00", tick=False):
        for address in ("/", "/nothing-here", "/staff/queue"):
            client.get(address)
    logged = [event["timestamp"] for event in events(written.getvalue()) if event["event"] == "answered"]
    assert logged == ["2026-03-01T12:00:00+00:00"] * 2 + ["2026-03-01T12:34:56+00:00"]


def test_what_a_worker_does_is_logged_by_the_minute_as_it_follows_from_what_somebody_sent(
    talkative: Flask, written: StringIO
) -> None:
    with talkative.app_context(), time_machine.travel("2026-03-01T12:34:56+00:00", tick=False):
        structlog.get_logger("jobs").info("job_done")
    assert [event["timestamp"] for event in events(written.getvalue())] == ["2026-03-01T12:34:00+00:00"]


class FullDisk:
    """A place for logs in which there is no room left."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_no_room_for_logs_costs_nobody_their_answer(
    app: Flask, client: AuditingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", FullDisk())
    configure("info")
    try:
        assert client.get("/help-now").status_code == 200
    finally:
        monkeypatch.undo()
        configure("error")
