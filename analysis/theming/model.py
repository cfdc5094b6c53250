"""The fitted model of one code frame: a first guess from its words, then what coded texts teach in stages."""

from __future__ import annotations

import functools
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.theming.decision import Decision, fit_decision
from analysis.theming.encoders import Encoder, Matrix, Progress
from analysis.theming.fusion import Floats, Fusion, fit_fusion, sigmoid
from analysis.theming.prior import EVIDENCE_KINDS, Evidence, FramePrior, lead
from analysis.theming.similarity import SIMILARITY_KINDS, Scores, SimilarityModel
from analysis.theming.spelling import Spelled, Speller
from analysis.theming.text import tidy

_BASE_FIRMNESS = 1.0
_SIMILARITY_FIRMNESS = 0.3
_EVIDENCE_FIRMNESS = 5.0
_SIMILARITY_START = 2.0
_RELATIVE_FIRMNESS = 3.0
_RELATIVE_KINDS = 2
_FOLDS = 5
QUICK_SHARE = 0.25
"""How much the quick encoders' first guess counts beside the close ones'.

Tried on theme lists left out of fitting (`benchmarks/train_first_guess.py --left-out`): four of five gain, one loses.
"""
_MOST_CELLS_IN_FOLDS = 200_000
"""Above this many pairs of a coded text and a theme, what is learned fits new texts as well as those it is from."""


@dataclass(frozen=True)
class Prepared:
    """Texts ready for matching: shadow texts, their words, and one matrix of unit rows an encoder.

    A row is zero where an encoder does not read the text's language and another one does. `quick` is the same
    texts as the quick encoders see them, where their first guess counts too.
    """

    shadows: list[str]
    words: list[list[str]]
    vectors: list[Matrix]
    quick: Prepared | None = None

    @functools.cached_property
    def joined(self) -> Matrix:
        """Rows that weigh every encoder alike; of unit length where every encoder has read the text."""
        joined = np.hstack(self.vectors) / np.float32(np.sqrt(len(self.vectors)))
        reading = np.sum([rows.any(axis=1) for rows in self.vectors], axis=0)
        partly = (reading > 0) & (reading < len(self.vectors))
        # Likeness to a text that every encoder has read is then the mean over those that have read this one.
        joined[partly] *= (len(self.vectors) / reading[partly, None]).astype(np.float32)
        return np.asarray(joined, dtype=np.float32)


def prepare(
    texts: Sequence[str], encoders: Sequence[Encoder], speller: Speller, quick: Sequence[Encoder] = ()
) -> Prepared:
    """Shadow texts, words and vectors of texts, whatever their language."""
    return prepare_spelled([speller.read(tidy(text)) for text in texts], encoders, quick=quick)


def prepare_spelled(
    spelled: Sequence[Spelled],
    encoders: Sequence[Encoder],
    languages: Sequence[str] | None = None,
    progress: Progress | None = None,
    quick: Sequence[Encoder] = (),
) -> Prepared:
    """Vectors of texts already spelled, and those of `quick` encoders if any.

    An encoder that does not read a text's language (`languages`, one a text) leaves it to those that do.
    `progress` hears (texts done, of how many) over all encoders but the quick ones.
    """
    shadows, words = [one.shadow for one in spelled], [one.words for one in spelled]
    every = (*encoders, *quick)
    vectors = []
    for place, encoder in enumerate(encoders):
        hear = _part_of(progress, place, len(encoders), len(shadows))
        vectors.append(_vectors(shadows, encoder, _readable(encoder, every, languages), hear))
    quickly = [_vectors(shadows, encoder, _readable(encoder, every, languages)) for encoder in quick]
    return Prepared(shadows, words, vectors, Prepared(shadows, words, quickly) if quick else None)


def _vectors(
    shadows: list[str], encoder: Encoder, asked: list[int] | None, hear: Progress | None = None
) -> Matrix:
    """One encoder's rows, zero for texts it is not asked for."""
    if asked is None:
        return encoder.encode(shadows, hear)
    rows = np.zeros((len(shadows), encoder.dimensions), dtype=np.float32)
    rows[asked] = encoder.encode([shadows[row] for row in asked], hear)
    return rows


def _readable(
    encoder: Encoder, encoders: Sequence[Encoder], languages: Sequence[str] | None
) -> list[int] | None:
    """The texts an encoder should read; nothing when that is all of them."""
    if languages is None:
        return None
    by_others = frozenset().union(*(other.languages for other in encoders)) - encoder.languages
    if by_others.isdisjoint(languages):
        return None
    return [row for row, language in enumerate(languages) if language not in by_others]


