"""A small linear model that says how much a text reads like a child at risk, and which words say so.

It reads every sentence of the longest text quickly, and so also tells `concern_network.py` where to look. Its
score is a plain sum over words. It was made by `benchmarks/train_screening.py`; the weights are
`data/concern_model.json.gz`.
"""

import gzip
import json
from base64 import b64decode
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import sqrt
from typing import Any

from moderation.screening.concern_features import (
    Feature,
    block_names,
    piece_features,
    pieces,
    rule_features,
)
from moderation.screening.concern_rules import RuleHit
from moderation.screening.words import Word, known_words

_ZERO = 128
"""How a weight of nothing is stored."""


@dataclass(frozen=True)
class ConcernModel:
    """Weights by feature, and the marks that what is read of a text is held against."""

    weights: dict[str, float]
    bias: float
    urgent_at: float
    soon_at: float


@dataclass(frozen=True)
class ConcernScore:
    """The score of the weightiest piece of a text, and what each of its words added to that.

    `pieces` are all pieces read: score, first word, word after the last.
    """

    score: float
    shares: dict[int, float]
    pieces: tuple[tuple[float, int, int], ...]


def unpack(content: dict[str, Any]) -> ConcernModel:
    """A model from its stored form: small whole numbers times a scale; "e:" weights in word-list order."""
    scale = float(content["scale"])
    weights = {str(name): int(value) * scale for name, value in content["weights"].items()}
    word_scale = float(content["word_scale"])
    for word, byte in zip(sorted(known_words()), b64decode(content["words"]), strict=True):
        if byte != _ZERO:
            weights["e:" + word] = (byte - _ZERO) * word_scale
    return ConcernModel(
        weights,
        float(content["bias"]),
        float(content["urgent_at"]),
        float(content["soon_at"]),
    )


@lru_cache(maxsize=1)
def packaged_model() -> ConcernModel:
    """The model shipped with the product, read once for the process."""
    packed = resources.files("moderation.screening").joinpath("data", "concern_model.json.gz").read_bytes()
    return unpack(json.loads(gzip.decompress(packed)))


def _shares(features: list[Feature], model: ConcernModel, offset: int) -> dict[int, float]:
    """What each word of a piece added to its score, by its place in the text."""
    found: dict[int, float] = defaultdict(float)
    for feature in features:
        weight = model.weights.get(feature.name, 0.0) * feature.value
        for at in range(feature.first, feature.last + 1):
            found[offset + at] += weight / (feature.last - feature.first + 1)
    return dict(found)


def _piece_score(words: Sequence[str], weights: dict[str, float]) -> float:
    """What the words of a piece add up to; the same sum as over `piece_features`."""
    score = sum(weights.get("e:" + word, 0.0) for word in words) / sqrt(len(words))
    for names in block_names(words):
        if names:
            score += sum(weights.get(name, 0.0) for name in names) / sqrt(len(names))
    return score


def score_text(words: Sequence[Word], hits: Sequence[RuleHit], model: ConcernModel) -> ConcernScore:
    """Read every piece of a text and keep the one that most needs a person; `hits` are its rules."""
    texts = [word.text for word in words]
    rules = list(rule_features(hits))
    read: dict[tuple[str, ...], float] = {}
    scores: list[tuple[float, int, int]] = []
    for first, end in pieces(words):
        key = tuple(texts[first:end])
        if key not in read:
            inside = (rule for rule in rules if rule.first >= first and rule.last < end)
            score = model.bias + sum(model.weights.get(rule.name, 0.0) * rule.value for rule in inside)
            score += _piece_score(key, model.weights)
            read[key] = score
            scores.append((score, first, end))
    best, first, end = max(scores, key=lambda piece: piece[0])
    shares = _shares(list(piece_features(texts[first:end])), model, first)
    return ConcernScore(best, shares, tuple(scores))
