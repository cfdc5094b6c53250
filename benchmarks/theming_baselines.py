"""Plain ways to theme answers, measured beside the product: keyword rules, nearest definition, TF-IDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.theming.assignment import Assignment, Correction, Reason, Status
from analysis.theming.code_frame import CodeFrame
from analysis.theming.encoders import Encoder
from analysis.theming.text import tidy, words

_TFIDF_LEAST = 0.35

Scores = NDArray[np.floating]
"""Shape (texts, themes)."""


def keyword_hits(texts: Sequence[str], frame: CodeFrame) -> Scores:
    """How many keywords of each theme each text holds."""
    hits = np.zeros((len(texts), len(frame.themes)))
    for row, text in enumerate(texts):
        spaced = f" {' '.join(words(tidy(text)))} "
        hits[row] = [
            sum(f" {' '.join(words(keyword))} " in spaced for keyword in theme.keywords)
            for theme in frame.themes
        ]
    return hits


def keyword_rules(texts: Sequence[str], frame: CodeFrame) -> list[Assignment]:
    """Every theme with a keyword in the text, the one with most first."""
    assignments = []
    for hits in keyword_hits(texts, frame):
        found = [theme for theme in np.argsort(-hits, kind="stable") if hits[theme]]
        assignments.append(_assigned([frame.themes[theme].id for theme in found], 0.5 if len(found) else 0.0))
    return assignments


def definition_cosines(texts: Sequence[str], frame: CodeFrame, encoder: Encoder) -> Scores:
    """How near each text is to each theme's name and description."""
    definitions = encoder.encode([f"{theme.name}. {theme.description}" for theme in frame.themes])
    return np.asarray(encoder.encode([tidy(text) for text in texts]) @ definitions.T)


def nearest_definition(texts: Sequence[str], frame: CodeFrame, encoder: Encoder) -> list[Assignment]:
    """The theme whose name and description are nearest by cosine."""
    return [
        _assigned([frame.themes[int(row.argmax())].id], float(np.clip(row.max(), 0, 1)))
        for row in definition_cosines(texts, frame, encoder)
    ]


def tfidf_regression(texts: Sequence[str], frame: CodeFrame, coded: Sequence[Correction]) -> list[Assignment]:
    """The themes that `tfidf_probabilities` find likely."""
    return [_from_probabilities(row, frame) for row in tfidf_probabilities(texts, frame, coded)]


def tfidf_probabilities(texts: Sequence[str], frame: CodeFrame, coded: Sequence[Correction]) -> Scores:
    """One-vs-rest logistic regression on word and character TF-IDF, learned from coded texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    features: Any = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True),
    )
    known = features.fit_transform([correction.text for correction in coded])
    asked = features.transform(texts)
    columns = []
    for theme in frame.themes:
        has = np.array([theme.id in correction.themes for correction in coded])
        if has.all() or not has.any():
            columns.append(np.full(len(texts), float(has.all())))
            continue
        model: Any = make_pipeline(LogisticRegression(C=10, class_weight="balanced", max_iter=1000))
        columns.append(model.fit(known, has).predict_proba(asked)[:, 1])
    return np.stack(columns, axis=1)


def _from_probabilities(row: np.ndarray[Any, Any], frame: CodeFrame) -> Assignment:
    order = np.argsort(-row, kind="stable")
    found = [
        frame.themes[int(theme)].id
        for place, theme in enumerate(order)
        if place == 0 or row[theme] >= _TFIDF_LEAST
    ]
    return _assigned(found, float(row.max()))


def _assigned(themes: Sequence[str], confidence: float) -> Assignment:
    return Assignment(tuple(themes), confidence, Status.SURE, Reason())