def _part_of(progress: Progress | None, place: int, parts: int, texts: int) -> Progress | None:
    """Who hears of one encoder's part of the work; it may be asked for fewer than all the texts."""
    if progress is None:
        return None
    return lambda done, of: progress((place * texts + done * texts // of) // parts, texts)


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
class FirstOpinion:
    """What the words of one code frame say about answers, before anybody has coded one.

    An engine that reads closely asks the quick one too: two guesses of different encoders err in different places.
    """

    prior: FramePrior
    guess: FirstGuess
    quick: FirstOpinion | None = None

    def evidence(self, prepared: Prepared) -> Evidence:
        """What the close encoders say of every text and theme."""
        return self.prior.evidence(prepared.words, prepared.vectors)

    def log_odds(self, prepared: Prepared, evidence: Evidence) -> Floats:
        """Log odds of shape (texts, themes), from the texts and the evidence about them."""
        closely = self.guess.log_odds(evidence)
        if self.quick is None or prepared.quick is None:
            return closely
        quickly = self.quick.log_odds(prepared.quick, self.quick.evidence(prepared.quick))
        is_read = np.any([rows.any(axis=1) for rows in prepared.quick.vectors], axis=0)
        share = np.where(is_read, QUICK_SHARE, 0.0)[:, None]
        return np.asarray((1 - share) * closely + share * quickly)


@dataclass(frozen=True)
class Stage:
    """What one set of coded texts taught, on top of the log odds of the stage before."""

    similarity: SimilarityModel
    fusion: Fusion
    decision: Decision

    def log_odds(self, base: Floats, prepared: Prepared, evidence: Evidence) -> Floats:
        """Log odds of shape (texts, themes)."""
        scores = self.similarity.scores(prepared.joined, self.similarity.features(prepared.words))
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
    similarity = SimilarityModel(prepared.joined, prepared.words)
    held_out = similarity.fit(coded - sigmoid(base), groups)
    columns = _columns(base, held_out, evidence)
    start = np.array(
        [1.0] + [_SIMILARITY_START] * SIMILARITY_KINDS + [0.0] * (EVIDENCE_KINDS + _RELATIVE_KINDS)
    )
    firmness = np.array(
        [_BASE_FIRMNESS]
        + [_SIMILARITY_FIRMNESS] * SIMILARITY_KINDS
        + [_EVIDENCE_FIRMNESS] * EVIDENCE_KINDS
        + [_RELATIVE_FIRMNESS] * _RELATIVE_KINDS
    )

    def learn(rows: NDArray[np.bool_]) -> Fusion:
        return fit_fusion(columns[rows], coded[rows], start, firmness)

    everything = np.ones(len(coded), dtype=bool)
    fusion = learn(everything)
    log_odds = fusion.log_odds(columns)
    for fold in _folds(coded.shape, groups):
        log_odds[fold] = learn(~fold).log_odds(columns[fold])
    return Stage(similarity, fusion, fit_decision(sigmoid(log_odds), coded, default))


def _folds(shape: tuple[int, ...], groups: Sequence[Hashable] | None) -> list[NDArray[np.bool_]]:
    """Five parts of the coded texts, each to be judged by what the others teach; groups are kept together.

    None where there are too few texts (or so many that it makes no difference).
    """
    numbers: dict[Hashable, int] = {}
    named = range(shape[0]) if groups is None else groups
    parts = np.array([numbers.setdefault(group, len(numbers)) % _FOLDS for group in named])
    if len(numbers) < 2 * _FOLDS or shape[0] * shape[1] > _MOST_CELLS_IN_FOLDS:
        return []
    return [parts == fold for fold in range(_FOLDS)]


def _columns(base: Floats, scores: Scores, evidence: Evidence) -> NDArray[np.float32]:
    """All that is known of each text and theme, and how the theme stands beside the text's other themes."""
    rough = base + _SIMILARITY_START * scores.sum(axis=2)
    relative = np.stack([rough - _log_of_sum(rough), lead(rough)], axis=2)
    return np.concatenate(
        [base[:, :, None].astype(np.float32), scores, evidence, relative.astype(np.float32)], axis=2
    )


def _log_of_sum(log_odds: Floats) -> Floats:
    highest = log_odds.max(axis=1, keepdims=True)
    return np.asarray(highest + np.log(np.exp(log_odds - highest).sum(axis=1, keepdims=True)))
