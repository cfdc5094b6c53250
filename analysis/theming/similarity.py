"""Learns themes from coded texts: an answer is like the answers it resembles, in meaning and in words.

Kernel ridge regression, because it has a closed form: training is one matrix inverse, the scores each coded
text would get if it (or its whole hand) had been left out come from the same inverse, nothing is random.
"""

from __future__ import annotations

import functools
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from analysis.theming.encoders import Matrix
from analysis.theming.word_features import WordFeatures
from analysis.theming.word_lists import word_list

Scores = NDArray[np.float32]
"""Shape (texts, themes, SIMILARITY_KINDS)."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

SIMILARITY_KINDS = 2
_RIDGE = (0.4, 0.5)
_WORDS_SHARE = 0.3
_BATCH = 256
_TELLING = 0.15
"""Least weight from which a word is shown as a reason."""


def _has_content(word: str) -> bool:
    """Whether a word by itself may tell a person something ("bus", not "that" or "5")."""
    return len(word) > 2 and word not in word_list("stop_words") and word.isalpha()


class SimilarityModel:
    """Scores themes by the coded texts an answer is similar to."""

    def __init__(self, vectors: Matrix, word_lists: Sequence[Sequence[str]]) -> None:
        """`vectors`: the coded texts' rows of unit length; `word_lists`: the words of their shadow texts."""
        self._vectors = vectors
        self._features = WordFeatures(word_lists)
        self._words: csr_matrix = self._features.matrix(word_lists)
        self._asked: tuple[Sequence[Sequence[str]], csr_matrix] | None = None
        self.duals: Floats = np.zeros((len(word_lists), 0, SIMILARITY_KINDS))

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

    def features(self, word_lists: Sequence[Sequence[str]]) -> csr_matrix:
        """The word features of new texts, from the words of their shadow texts (the last asked for are kept)."""
        if self._asked is None or self._asked[0] is not word_lists:
            self._asked = (word_lists, self._features.matrix(word_lists))
        return self._asked[1]

    def scores(self, vectors: Matrix, features: csr_matrix) -> Scores:
        """Scores of new texts for every theme, by meaning and by words."""
        found = np.empty((len(vectors), self.duals.shape[1], SIMILARITY_KINDS), dtype=np.float32)
        if not len(vectors):
            return found
        meaning_duals = self.duals[:, :, 0].astype(np.float32)
        for start in range(0, len(vectors), _BATCH):
            part = slice(start, start + _BATCH)
            found[part, :, 0] = _meaning_kernel(vectors[part], self._vectors) @ meaning_duals
        found[:, :, 0] += _WORDS_SHARE * (features @ self._word_weights[0])
        found[:, :, 1] = features @ self._word_weights[1]
        return found

    def telling_words(
        self, features: csr_matrix, rows: Numbers, themes: Numbers, most: int = 3
    ) -> list[list[str]]:
        """For pairs of a text (a row of `features`) and a theme: the words that speak most for it.

        By what the coded texts taught; single words that may tell a person something, the best first.
        """
        told: list[list[str]] = [[] for _ in rows]
        chosen = features[rows]
        pairs = np.repeat(np.arange(len(rows)), np.diff(chosen.indptr))
        weights = self._telling_weights[chosen.indices, themes[pairs]]
        telling = np.flatnonzero(weights > _TELLING)
        for place in telling[np.lexsort((chosen.indices[telling], -weights[telling], pairs[telling]))]:
            found = told[pairs[place]]
            if len(found) < most:
                found.append(self._features.words[chosen.indices[place]])
        return told

    @functools.cached_property
    def _word_weights(self) -> tuple[Matrix, Matrix]:
        """What each word feature adds to each theme's score, for both kinds, shape (features, themes)."""
        first, second = (self._words.T @ self.duals[:, :, kind].astype(np.float32) for kind in (0, 1))
        return first, second

    @functools.cached_property
    def _telling_weights(self) -> Matrix:
        """What each single word says of each theme, nothing for words without content and other features."""
        weights = self._word_weights[1] * self._features.rarity[:, None]
        known = self._features.words
        has_content = np.array([_has_content(word) for word in known], dtype=bool)
        weights[: len(known)][~has_content] = 0
        weights[len(known) :] = 0
        return np.asarray(weights, dtype=np.float32)


def _meaning_kernel(vectors: Matrix, coded: Matrix) -> Matrix:
    """Likeness of meaning from 0 to 1: a bell curve over the distance between unit rows."""
    likeness = vectors @ coded.T
    likeness *= np.float32(2)
    likeness -= np.float32(2)
    return np.asarray(np.exp(likeness, out=likeness))


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
