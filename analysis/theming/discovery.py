"""What else is in here: groups of like answers with words and quotes.

They are not themes until a person says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.theming.encoders import Matrix, sentence_encoder, static_encoder, unit_rows
from analysis.theming.quotes import central_rows
from analysis.theming.spelling import Speller
from analysis.theming.text import is_no_answer, tidy, words
from analysis.theming.word_lists import word_list

_CLOSE_READING_UP_TO = 20_000
"""Above this many different answers only the fast encoder reads them."""
_BATCHES_ABOVE = 20_000
_MOST_GROUPS = 60
_FEWEST_IN_GROUP = 2
_WORDS_SHOWN = 6
_QUOTES_SHOWN = 3
_SEED = 7

Progress = Callable[[int, int], None]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DiscoveredTheme:
    """One group of like answers: draft label, telling words, rows of central answers, how many answers."""

    id: str
    label: str
    words: tuple[str, ...]
    quotes: tuple[int, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Discovery:
    """The groups, largest first, and each row's group (nothing for rows that say nothing)."""

    themes: tuple[DiscoveredTheme, ...]
    assignments: tuple[str | None, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain lists and dictionaries for a JSON file."""
        return {"themes": [asdict(theme) for theme in self.themes], "assignments": list(self.assignments)}


def discover(texts: Sequence[str], count: int | None = None, progress: Progress | None = None) -> Discovery:
    """Group answers by meaning, into `count` groups or as many as their number suggests.

    The same texts give the same groups. Equal answers always share a group.
    """
    if count is not None and count < 1:
        raise ValueError("The number of groups must be at least 1")
    rows_of: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        if not is_no_answer(text):
            rows_of.setdefault(tidy(text).casefold(), []).append(row)
    if not rows_of:
        return Discovery((), (None,) * len(texts))
    shadows = Speller().shadows([texts[rows[0]] for rows in rows_of.values()])
    weights = np.array([len(rows) for rows in rows_of.values()], dtype=np.float64)
    vectors = _vectors(shadows, progress)
    labels = _grouped(vectors, weights, count)
    return _described(texts, list(rows_of.values()), shadows, vectors, labels)


def _vectors(shadows: Sequence[str], progress: Progress | None) -> Matrix:
    """Centred unit rows from the fast encoder, joined by the closer one where there is time for it."""
    parts = [static_encoder().encode(shadows)]
    if len(shadows) <= _CLOSE_READING_UP_TO:
        parts.append(sentence_encoder().encode(shadows, progress))
    joined = np.hstack([unit_rows(part - part.mean(axis=0)) for part in parts])
    return unit_rows(joined)


def _grouped(vectors: Matrix, weights: NDArray[np.float64], count: int | None) -> Labels:
    """A group number for each row."""
    from sklearn.cluster import KMeans, MiniBatchKMeans

    wanted = count or int(np.clip(np.sqrt(len(vectors) / 2), 1, _MOST_GROUPS))
    wanted = min(wanted, len(np.unique(vectors.round(5), axis=0)))
    if wanted < 2:
        return np.zeros(len(vectors), dtype=np.int64)
    if len(vectors) > _BATCHES_ABOVE:
        model = MiniBatchKMeans(wanted, random_state=_SEED, n_init=3, batch_size=4096)
    else:
        model = KMeans(wanted, random_state=_SEED, n_init=4)
    labels = model.fit_predict(vectors, sample_weight=weights).astype(np.int64)
    return labels if count is not None else _merged(vectors, labels)


_SAME_SUBJECT = 0.60


def _merged(vectors: Matrix, labels: Labels) -> Labels:
    """Groups whose centres point the same way become one."""
    numbers = np.unique(labels)
    centres = unit_rows(np.stack([vectors[labels == number].mean(axis=0) for number in numbers]))
    target = {int(number): int(number) for number in numbers}
    likeness = np.triu(centres @ centres.T, k=1)
    for first, second in np.argwhere(likeness >= _SAME_SUBJECT):
        target[int(numbers[second])] = target[int(numbers[first])]
    return np.array([target[int(label)] for label in labels])


def _described(
    texts: Sequence[str],
    rows_of: Sequence[list[int]],
    shadows: Sequence[str],
    vectors: Matrix,
    labels: Labels,
) -> Discovery:
    members_of = {int(number): np.flatnonzero(labels == number).tolist() for number in np.unique(labels)}
    sizes = {number: sum(len(rows_of[row]) for row in members) for number, members in members_of.items()}
    order = sorted(sizes, key=lambda number: (-sizes[number], members_of[number][0]))
    telling = _telling_words(shadows, labels, order)
    themes = []
    assignments: list[str | None] = [None] * len(texts)
    for place, number in enumerate(order):
        members = members_of[number]
        identifier = f"group-{place + 1}"
        for member in members:
            for row in rows_of[member]:
                assignments[row] = identifier
        quotes = [rows_of[members[member]][0] for member in central_rows(vectors[members], _QUOTES_SHOWN)]
        label = ", ".join(telling[place][:3]) or tidy(texts[quotes[0]])[:60]
        themes.append(DiscoveredTheme(identifier, label, tuple(telling[place]), tuple(quotes), sizes[number]))
    return Discovery(tuple(themes), tuple(assignments))


def _telling_words(shadows: Sequence[str], labels: Labels, order: Sequence[int]) -> list[list[str]]:
    """For each group the words and pairs that tell it from the rest, best first (class-based TF-IDF)."""
    from sklearn.feature_extraction.text import CountVectorizer

    stop_words = word_list("stop_words")

    def content(shadow: str) -> list[str]:
        kept = [
            word for word in words(shadow) if word not in stop_words and len(word) > 2 and "'" not in word
        ]
        return kept + [f"{first} {second}" for first, second in itertools.pairwise(kept)]

    try:
        counts = CountVectorizer(analyzer=content, binary=True).fit(shadows)
    except ValueError:
        return [[] for _ in order]
    matrix = counts.transform(shadows)
    names = counts.get_feature_names_out()
    totals = np.stack([np.asarray(matrix[labels == number].sum(axis=0)).ravel() for number in order]).astype(
        float
    )
    sizes = np.array([[np.count_nonzero(labels == number)] for number in order])
    share = totals / sizes
    rarity = np.log1p(len(shadows) / (1 + totals.sum(axis=0)))
    scores = np.where(totals >= np.minimum(_FEWEST_IN_GROUP, sizes), share * rarity, 0)
    return [_best_words(names, row) for row in scores]


def _best_words(names: NDArray[Any], scores: NDArray[np.float64]) -> list[str]:
    """The best few names; a word is left out when a better pair already holds it."""
    chosen: list[str] = []
    for place in np.lexsort((names, -scores)):
        if len(chosen) == _WORDS_SHOWN or scores[place] <= 0:
            break
        parts = set(str(names[place]).split())
        if not any(parts & set(name.split()) for name in chosen):
            chosen.append(str(names[place]))
    return chosen
