"""Changes to the rota. Every one leaves an audit event."""

from collections.abc import Iterable
from datetime import date

from moderation.rota.domain import EVERY_DAY, Part
from moderation.rota.models import RotaTurn
from moderation.rota.queries import ROLES
from moderation.rota.watching import watch
from participation.accounts.models import Person
from participation.foundation import audit
from participation.foundation.database import db
from participation.foundation.errors import DomainError, NotFound


class RotaProblem(DomainError):
    """A turn cannot be added as asked. `field` names what to put right."""

    title = "Check the rota"

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def add_turn(
    part: Part,
    person_id: int,
    first_day: date,
    last_day: date | None = None,
    *,
    weekdays: Iterable[int] = EVERY_DAY,
    is_cover: bool = False,
    actor_id: int | None = None,
) -> RotaTurn:
    """Put somebody on the rota. A cover goes before the turns it stands in for, and always has a last day.

    Raises:
        RotaProblem: when the days do not fit, or the person has no open account with the role.
    """
    person, days = db.session.get(Person, person_id), "".join(str(day) for day in sorted(set(weekdays)))
    if person is None or not person.is_active or not person.holds(ROLES[part]):
        raise RotaProblem(f"Choose somebody with the role “{ROLES[part].label}”.", "person")
    if last_day is not None and last_day < first_day:
        raise RotaProblem("The last day must be the first day or later.", "last_day")
    if is_cover and last_day is None:
        raise RotaProblem("Say until which day they cover.", "last_day")
    if not days:
        raise RotaProblem("Choose at least one day of the week.", "weekdays")
    turn = RotaTurn(
        part=part,
        person_id=person_id,
        first_day=first_day,
        last_day=last_day,
        weekdays=days,
        is_cover=is_cover,
    )
    db.session.add(turn)
    db.session.flush()
    detail = {"part": part.value, "person": person_id, "from": str(first_day), "to": str(last_day or "")}
    audit.record("added", "rota_turn", turn.id, actor_id=actor_id, detail=detail)
    watch()
    return turn


def end_turn(turn_id: int, actor_id: int, last_day: date) -> None:
    """Take somebody off the rota from the day after `last_day` on; a turn that did not begin goes whole.

    Raises:
        NotFound: when there is no such turn.
    """
    turn = db.session.get(RotaTurn, turn_id)
    if turn is None:
        raise NotFound("This turn is gone already. Look at the rota.")
    audit.record("ended", "rota_turn", turn.id, actor_id=actor_id, detail={"to": str(last_day)})
    if turn.first_day > last_day:
        db.session.delete(turn)
    else:
        turn.last_day = min(filter(None, (turn.last_day, last_day)))
    db.session.flush()
    watch()
