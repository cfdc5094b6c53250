"""Chooses answers that stand for a theme: the most central ones, and one that sees it differently."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.theming.encoders import Matrix, static_encoder
from analysis.theming.text import is_no_answer, tidy, words

_FEWEST_WORDS = 5
_MOST_WORDS = 45
_SAME_THING = 0.85
"""Quotes nearer to each other than this cosine say the same thing."""
_MANY = 20
_STRAY_SHARE = 0.1


def choose_quotes(texts: Sequence[str], how_many: int) -> list[int]:
    """Places in `texts` of quotes: the medoid first, then central ones, the last a contrasting voice.

    Answers of 5 to 45 words are preferred; answers that say nothing, or the same as another, are left out.
    """
    usable = _usable(texts)
    if not usable or how_many < 1:
        return []
    vectors = static_encoder().encode([tidy(texts[place]) for place in usable])
    chosen = central_rows(vectors, how_many if how_many < 3 else how_many - 1)
    if how_many >= 3:
        chosen += _contrasting(vectors, chosen)
    return [usable[row] for row in chosen]


def central_rows(vectors: Matrix, how_many: int) -> list[int]:
    """Rows nearest to the middle of all rows, no two of which say the same."""
    centre = vectors.mean(axis=0)
    order = np.argsort(-(vectors @ centre), kind="stable")
    chosen: list[int] = []
    for row in order:
        if len(chosen) == how_many:
            break
        if not chosen or float((vectors[chosen] @ vectors[row]).max()) < _SAME_THING:
            chosen.append(int(row))
    return chosen


def _contrasting(vectors: Matrix, chosen: Sequence[int]) -> list[int]:
    """The row least like those chosen; where there are many, not one of the least central tenth."""
    others = [row for row in range(len(vectors)) if row not in set(chosen)]
    if not others:
        return []
    centrality = vectors[others] @ vectors.mean(axis=0)
    least = float(np.quantile(centrality, _STRAY_SHARE)) if len(others) >= _MANY else -np.inf
    belonging = [row for row, nearness in zip(others, centrality, strict=True) if nearness >= least]
    likeness = (vectors[belonging] @ vectors[list(chosen)].T).max(axis=1)
    best = int(likeness.argmin())
    return [belonging[best]] if likeness[best] < _SAME_THING else []


def _usable(texts: Sequence[str]) -> list[int]:
    """Places of answers that say something, once each, of quotable length where there are any."""
    seen: set[str] = set()
    speaking = []
    for place, text in enumerate(texts):
        key = tidy(text).casefold()
        if key not in seen and not is_no_answer(text):
            speaking.append(place)
            seen.add(key)
    quotable = [place for place in speaking if _FEWEST_WORDS <= len(words(texts[place])) <= _MOST_WORDS]
    return quotable or speaking
