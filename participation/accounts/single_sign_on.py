"""Signing in with an organisation's account (OpenID Connect, authorization code with PKCE and nonce).

People are never made by it: whoever comes must have been added here. The first time they are known by an address
that the organisation has verified; from then on by the organisation's own number for them, whatever their address.
"""

import time
from dataclasses import dataclass
from http import HTTPStatus

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app, session, url_for
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from sqlalchemy import select

from participation.accounts.models import Person, PersonIdentity
from participation.accounts.queries import person_by_email
from participation.foundation import audit
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError
from participation.foundation.logs import log_failure
from participation.settings import Settings

EXTENSION = "single sign-on"
NAME = "organisation"
GOING_TO, CAME_AS = "organisation_next", "organisation_came_as"
TIMEOUT_SECONDS = 10
LEEWAY_SECONDS = 60
MINUTES = 10
#: OpenID Connect Core 1.0, section 2.
LONGEST_SUBJECT = 255
#: Signatures by a key that only the organisation holds: never one made with a shared secret, never none.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
AGAIN = "Try again, or sign in with your password."


class CannotComeIn(DomainError):
    """The organisation's answer is not one that opens an account here."""

    status = HTTPStatus.FORBIDDEN
    title = "You are not signed in"


@dataclass(frozen=True)
class Identity:
    """Whom the organisation says this is."""

    subject: str
    email: str
    is_email_verified: bool


def install(app: Flask, settings: Settings) -> None:
    """Make the client of the organisation's provider, where one is set; nothing is fetched before it is needed."""
    oauth = OAuth(app)
    if settings.oidc_issuer:
        oauth.register(
            NAME,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "default_timeout": TIMEOUT_SECONDS,
            },
        )
    app.extensions[EXTENSION] = oauth


def is_offered() -> bool:
    """Whether staff can come in with an organisation's account."""
    return bool(deployment().settings.oidc_issuer)


def send_off(going_to: str) -> ResponseReturnValue:
    """Send the browser to the organisation's sign-in.

    Raises:
        CannotComeIn: when the provider cannot be reached, or is not the one that is set.
    """
    session[GOING_TO] = going_to
    try:
        _check_provider()
        answer: ResponseReturnValue = _client().authorize_redirect(_return_address())
    except (AuthlibBaseError, requests.RequestException, RuntimeError, ValueError) as error:
        log_failure(error)
        raise CannotComeIn(f"Your organisation's sign-in does not answer. {AGAIN}") from None
    return answer


def come_back() -> Identity:
    """Check everything the organisation's answer says, and keep for ten minutes who came.

    Raises:
        CannotComeIn: when any of issuer, audience, nonce, time, signature or state is not as it must be.
    """
    settings = deployment().settings
    expected = {
        "iss": {"essential": True, "value": settings.oidc_issuer},
        "aud": {"essential": True, "value": settings.oidc_client_id},
        "nonce": {"essential": True},
    }
    try:
        _check_provider()
        token = _client().authorize_access_token(claims_options=expected, leeway=LEEWAY_SECONDS)
        claims = token["userinfo"]
        identity = Identity(
            _subject(claims["sub"]), str(claims.get("email", "")), claims.get("email_verified") is True
        )
    except (
        AuthlibBaseError,
        JoseError,
        requests.RequestException,
        RuntimeError,
        ValueError,
        KeyError,
    ) as error:
        log_failure(error)
        raise CannotComeIn(f"Your organisation's answer could not be trusted. {AGAIN}") from None
    session[CAME_AS] = [identity.subject, identity.email, identity.is_email_verified, time.time()]
    return identity


def who_came() -> Identity:
    """Whoever came back in this browser a moment ago.

    Raises:
        CannotComeIn: when nobody did, or it is too long ago.
    """
    held = session.get(CAME_AS)
    if not isinstance(held, list) or time.time() - held[3] > MINUTES * 60:
        raise CannotComeIn(f"It took too long. {AGAIN}")
    return Identity(held[0], held[1], held[2])


def refuse_when_used(person: Person) -> None:
    """Guard of entering: one coming back opens one session, so that a cookie kept from before opens no other.

    Raises:
        CannotComeIn: when this person has signed in since they came back in this browser.
    """
    entered = person.last_signed_in_at
    if entered is not None and entered.timestamp() >= session[CAME_AS][3]:
        raise CannotComeIn(f"You signed in since, here or elsewhere. {AGAIN}")


def person_for(identity: Identity) -> Person:
    """The member of staff that an identity is.

    Raises:
        CannotComeIn: when nobody here is known by it, or their account is closed.
    """
    settings = deployment().settings
    known = db.session.scalars(
        select(PersonIdentity).where(
            PersonIdentity.issuer == settings.oidc_issuer, PersonIdentity.subject == identity.subject
        )
    ).first()
    if known is not None:
        person = db.session.get(Person, known.person_id)
    else:
        person = _by_address(identity, settings)
    if person is None or not person.is_active:
        raise CannotComeIn(
            "Nobody with this account works here. Ask an administrator of your team to add you."
        )
    return person


def bind(person: Person, identity: Identity) -> None:
    """From now on know this person by the organisation's number for them."""
    if db.session.get(PersonIdentity, person.id) is None:
        issuer = deployment().settings.oidc_issuer
        db.session.add(PersonIdentity(person_id=person.id, issuer=issuer, subject=identity.subject))
        audit.record("bound_identity", "person", person.id, actor_id=person.id)
        db.session.flush()


def going_to() -> str | None:
    """Where they wanted to go before they were sent off."""
    held = session.get(GOING_TO)
    return held if isinstance(held, str) else None


def _subject(claimed: object) -> str:
    if not isinstance(claimed, str) or not 0 < len(claimed) <= LONGEST_SUBJECT:
        raise ValueError("the answer names nobody")
    return claimed


def _by_address(identity: Identity, settings: Settings) -> Person | None:
    """Somebody who comes for the first time; an address that a stranger could have typed in counts for nothing."""
    if not identity.email or not (identity.is_email_verified or settings.oidc_trust_email):
        return None
    person = person_by_email(identity.email)
    is_bound = person is not None and db.session.get(PersonIdentity, person.id) is not None
    return None if is_bound else person


def _check_provider() -> None:
    """Hold what the provider says of itself against the settings.

    Raises:
        ValueError: when it names another issuer.
    """
    metadata = _client().load_server_metadata()
    if metadata.get("issuer") != deployment().settings.oidc_issuer:
        raise ValueError("the provider names another issuer")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = sorted(ALGORITHMS & set(offered))


def _return_address() -> str:
    """Made from the public address that is set, never from what the request claims to have reached."""
    return deployment().settings.site_url + url_for("accounts.come_back")


def _client() -> OAuth:
    return getattr(current_app.extensions[EXTENSION], NAME)
