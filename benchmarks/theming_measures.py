"""Figures that say how good a theming is, computed from assignments and people's codings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

PRECISION = 0.80


@dataclass(frozen=True)
class Scored:
    """One text as a method themed it and as people coded it; `confidence` is about the main theme."""

    given: tuple[str, ...]
    due: frozenset[str]
    confidence: float
    is_sure: bool = True

    @property
    def is_right(self) -> bool:
        """Whether the main theme is one of those due, or no theme is and none was given."""
        return self.given[0] in self.due if self.given else not self.due


def f1(given: int, due: int, shared: int) -> float:
    """Twice the shared over the sum of both; 1 when there is nothing of either."""
    return 2 * shared / (given + due) if given + due else 1.0


def micro_f1(scored: Sequence[Scored]) -> float:
    """F1 over all pairs of text and theme."""
    shared = sum(len(set(one.given) & one.due) for one in scored)
    return f1(sum(len(one.given) for one in scored), sum(len(one.due) for one in scored), shared)


def macro_f1(scored: Sequence[Scored]) -> float:
    """The mean of F1 over themes due at least once."""
    themes = sorted(set().union(*(one.due for one in scored)))
    values = []
    for theme in themes:
        given = sum(theme in one.given for one in scored)
        due = sum(theme in one.due for one in scored)
        values.append(f1(given, due, sum(theme in one.given and theme in one.due for one in scored)))
    return sum(values) / len(values) if values else 1.0


def mean_average_precision(
    scores: NDArray[np.floating], due: Sequence[Sequence[str]], theme_ids: Sequence[str]
) -> float:
    """How well scores of shape (texts, themes) put the texts of a theme first: the mean over themes that occur.

    Texts with equal scores count as one place, so that their order makes no difference.
    """
    values = []
    for column, theme in zip(scores.T, theme_ids, strict=True):
        has = [theme in themes for themes in due]
        if any(has):
            values.append(float(average_precision_score(has, column)))
    return sum(values) / len(values) if values else 1.0


def calibration_error(scored: Sequence[Scored], bins: int = 10) -> float:
    """Mean gap between confidence and share right, over ten equal bins of confidence."""
    gap = 0.0
    for place in range(bins):
        inside = [one for one in scored if min(int(one.confidence * bins), bins - 1) == place]
        if inside:
            right = sum(one.is_right for one in inside) / len(inside)
            said = sum(one.confidence for one in inside) / len(inside)
            gap += abs(right - said) * len(inside) / len(scored)
    return gap


def coverage_at(scored: Sequence[Scored], precision: float = PRECISION) -> float:
    """The largest share of texts, surest first, whose main themes are right at least that often."""
    right, best = 0, 0
    for count, one in enumerate(sorted(scored, key=lambda one: -one.confidence), start=1):
        right += one.is_right
        if right / count >= precision:
            best = count
    return best / len(scored)


def wilson_lower(right: int, total: int, z: float = 1.96) -> float:
    """The lower end of the 95 % interval of a share (Wilson score)."""
    if not total:
        return 0.0
    share = right / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - spread) / (1 + z * z / total)


def figures(scored: Sequence[Scored]) -> dict[str, float]:
    """All figures of one run, rounded for reading."""
    sure = [one for one in scored if one.is_sure]
    right = sum(one.is_right for one in sure)
    found = {
        "micro_f1": micro_f1(scored),
        "macro_f1": macro_f1(scored),
        "calibration_error": calibration_error(scored),
        "coverage_at_80": coverage_at(scored),
        "sure_share": len(sure) / len(scored),
        "sure_precision": right / len(sure) if sure else 0.0,
        "sure_precision_wilson_lower": wilson_lower(right, len(sure)),
    }
    return {name: round(value, 4) for name, value in found.items()}


def mean_figures(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """The mean of each figure over runs."""
    return {name: round(sum(run[name] for run in runs) / len(runs), 4) for name in runs[0]}
