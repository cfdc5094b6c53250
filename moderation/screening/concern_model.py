"""A small linear model that says how much a text reads like a child at risk, and which words say so.

Its score is a plain sum over words, so the words shown to a moderator are the real reason. It was made
by `benchmarks/train_screening.py`; the weights are `data/concern_model.json.gz`.
"""

import gzip
import json
from base64 import b64decode
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from moderation.screening.concern_features import Feature, piece_features, pieces, rule_features
from moderation.screening.words import Word, known_words

_ZERO = 128
"""How a weight of nothing is stored."""
SHOWN_WORDS = 6
"""At most this many of the weightiest words are highlighted."""


@dataclass(frozen=True)
class ConcernModel:
    """Weights by feature, thresholds on the score, and weights of families given a word."""

    weights: dict[str, float]
    bias: float
    urgent_at: float
    soon_at: float
    families: dict[str, dict[str, float]]


@dataclass(frozen=True)
class ConcernScore:
    """The score of the weightiest piece of a text, its likeliest family, and the words that made it."""

    score: float
    family: str
    words: tuple[int, ...]


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
        content["families"],
    )


@lru_cache(maxsize=1)
def packaged_model() -> ConcernModel:
    """The model shipped with the product, read once for the process."""
    packed = resources.files("moderation.screening").joinpath("data", "concern_model.json.gz").read_bytes()
    return unpack(json.loads(gzip.decompress(packed)))


def _weighty(features: list[Feature], model: ConcernModel, offset: int) -> tuple[int, ...]:
    """The words of a piece that raised its score most, in the order of the text."""
    share: dict[int, float] = defaultdict(float)
    for feature in features:
        weight = model.weights.get(feature.name, 0.0) * feature.value
        for at in range(feature.first, feature.last + 1):
            share[at] += weight / (feature.last - feature.first + 1)
    best = sorted((at for at in share if share[at] > 0), key=lambda at: -share[at])[:SHOWN_WORDS]
    return tuple(sorted(offset + at for at in best))


def _likely_family(words: Sequence[str], model: ConcernModel) -> str:
    totals = {family: 0.0 for family in model.families}
    for family, weights in model.families.items():
        totals[family] = weights.get("", 0.0) + sum(weights.get(word, 0.0) for word in set(words))
    return max(sorted(totals), key=lambda family: totals[family]) if totals else "worry"


def score_text(words: Sequence[Word], model: ConcernModel) -> ConcernScore:
    """Read every piece of a text and keep the one that most needs a person."""
    texts = [word.text for word in words]
    best_score, best_piece = float("-inf"), (0, len(words))
    rules = list(rule_features(words))
    read: set[tuple[str, ...]] = set()
    for first, end in pieces(words):
        key = tuple(texts[first:end])
        if key in read:
            continue
        read.add(key)
        inside = (rule for rule in rules if rule.first >= first and rule.last < end)
        score = model.bias + sum(model.weights.get(rule.name, 0.0) * rule.value for rule in inside)
        for feature in piece_features(texts[first:end]):
            weight = model.weights.get(feature.name)
            if weight:
                score += weight * feature.value
        if score > best_score:
            best_score, best_piece = score, (first, end)
    first, end = best_piece
    features = list(piece_features(texts[first:end]))
    return ConcernScore(best_score, _likely_family(texts[first:end], model), _weighty(features, model, first))
