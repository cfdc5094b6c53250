"""Who is signed in, in which browsers: a row for each, which its owner or an administrator can end at once.

The cookie names the person, the version of their sessions, and a secret of which only a keyed hash is stored.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from flask import g, request, session
from flask_login import LoginManager, login_user
from sqlalchemy import ColumnElement, delete, select, update

from participation.accounts.models import Person, StaffSession
from participation.foundation import audit, clock
from participation.foundation.codes import keyed_hash
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound

LONGEST = timedelta(hours=12)
TOKEN, SEEN = "held", "seen"
#: How often the cookie notes that its owner is still there.
NOTED_EVERY = 60
#: What tells browsers and systems from each other in what they say of themselves; the first that is in it counts.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


def install(login_manager: LoginManager) -> None:
    """Tell Flask-Login how to find a person again."""
    login_manager.session_protection = None  # it would keep a hash of address and browser
    login_manager.user_loader(load_person)


def begin(person: Person, *, is_strong: bool) -> None:
    """Sign a person in, in the browser that asks; what the browser held before is forgotten.

    Args:
        is_strong: whether they showed a second factor, here or at their organisation's sign-in.
    """
    token = secrets.token_urlsafe(32)
    row = StaffSession(
        person_id=person.id,
        token_hash=_hash(token),
        version=person.session_version,
        device=device_words(request.user_agent.string),
        is_strong=is_strong,
        ends_at=clock.now() + LONGEST,
    )
    db.session.add(row)
    person.last_signed_in_at = clock.now()
    audit.record("signed_in", "person", person.id, actor_id=person.id, detail={"is_strong": is_strong})
    session.clear()
    login_user(person)
    session[TOKEN], session[SEEN] = token, _seconds()
    g.staff_session = row


def load_person(held: str) -> Person | None:
    """The person a cookie names, if they still may work here and the session has neither ended nor gone idle."""
    if g.get("is_store_away"):
        return None
    person_id, _, version = held.partition(".")
    token, seen = session.get(TOKEN), session.get(SEEN)
    if not (person_id.isdigit() and version.isdigit() and isinstance(token, str) and isinstance(seen, int)):
        return None
    if _seconds() - seen > deployment().settings.sign_out_after_minutes * 60:
        return None
    found = db.session.execute(
        select(Person, StaffSession)
        .join(StaffSession, StaffSession.person_id == Person.id)
        .where(StaffSession.token_hash == _hash(token), Person.id == int(person_id), *_in_force())
    ).first()
    if found is None or found.Person.session_version != int(version):
        return None
    if _seconds() - seen > NOTED_EVERY:
        session[SEEN] = _seconds()
    g.staff_session = found.StaffSession
    person: Person = found.Person
    return person


def this_one() -> StaffSession:
    """The session of whoever is asking."""
    held: StaffSession = g.staff_session
    return held


def open_sessions(person_id: int) -> Sequence[StaffSession]:
    """Where a person is signed in, newest first."""
    statement = (
        select(StaffSession)
        .join(Person, StaffSession.person_id == Person.id)
        .where(Person.id == person_id, *_in_force())
        .order_by(StaffSession.id.desc())
    )
    return db.session.scalars(statement).all()


def end(person_id: int, session_id: int, actor_id: int) -> None:
    """End one session of a person; ending it again changes nothing.

    Raises:
        NotFound: when the person has no such session.
    """
    theirs = (StaffSession.id == session_id, StaffSession.person_id == person_id)
    if db.session.scalar(select(StaffSession.id).where(*theirs)) is None:
        raise NotFound("There is no such session, or it has run out. Look at the list again.")
    ended = db.session.execute(
        update(StaffSession).where(*theirs, StaffSession.ended_at.is_(None)).values(ended_at=clock.now())
    )
    if ended.rowcount:  # type: ignore[attr-defined]
        audit.record("ended_session", "person", person_id, actor_id=actor_id)


def end_others(person: Person, kept: StaffSession) -> None:
    """End every session of a person but the one they are using."""
    others = (
        StaffSession.person_id == person.id,
        StaffSession.id != kept.id,
        StaffSession.ended_at.is_(None),
    )
    db.session.execute(update(StaffSession).where(*others).values(ended_at=clock.now()))
    audit.record("ended_other_sessions", "person", person.id, actor_id=person.id)


def forget_old() -> int:
    """Delete the rows of sessions that have run out; gives how many went."""
    gone = db.session.execute(delete(StaffSession).where(StaffSession.ends_at < clock.now()))
    count: int = gone.rowcount  # type: ignore[attr-defined]
    return count


def device_words(user_agent: str) -> str:
    """The kind of browser and system, and nothing finer: enough for its owner to know it again."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return " on ".join(filter(None, (browser, system))) or "A browser we do not know"


def _in_force() -> tuple[ColumnElement[bool], ...]:
    return (
        Person.is_active.is_(True),
        StaffSession.version == Person.session_version,
        StaffSession.ended_at.is_(None),
        StaffSession.ends_at > clock.now(),
    )


def _hash(token: str) -> bytes:
    return keyed_hash(deployment().keys.session.encode(), "staff session", token)


def _seconds() -> int:
    return int(clock.now().timestamp())
