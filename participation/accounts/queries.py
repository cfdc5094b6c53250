"""Finding staff."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from participation.accounts.models import Person, PersonRole
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.errors import NotFound


def person_by_email(email: str) -> Person | None:
    """The person who signs in with this address, whatever its capitals."""
    return db.session.scalars(select(Person).where(func.lower(Person.email) == email.strip().lower())).first()


@dataclass(frozen=True)
class Credentials:
    """What is compared when somebody signs in. `password_hash` is empty for whoever has not chosen one."""

    person_id: int
    password_hash: str
    is_active: bool


def credentials_of(email: str) -> Credentials | None:
    """What to compare for this address: one look, the same whether somebody has it or not."""
    row = db.session.execute(
        select(Person.id, Person.password_hash, Person.is_active).where(
            func.lower(Person.email) == email.strip().lower()
        )
    ).first()
    return Credentials(*row) if row else None


def person_by_id(person_id: int) -> Person:
    """One person.

    Raises:
        NotFound: when there is no such person.
    """
    found = db.session.get(Person, person_id)
    if found is None:
        raise NotFound("There is no such person. Go back to the list of people.")
    return found


def all_people() -> Sequence[Person]:
    """Everybody, those who may work here first, by name."""
    return db.session.scalars(select(Person).order_by(Person.is_active.desc(), Person.name)).all()


def colleagues_of(person_id: int) -> list[tuple[int, str]]:
    """Everybody else who may work here: id and name, by name."""
    rows = db.session.execute(
        select(Person.id, Person.name).where(Person.is_active, Person.id != person_id).order_by(Person.name)
    )
    return [(row.id, row.name) for row in rows]


def colleagues_with(role: Role, person_id: int) -> list[tuple[int, str]]:
    """Everybody else who may work here and holds a role: id and name, by name."""
    rows = db.session.execute(
        select(Person.id, Person.name)
        .join(PersonRole)
        .where(Person.is_active, Person.id != person_id, PersonRole.role == role)
        .order_by(Person.name)
    )
    return [(row.id, row.name) for row in rows]


def possible_sponsors(person_id: int) -> list[tuple[int, str]]:
    """Who may answer for a young researcher, id and name: those who work here and are none themselves."""
    young = select(PersonRole.person_id).where(PersonRole.role == Role.YOUNG_RESEARCHER)
    rows = db.session.execute(
        select(Person.id, Person.name)
        .where(Person.is_active, Person.id != person_id, Person.id.not_in(young))
        .order_by(Person.name)
    )
    return [(row.id, row.name) for row in rows]


def names_of(ids: set[int]) -> dict[int, str]:
    """Names of people, by id."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all()
    return {row.id: row.name for row in rows}
