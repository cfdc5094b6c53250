"""With the store away, full, locked or read-only: an honest answer, when to try again, and nothing lost."""

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.outage import is_outage
from surveys import intake
from surveys.asking import EXTENSION
from surveys.models import Submission
from tests.auditing_client import AuditingClient, text_of
from tests.form_walk import soup_of
from tests.integration.campaigns.making import a_campaign
from tests.integration.moderation.factories import make_campaign, make_view

TAKE_PART = "/c/safer-buses/take-part"
WORDS = "A lamp by the bridge"


def sqlite_error(code: int) -> OperationalError:
    raised = sqlite3.OperationalError("as SQLite says it")
    raised.sqlite_errorcode = code
    return OperationalError("a statement", {}, raised)


@pytest.fixture
def cut_off(app: Flask) -> Iterator[Callable[[], None]]:
    """Call it, and from then on no statement reaches the store."""

    def refuse(*_: object) -> None:
        raise sqlite_error(sqlite3.SQLITE_CANTOPEN)

    def cut() -> None:
        db.session.remove()
        event.listen(db.engine, "before_cursor_execute", refuse)

    yield cut
    if event.contains(db.engine, "before_cursor_execute", refuse):
        event.remove(db.engine, "before_cursor_execute", refuse)


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        (sqlite3.SQLITE_FULL, True),
        (sqlite3.SQLITE_READONLY, True),
        (sqlite3.SQLITE_BUSY, True),
        (sqlite3.SQLITE_IOERR, True),
        (sqlite3.SQLITE_ERROR, False),
    ],
)
def test_only_what_passes_by_itself_is_an_outage(code: int, is_one: bool) -> None:
    assert is_outage(sqlite_error(code)) is is_one


def test_every_kind_of_page_says_when_to_try_again(
    app: Flask, client: AuditingClient, staff: Callable[..., AuditingClient], cut_off: Callable[[], None]
) -> None:
    a_campaign()
    reader = staff(Role.MODERATOR)
    cut_off()
    for who, address in [(client, "/"), (client, TAKE_PART), (client, "/replies"), (reader, "/staff/queue")]:
        answer = who.get(address)
        assert answer.status_code == 503, address
        assert int(answer.headers["Retry-After"]) > 0, address
        assert "not there for a moment" in text_of(soup_of(answer)), address
    assert client.get("/healthz").status_code == 503
    assert client.get("/help-now").status_code == 200


def test_a_form_that_was_filled_in_comes_back_with_every_word(
    app: Flask, client: AuditingClient, cut_off: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_campaign()
    key = client.page(TAKE_PART).select("[name=submission_key]")[0]["value"]
    intake._writer().close()  # type: ignore[attr-defined]
    cut_off()
    app.extensions[EXTENSION]._kept["safer-buses"].until = 0.0
    monkeypatch.setattr("surveys.group_commit.GroupCommitWriter._open", _cannot_open)
    answer = client.post(TAKE_PART, data={"submission_key": key, "q1": WORDS})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert WORDS in str(soup_of(answer).select_one("textarea"))


def test_a_decision_that_cannot_be_committed_is_not_said_to_be_made(
    app: Flask, staff: Callable[..., AuditingClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = make_view(make_campaign())
    reader = staff(Role.MODERATOR)
    page = reader.submit("/staff/queue/next", from_page="/staff/queue").location

    def refuse(_session: Session) -> None:
        raise sqlite_error(sqlite3.SQLITE_FULL)

    token = str(reader.page(page).select("input[name=csrf_token]")[0]["value"])
    event.listen(db.session, "before_commit", refuse)
    try:
        answer = reader.post(f"/staff/queue/{number}/decide", data={"csrf_token": token, "kind": "approve"})
    finally:
        event.remove(db.session, "before_commit", refuse)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    db.session.rollback()
    assert db.session.get_one(Submission, number).state.value == "pending"


def _cannot_open(_writer: object) -> None:
    raise sqlite3.OperationalError("unable to open database file")
