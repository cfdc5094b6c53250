"""The fitted model of one code frame: a first guess from its words, then what coded texts teach in stages."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.theming.decision import Decision, fit_decision
from analysis.theming.encoders import Encoder, Matrix, Progress
from analysis.theming.fusion import Floats, Fusion, fit_fusion, sigmoid
from analysis.theming.prior import EVIDENCE_KINDS, Evidence
from analysis.theming.similarity import SIMILARITY_KINDS, Scores, SimilarityModel
from analysis.theming.spelling import Speller

_BASE_FIRMNESS = 1.0
_SIMILARITY_FIRMNESS = 0.3
_EVIDENCE_FIRMNESS = 5.0
_SIMILARITY_START = 2.0


@dataclass(frozen=True)
class Prepared:
    """Texts ready for matching: shadow texts, one matrix of unit rows an encoder, and all of them joined."""

    shadows: list[str]
    vectors: list[Matrix]

    @property
    def joined(self) -> Matrix:
        """Rows of unit length that weigh every encoder alike."""
        return np.hstack(self.vectors) / np.float32(np.sqrt(len(self.vectors)))


def prepare(
    texts: Sequence[str], encoders: Sequence[Encoder], speller: Speller, progress: Progress | None = None
) -> Prepared:
    """Shadow texts and vectors of texts; `progress` hears (texts done, of how many) over all encoders."""
    shadows = speller.shadows(texts)
    vectors = []
    for place, encoder in enumerate(encoders):
        vectors.append(encoder.encode(shadows, _part_of(progress, place, len(encoders))))
    return Prepared(shadows, vectors)


def _part_of(progress: Progress | None, place: int, parts: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, total: progress((place * total + done) // parts, total)


@dataclass(frozen=True)
class FirstGuess:
    """Fixed weights that turn the evidence of any code frame into log odds."""

    weights: Floats
    constant: float
    decision: Decision

    def log_odds(self, evidence: Evidence) -> Floats:
        """Log odds of shape (texts, themes)."""
        return np.asarray(evidence.astype(np.float64) @ self.weights + self.constant)


@dataclass(frozen=True)
class Stage:
    """What one set of coded texts taught, on top of the log odds of the stage before."""

    similarity: SimilarityModel
    fusion: Fusion
    decision: Decision

    def log_odds(self, base: Floats, prepared: Prepared, evidence: Evidence) -> Floats:
        """Log odds of shape (texts, themes)."""
        scores = self.similarity.scores(prepared.joined, prepared.shadows)
        return self.fusion.log_odds(_columns(base, scores, evidence))


@dataclass(frozen=True)
class Level:
    """One stage with the coded texts it learned from, for showing the nearest of them."""

    stage: Stage
    texts: tuple[str, ...]
    vectors: Matrix
    coded: Floats


def coded_matrix(codings: Sequence[Sequence[str]], theme_ids: Sequence[str]) -> Floats:
    """Codings as zeros and ones of shape (texts, themes); themes outside the frame are left out."""
    return np.array([[float(theme in themes) for theme in theme_ids] for themes in codings])


def fit_stage(
    base: Floats,
    prepared: Prepared,
    evidence: Evidence,
    coded: Floats,
    default: Decision,
    groups: Sequence[Hashable] | None = None,
) -> Stage:
    """Learn from coded texts (`coded`: texts by themes of 0 and 1).

    With groups, thresholds and weights are those that serve texts of a group never seen.
    """
    similarity = SimilarityModel(prepared.joined, prepared.shadows)
    held_out = similarity.fit(coded - sigmoid(base), groups)
    columns = _columns(base, held_out, evidence)
    start = np.array([1.0] + [_SIMILARITY_START] * SIMILARITY_KINDS + [0.0] * EVIDENCE_KINDS)
    firmness = np.array(
        [_BASE_FIRMNESS] + [_SIMILARITY_FIRMNESS] * SIMILARITY_KINDS + [_EVIDENCE_FIRMNESS] * EVIDENCE_KINDS
    )
    fusion = fit_fusion(columns, coded, start, firmness)
    decision = fit_decision(sigmoid(fusion.log_odds(columns)), coded, default)
    return Stage(similarity, fusion, decision)


def _columns(base: Floats, scores: Scores, evidence: Evidence) -> NDArray[np.float32]:
    return np.concatenate([base[:, :, None].astype(np.float32), scores, evidence], axis=2)
