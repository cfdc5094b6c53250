"""From probabilities to themes: how many to give, how sure to say, and when to say "unsure"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.theming.fusion import Floats, fit_logistic, log_odds, sigmoid

TARGET_PRECISION = 0.80
"""Main themes called sure should be right at least this often (measured on coded texts left out)."""

_THRESHOLDS = np.round(np.arange(0.10, 0.71, 0.01), 2)
_STEADY_TEXTS = 60.0
"""With this many coded texts, learned thresholds count as much as the default ones."""

Chosen = NDArray[np.bool_]
"""Shape (texts, themes)."""


@dataclass(frozen=True)
class Decision:
    """The thresholds of one fitted model.

    A text gets its likeliest theme if that reaches `least`, and every other theme that reaches `also`.
    `slope` and `intercept` turn the likeliest theme's log odds into the chance that it is right;
    below the chance `sure_from` the text is "unsure".
    """

    least: float = 0.0
    also: float = 0.40
    slope: float = 1.0
    intercept: float = 0.0
    sure_from: float = 0.60

    def chosen(self, probabilities: Floats) -> Chosen:
        """Which themes each text gets."""
        given = probabilities >= max(self.also, self.least)
        if probabilities.shape[1]:
            rows = np.arange(len(probabilities))
            main = probabilities.argmax(axis=1)
            given[rows, main] |= probabilities[rows, main] >= self.least
        return np.asarray(given)

    def confidence(self, probabilities: Floats) -> Floats:
        """The chance that the main theme is right, or that having none is, shape (texts,)."""
        if not probabilities.shape[1]:
            return np.zeros(len(probabilities))
        best = probabilities.max(axis=1)
        has_theme = best >= self.least
        right = sigmoid(self.slope * log_odds(best) + self.intercept)
        return np.asarray(np.where(has_theme, right, np.prod(1 - np.clip(probabilities, 0, 1), axis=1)))


def fit_decision(probabilities: Floats, coded: Floats, default: Decision) -> Decision:
    """Learn thresholds and calibration from probabilities of coded texts that took no part in training."""
    truth = coded > 0.5
    share = len(truth) / (len(truth) + _STEADY_TEXTS)
    least, also = _best_thresholds(probabilities, truth)
    least = share * least + (1 - share) * default.least
    also = share * also + (1 - share) * default.also
    best = log_odds(probabilities.max(axis=1))
    right = truth[np.arange(len(truth)), probabilities.argmax(axis=1)].astype(np.float64)
    columns = np.stack([best, np.ones(len(best))], axis=1)
    start = np.array([default.slope, default.intercept])
    slope, intercept = fit_logistic(columns, right, start, np.array([2.0, 2.0]), np.ones(len(best)))
    fitted = Decision(least, also, float(slope), float(intercept), default.sure_from)
    sure_from = _sure_threshold(fitted, probabilities, truth)
    return Decision(
        least, also, float(slope), float(intercept), share * sure_from + (1 - share) * default.sure_from
    )


def _best_thresholds(probabilities: Floats, truth: Chosen) -> tuple[float, float]:
    """The pair of thresholds with the best micro-F1; the lower ones win ties."""
    has_none = bool((~truth.any(axis=1)).any())
    leasts = [0.0, *_THRESHOLDS] if has_none else [0.0]
    best = (-1.0, 0.0, 0.4)
    for least in leasts:
        for also in _THRESHOLDS:
            if also < least:
                continue
            score = micro_f1(Decision(least=float(least), also=float(also)).chosen(probabilities), truth)
            if score > best[0] + 1e-9:
                best = (score, float(least), float(also))
    return best[1], best[2]


def _sure_threshold(decision: Decision, probabilities: Floats, truth: Chosen) -> float:
    """The lowest confidence above which main themes reach the target precision."""
    confidence = decision.confidence(probabilities)
    has_theme = probabilities.max(axis=1) >= decision.least
    right = np.where(
        has_theme, truth[np.arange(len(truth)), probabilities.argmax(axis=1)], ~truth.any(axis=1)
    )
    order = np.argsort(-confidence, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    reaching = np.flatnonzero(precision >= TARGET_PRECISION)
    return float(confidence[order[reaching[-1]]]) if len(reaching) else 0.95


def micro_f1(chosen: Chosen, truth: Chosen) -> float:
    """Twice the themes rightly given over all given and all due; 1 when there are none of either."""
    due = int(chosen.sum()) + int(truth.sum())
    return 2 * int((chosen & truth).sum()) / due if due else 1.0


def macro_f1(chosen: Chosen, truth: Chosen) -> float:
    """The plain mean of F1 over themes that are due at least once."""
    due = [theme for theme in range(truth.shape[1]) if truth[:, theme].any()]
    return float(np.mean([micro_f1(chosen[:, theme], truth[:, theme]) for theme in due])) if due else 1.0
