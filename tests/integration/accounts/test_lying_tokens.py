"""Tokens made by somebody who knows the attacks: other algorithms, other parties, and answers used a second time."""

import base64
import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from participation.accounts.models import PersonIdentity, StaffSession
from participation.foundation.database import db
from tests.auditing_client import AuditingClient
from tests.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.integration.accounts.test_single_sign_on import ENTER, START, browser, come_back, make, provider

__all__ = ["make", "provider"]
Claims = dict[str, Any]


def part(content: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def unsigned(name: str) -> Callable[[Claims], str]:
    return lambda claims: f"{part({'alg': name, 'typ': 'JWT'})}.{part(claims)}."


def by_secret(secret: bytes, **head: str) -> Callable[[Claims], str]:
    """A token signed with a secret that others may know, as if that were the key."""

    def seal(claims: Claims) -> str:
        said = f"{part({'alg': 'HS256', **head})}.{part(claims)}"
        signature = hmac.new(secret, said.encode(), hashlib.sha256).digest()
        return f"{said}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"

    return seal


def test_a_token_without_a_signature_or_signed_with_what_others_know_opens_nothing(
    make: Callable[..., Flask], provider: IdentityProvider
) -> None:
    app = make()
    shown = provider.key.as_pem(private=False)
    lies = {
        "none": unsigned("none"),
        "None": unsigned("None"),
        "no algorithm": lambda claims: f"{part({})}.{part(claims)}.",
        "the public key as a secret": by_secret(shown, kid="one"),
        "the public key as a secret, unnamed": by_secret(shown),
        "the secret of the client": by_secret(SECRET.encode(), kid="one"),
        "two dots": lambda claims: "..",
        "words": lambda claims: "not a token",
    }
    provider.metadata = {"id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}
    for what, seals in lies.items():
        provider.seals = seals
        client = browser(app)
        assert come_back(client, provider).status_code == 403, what
        assert client.post(ENTER).status_code == 403, what
    provider.seals = None
    assert come_back(browser(app), provider).status_code == 200, "the honest one still works"


ODD: dict[str, Claims] = {
    "for others too, by another party": {"aud": [CLIENT, "another-site"], "azp": "another-site"},
    "made tomorrow": {"iat": int(time.time()) + 86_400, "exp": int(time.time()) + 90_000},
    "not yet": {"nbf": int(time.time()) + 86_400},
    "nobody in particular": {"sub": ""},
    "a list": {"sub": ["number-7"]},
    "without end": {"sub": "7" * 300},
    "verified in words only": {"email_verified": "false"},
    "two addresses": {"email": ["moderator@example.org", "other@example.org"]},
    "no address": {"email": None},
}


@pytest.mark.parametrize("what", ODD)
def test_odd_claims_under_a_good_signature_open_nothing(
    make: Callable[..., Flask], provider: IdentityProvider, what: str
) -> None:
    app = make()
    provider.claims |= ODD[what]
    client = browser(app)
    assert come_back(client, provider).status_code == 403
    assert client.post(ENTER).status_code == 403
    assert db.session.scalars(select(PersonIdentity)).all() == []


def answer_of(client: AuditingClient, provider: IdentityProvider) -> str:
    """The address that the provider sends this browser back to, not followed yet."""
    away = urlsplit(client.get(START).headers["Location"])
    connection = http.client.HTTPConnection(away.netloc, timeout=10)
    connection.request("GET", f"{away.path}?{away.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return f"{back.path}?{back.query}"


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(
    make: Callable[..., Flask], provider: IdentityProvider
) -> None:
    app = make()
    attacker, victim = browser(app), browser(app)
    answer = answer_of(attacker, provider)
    assert victim.get(answer).status_code == 403, "nobody is signed in as somebody else by a link"
    answer_of(victim, provider)
    assert victim.get(answer).status_code == 403, "nor when they were about to sign in themselves"
    mine = answer_of(attacker, provider)
    assert attacker.get(mine).status_code == 200
    assert attacker.get(mine).status_code == 403, "an answer is used once"


def test_a_cookie_from_before_entering_does_not_enter_again(
    make: Callable[..., Flask], provider: IdentityProvider
) -> None:
    app = make()
    client = browser(app)
    come_back(client, provider)
    kept = client.get_cookie("staff")
    assert kept is not None
    assert client.post(ENTER).status_code == 302
    client.submit("/staff/sign-out", from_page="/staff/account")
    thief = browser(app)
    thief.set_cookie("staff", kept.value)
    assert thief.post(ENTER).status_code == 403
    assert len(db.session.scalars(select(StaffSession)).all()) == 1


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example/staff/", "/staff/\\evil.example", "/\t/evil.example"]
)
def test_coming_in_never_leads_to_another_site(
    make: Callable[..., Flask], provider: IdentityProvider, wanted: str
) -> None:
    client = browser(make())
    come_back(client, provider, wanted)
    assert client.post(ENTER).headers["Location"] == "/staff/"
