"""The second step: set up with an app, asked for at sign-in, recovered from, required, and unreadable at rest."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from participation.accounts import one_time_codes as codes
from participation.accounts import second_factor
from participation.accounts.models import RecoveryCode, SecondFactor
from participation.accounts.services import add_person
from participation.factory import create_app
from participation.foundation.access import TRUSTED, Role
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.errors import SettingsError
from participation.foundation.transactions import transaction
from participation.settings import load_settings
from tests.auditing_client import AuditingClient, text_of
from tests.conftest import PASSWORD

Staff = Callable[..., AuditingClient]
ADDRESS = "moderator@example.org"
STEP = "/staff/account/second-step"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def code(client: AuditingClient, at: datetime | None = None) -> str:
    """What the app of this member of staff shows."""
    factor = db.session.get_one(SecondFactor, client.person_id)
    return codes.code_at(second_factor.secret_of(factor), codes.step_at(at or datetime.now(UTC)))


def set_up(client: AuditingClient) -> list[str]:
    """Go through the pages as a person does; the recovery codes."""
    assert client.submit(f"{STEP}/begin", {"current": PASSWORD}, from_page=STEP).status_code == 302
    page = client.submit(f"{STEP}/confirm", {"code": code(client)}, from_page=STEP).get_data(as_text=True)
    return re.findall(r"<code[^>]*>([a-z0-9-]+)</code>", page)


def first_step(app: Flask) -> AuditingClient:
    """A browser in which the password was right and the code is still owed."""
    client: AuditingClient = app.test_client()  # type: ignore[assignment]
    answer = client.submit("/staff/sign-in?next=/staff/queue", {"email": ADDRESS, "password": PASSWORD})
    assert answer.headers["Location"] == "/staff/sign-in/code"
    return client


@pytest.mark.both_stores
def test_with_a_second_step_a_password_alone_opens_nothing(app: Flask, staff: Staff) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        owner = staff(Role.MODERATOR)
        assert len(set_up(owner)) == codes.RECOVERY_CODES
        clock.shift(timedelta(seconds=60))
        other = first_step(app)
        assert other.get("/staff/queue").headers["Location"].startswith("/staff/sign-in")
        wrong = other.submit("/staff/sign-in/code", {"code": "000000"})
        assert "does not fit" in wrong.get_data(as_text=True)
        right = other.submit("/staff/sign-in/code", {"code": code(owner)})
        assert right.headers["Location"] == "/staff/queue"
        assert other.get("/staff/queue").status_code == 200
        again = first_step(app).submit("/staff/sign-in/code", {"code": code(owner)})
        assert again.status_code == 200, "a code that was seen over a shoulder is used up"


def test_a_recovery_code_opens_the_account_once(app: Flask, staff: Staff) -> None:
    owner = staff(Role.MODERATOR)
    [first, *_] = set_up(owner)
    typed = first.upper().replace("-", " ")
    assert first_step(app).submit("/staff/sign-in/code", {"code": typed}).status_code == 302
    assert first_step(app).submit("/staff/sign-in/code", {"code": typed}).status_code == 200
    assert "9 of your recovery codes are left" in text_of(owner.page("/staff/account"))


def test_new_recovery_codes_end_the_old_ones_and_take_the_password(app: Flask, staff: Staff) -> None:
    owner = staff(Role.MODERATOR)
    [old, *_] = set_up(owner)
    refused = owner.submit("/staff/account/recovery-codes", {"current": "wrong"}, from_page=STEP)
    assert "not your current password" in refused.get_data(as_text=True)
    owner.submit("/staff/account/recovery-codes", {"current": PASSWORD}, from_page=STEP)
    assert first_step(app).submit("/staff/sign-in/code", {"code": old}).status_code == 200


def test_guessing_codes_is_slowed_down(app: Flask, staff: Staff) -> None:
    set_up(staff(Role.MODERATOR))
    client = first_step(app)
    answers = [client.submit("/staff/sign-in/code", {"code": f"{n:06}"}).status_code for n in range(7)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_the_code_is_owed_for_ten_minutes_then_the_password_again(app: Flask, staff: Staff) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        owner = staff(Role.MODERATOR)
        set_up(owner)
        client = first_step(app)
        clock.shift(timedelta(minutes=11))
        late = client.submit("/staff/sign-in/code", {"code": code(owner)})
        assert late.headers["Location"] == "/staff/sign-in"


def test_it_counts_only_once_the_app_has_shown_its_first_code(app: Flask, staff: Staff) -> None:
    owner = staff(Role.MODERATOR)
    assert "not your current password" in owner.submit(
        f"{STEP}/begin", {"current": "wrong"}, from_page=STEP
    ).get_data(as_text=True)
    owner.submit(f"{STEP}/begin", {"current": PASSWORD}, from_page=STEP)
    picture = owner.get(f"{STEP}/picture")
    assert (picture.mimetype, picture.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    wrong = owner.submit(f"{STEP}/confirm", {"code": "000000"}, from_page=STEP).get_data(as_text=True)
    assert "phone's clock is right" in wrong.replace("&#39;", "'")
    client: AuditingClient = app.test_client()  # type: ignore[assignment]
    client.sign_in(ADDRESS, PASSWORD)
    assert client.get("/staff/queue").status_code == 200


def test_the_secret_is_never_shown_again_once_it_counts(staff: Staff) -> None:
    owner = staff(Role.MODERATOR)
    set_up(owner)
    secret = second_factor.secret_of(db.session.get_one(SecondFactor, owner.person_id))
    assert owner.get(f"{STEP}/picture").status_code == 404
    assert codes.in_fours(secret) not in owner.get(STEP).get_data(as_text=True)


def test_a_copy_of_the_database_holds_neither_secret_nor_recovery_code(
    app: Flask, staff: Staff, tmp_path: Path
) -> None:
    owner = staff(Role.MODERATOR)
    fresh = set_up(owner)
    secret = second_factor.secret_of(db.session.get_one(SecondFactor, owner.person_id))
    db.session.rollback()
    files = b"".join(each.read_bytes() for each in tmp_path.glob("participation.db*"))
    for hidden in (secret, *fresh, *(codes.plain_recovery_code(each) for each in fresh)):
        assert hidden.encode() not in files
    assert len(db.session.scalars(select(RecoveryCode)).all()) == len(fresh)


def test_an_administrator_takes_it_away_for_somebody_who_lost_everything(app: Flask, staff: Staff) -> None:
    owner, administrator = staff(Role.MODERATOR), staff(Role.ADMINISTRATOR)
    set_up(owner)
    page = f"/staff/people/{owner.person_id}"
    administrator.submit(f"{page}/second-factor/remove", from_page=page)
    client: AuditingClient = app.test_client()  # type: ignore[assignment]
    assert client.sign_in(ADDRESS, PASSWORD).headers["Location"] != "/staff/sign-in/code"
    removed = select(AuditEvent.actor_id).where(AuditEvent.action == "removed_second_factor")
    assert db.session.scalars(removed).all() == [administrator.person_id]


@pytest.fixture
def site_that_asks(tmp_path: Path, store: str) -> Iterator[Callable[[str], Flask]]:
    """`site_that_asks("everybody")` is a site that requires a second step of these people."""

    def make(whom: str) -> Flask:
        app = create_app(
            load_settings(
                data_dir=tmp_path, database_url=store, log_level="error", second_factor_required=whom
            )
        )
        app.test_client_class = AuditingClient
        context.enter_context(app.app_context())
        return app

    with ExitStack() as context:
        yield make
        db.session.remove()
        db.engine.dispose()


def somebody(app: Flask, role: Role) -> AuditingClient:
    """Somebody with this role who signed in by password alone."""
    address = f"{role}@example.org"
    with transaction():
        person_id = add_person(address, "Mo", PASSWORD, [role]).id
    client: AuditingClient = app.test_client()  # type: ignore[assignment]
    client.person_id = person_id
    client.sign_in(address, PASSWORD)
    return client


def test_where_it_is_required_nothing_else_opens_before_it_is_set_up(
    site_that_asks: Callable[[str], Flask],
) -> None:
    client = somebody(site_that_asks("everybody"), Role.ANALYST)
    for page in ("/staff/themes", "/staff/account"):
        assert client.get(page).headers["Location"] == STEP
    assert client.post("/staff/account/sessions/end-others").status_code in (302, 400)
    assert client.get("/help-now").status_code == 200
    set_up(client)
    assert client.get("/staff/account").status_code == 200


def test_asked_of_the_trusted_it_is_owed_by_whoever_reads_unchecked_words_or_manages_people(
    site_that_asks: Callable[[str], Flask],
) -> None:
    app = site_that_asks("trusted")
    opens = {role: somebody(app, role).get("/staff/account").status_code == 200 for role in Role}
    assert {role for role, is_open in opens.items() if not is_open} == TRUSTED
    assert opens[Role.YOUNG_RESEARCHER]


def test_production_asks_the_trusted_unless_told_otherwise_and_development_asks_nobody(
    tmp_path: Path,
) -> None:
    def asked(**given: Any) -> str:
        return load_settings(
            data_dir=tmp_path, site_url="https://views.example.org", **given
        ).second_factor_for

    assert asked() == "nobody"
    assert asked(environment="production") == "trusted"
    assert asked(environment="production", second_factor_required="nobody") == "nobody"
    assert asked(second_factor_required="true") == "everybody"
    with pytest.raises(SettingsError, match="SECOND_FACTOR_REQUIRED"):
        asked(second_factor_required="sometimes")
