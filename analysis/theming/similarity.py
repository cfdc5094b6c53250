"""Learns themes from coded texts: an answer is like the answers it resembles, in meaning and in words.

Kernel ridge regression, because it has a closed form: training is one matrix inverse, the scores each coded
text would get if it (or its whole hand) had been left out come from the same inverse, nothing is random.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from analysis.theming.encoders import Matrix
from analysis.theming.text import words

Scores = NDArray[np.float32]
"""Shape (texts, themes, SIMILARITY_KINDS)."""

Floats = NDArray[np.float64]

SIMILARITY_KINDS = 2
_RIDGE = (0.4, 0.5)
_WORDS_SHARE = 0.3
_STEM_LETTERS = 5
_BATCH = 1024
_TELLING = 0.15
"""Least weight from which a word is shown as a reason."""


def word_features(shadow: str) -> list[str]:
    """Words, pairs of neighbouring words and word beginnings of a shadow text."""
    found = words(shadow)
    pairs = [f"{first} {second}" for first, second in itertools.pairwise(found)]
    stems = [f"{word[:_STEM_LETTERS]}*" for word in found if len(word) > 3]
    return found + pairs + stems


def _has_content(word: str) -> bool:
    """Whether a word by itself may tell a person something ("bus", not "that" or "5")."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return len(word) > 2 and word not in ENGLISH_STOP_WORDS and word.isalpha()


class SimilarityModel:
    """Scores themes by the coded texts an answer is similar to."""

    def __init__(self, vectors: Matrix, shadows: Sequence[str]) -> None:
        """`vectors`: the coded texts' rows of unit length; `shadows`: their shadow texts."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectors = vectors
        self._vectoriser: Any = TfidfVectorizer(analyzer=word_features, sublinear_tf=True, dtype=np.float32)
        self._words: csr_matrix = self._vectoriser.fit_transform(shadows)
        self.duals: Floats = np.zeros((len(shadows), 0, SIMILARITY_KINDS))

    def fit(self, targets: Floats, groups: Sequence[Hashable] | None = None) -> Scores:
        """Learn targets of shape (texts, themes); gives the scores with each text's own group left out.

        Without groups each text is left out alone.
        """
        word_overlap = (self._words @ self._words.T).toarray()
        meanings = _meaning_kernel(self._vectors, self._vectors) + _WORDS_SHARE * word_overlap
        held_out: list[Floats] = []
        duals: list[Floats] = []
        for kernel, ridge in zip((meanings, word_overlap), _RIDGE, strict=True):
            inverse = _inverse(kernel.astype(np.float64) + ridge * np.eye(len(kernel)))
            dual: Floats = inverse @ targets
            duals.append(dual)
            held_out.append(targets - _left_out_residuals(inverse, dual, groups))
        self.duals = np.stack(duals, axis=2)
        return np.stack(held_out, axis=2).astype(np.float32)

    def scores(self, vectors: Matrix, shadows: Sequence[str]) -> Scores:
        """Scores of new texts for every theme, by meaning and by words."""
        found = np.empty((len(shadows), self.duals.shape[1], SIMILARITY_KINDS), dtype=np.float32)
        if not len(shadows):
            return found
        features = self._vectoriser.transform(shadows)
        meaning_duals = self.duals[:, :, 0].astype(np.float32)
        for start in range(0, len(shadows), _BATCH):
            part = slice(start, start + _BATCH)
            found[part, :, 0] = _meaning_kernel(vectors[part], self._vectors) @ meaning_duals
        found[:, :, 0] += _WORDS_SHARE * (features @ self._word_weights[0])
        found[:, :, 1] = features @ self._word_weights[1]
        return found

    def telling_words(self, shadow: str, theme: int, most: int = 3) -> list[str]:
        """The single words of a text that speak most for a theme, by what the coded texts taught."""
        known = self._vectoriser.vocabulary_
        weighed = []
        for word in dict.fromkeys(words(shadow)):
            column = known.get(word)
            if column is not None and _has_content(word):
                weight = float(self._word_weights[1][column, theme] * self._vectoriser.idf_[column])
                weighed.append((-weight, word))
        return [word for weight, word in sorted(weighed)[:most] if -weight > _TELLING]

    @functools.cached_property
    def _word_weights(self) -> tuple[Matrix, Matrix]:
        """What each word feature adds to each theme's score, for both kinds, shape (features, themes)."""
        first, second = (self._words.T @ self.duals[:, :, kind].astype(np.float32) for kind in (0, 1))
        return first, second


def _meaning_kernel(vectors: Matrix, coded: Matrix) -> Matrix:
    """Likeness of meaning from 0 to 1: a bell curve over the distance between unit rows."""
    return np.asarray(np.exp(2.0 * (vectors @ coded.T) - 2.0), dtype=np.float32)


def _inverse(matrix: Floats) -> Floats:
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def _left_out_residuals(inverse: Floats, dual: Floats, groups: Sequence[Hashable] | None) -> Floats:
    """Target minus prediction for each text when its group takes no part in training."""
    if groups is None:
        return dual / np.diag(inverse)[:, None]
    residuals = np.empty_like(dual)
    members: dict[Hashable, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    for rows in members.values():
        residuals[rows] = np.linalg.solve(inverse[np.ix_(rows, rows)], dual[rows])
    return residuals
