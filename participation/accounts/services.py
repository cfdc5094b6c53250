"""Changes to staff and their roles. Every one leaves an audit event."""

from collections.abc import Iterable

from email_validator import EmailNotValidError, validate_email

from participation.accounts.models import Person, PersonRole, StaffSession
from participation.accounts.notices import Notice, tell
from participation.accounts.passwords import check_strength, hash_password, is_right
from participation.accounts.queries import credentials_of, person_by_email, possible_sponsors
from participation.accounts.sessions import end_others
from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.errors import DomainError


class WrongPassword(DomainError):
    """The password somebody gave for their own account is not right."""

    title = "Check your password"


class PersonProblem(DomainError):
    """A person cannot be added or changed as asked."""

    title = "Check the details"


def who_knows(email: str, password: str) -> Person | None:
    """The person whose address and password these are, None when they do not fit.

    Every miss does the same work, whether the address is unknown, closed, or has another password.
    """
    known = credentials_of(email)
    fits = is_right(known.password_hash if known and known.is_active else None, password)
    if known is None or not fits:
        audit.record("sign_in_refused", "person", known.person_id if known else None)
        return None
    return db.session.get_one(Person, known.person_id)


def add_person(
    email: str,
    name: str,
    password: str | None,
    roles: Iterable[Role],
    *,
    is_demo: bool = False,
    actor_id: int | None = None,
) -> Person:
    """Add a member of staff.

    Args:
        password: none for somebody who is sent a link to choose one.

    Raises:
        PersonProblem: when the address is wrong or taken, or no role is given.
        WeakPassword: when the password is too easy to guess.
    """
    address = _checked_email(email)
    held = sorted(set(roles))
    if not held:
        raise PersonProblem("Give the person at least one role.")
    if person_by_email(address) is not None:
        raise PersonProblem("Somebody with this email address is here already.")
    if password is not None and not is_demo:
        check_strength(password, address)
    person = Person(
        email=address,
        name=name.strip() or address.split("@")[0],
        password_hash="" if password is None else hash_password(password),
        is_demo=is_demo,
        roles=[PersonRole(role=role) for role in held],
    )
    db.session.add(person)
    db.session.flush()
    audit.record("added", "person", person.id, actor_id=actor_id, detail={"roles": ",".join(held)})
    return person


def change_roles(person: Person, roles: Iterable[Role], actor_id: int) -> None:
    """Give a person these roles and no others; their open sessions end.

    Raises:
        PersonProblem: when no role is given, or administrators would take the role from themselves.
    """
    wanted = set(roles)
    if not wanted:
        raise PersonProblem("Give the person at least one role, or close their account.")
    if person.id == actor_id and Role.ADMINISTRATOR not in wanted:
        raise PersonProblem("Ask another administrator to take this role from you.")
    person.roles = [row for row in person.roles if Role(row.role) in wanted]
    held = {Role(row.role) for row in person.roles}
    person.roles.extend(PersonRole(role=role) for role in sorted(wanted - held))
    if person.id != actor_id:
        person.session_version += 1
    audit.record(
        "changed_roles", "person", person.id, actor_id=actor_id, detail={"roles": ",".join(sorted(wanted))}
    )


def set_up_researcher(
    person: Person, sponsor_id: int, own_setting: str, own_place: str, actor_id: int
) -> None:
    """Note who answers for a young researcher and where they belong: until then they see no answer at all.

    Raises:
        PersonProblem: when the person is no young researcher, or the sponsor is one, is gone, or is the person.
    """
    if not person.holds(Role.YOUNG_RESEARCHER):
        raise PersonProblem("Give the person the role of young researcher first.")
    if sponsor_id not in {number for number, _ in possible_sponsors(person.id)}:
        raise PersonProblem("Choose an adult who works here; a young researcher cannot answer for another.")
    person.sponsor_id = sponsor_id
    person.own_setting, person.own_place = " ".join(own_setting.split()), " ".join(own_place.split())
    audit.record("set_up_researcher", "person", person.id, actor_id=actor_id, detail={"sponsor": sponsor_id})


def knows_password(person: Person, password: str) -> bool:
    """Whether somebody signed in still knows their password; a wrong one is noted."""
    if is_right(person.password_hash, password):
        return True
    audit.record("password_refused", "person", person.id, actor_id=person.id)
    return False


def change_password(person: Person, current: str, new: str, kept: StaffSession) -> None:
    """Give a person another password; every session but the one in use ends.

    Raises:
        WrongPassword: when the current one is not right.
        WeakPassword: when the new one is too easy to guess.
    """
    if not knows_password(person, current):
        raise WrongPassword("This is not your current password. Check it and try again.")
    check_strength(new, person.email)
    person.password_hash = hash_password(new)
    end_others(person, kept)
    audit.record("changed_password", "person", person.id, actor_id=person.id)
    tell(person, Notice.PASSWORD_CHANGED)


def set_active(person: Person, is_active: bool, actor_id: int) -> None:
    """Close a person's account, which ends their sessions, or open it again.

    Raises:
        PersonProblem: when people would close their own account.
    """
    if person.id == actor_id:
        raise PersonProblem("Ask another administrator to close your account.")
    person.is_active = is_active
    person.session_version += 1
    audit.record("reopened" if is_active else "closed", "person", person.id, actor_id=actor_id)


def _checked_email(email: str) -> str:
    try:
        checked = validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise PersonProblem("Write an email address such as name@example.org.") from None
    return checked.normalized
