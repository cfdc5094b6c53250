"""What a code frame alone says about an answer: nearness to its definitions, and its keywords in the text.

The evidence is the same for every code frame, so that one small set of weights (`weights/first_guess.json`,
fitted on several coded sets at once) turns it into a first guess for a frame nobody has coded with yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.theming.code_frame import CodeFrame, Theme
from analysis.theming.encoders import Encoder, Matrix, unit_rows
from analysis.theming.spelling import Speller
from analysis.theming.text import words

Evidence = NDArray[np.float32]
"""Shape (texts, themes, EVIDENCE_KINDS)."""

EVIDENCE_KINDS = 11
_NEAREST_PHRASES = 3
_MOST_KEYWORDS = 3


class FramePrior:
    """Holds a code frame ready for matching."""

    def __init__(
        self, frame: CodeFrame, encoders: Sequence[Encoder], speller: Speller, background: Sequence[Matrix]
    ) -> None:
        """`background`: vectors of ordinary answers, a matrix an encoder; they say what nearness is usual."""
        self._keywords = _KeywordIndex(frame)
        self._definitions = [_definition_vectors(frame, encoder, speller) for encoder in encoders]
        nearness = [self._nearness(index, vectors) for index, vectors in enumerate(background)]
        self._usual = [(_spread(whole), _spread(phrases)) for whole, phrases in nearness]
        self._theme_usual = tuple(_spread_by_theme(self._combined(nearness)[kind]) for kind in (0, 1))

    def evidence(self, word_lists: Sequence[Sequence[str]], vectors: Sequence[Matrix]) -> Evidence:
        """The eleven kinds of evidence for every text and theme, from the words of shadow texts and their vectors."""
        nearness = [self._nearness(index, rows) for index, rows in enumerate(vectors)]
        whole, phrases = self._combined(nearness, _reading_weights(vectors))
        whole_unusual = (whole - self._theme_usual[0][0]) / self._theme_usual[0][1]
        phrases_unusual = (phrases - self._theme_usual[1][0]) / self._theme_usual[1][1]
        hits = np.minimum(self._keywords.counts(word_lists), _MOST_KEYWORDS)
        most = hits.max(axis=1, keepdims=True)
        kinds = (
            whole,
            whole_unusual,
            lead(whole),
            lead(whole_unusual),
            phrases,
            phrases_unusual,
            lead(phrases_unusual),
            np.minimum(hits, 1),
            np.log1p(hits),
            (hits == most) & (hits > 0),
            np.broadcast_to(most == 0, hits.shape),
        )
        return np.stack(kinds, axis=2).astype(np.float32)

    def matched_keywords(self, found: Sequence[str], theme: int) -> list[str]:
        """The theme's keywords among the words of a shadow text, in its order."""
        return self._keywords.found(found, theme)

    def _nearness(self, encoder: int, vectors: Matrix) -> tuple[Matrix, Matrix]:
        definition = self._definitions[encoder]
        whole = vectors @ definition.description.T + vectors @ definition.keywords.T
        phrases = np.empty_like(whole)
        for theme, rows in enumerate(definition.phrases):
            nearest = min(_NEAREST_PHRASES, len(rows))
            close = np.partition(vectors @ rows.T, len(rows) - nearest, axis=1)[:, len(rows) - nearest :]
            phrases[:, theme] = close.mean(axis=1)
        return whole, phrases

    def _combined(
        self, nearness: Sequence[tuple[Matrix, Matrix]], weights: Matrix | None = None
    ) -> tuple[Matrix, Matrix]:
        """The encoders' nearness on one scale, averaged over those that have read the text."""
        combined = []
        for kind in (0, 1):
            scaled = [
                (pair[kind] - usual[kind][0]) / usual[kind][1]
                for pair, usual in zip(nearness, self._usual, strict=True)
            ]
            if weights is None:
                combined.append(np.mean(scaled, axis=0))
            else:
                combined.append((np.stack(scaled) * weights[:, :, None]).sum(axis=0))
        return combined[0], combined[1]


