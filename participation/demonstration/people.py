"""The made-up members of staff. Their password is public, so production refuses to start beside them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from moderation.rota.domain import Part
from moderation.rota.services import add_turn
from participation.accounts.models import Person
from participation.accounts.services import add_person
from participation.foundation.access import Role
from participation.foundation.database import db

PASSWORD = "demo-only-password"  # noqa: S105 - public on purpose; it opens made-up accounts only


@dataclass(frozen=True)
class DemoPerson:
    """One made-up account."""

    email: str
    name: str
    roles: tuple[Role, ...]


MODERATOR = DemoPerson("moderator@example.org", "Mabel Quince", (Role.MODERATOR,))
LEAD = DemoPerson("lead@example.org", "Rowan Teasel", (Role.SAFEGUARDING_LEAD, Role.MODERATOR))
DEPUTY = DemoPerson("deputy@example.org", "Sorrel Pennyroyal", (Role.SAFEGUARDING_LEAD,))
ALTERNATE = DemoPerson("alternate@example.org", "Tansy Underhill", (Role.ALTERNATE_LEAD,))
ANALYST = DemoPerson("analyst@example.org", "Inigo Barleycorn", (Role.ANALYST,))
MANAGER = DemoPerson("manager@example.org", "Posy Hollinghurst", (Role.CAMPAIGN_MANAGER,))
RESEARCHER = DemoPerson("researcher@example.org", "Wren Applegarth", (Role.YOUNG_RESEARCHER,))
ADMINISTRATOR = DemoPerson("admin@example.org", "Barnaby Sedge", (Role.ADMINISTRATOR,))
DEMO_PEOPLE = (MODERATOR, LEAD, DEPUTY, ALTERNATE, ANALYST, MANAGER, RESEARCHER, ADMINISTRATOR)


@dataclass(frozen=True)
class Staff:
    """Ids of those who act in the demonstration."""

    moderator: int
    lead: int
    deputy: int
    analyst: int
    manager: int


def add_people() -> Staff:
    """Add the accounts; the young researcher has the analyst for a sponsor."""
    added = {each.email: _add(each) for each in DEMO_PEOPLE}
    researcher = added[RESEARCHER.email]
    researcher.sponsor_id = added[ANALYST.email].id
    researcher.own_setting, researcher.own_place = "Gullhaven College", "Weymouth"
    db.session.flush()
    return Staff(*(added[each.email].id for each in (MODERATOR, LEAD, DEPUTY, ANALYST, MANAGER)))


def fill_rota(staff: Staff, first_day: date) -> None:
    """Somebody for every part, without which no campaign opens.

    From the day the first campaign opened: one that nobody was there for in all that time would be paused.
    """
    for part, person_id in (
        (Part.READER, staff.moderator),
        (Part.LEAD, staff.lead),
        (Part.DEPUTY, staff.deputy),
        (Part.ON_CALL, staff.deputy),
    ):
        add_turn(part, person_id, first_day)


def demo_person_ids() -> list[int]:
    """Everybody made up who is here."""
    return list(db.session.scalars(select(Person.id).where(Person.is_demo)))


def _add(each: DemoPerson) -> Person:
    return add_person(each.email, each.name, PASSWORD, each.roles, is_demo=True)
