"""Signing in with an organisation's account, against a real provider on this machine, honest and lying."""

import http.client
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from joserfc.jwk import RSAKey
from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.accounts.models import Person, PersonIdentity, StaffSession
from participation.accounts.services import add_person, set_active
from participation.factory import create_app
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.errors import SettingsError
from participation.foundation.transactions import transaction
from participation.settings import load_settings
from tests.auditing_client import AuditingClient
from tests.conftest import PASSWORD
from tests.identity_provider import CLIENT, SECRET, IdentityProvider, identity_provider

ADDRESS = "moderator@example.org"
START, ENTER = "/staff/sign-in/organisation", "/staff/sign-in/organisation/enter"


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with identity_provider() as server:
        server.claims = {"email": ADDRESS, "email_verified": True}
        yield server


@pytest.fixture
def make(store: str, tmp_path: Path, provider: IdentityProvider) -> Iterator[Callable[..., Flask]]:
    """Makes the site, with one moderator on it."""
    made: list[Flask] = []

    def site(**given: Any) -> Flask:
        settings = load_settings(
            data_dir=tmp_path,
            database_url=store,
            log_level="error",
            oidc_issuer=provider.issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            **given,
        )
        app = create_app(settings)
        app.test_client_class = AuditingClient
        app.app_context().push()
        made.append(app)
        with transaction():
            add_person(ADDRESS, "Mo", PASSWORD, [Role.MODERATOR])
        return app

    yield site
    for _ in made:
        db.session.remove()
        db.engine.dispose()


def come_back(client: AuditingClient, provider: IdentityProvider, going_to: str = "") -> TestResponse:
    """Go to the provider and back, as a browser does; the page on which one arrives."""
    sent = client.get(START, query_string={"next": going_to} if going_to else None)
    assert sent.status_code == 302
    away = urlsplit(sent.headers["Location"])
    assert f"{away.scheme}://{away.netloc}" == provider.issuer
    connection = http.client.HTTPConnection(away.netloc, timeout=10)
    connection.request("GET", f"{away.path}?{away.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return client.get(f"{back.path}?{back.query}")


def browser(app: Flask) -> AuditingClient:
    return app.test_client()  # type: ignore[return-value]


def test_somebody_who_was_added_comes_in_and_is_known_by_number_from_then_on(
    make: Callable[..., Flask], provider: IdentityProvider
) -> None:
    app = make()
    client = browser(app)
    assert "your organisation" in client.page("/staff/sign-in").get_text()
    page = come_back(client, provider, "/staff/queue")
    assert ADDRESS in page.get_data(as_text=True)
    assert client.get("/staff/queue").status_code == 302, "nothing is open before the button"
    assert client.post(ENTER).headers["Location"] == "/staff/queue"
    assert client.get("/staff/queue").status_code == 200
    assert db.session.scalars(select(StaffSession)).one().is_strong
    assert db.session.scalars(select(PersonIdentity)).one().subject == "number-7"

    provider.claims["email"] = "new-name@example.org"
    again = browser(app)
    assert come_back(again, provider).status_code == 200
    assert again.post(ENTER).status_code == 302, "a new address changes nothing"

    provider.claims |= {"email": ADDRESS, "sub": "number-8"}
    other = browser(app)
    assert come_back(other, provider).status_code == 403, (
        "an address that was given to somebody else opens nothing"
    )


WRONG = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another-site"},
    "another audience that names this site as its party": {"aud": "another-site", "azp": CLIENT},
    "no audience": {"aud": None},
    "another nonce": {"nonce": "from another sign-in"},
    "no nonce": {"nonce": None},
    "run out": {"exp": int(time.time()) - 120, "iat": int(time.time()) - 600},
    "no end": {"exp": None},
    "nobody": {"sub": None},
}


def test_a_token_that_is_not_as_it_must_be_opens_nothing(
    make: Callable[..., Flask], provider: IdentityProvider
) -> None:
    app = make()
    honest = dict(provider.claims)
    for what, lie in WRONG.items():
        provider.claims = {**honest, **lie}
        client = browser(app)
        answer = come_back(client, provider)
        assert answer.status_code == 403, what
        assert "could not be trusted" in answer.get_data(as_text=True), what
        assert client.post(ENTER).status_code == 403, what
        assert client.get("/staff/queue").status_code == 302, what
    assert db.session.scalars(select(StaffSession)).all() == []
    provider.claims = honest
    assert come_back(browser(app), provider).status_code == 200, "the honest one still works"


def test_a_forged_signature_a_stolen_answer_and_another_provider_open_nothing(
    make: Callable[..., Flask], provider: IdentityProvider
) -> None:
    app = make()
    mine, provider.signs_with = provider.key, RSAKey.generate_key(2048, {"kid": "one"}, private=True)
    assert come_back(browser(app), provider).status_code == 403
    provider.signs_with = mine
    stolen = browser(app).get(f"{START}/back?code=abc&state=made-up")
    assert stolen.status_code == 403
    assert browser(app).get(f"{START}/back?error=access_denied").status_code == 403
    provider.metadata = {"issuer": "https://elsewhere.example"}
    lied_to = browser(make_again(app)).get(START)
    assert "does not answer" in lied_to.get_data(as_text=True)


def make_again(app: Flask) -> Flask:
    """The same site, started anew: it has not read yet what the provider says of itself."""
    fresh = create_app(app.extensions["deployment"].settings)
    fresh.test_client_class = AuditingClient
    return fresh


def test_an_address_that_is_not_verified_counts_for_nothing_unless_it_is_said_to(
    make: Callable[..., Flask], provider: IdentityProvider
) -> None:
    provider.claims["email_verified"] = False
    app = make()
    assert come_back(browser(app), provider).status_code == 403
    trusting = load_settings(
        **{**app.extensions["deployment"].settings.model_dump(), "oidc_trust_email": True}
    )
    fresh = create_app(trusting)
    fresh.test_client_class = AuditingClient
    assert come_back(browser(fresh), provider).status_code == 200


def test_nobody_is_added_by_coming_and_a_closed_account_stays_closed(
    make: Callable[..., Flask], provider: IdentityProvider
) -> None:
    app = make()
    provider.claims["email"] = "stranger@example.org"
    refused = come_back(browser(app), provider)
    assert "Ask an administrator of your team to add you" in refused.get_data(as_text=True)
    assert len(db.session.scalars(select(Person)).all()) == 1
    provider.claims["email"] = ADDRESS
    client = browser(app)
    come_back(client, provider)
    with transaction():
        set_active(db.session.scalars(select(Person)).one(), False, actor_id=0)
    assert client.post(ENTER).status_code == 403


def test_when_the_provider_is_away_the_password_still_works(
    make: Callable[..., Flask], provider: IdentityProvider
) -> None:
    app = make()
    provider.shutdown()
    provider.server_close()
    client = browser(app)
    assert "or sign in with your password" in client.get(START).get_data(as_text=True)
    client.sign_in(ADDRESS, PASSWORD)


def test_where_none_is_set_there_is_none(app: Flask, client: AuditingClient) -> None:
    for address in (START, f"{START}/back"):
        assert client.get(address).status_code == 404
    assert "organisation" not in client.page("/staff/sign-in").get_text()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"oidc_issuer": "http://login.example.org"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "login.example.org"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "https://login.example.org"}, "OIDC_CLIENT_ID"),
    ],
)
def test_half_a_sign_in_is_refused_with_the_setting_named(
    tmp_path: Path, given: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsError, match=named):
        load_settings(data_dir=tmp_path, **given)
