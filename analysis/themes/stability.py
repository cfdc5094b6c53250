"""How steady groups of answers are: whether they come up again when only some of the answers are read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

ROUNDS = 2
SHARE_READ = 0.8
MOST_READ = 3_000
STEADY, FAIRLY_STEADY = 0.75, 0.5
_SEED = 7

#: Gives each text the name of its group, or None.
Grouping = Callable[[Sequence[str]], Sequence[str | None]]


def stability(texts: Sequence[str], groups: Sequence[str | None], again: Grouping) -> dict[str, float]:
    """For each group from 0 to 1 how much of it comes up again, on average, among some of the answers.

    The likeness of a group and its nearest counterpart is Jaccard's, as Hennig (2007, Computational Statistics and
    Data Analysis 52, 258-271) does cluster by cluster; he calls 0.75 stable. The same answers give the same figures.
    """
    chance = Random(_SEED)
    found: dict[str, list[float]] = {name: [] for name in dict.fromkeys(groups) if name is not None}
    for _ in range(ROUNDS):
        size = min(MOST_READ, max(1, round(SHARE_READ * len(texts))))
        rows = sorted(chance.sample(range(len(texts)), size)) if texts else []
        fresh = again([texts[row] for row in rows])
        before, after = _members([groups[row] for row in rows]), _members(fresh)
        for name, members in before.items():
            found[name].append(max((_likeness(members, other) for other in after.values()), default=0.0))
    return {name: round(sum(rounds) / len(rounds), 2) if rounds else 0.0 for name, rounds in found.items()}


def steadiness_in_words(value: float) -> str:
    """How steady a group is, for a screen."""
    if value >= STEADY:
        return "steady"
    return "fairly steady" if value >= FAIRLY_STEADY else "loose: another look may group it otherwise"


def _members(groups: Sequence[str | None]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for place, name in enumerate(groups):
        if name is not None:
            found.setdefault(name, set()).add(place)
    return found


def _likeness(first: set[int], second: set[int]) -> float:
    return len(first & second) / len(first | second)
