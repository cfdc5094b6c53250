"""Who is signed in: the session names a person and the version of their sessions, nothing else."""

from flask_login import LoginManager

from participation.accounts.models import Person
from participation.foundation.database import db


def install(login_manager: LoginManager) -> None:
    """Tell Flask-Login how to find a person again."""
    login_manager.session_protection = None  # it would keep a hash of address and browser
    login_manager.user_loader(load_person)


def load_person(held: str) -> Person | None:
    """The person a session names, if they still may work here and the session was not ended."""
    person_id, _, version = held.partition(".")
    if not (person_id.isdigit() and version.isdigit()):
        return None
    person = db.session.get(Person, int(person_id))
    if person is None or not person.is_active or person.session_version != int(version):
        return None
    return person
