"""Rules of the rota, free of storage: who is on duty on a day, where it has gaps, who is next."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

EVERY_DAY = frozenset(range(7))


class Part(StrEnum):
    """What somebody is on duty for."""

    READER = "reader"
    LEAD = "lead"
    DEPUTY = "deputy"
    ON_CALL = "on_call"

    @property
    def label(self) -> str:
        """The part as the screen names it."""
        return {
            "reader": "Reads views",
            "lead": "Safeguarding lead",
            "deputy": "Deputy lead",
            "on_call": "On-call",
        }[self.value]


#: Without these no day is whole. On-call is for evenings, weekends and the last step; not every team has one.
NEEDED = (Part.READER, Part.LEAD, Part.DEPUTY)


@dataclass(frozen=True)
class Turn:
    """Somebody's part from one day to another (None: until further notice) on some days of the week (0 is Monday).

    A cover, such as for a holiday, goes before the turns it stands in for; of two, the newer one counts.
    """

    turn_id: int
    part: Part
    person_id: int
    first_day: date
    last_day: date | None
    weekdays: frozenset[int] = EVERY_DAY
    is_cover: bool = False

    def holds(self, day: date) -> bool:
        """Whether the turn says something about this day."""
        is_within = self.first_day <= day and (self.last_day is None or day <= self.last_day)
        return is_within and day.weekday() in self.weekdays


@dataclass(frozen=True)
class Gap:
    """Days in a row on which a part has nobody who can do it. `why` says what is wrong."""

    part: Part
    first_day: date
    last_day: date
    why: str


Able = Mapping[Part, Collection[int]]
NOBODY = "nobody is on the rota"
CANNOT = "whoever is on the rota has no open account with the role"
SAME = "the deputy is also the lead"


def on_duty(turns: Iterable[Turn], part: Part, day: date) -> Turn | None:
    """The turn that counts for a part on a day."""
    found = [turn for turn in turns if turn.part == part and turn.holds(day)]
    return max(found, key=lambda turn: (turn.is_cover, turn.turn_id), default=None)


def able_on_duty(turns: Sequence[Turn], part: Part, day: date, able: Able) -> int | None:
    """Who is on duty and may do it; None when nobody is."""
    turn = on_duty(turns, part, day)
    return turn.person_id if turn and turn.person_id in able.get(part, ()) else None


def what_is_wrong(turns: Sequence[Turn], part: Part, day: date, able: Able) -> str:
    """Why a part has nobody on a day; empty when it has."""
    turn = on_duty(turns, part, day)
    if turn is None:
        return NOBODY
    if turn.person_id not in able.get(part, ()):
        return CANNOT
    lead = on_duty(turns, Part.LEAD, day)
    return SAME if part == Part.DEPUTY and lead and lead.person_id == turn.person_id else ""


def gaps(turns: Sequence[Turn], days: Sequence[date], able: Able) -> list[Gap]:
    """Where the rota breaks on these days, each part's days in a row put together."""
    found: list[Gap] = []
    for part in NEEDED:
        stretch: list[Gap] = []
        last_was_gap = False
        for day in days:
            why = what_is_wrong(turns, part, day, able)
            if why and last_was_gap and stretch[-1].why == why:
                stretch[-1] = Gap(part, stretch[-1].first_day, day, why)
            elif why:
                stretch.append(Gap(part, day, day, why))
            last_was_gap = bool(why)
        found += stretch
    return found


def somebody_reads(turns: Sequence[Turn], day: date, able: Able) -> bool:
    """Whether views are read on a day and a lead is there for what they may hold."""
    return not any(what_is_wrong(turns, part, day, able) for part in (Part.READER, Part.LEAD))


def days_unread(turns: Sequence[Turn], days_before: Sequence[date], able: Able) -> list[date]:
    """The last days in a row, up to the newest of `days_before`, on which nobody reads; oldest first."""
    found: list[date] = []
    for day in reversed(days_before):
        if somebody_reads(turns, day, able):
            break
        found.append(day)
    return found[::-1]


def next_day_read(turns: Sequence[Turn], days: Iterable[date], able: Able) -> date | None:
    """The first of these days on which somebody reads."""
    return next((day for day in days if somebody_reads(turns, day, able)), None)


def next_change(turns: Sequence[Turn], part: Part, today: date, look: int = 60) -> tuple[date, int] | None:
    """Who takes over a part, and on which day: the first day on which somebody else has it."""
    now = on_duty(turns, part, today)
    for number in range(1, look):
        then = on_duty(turns, part, today + timedelta(days=number))
        if then and (now is None or then.person_id != now.person_id):
            return today + timedelta(days=number), then.person_id
    return None
