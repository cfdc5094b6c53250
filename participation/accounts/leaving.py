"""Leaving the team: what somebody holds is handed on first, so that no promise and no rota is left without anybody.

Higher floors say what a person holds there and how it is handed on; this one asks for a successor for each.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from participation.accounts.models import Person
from participation.accounts.queries import possible_sponsors
from participation.accounts.services import set_active, set_up_researcher
from participation.foundation import audit
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from participation.foundation.registries import Registry


@dataclass(frozen=True)
class Duty:
    """Something a person holds that somebody else must take on.

    Attributes:
        key: tells it from the person's other duties.
        what: what it is, for people to read.
        successors: who could take it on, id and name.
        hand_on: gives it to a successor; told who does so.
    """

    key: str
    what: str
    successors: Sequence[tuple[int, str]]
    hand_on: Callable[[int, int], None]


class StillHolds(DomainError):
    """Something was not handed on. `problems` says for each duty what to choose."""

    title = "Something still has nobody to take it on"

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


#: What a person holds on each floor: (person id) gives a list of duties.
sources: Registry[[int]] = Registry("what a person holds")


def duties_of(person_id: int) -> list[Duty]:
    """Everything a person holds."""
    return [duty for found in sources.call(person_id) if isinstance(found, list) for duty in found]


def leave(person: Person, chosen: Mapping[str, int | None], actor_id: int) -> None:
    """Hand everything on, then close the account: all of it, or nothing.

    Args:
        chosen: key of a duty to the id of whoever takes it on.

    Raises:
        StillHolds: naming what has nobody yet.
    """
    hand_on(person, chosen, actor_id)
    set_active(person, False, actor_id)


def hand_on(person: Person, chosen: Mapping[str, int | None], actor_id: int) -> None:
    """Hand on everything a person holds.

    Raises:
        StillHolds: naming what has nobody yet.
    """
    duties = duties_of(person.id)
    problems = {duty.key: _problem(duty, chosen.get(duty.key)) for duty in duties}
    if any(problems.values()):
        raise StillHolds({key: problem for key, problem in problems.items() if problem})
    for duty in duties:
        successor_id = int(chosen[duty.key] or 0)
        duty.hand_on(successor_id, actor_id)
        audit.record(
            "handed_on",
            "person",
            person.id,
            actor_id=actor_id,
            detail={"duty": duty.key, "to": successor_id},
        )


def researchers_answered_for(person_id: int) -> list[Duty]:
    """The young researchers for whom this person answers."""
    found = db.session.scalars(select(Person).where(Person.sponsor_id == person_id, Person.is_active)).all()
    return [
        Duty(
            f"sponsor_{young.id}",
            f"Answers for {young.name}, a young researcher",
            [each for each in possible_sponsors(young.id) if each[0] != person_id],
            lambda successor_id, actor_id, young=young: set_up_researcher(  # type: ignore[misc]
                young, successor_id, young.own_setting, young.own_place, actor_id
            ),
        )
        for young in found
    ]


def _problem(duty: Duty, successor_id: int | None) -> str:
    if not duty.successors:
        return f"{duty.what}: nobody else could take this on. Give somebody the role first."
    if successor_id not in {number for number, _ in duty.successors}:
        return f"{duty.what}: choose who takes this on."
    return ""
