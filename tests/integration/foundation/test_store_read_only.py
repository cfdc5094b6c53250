"""A store that may only be read, as on a disk that went read-only: pages stay up, nothing is said to be kept."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.engine import make_url

from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.health import Level
from participation.operations import machine
from participation.operations.check_up import examine
from surveys.models import Submission
from tests.auditing_client import AuditingClient, text_of
from tests.conftest import _administer
from tests.form_walk import soup_of
from tests.integration.campaigns.making import a_campaign
from tests.integration.moderation.factories import make_campaign, make_view

pytestmark = pytest.mark.both_stores

TAKE_PART = "/c/safer-buses/take-part"
WORDS = "A lamp by the bridge"


@pytest.fixture
def read_only(app: Flask) -> Iterator[Callable[[], None]]:
    """Call it, and from then on the store itself refuses whatever would change it."""

    def refuse_changes() -> None:
        db.session.remove()
        if (
            db.engine.dialect.name == "sqlite"
        ):  # to the owner of a machine no file is read-only: SQLite itself is
            event.listen(db.engine, "connect", _only_query)
        else:
            name = make_url(db.engine.url).database
            _administer(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        db.engine.dispose()

    yield refuse_changes
    if event.contains(db.engine, "connect", _only_query):
        event.remove(db.engine, "connect", _only_query)


def _only_query(connection: object, _record: object) -> None:
    connection.execute("PRAGMA query_only=ON")  # type: ignore[attr-defined]


def test_a_view_is_refused_with_every_word_and_stored_once_it_is_well_again(
    app: Flask, client: AuditingClient, read_only: Callable[[], None]
) -> None:
    a_campaign()
    key = client.page(TAKE_PART).select("[name=submission_key]")[0]["value"]
    read_only()
    answer = client.post(TAKE_PART, data={"submission_key": key, "q1": WORDS})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    page = soup_of(answer)
    assert "Yours is still here: wait a little and press Send again" in text_of(page)
    assert "Many people" not in text_of(page)
    assert WORDS in str(page.select_one("textarea"))
    assert str(page.select("[name=submission_key]")[0]["value"]) == key
    db.session.rollback()
    assert db.session.scalar(text("SELECT count(*) FROM submission")) == 0


def test_pages_stay_up(
    app: Flask,
    client: AuditingClient,
    staff: Callable[..., AuditingClient],
    read_only: Callable[[], None],
) -> None:
    a_campaign()
    reader = staff(Role.MODERATOR)
    read_only()
    for address in ("/", TAKE_PART, "/c/safer-buses", "/results", "/replies", "/help-now", "/privacy"):
        assert client.get(address).status_code == 200, address
    for address in ("/staff/queue", "/staff/account"):
        assert reader.get(address).status_code == 200, address


def test_a_decision_is_not_said_to_be_made(
    app: Flask, staff: Callable[..., AuditingClient], read_only: Callable[[], None]
) -> None:
    number = make_view(make_campaign())
    reader = staff(Role.MODERATOR)
    page = reader.submit("/staff/queue/next", from_page="/staff/queue").location
    token = str(reader.page(page).select("input[name=csrf_token]")[0]["value"])
    read_only()
    answer = reader.post(f"/staff/queue/{number}/decide", data={"csrf_token": token, "kind": "approve"})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    db.session.rollback()
    assert db.session.get_one(Submission, number).state.value == "pending"


def test_the_check_up_names_it_and_what_the_phones_do_meanwhile(
    app: Flask, read_only: Callable[[], None]
) -> None:
    assert [finding.level for finding in machine.writing()] == [Level.FINE]
    read_only()
    [finding] = [finding for finding in examine() if finding.what == "writing"]
    assert finding.level is Level.UNSAFE
    assert "read" in finding.said
    assert "wait on the phones" in finding.advice


def test_a_data_folder_that_takes_nothing_is_named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    [finding] = machine.writing()
    assert finding.said == "the data folder takes nothing (Read-only file system)"