def _reading_weights(vectors: Sequence[Matrix]) -> Matrix | None:
    """Shares of the encoders that have read each text, shape (encoders, texts); nothing when all have."""
    reading = np.stack([rows.any(axis=1) for rows in vectors])
    partly = reading.any(axis=0) & ~reading.all(axis=0)
    if not partly.any():
        return None
    counted = np.where(partly, reading, True).astype(np.float32)
    return np.asarray(counted / counted.sum(axis=0), dtype=np.float32)


@dataclass(frozen=True)
class _Definition:
    description: Matrix
    keywords: Matrix
    phrases: list[Matrix]


def _definition_vectors(frame: CodeFrame, encoder: Encoder, speller: Speller) -> _Definition:
    descriptions = [f"{theme.name}. {theme.description or theme.name}" for theme in frame.themes]
    phrases = [encoder.encode(_phrases(theme, speller)) for theme in frame.themes]
    counts = [max(1, len(theme.keywords)) for theme in frame.themes]
    centres = np.stack([rows[:count].mean(axis=0) for rows, count in zip(phrases, counts, strict=True)])
    return _Definition(encoder.encode(descriptions), unit_rows(centres), phrases)


def _phrases(theme: Theme, speller: Speller) -> list[str]:
    """Keywords first (their own centre is taken), then what the theme includes; or else its name."""
    phrases = [*theme.keywords, *speller.shadows(theme.includes)]
    return phrases if theme.keywords else [theme.name, *phrases]


def _spread(values: Matrix) -> tuple[float, float]:
    return float(values.mean()), float(values.std()) or 1.0


def _spread_by_theme(values: Matrix) -> tuple[Matrix, Matrix]:
    deviation = values.std(axis=0)
    return values.mean(axis=0), np.where(deviation > 0, deviation, 1.0)


def lead(values: NDArray[Any]) -> NDArray[Any]:
    """How far each theme is ahead of the best of the others (negative when behind)."""
    if values.shape[1] < 2:
        return np.zeros_like(values)
    two = np.partition(values, values.shape[1] - 2, axis=1)[:, -2:]
    second, first = two[:, :1], two[:, 1:]
    return values - np.where(values == first, second, first)


class _KeywordIndex:
    """Finds the keywords of all themes in one pass over a text's words."""

    def __init__(self, frame: CodeFrame) -> None:
        self._themes = len(frame.themes)
        self._index: dict[tuple[str, ...], list[int]] = {}
        self._starting_with: dict[str, list[tuple[str, ...]]] = {}
        for theme_index, theme in enumerate(frame.themes):
            for keyword in theme.keywords:
                self._add(tuple(words(keyword)), theme_index)

    def _add(self, key: tuple[str, ...], theme: int) -> None:
        if not key:
            return
        if key not in self._index:
            self._index[key] = []
            self._starting_with.setdefault(key[0], []).append(key)
        if theme not in self._index[key]:
            self._index[key].append(theme)

    def counts(self, word_lists: Sequence[Sequence[str]]) -> NDArray[np.int64]:
        """How many different keywords of each theme each text holds, shape (texts, themes)."""
        counts = np.zeros((len(word_lists), self._themes), dtype=np.int64)
        for row, text in enumerate(word_lists):
            for key in self._keys(text):
                counts[row, self._index[key]] += 1
        return counts

    def found(self, text: Sequence[str], theme: int) -> list[str]:
        """The theme's keywords in a text."""
        return [" ".join(key) for key in self._keys(text) if theme in self._index[key]]

    def _keys(self, text: Sequence[str]) -> list[tuple[str, ...]]:
        if self._starting_with.keys().isdisjoint(text):
            return []
        found: dict[tuple[str, ...], None] = {}
        for start, word in enumerate(text):
            for key in self._starting_with.get(word, ()):
                if len(key) == 1 or tuple(text[start : start + len(key)]) == key:
                    found[key] = None
        return list(found)
