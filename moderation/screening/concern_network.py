"""A small language network that reads a text as a whole: who does what to whom, whatever the words.

It is the lower part of MiniLM (a sentence encoder, Apache licence 2.0) trained further on this product's texts
by `benchmarks/train_screening_network.py`. The weights are one byte a number in `data/concern_network.npz`;
reading needs only numpy. What each word adds to the answer is an exact share of it, so that the words
shown to a moderator are the real reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.screening.words import Word

LONGEST_WINDOW = 120
"""Word pieces read in one go; `concern_windows.py` keeps runs of words within it."""
_HEADS = 12
_BEGIN, _END, _UNKNOWN, _STOP = range(4)
"""Numbers of the pieces that every list of pieces starts with."""
_LONGEST_WORD = 40

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class NetworkScore:
    """How much a run of words reads like a concern, like an urgent one, and of which family.

    `shares` is what each word added to the first answer: the index of a word -> its part.
    """

    concern: float
    urgent: float
    family: str
    shares: dict[int, float]


@dataclass(frozen=True)
class ConcernNetwork:
    """Word pieces and weights, ready to read."""

    pieces: dict[str, int]
    families: tuple[str, ...]
    arrays: dict[str, Any]
    layers: int


def cut_word(word: str, pieces: dict[str, int]) -> list[str]:
    """The pieces of a word: its longest known beginning, then the longest known rest, and so on."""
    found: list[str] = []
    start, word = 0, word[:_LONGEST_WORD]
    while start < len(word):
        mark = "##" if start else ""
        end = next((end for end in range(len(word), start, -1) if mark + word[start:end] in pieces), None)
        if end is None:
            return ["[UNK]"]
        found.append(mark + word[start:end])
        start = end
    return found


def unpack_network(stored: dict[str, Any]) -> ConcernNetwork:
    """A network from the arrays of its file; see `benchmarks/screening_network.py` for their names."""
    arrays: dict[str, Any] = {}
    for name, values in stored.items():
        if name in ("pieces", "families") or name.endswith("_scale"):
            continue
        if values.dtype == np.int8 and name != "vectors":
            values = np.ascontiguousarray((values * stored[f"{name}_scale"][:, None]).astype(np.float32).T)
        arrays[name] = values.astype(np.float32) if values.dtype == np.float16 else values
    arrays["vectors_scale"] = stored["vectors_scale"]
    pieces = {piece: at for at, piece in enumerate(stored["pieces"].tobytes().decode().split("\n"))}
    families = tuple(stored["families"].tobytes().decode().split("\n"))
    return ConcernNetwork(pieces, families, arrays, sum(name.endswith(".inner") for name in arrays))


@lru_cache(maxsize=1)
def packaged_network() -> ConcernNetwork:
    """The network shipped with the product, read once for the process."""
    path = resources.files("moderation.screening").joinpath("data", "concern_network.npz")
    with path.open("rb") as source, np.load(source) as stored:
        return unpack_network({name: stored[name] for name in stored.files})


def read_window(words: Sequence[Word], network: ConcernNetwork) -> NetworkScore:
    """Read one run of words, at most `LONGEST_WINDOW` pieces of it."""
    ids, owners = [_BEGIN], [-1]
    for at, word in enumerate(words):
        for piece in cut_word(word.text, network.pieces):
            ids.append(network.pieces[piece])
            owners.append(at)
        if word.breaks:
            ids.append(_STOP)
            owners.append(-1)
    del ids[LONGEST_WINDOW + 1 :], owners[LONGEST_WINDOW + 1 :]
    rows = _rows([*ids, _END], network)
    owners.append(-1)
    looks = _softmax(rows @ network.arrays["attention"])
    mean, size = rows.mean(axis=0), rows.shape[1]
    answers = (
        network.arrays["answers"] @ np.concatenate([mean, looks @ rows]) + network.arrays["answers_bias"]
    )
    first = network.arrays["answers"][0]
    parts = rows @ first[:size] / len(rows) + looks * (rows @ first[size:])
    parts -= parts.mean()
    shares: dict[int, float] = {}
    for owner, part in zip(owners, parts, strict=True):
        if owner >= 0:
            shares[owner] = shares.get(owner, 0.0) + float(part)
    family = network.families[int(np.argmax(answers[2:]))]
    return NetworkScore(float(answers[0]), float(answers[1]), family, shares)


def _rows(ids: list[int], network: ConcernNetwork) -> Floats:
    """A vector for each piece, as its neighbours colour it."""
    arrays = network.arrays
    rows = arrays["vectors"][ids] * arrays["vectors_scale"][ids][:, None] + arrays["positions"][: len(ids)]
    rows = _normed(rows.astype(np.float32), arrays["norm"])
    length, size = rows.shape
    part = size // _HEADS
    for at in range(network.layers):
        mixed = rows @ arrays[f"{at}.mixing"] + arrays[f"{at}.mixing_bias"]
        query, key, value = mixed.reshape(length, 3, _HEADS, part).transpose(1, 2, 0, 3)
        looks = _softmax(query @ key.transpose(0, 2, 1) * np.float32(part**-0.5))
        seen = (looks @ value).transpose(1, 0, 2).reshape(length, size)
        seen = seen @ arrays[f"{at}.output"] + arrays[f"{at}.output_bias"]
        rows = _normed(rows + seen, arrays[f"{at}.first_norm"])
        inner = _gelu(rows @ arrays[f"{at}.inner"] + arrays[f"{at}.inner_bias"])
        rows = _normed(
            rows + inner @ arrays[f"{at}.outer"] + arrays[f"{at}.outer_bias"], arrays[f"{at}.second_norm"]
        )
    return rows


def _normed(rows: Floats, norm: Floats) -> Floats:
    rows = rows - rows.mean(axis=-1, keepdims=True)
    rows /= np.sqrt(np.einsum("ij,ij->i", rows, rows)[:, None] / rows.shape[1] + np.float32(1e-12))
    normed: Floats = rows * norm[0] + norm[1]
    return normed


def _softmax(values: Floats) -> Floats:
    powers: Floats = np.exp(values - values.max(axis=-1, keepdims=True))
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


def _gelu(values: Floats) -> Floats:
    """The smooth ramp the encoder was trained with (its usual approximation by tanh)."""
    inner = values * values
    inner *= np.float32(0.044715)
    inner += np.float32(1.0)
    inner *= values
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += np.float32(1.0)
    inner *= values
    inner *= np.float32(0.5)
    return inner
