"""Proof in use, free of storage: which views a second person reads, and what their answers say.

The draw is by a seed of the day, made after the day is over: nobody can know beforehand which view is drawn, and
with the seed anybody can draw the same again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

#: The 95 % point of the normal distribution.
Z = 1.959964
#: Below these nothing is claimed: the words "not enough checked yet" stand instead.
LEAST_CHECKED = 50
LEAST_CONCERNS = 5


@dataclass(frozen=True)
class Share:
    """An estimated share with its 95 % interval, each from 0 to 1."""

    value: float
    low: float
    high: float

    @property
    def text(self) -> str:
        """As the screen shows it: 97 % (91 % to 99 %)."""
        return f"{self.value:.0%} (95 % interval {self.low:.0%} to {self.high:.0%})"


def is_drawn(seed: str, submission_id: int, share: float) -> bool:
    """Whether a view belongs to the sample of its day."""
    digest = hashlib.sha256(f"{seed}/{submission_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def share_for(decided: int, percent: float, least: int) -> float:
    """Which share of a day is drawn: so many percent, but enough for about `least` views."""
    return min(1.0, max(percent / 100, least / decided)) if decided else 0.0


def wilson(hits: float, number: float) -> Share:
    """A share with Wilson's score interval (E. B. Wilson, 1927), which holds for few hits and few trials."""
    if number <= 0:
        return Share(0.0, 0.0, 1.0)
    share, square = hits / number, Z * Z
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = Z * sqrt(share * (1 - share) / number + square / (4 * number * number)) / (1 + square / number)
    return Share(share, max(0.0, middle - half), min(1.0, middle + half))


def recall(found: int, passed_by: int, checked: int, missed: int) -> Share | None:
    """What share of all concerns the check put into the urgent or soon lane; None while too little is known.

    Args:
        found: concerns among what the check marked.
        passed_by: how many views it did not mark.
        checked: how many of those a second person read.
        missed: concerns among the checked ones; "not sure" counts as one.
    """
    if checked < LEAST_CHECKED or found + missed < LEAST_CONCERNS:
        return None
    rate = wilson(missed, checked)

    def of(share: float) -> float:
        lost = share * passed_by
        return found / (found + lost) if found + lost else 0.0

    return Share(of(rate.value), of(rate.high), of(rate.low))


def kappa(pairs: Sequence[tuple[bool, bool]]) -> Share | None:
    """Cohen's kappa (1960) of two readers with its large-sample interval; None while too little is known.

    Each pair says whether the first and the second reader chose the outcome in question.
    """
    number = len(pairs)
    firsts, seconds = sum(first for first, _ in pairs), sum(second for _, second in pairs)
    if number < LEAST_CHECKED or not firsts or not seconds:
        return None
    agreed = sum(first == second for first, second in pairs) / number
    first, second = firsts / number, seconds / number
    by_chance = first * second + (1 - first) * (1 - second)
    if by_chance == 1:
        return None
    value = (agreed - by_chance) / (1 - by_chance)
    error = sqrt(agreed * (1 - agreed) / number) / (1 - by_chance)
    return Share(value, max(-1.0, value - Z * error), min(1.0, value + Z * error))
