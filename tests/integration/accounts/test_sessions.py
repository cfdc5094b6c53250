"""Where one is signed in can be seen and ended, at once; a session ends by itself when nobody is there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from participation.accounts import sessions
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.settings import Settings, load_settings
from tests.auditing_client import AuditingClient, text_of
from tests.conftest import PASSWORD

Staff = Callable[..., AuditingClient]
ADDRESS = "moderator@example.org"
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/141.0.7390.54 Mobile Safari/537.36"
)
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def settings(store: str, tmp_path: Path) -> Settings:
    """A deployment that signs people out as it comes."""
    return load_settings(data_dir=tmp_path, database_url=store, log_level="error")


def another_browser(app: Flask, user_agent: str = PHONE) -> AuditingClient:
    """The same person, signed in elsewhere."""
    client: AuditingClient = app.test_client()  # type: ignore[assignment]
    client.environ_base["HTTP_USER_AGENT"] = user_agent
    client.sign_in(ADDRESS, PASSWORD)
    return client


def is_in(client: AuditingClient) -> bool:
    return client.get("/staff/account").status_code == 200


def id_elsewhere(client: AuditingClient) -> int:
    """The number of the newest session of whoever this is."""
    return sessions.open_sessions(client.person_id)[0].id


@pytest.mark.both_stores
def test_a_session_elsewhere_is_seen_and_ended(app: Flask, staff: Staff) -> None:
    here = staff(Role.MODERATOR)
    phone = another_browser(app)
    page = text_of(here.page("/staff/account"))
    assert "Chrome on Android" in page
    assert "Pixel" not in page, "no more than the kind of browser is kept"
    here.submit(f"/staff/account/sessions/{id_elsewhere(here)}/end", from_page="/staff/account")
    assert (is_in(here), is_in(phone)) == (True, False)


def test_everywhere_else_can_be_ended_at_once(app: Flask, staff: Staff) -> None:
    here, others = staff(Role.MODERATOR), [another_browser(app) for _ in range(2)]
    here.submit("/staff/account/sessions/end-others", from_page="/staff/account")
    assert (is_in(here), *map(is_in, others)) == (True, False, False)


def test_nobody_ends_the_session_of_another_but_an_administrator_does(app: Flask, staff: Staff) -> None:
    owner, colleague, administrator = staff(Role.MODERATOR), staff(Role.ANALYST), staff(Role.ADMINISTRATOR)
    number = id_elsewhere(owner)
    colleague.submit(f"/staff/account/sessions/{number}/end", from_page="/staff/account")
    assert is_in(owner)
    page = f"/staff/people/{owner.person_id}"
    administrator.submit(f"{page}/sessions/{number}/end", from_page=page)
    assert not is_in(owner)


def test_a_new_password_takes_the_old_one_and_ends_the_other_sessions(app: Flask, staff: Staff) -> None:
    here, phone = staff(Role.MODERATOR), another_browser(app)
    new = {"current": "not this one", "password": "gravel pony umbrella"}
    refused = here.submit("/staff/account/password", new, from_page="/staff/account").get_data(as_text=True)
    assert "not your current password" in refused
    here.submit("/staff/account/password", {**new, "current": PASSWORD}, from_page="/staff/account")
    assert (is_in(here), is_in(phone)) == (True, False)
    fresh: AuditingClient = app.test_client()  # type: ignore[assignment]
    fresh.sign_in(ADDRESS, new["password"])


def test_a_cookie_kept_from_before_signing_out_opens_nothing(staff: Staff) -> None:
    here = staff(Role.MODERATOR)
    kept = here.get_cookie("staff")
    assert kept is not None
    here.submit("/staff/sign-out", from_page="/staff/account")
    here.set_cookie("staff", kept.value)
    assert not is_in(here)


def test_a_session_ends_when_nobody_is_there_and_after_a_day_of_work(app: Flask, staff: Staff) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        idle, busy = staff(Role.MODERATOR), another_browser(app)
        for _ in range(7):
            clock.shift(timedelta(minutes=100))
            assert is_in(busy)
        assert not is_in(idle)
        clock.shift(timedelta(minutes=30))
        assert not is_in(busy), "twelve hours are the most"
        with transaction():
            assert sessions.forget_old() == 2


def test_a_copy_of_the_database_signs_nobody_in(staff: Staff, tmp_path: Path) -> None:
    here = staff(Role.MODERATOR)
    with here.session_transaction() as held:
        token = held[sessions.TOKEN]
    assert is_in(here)
    db.session.rollback()
    files = b"".join(each.read_bytes() for each in tmp_path.glob("participation.db*"))
    assert token.encode() not in files


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (PHONE, "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/141 Safari/537 Edg/141.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604.1",
            "Safari on iPhone",
        ),
        ("<script>alert(1)</script>", "A browser we do not know"),
        ("", "A browser we do not know"),
    ],
)
def test_a_browser_is_named_by_its_kind_alone(said: str, words: str) -> None:
    assert sessions.device_words(said) == words
