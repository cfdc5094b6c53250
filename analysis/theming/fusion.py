"""Brings the kinds of evidence together into one probability for each text and theme.

All themes share the weights of the evidence, so a few dozen coded texts are enough to learn them; each
theme has its own small offset. Weights start from a default and move only as far as the coded texts insist.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_NEWTON_STEPS = 25
_OFFSET_FIRMNESS = 8.0


def sigmoid(logits: Floats) -> Floats:
    """Probabilities from log odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30))))


def log_odds(probabilities: Floats) -> Floats:
    """Log odds from probabilities, kept within sane bounds."""
    held = np.clip(probabilities, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(held / (1 - held)))


def fit_logistic(
    features: Floats, outcomes: Floats, start: Floats, firmness: Floats, weights: Floats
) -> Floats:
    """Logistic regression whose coefficients are pulled towards `start`, each with its own firmness.

    features: (cases, columns); outcomes and weights: (cases,); start and firmness: (columns,).
    """
    coefficients = start.astype(np.float64).copy()
    for _ in range(_NEWTON_STEPS):
        expected = sigmoid(features @ coefficients)
        slope = features.T @ (weights * (outcomes - expected)) - firmness * (coefficients - start)
        variance = weights * np.maximum(expected * (1 - expected), 1e-6)
        curvature = (features * variance[:, None]).T @ features + np.diag(firmness)
        step = np.linalg.solve(curvature, slope)
        coefficients += np.clip(step, -4, 4)
        if float(np.abs(step).max()) < 1e-7:
            break
    return coefficients


@dataclass(frozen=True)
class Fusion:
    """Weights that turn evidence of shape (texts, themes, kinds) into log odds of shape (texts, themes)."""

    weights: Floats
    offsets: Floats
    constant: float

    def log_odds(self, evidence: NDArray[np.float32]) -> Floats:
        """Log odds of each theme for each text."""
        return np.asarray(evidence.astype(np.float64) @ self.weights + self.offsets + self.constant)


def fit_fusion(
    evidence: NDArray[np.float32],
    coded: Floats,
    start: Floats,
    firmness: Floats,
    constant_firmness: float = 0.01,
) -> Fusion:
    """Learn how much each kind of evidence counts from coded texts (`coded`: texts by themes of 0 and 1)."""
    texts, themes, kinds = evidence.shape
    columns = np.concatenate(
        [
            evidence.reshape(texts * themes, kinds).astype(np.float64),
            np.tile(np.eye(themes), (texts, 1)),
            np.ones((texts * themes, 1)),
        ],
        axis=1,
    )
    whole_start = np.concatenate([start, np.zeros(themes + 1)])
    whole_firmness = np.concatenate([firmness, np.full(themes, _OFFSET_FIRMNESS), [constant_firmness]])
    found = fit_logistic(columns, coded.ravel(), whole_start, whole_firmness, np.ones(texts * themes))
    return Fusion(found[:kinds], found[kinds : kinds + themes], float(found[-1]))
