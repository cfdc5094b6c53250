"""The honest counter: of so many things people asked for, how many are done, under way, refused or late. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from analysis.replies.domain import ReplyStatus


class Standing(StrEnum):
    """Where a thing people asked for stands. Each reply is counted in exactly one, and late comes before all."""

    LATE = "late"
    DONE = "done"
    UNDER_WAY = "under way"
    DECIDING = "being decided"
    NO = "no"
    NOT_OURS = "not ours to decide"
    STUCK = "stuck"
    HEARD = "heard"


#: The order in which they are said: what was done first, what is late last.
_ORDER = (
    Standing.DONE,
    Standing.UNDER_WAY,
    Standing.DECIDING,
    Standing.NO,
    Standing.NOT_OURS,
    Standing.STUCK,
    Standing.HEARD,
    Standing.LATE,
)
_STANDINGS = {
    ReplyStatus.HEARD: Standing.HEARD,
    ReplyStatus.DECIDING: Standing.DECIDING,
    ReplyStatus.YES: Standing.UNDER_WAY,
    ReplyStatus.PART: Standing.UNDER_WAY,
    ReplyStatus.DOING: Standing.UNDER_WAY,
    ReplyStatus.NO: Standing.NO,
    ReplyStatus.CHANGED_MIND: Standing.NO,
    ReplyStatus.NOT_OURS: Standing.NOT_OURS,
    ReplyStatus.STUCK: Standing.STUCK,
    ReplyStatus.DONE: Standing.DONE,
}


@dataclass(frozen=True)
class HonestCounter:
    """How many replies there are and how many stand where; the parts add up to the whole."""

    total: int
    parts: tuple[tuple[Standing, int], ...]

    @property
    def sentence(self) -> str:
        """Say it in one sentence: “Of 24 things you asked for: 9 done, 6 under way, 4 no and 2 late.”"""
        if not self.total:
            return "We have not replied to anything yet."
        things = "thing" if self.total == 1 else "things"
        said = [f"{count} {standing.value}" for standing, count in self.parts]
        listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
        return f"Of {self.total} {things} you asked for: {listed}."


def count_honestly(replies: Iterable[tuple[ReplyStatus, bool]]) -> HonestCounter:
    """Count replies given as (status, whether it is late)."""
    found = Counter(Standing.LATE if is_late else _STANDINGS[status] for status, is_late in replies)
    return HonestCounter(found.total(), tuple((each, found[each]) for each in _ORDER if found[each]))
