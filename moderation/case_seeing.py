"""Who may see which concern. One about a member of the team goes to the alternate lead, and never to them.

Whoever may not see a concern cannot tell it from one that does not exist: not by a list, a count, a number that
is missing between two others, or the audit trail.
"""

from sqlalchemy import ColumnElement, and_, false, or_, select

from moderation.domain import CaseKind
from moderation.models import CaseReader, SafeguardingCase
from participation.accounts.models import Person, PersonRole
from participation.foundation.access import Role
from participation.foundation.database import db


def visible_to(person: Person) -> ColumnElement[bool]:
    """The condition on `SafeguardingCase` under which this person may see it."""
    brought_in = (
        select(CaseReader.case_id)
        .where(CaseReader.case_id == SafeguardingCase.id, CaseReader.person_id == person.id)
        .exists()
    )
    is_about_team = SafeguardingCase.kind == CaseKind.MEMBER_OF_TEAM
    may_see_usual = ~is_about_team if person.holds(Role.SAFEGUARDING_LEAD) else false()
    may_see_team = is_about_team if person.holds(Role.ALTERNATE_LEAD) else and_(is_about_team, brought_in)
    return and_(or_(may_see_usual, may_see_team), ~is_about(person.id))


def is_about(person_id: int) -> ColumnElement[bool]:
    """The condition under which a concern is about this person."""
    about = SafeguardingCase.about_person_id
    return and_(about.is_not(None), about == person_id)


def hidden_from(person_id: int) -> tuple[set[int], set[int]]:
    """Ids of the concerns about this person, and of the views they came from: to leave out wherever they look."""
    rows = db.session.execute(
        select(SafeguardingCase.id, SafeguardingCase.submission_id).where(is_about(person_id))
    ).all()
    return {row.id for row in rows}, {row.submission_id for row in rows if row.submission_id is not None}


def receivers_about_team(about_person_id: int | None) -> set[int]:
    """Who receives a concern about a member of the team: alternate leads, else leads, but never the one named."""
    for role in (Role.ALTERNATE_LEAD, Role.SAFEGUARDING_LEAD):
        if found := people_holding(role) - {about_person_id}:
            return found
    return set()


def people_holding(role: Role) -> set[int]:
    """Ids of everybody who may work here and holds a role."""
    return set(
        db.session.scalars(
            select(PersonRole.person_id)
            .join(Person, Person.id == PersonRole.person_id)
            .where(PersonRole.role == role, Person.is_active)
        )
    )
