"""Finds answers sent many times: the same words, or copies of one letter with small edits.

MinHash over runs of four characters proposes pairs; each pair is then compared properly, and linked answers
form a group. Nothing is ever removed: one is coded, all are counted, and campaigns are shown apart.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.theming.text import tidy, words

_RUN = 4
_HASHES = 64
_ROWS_A_BAND = 2
_PRIME = np.uint64((1 << 31) - 1)
_SEED = 20_200_701
_FEWEST_RUNS = 12
"""Shorter answers ("more parks") are alike by chance; only equal ones are grouped."""

Runs = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Places of answers that say the same, in order; `is_exact` when all are word for word alike."""

    places: tuple[int, ...]
    is_exact: bool


def duplicate_groups(texts: Sequence[str], least_overlap: float = 0.45) -> list[DuplicateGroup]:
    """Groups of two or more equal or nearly equal texts, largest first.

    `least_overlap`: shared runs of four characters over all runs of both, from 0 to 1 (Jaccard).
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        key = _key(text)
        if key:
            places[key].append(place)
    keys = list(places)
    linked = _Links(len(keys))
    runs = [_runs(key) for key in keys]
    for first, second in _likely_pairs(runs):
        if not linked.same(first, second) and _overlap(runs[first], runs[second]) >= least_overlap:
            linked.join(first, second)
    groups = []
    for members in linked.groups():
        found = sorted(place for member in members for place in places[keys[member]])
        if len(found) > 1:
            groups.append(DuplicateGroup(tuple(found), len(members) == 1))
    return sorted(groups, key=lambda group: (-len(group.places), group.places[0]))


def _key(text: str) -> str:
    """The words alone, so that case, marks and spacing do not tell equal texts apart."""
    return " ".join(words(tidy(text)))


def _runs(key: str) -> Runs:
    """Hashes of the different runs of four characters, sorted."""
    encoded = key.encode("utf-32-le")
    step = 4
    count = len(key) - _RUN + 1
    hashes = {zlib.crc32(encoded[start * step : (start + _RUN) * step]) for start in range(max(count, 0))}
    return np.array(sorted(hashes), dtype=np.uint32)


def _likely_pairs(runs: Sequence[Runs]) -> Iterable[tuple[int, int]]:
    """Pairs that share a band of their MinHash signatures."""
    rows = [row for row, found in enumerate(runs) if len(found) >= _FEWEST_RUNS]
    if not rows:
        return
    signatures = _signatures([runs[row] for row in rows])
    for band in range(0, _HASHES, _ROWS_A_BAND):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        part = np.ascontiguousarray(signatures[:, band : band + _ROWS_A_BAND])
        for place, row in enumerate(rows):
            buckets[part[place].tobytes()].append(row)
        for bucket in buckets.values():
            yield from _pairs_in(bucket)


_WHOLE_BUCKET = 40


def _pairs_in(bucket: Sequence[int]) -> Iterable[tuple[int, int]]:
    """All pairs of a small bucket; neighbours only in a huge one, which other bands complete."""
    if len(bucket) <= _WHOLE_BUCKET:
        yield from ((first, second) for place, first in enumerate(bucket) for second in bucket[place + 1 :])
    else:
        yield from ((bucket[place], bucket[place + 1]) for place in range(len(bucket) - 1))
        yield from ((bucket[0], second) for second in bucket[2:])


def _signatures(runs: Sequence[Runs]) -> NDArray[np.uint32]:
    """MinHash signatures, shape (texts, hashes)."""
    generator = np.random.default_rng(_SEED)
    factors = generator.integers(1, int(_PRIME), size=_HASHES, dtype=np.uint64)
    shifts = generator.integers(0, int(_PRIME), size=_HASHES, dtype=np.uint64)
    signatures = np.empty((len(runs), _HASHES), dtype=np.uint32)
    for row, found in enumerate(runs):
        hashed = ((found.astype(np.uint64) % _PRIME)[:, None] * factors + shifts) % _PRIME
        signatures[row] = hashed.min(axis=0)
    return signatures


def _overlap(first: Runs, second: Runs) -> float:
    shared = len(np.intersect1d(first, second, assume_unique=True))
    return shared / (len(first) + len(second) - shared)


class _Links:
    """Joins members into groups (union-find)."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def same(self, first: int, second: int) -> bool:
        return self._root(first) == self._root(second)

    def join(self, first: int, second: int) -> None:
        low, high = sorted((self._root(first), self._root(second)))
        self._parents[high] = low

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for member in range(len(self._parents)):
            found[self._root(member)].append(member)
        return list(found.values())

    def _root(self, member: int) -> int:
        while self._parents[member] != member:
            self._parents[member] = self._parents[self._parents[member]]
            member = self._parents[member]
        return member
