"""Between the password and the desk: a browser whose owner knows the password and still owes a code."""

import time
from dataclasses import dataclass

from flask import session

from participation.accounts.models import Person
from participation.foundation.database import db

AWAITED = "awaits_code"
MINUTES = 10


@dataclass(frozen=True)
class Entrant:
    """Somebody whose password was right, and where they wanted to go."""

    person: Person
    going_to: str


def await_code(person: Person, going_to: str) -> None:
    """Note in the browser's cookie that only the code is missing."""
    session.clear()
    session[AWAITED] = [person.id, person.session_version, int(time.time()) + MINUTES * 60, going_to]


def entrant() -> Entrant | None:
    """Whoever still owes a code in this browser; None when nobody does, or it took too long."""
    held = session.get(AWAITED)
    if not isinstance(held, list) or time.time() > held[2]:
        return None
    person = db.session.get(Person, held[0])
    if person is None or not person.is_active or person.session_version != held[1]:
        return None
    return Entrant(person, held[3])
