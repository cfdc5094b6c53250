"""Reading the rota: who is on duty, who could be, and where it has gaps."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from moderation.case_seeing import people_holding
from moderation.rota.domain import Gap, Part, Turn, able_on_duty, gaps
from moderation.rota.models import RotaTurn
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.staffing import staffed_days

#: Which role a part needs.
ROLES = {
    Part.READER: Role.MODERATOR,
    Part.LEAD: Role.SAFEGUARDING_LEAD,
    Part.DEPUTY: Role.SAFEGUARDING_LEAD,
    Part.ON_CALL: Role.SAFEGUARDING_LEAD,
}
#: How far a campaign without a closing day looks.
LOOK_AHEAD = timedelta(days=28)
#: How far back and ahead a broken rota is followed.
HORIZON = timedelta(days=60)


@dataclass(frozen=True)
class Rota:
    """The turns there are, and who may do which part."""

    turns: tuple[Turn, ...]
    able: dict[Part, frozenset[int]]

    def who(self, part: Part, day: date) -> int | None:
        """Who is on duty and may do it."""
        return able_on_duty(self.turns, part, day, self.able)

    def gaps(self, first: date, last: date) -> list[Gap]:
        """Where it breaks on the staffed days between two days."""
        return gaps(self.turns, team_days(first, last), self.able)


def rota() -> Rota:
    """The rota as it stands; turns that ended long ago are left out."""
    rows = db.session.scalars(
        select(RotaTurn)
        .where(or_(RotaTurn.last_day.is_(None), RotaTurn.last_day >= clock.today() - HORIZON))
        .order_by(RotaTurn.first_day, RotaTurn.id)
    )
    turns = tuple(
        Turn(
            row.id,
            Part(row.part),
            row.person_id,
            row.first_day,
            row.last_day,
            frozenset(int(day) for day in row.weekdays),
            row.is_cover,
        )
        for row in rows
    )
    return Rota(turns, {part: frozenset(people_holding(role)) for part, role in ROLES.items()})


def team_days(first: date, last: date) -> list[date]:
    """The days between two days on which the team works."""
    settings = deployment().settings
    return staffed_days(first, last, settings.staffed_spans, settings.closed_days)
