"""Links by which people choose a password: they work once, not for long, and cannot be read from a database.

A link carries the number of its row and a keyed hash over that row, with a key outside the database. So whoever
holds a copy of the database can make none, and nothing secret is ever stored or put into a job.
"""

import hmac
from datetime import timedelta
from http import HTTPStatus

from sqlalchemy import select, update

from participation.accounts.models import AccessLink, LinkKind, Person
from participation.accounts.passwords import check_strength, hash_password
from participation.foundation import audit, clock
from participation.foundation.codes import keyed_hash
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import DomainError
from participation.foundation.holding import to_change

LIFE = {LinkKind.INVITATION: timedelta(days=7), LinkKind.RESET: timedelta(hours=1)}


class LinkGone(DomainError):
    """A link that was used, replaced or has run out, or never was one."""

    status = HTTPStatus.GONE
    title = "This link no longer works"


def make(person: Person, kind: LinkKind) -> AccessLink:
    """A new link for a person; whatever link they had before ends."""
    end_all(person)
    link = AccessLink(person_id=person.id, kind=kind, expires_at=clock.now() + LIFE[kind])
    db.session.add(link)
    db.session.flush()
    return link


def end_all(person: Person) -> None:
    """End every link a person still has."""
    open_ones = (AccessLink.person_id == person.id, AccessLink.ended_at.is_(None))
    db.session.execute(update(AccessLink).where(*open_ones).values(ended_at=clock.now()))


def address(link: AccessLink) -> str:
    """The whole address of a link."""
    return f"{deployment().settings.site_url}/staff/link/{_token(link)}"


def opened(token: str, *, to_use: bool = False) -> tuple[AccessLink, Person]:
    """The link that an address names, and whose it is.

    Args:
        to_use: hold the row, so that two requests cannot both use it.

    Raises:
        LinkGone: when it does not work (any more).
    """
    number, _, _ = token.partition("-")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    wanted = select(AccessLink).where(AccessLink.id == int(number)) if is_number else None
    link = None if wanted is None else db.session.scalars(to_change(wanted) if to_use else wanted).first()
    if link is None or not hmac.compare_digest(_token(link).encode(), token.encode()):
        raise LinkGone("Check that the whole address was copied from the e-mail, or ask for a new link.")
    person = db.session.get_one(Person, link.person_id)
    if link.ended_at is not None or link.expires_at <= clock.now() or not person.is_active:
        raise LinkGone("It was used before, or its time has run out. Ask for a new one.")
    return link, person


def choose_password(token: str, password: str) -> Person:
    """Use a link: the person has this password now, and every session and link they had ends.

    Raises:
        LinkGone: when it does not work (any more).
        WeakPassword: when the password is too easy to guess; the link still works then.
    """
    link, person = opened(token, to_use=True)
    check_strength(password, person.email)
    person.password_hash = hash_password(password)
    person.session_version += 1
    end_all(person)
    audit.record("set_password", "person", person.id, actor_id=person.id, detail={"by": str(link.kind)})
    return person


def _token(link: AccessLink) -> str:
    said = f"{link.id}:{link.person_id}:{link.kind}:{int(link.expires_at.timestamp())}"
    return f"{link.id}-{keyed_hash(deployment().keys.session.encode(), 'access link', said).hex()}"
