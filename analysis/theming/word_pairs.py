"""Which words go together: how likely one is after another, in English and in what people write here."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

BEGINNING = "^"
END = "$"

_ENGLISH_SHARE = 0.6
_LOCAL_SHARE = 0.6
_FIRM_AFTER = 5.0
"""A word met this often in what people write here has half of its local share."""

_LEAST = 1e-12


class WordPairs:
    """Counts of words and of words after one another; both shares above were tried on examples kept apart."""

    def __init__(
        self, counts: Mapping[str, int], english_pairs: str, written: Iterable[Sequence[str]]
    ) -> None:
        """`counts`: of single words; `english_pairs`: a line a pair and its count; `written`: texts as words."""
        self._counts, self._all = counts, max(1, sum(counts.values()))
        self._english: dict[str, int] = {}
        self._english_first: Counter[str] = Counter()
        for line in english_pairs.splitlines():
            pair, _, count = line.rpartition(" ")
            self._english[pair] = int(count)
            self._english_first[pair.partition(" ")[0]] += int(count)
        self._local: Counter[str] = Counter()
        self._local_first: Counter[str] = Counter()
        for found in written:
            for first, second in itertools.pairwise((BEGINNING, *found, END)):
                self._local[f"{first} {second}"] += 1
                self._local_first[first] += 1

    def best_between(self, before: str, choices: Sequence[str], after: str | None) -> str:
        """Which choice is likeliest between two words (or the ends of a text); the earlier wins ties.

        Nothing is asked of a neighbour that is `None`.
        """
        if len(choices) == 1:
            return choices[0]
        likely = [self._after(before, choice) for choice in choices]
        if after is not None:
            likely = [one + self._after(choice, after) for one, choice in zip(likely, choices, strict=True)]
        return choices[likely.index(max(likely))]

    def _after(self, first: str, second: str) -> float:
        """The logarithm of the chance that a word follows another."""
        chance = self._counts.get(second, 1) / self._all
        pair = f"{first} {second}"
        in_english = self._english_first.get(first, 0)
        if in_english:
            following = self._english.get(pair, 0) / in_english
            chance = (1 - _ENGLISH_SHARE) * chance + _ENGLISH_SHARE * following
        here = self._local_first.get(first, 0)
        if here:
            share = _LOCAL_SHARE * here / (here + _FIRM_AFTER)
            chance = (1 - share) * chance + share * self._local.get(pair, 0) / here
        return math.log(chance + _LEAST)
