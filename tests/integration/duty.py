"""A rota without gaps, without which no campaign opens."""

from sqlalchemy import select

from moderation.rota.domain import Part
from moderation.rota.models import RotaTurn
from moderation.rota.services import add_turn
from participation.accounts.services import add_person
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from tests.conftest import PASSWORD

ROLES = {Part.READER: Role.MODERATOR, Part.LEAD: Role.SAFEGUARDING_LEAD, Part.DEPUTY: Role.SAFEGUARDING_LEAD}


def a_whole_rota() -> dict[Part, int]:
    """Somebody of its own for each part that is needed, once; who has it. Call inside a transaction."""
    if db.session.scalars(select(RotaTurn)).first() is None:
        for part, role in ROLES.items():
            person = add_person(f"{part}@rota.example.org", part.label, PASSWORD, [role], is_demo=False)
            add_turn(part, person.id, clock.today())
    return {Part(turn.part): turn.person_id for turn in db.session.scalars(select(RotaTurn))}
