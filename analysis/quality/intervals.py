"""Shares and their 95 % intervals, honest for small samples, rare themes and samples drawn in strata."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Z = 1.959963984540054
"""The normal quantile of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share (or a coefficient) with its 95 % interval, and the number of answers behind it."""

    value: float
    low: float
    high: float
    n: int

    def scaled(self, weight: float) -> Estimate:
        """The same, of a part of the whole."""
        return Estimate(self.value * weight, self.low * weight, self.high * weight, self.n)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One answer of a sample: whether it has what is asked, and how many answers it stands for (at least 1)."""

    has: bool
    weight: float = 1.0


def wilson(share: float, size: float) -> tuple[float, float]:
    """The score interval of a share of `size` answers (Wilson 1927, JASA 22, 209-212).

    Unlike the textbook interval it has a width when nothing, or everything, was found. `size` may be a fraction
    (an effective size) or infinite (everybody was asked, so nothing is left to chance).
    """
    if math.isinf(size):
        return (share, share)
    spread = Z * Z / size
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(share * (1 - share) / size + spread / (4 * size))
    return (max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def effective_size(weights: Sequence[float]) -> float:
    """How many answers drawn alike tell as much as these (Kish 1965, Survey Sampling, section 11.7).

    Answers that stand for many tell less than their number; those that stand for themselves alone leave nothing
    to chance. Of the latter only the share drawn in the least drawn stratum is taken into account, which errs
    on the wide side.
    """
    size = sum(weights) ** 2 / sum(weight * weight for weight in weights)
    least_drawn = 1 / max(weights)
    return math.inf if least_drawn >= 1 else size / (1 - least_drawn)


def share_of(drawn: Sequence[Drawn]) -> Estimate | None:
    """The share that has what is asked; None of an empty sample. Wilson's interval on the effective size, as
    Dean and Pagano (2015, J. Survey Statistics and Methodology 3, 484-503) found best for weighted samples.
    """
    if not drawn:
        return None
    weights = [each.weight for each in drawn]
    share = sum(each.weight for each in drawn if each.has) / sum(weights)
    share = min(1.0, max(0.0, share))
    return Estimate(share, *wilson(share, effective_size(weights)), len(drawn))


def added(parts: Iterable[Estimate]) -> Estimate:
    """A sum of independent estimates, its interval recovered from theirs.

    Zou and Donner (2008, Statistics in Medicine 27, 1693-1702): keeps the lopsided intervals of rare things.
    """
    listed = list(parts)
    value = sum(part.value for part in listed)
    below = math.sqrt(sum((part.value - part.low) ** 2 for part in listed))
    above = math.sqrt(sum((part.high - part.value) ** 2 for part in listed))
    return Estimate(value, value - below, value + above, sum(part.n for part in listed))


def f1_of(in_either: Sequence[Drawn]) -> Estimate | None:
    """F1 of two codings of one theme, from the answers that either puts in it; `has` means that both do.

    F1 is 2J / (1 + J) of the share J in which both agree among those (Dice and Jaccard say the same), and rises
    with it, so its interval is that of J carried over. None where neither puts any answer in the theme.
    """
    both = share_of(in_either)
    if both is None:
        return None
    value, low, high = (2 * share / (1 + share) for share in (both.value, both.low, both.high))
    return Estimate(value, low, high, both.n)
