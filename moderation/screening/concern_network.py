"""A small language network that reads a text as a whole: who does what to whom, whatever the words.

It is MiniLM (a sentence encoder, Apache licence 2.0) trained further on this product's texts by
`benchmarks/train_screening_network.py`. The weights are one byte a number in `data/concern_network.npz` and stay
so in memory: each layer is widened only while it is used. Reading needs only numpy. What each word adds to the answer
is an exact share of it, so that the words shown to a moderator are the real reason.
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
LONGEST_REPEAT = 3
"""Words that are left out when they are said over and over ("go away go away go away …"): at most so many."""
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
    arrays = {
        name: values.astype(np.float32) if values.dtype == np.float16 else values
        for name, values in stored.items()
        if name not in ("pieces", "families")
    }
    pieces = {piece: at for at, piece in enumerate(stored["pieces"].tobytes().decode().split("\n"))}
    families = tuple(stored["families"].tobytes().decode().split("\n"))
    return ConcernNetwork(pieces, families, arrays, sum(name.endswith(".inner") for name in arrays))


@lru_cache(maxsize=1)
def packaged_network() -> ConcernNetwork:
    """The network shipped with the product, read once for the process."""
    path = resources.files("moderation.screening").joinpath("data", "concern_network.npz")
    with path.open("rb") as source, np.load(source) as stored:
        return unpack_network({name: stored[name] for name in stored.files})


def read_windows(windows: Sequence[Sequence[Word]], network: ConcernNetwork) -> list[NetworkScore]:
    """Read runs of words together, at most `LONGEST_WINDOW` pieces of each."""
    cut = [_cut(words, network.pieces) for words in windows]
    rows = _rows([ids for ids, _ in cut], network)
    return [_answer(part, owners, network) for part, (_, owners) in zip(rows, cut, strict=True)]


def _cut(words: Sequence[Word], pieces: dict[str, int]) -> tuple[list[int], list[int]]:
    """The number of each piece of a run of words, and which word it belongs to (-1: to none)."""
    ids, owners = [_BEGIN], [-1]
    for at, word in enumerate(words):
        if _goes_on_and_on(words, at):
            continue
        for piece in cut_word(word.text, pieces):
            ids.append(pieces[piece])
            owners.append(at)
        if word.breaks:
            ids.append(_STOP)
            owners.append(-1)
    return [*ids[: LONGEST_WINDOW + 1], _END], [*owners[: LONGEST_WINDOW + 1], -1]


def _goes_on_and_on(words: Sequence[Word], at: int) -> bool:
    """Whether a word only says again what stands just before it, twice: one, two or three words over and over.

    "really really really ..." is like nothing the network learned from, and it answers at random.
    """
    return any(
        at + 1 >= 3 * size
        and all(words[at - back].text == words[at - back - size].text for back in range(2 * size))
        for size in range(1, LONGEST_REPEAT + 1)
    )


def _answer(rows: Floats, owners: Sequence[int], network: ConcernNetwork) -> NetworkScore:
    """What the rows of one run of words add up to, and each word's part in it."""
    arrays, size = network.arrays, rows.shape[1]
    looks = _softmax(rows @ arrays["attention"])
    answers = arrays["answers"] @ np.concatenate([rows.mean(axis=0), looks @ rows]) + arrays["answers_bias"]
    first = arrays["answers"][0]
    parts = rows @ first[:size] / len(rows) + looks * (rows @ first[size:])
    parts -= parts.mean()
    shares: dict[int, float] = {}
    for owner, part in zip(owners, parts, strict=True):
        if owner >= 0:
            shares[owner] = shares.get(owner, 0.0) + float(part)
    family = network.families[int(np.argmax(answers[2:]))]
    return NetworkScore(float(answers[0]), float(answers[1]), family, shares)


def _rows(windows: Sequence[Sequence[int]], network: ConcernNetwork) -> list[Floats]:
    """For each run of pieces a vector a piece, as its neighbours in the run colour it."""
    arrays = network.arrays
    ids = [at for window in windows for at in window]
    places = [at for window in windows for at in range(len(window))]
    ends = np.cumsum([len(window) for window in windows])[:-1]
    rows = arrays["vectors"][ids] * arrays["vectors_scale"][ids][:, None] + arrays["positions"][places]
    rows = _normed(rows.astype(np.float32), arrays["norm"])
    for at in range(network.layers):
        mixed = np.split(_linear(rows, f"{at}.mixing", arrays), ends)
        seen = _linear(np.concatenate([_looked(part) for part in mixed]), f"{at}.output", arrays)
        rows = _normed(rows + seen, arrays[f"{at}.first_norm"])
        inner = _gelu(_linear(rows, f"{at}.inner", arrays))
        rows = _normed(rows + _linear(inner, f"{at}.outer", arrays), arrays[f"{at}.second_norm"])
    return np.split(rows, ends)


def _linear(rows: Floats, name: str, arrays: dict[str, Any]) -> Floats:
    """One step of a layer; its weights, a byte a number, are widened for this step only."""
    found: Floats = rows @ arrays[name].astype(np.float32).T
    found *= arrays[f"{name}_scale"]
    found += arrays[f"{name}_bias"]
    return found


def _looked(mixed: Floats) -> Floats:
    """What each piece of one run takes from the others, head by head."""
    length, size = mixed.shape[0], mixed.shape[1] // 3
    query, key, value = mixed.reshape(length, 3, _HEADS, size // _HEADS).transpose(1, 2, 0, 3)
    looks = _softmax(query @ key.transpose(0, 2, 1) * np.float32((size // _HEADS) ** -0.5))
    seen: Floats = (looks @ value).transpose(1, 0, 2).reshape(length, size)
    return seen


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
