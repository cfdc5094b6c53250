"""What somebody who leaves hands on of the rota: every turn that has not ended."""

from datetime import timedelta

from sqlalchemy import or_, select

from moderation.rota.domain import Part
from moderation.rota.models import RotaTurn
from moderation.rota.queries import ROLES
from moderation.rota.services import add_turn, end_turn
from participation.accounts.leaving import Duty
from participation.accounts.queries import colleagues_with
from participation.foundation import clock
from participation.foundation.database import db


def turns_of(person_id: int) -> list[Duty]:
    """The turns of a person from today on."""
    turns = db.session.scalars(
        select(RotaTurn)
        .where(
            RotaTurn.person_id == person_id,
            or_(RotaTurn.last_day.is_(None), RotaTurn.last_day >= clock.today()),
        )
        .order_by(RotaTurn.first_day, RotaTurn.id)
    )
    return [_duty(turn) for turn in turns]


def _duty(turn: RotaTurn) -> Duty:
    part = Part(turn.part)

    def hand_on(successor_id: int, actor_id: int) -> None:
        today = clock.today()
        add_turn(
            part,
            successor_id,
            max(turn.first_day, today),
            turn.last_day,
            weekdays=[int(day) for day in turn.weekdays],
            is_cover=turn.is_cover,
            actor_id=actor_id,
        )
        end_turn(turn.id, actor_id, today - timedelta(days=1))

    until = f" until {clock.show_date(turn.last_day)}" if turn.last_day else ""
    what = f"{part.label} on the rota from {clock.show_date(turn.first_day)}{until}"
    return Duty(f"turn_{turn.id}", what, colleagues_with(ROLES[part], turn.person_id), hand_on)
