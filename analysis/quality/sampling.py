"""Draws answers for people to code blind: by chance, in strata, so that rare themes are looked at too."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random

LEAST_IN_STRATUM = 2
ANSWERS_A_STRATUM = 8
OTHERS = "others"


def strata(main_themes: Mapping[int, str], wanted: int) -> dict[str, list[int]]:
    """Answers by their main theme (or whatever else names them), the smallest groups together as `others`.

    A sample of so many answers has room for one stratum in eight of them.
    """
    groups: dict[str, list[int]] = {}
    for number in sorted(main_themes):
        groups.setdefault(main_themes[number], []).append(number)
    room = max(1, wanted // ANSWERS_A_STRATUM)
    if len(groups) <= room:
        return dict(sorted(groups.items()))
    by_size = sorted(groups, key=lambda name: (-len(groups[name]), name))
    kept = {name: groups[name] for name in sorted(by_size[: room - 1])}
    rest = sorted(number for name in by_size[room - 1 :] for number in groups[name])
    return {**kept, OTHERS: rest}


def allocation(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """How many to draw from each stratum: by the square root of its size (Bankier 1988, The American Statistician
    42, 174-177), which serves each theme and the whole about equally well. At least two each, never more than
    there are.
    """
    total = min(wanted, sum(sizes.values()))
    given = {name: min(size, LEAST_IN_STRATUM) for name, size in sizes.items()}
    while (left := total - sum(given.values())) > 0:
        open_names = [name for name in sizes if given[name] < sizes[name]]
        roots = {name: math.sqrt(sizes[name]) / (given[name] + 1) for name in open_names}
        best = max(open_names, key=lambda name: (roots[name], name))
        given[best] += min(left, 1)
    return given


def draw(groups: Mapping[str, Sequence[int]], wanted: int, seed: int) -> list[tuple[int, str]]:
    """Answers with their stratum, in an order that tells nothing. The same seed draws the same."""
    chance = Random(seed)
    shares = allocation({name: len(members) for name, members in groups.items()}, wanted)
    drawn = [
        (number, name)
        for name in sorted(groups)
        for number in chance.sample(sorted(groups[name]), shares[name])
    ]
    chance.shuffle(drawn)
    return drawn
