"""What was learned in advance and ships as package data.

There are the weights of the first guess, and the vectors and weights that the built-in code frame's coded
examples gave. `analysis.theming.training` makes the latter again, the same to the byte. When examples, code
frame or encoders have changed since, they are learned afresh in memory: slower, but never stale.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.theming.code_frame import BUILT_IN_NAMES, CodeFrame, built_in, dump
from analysis.theming.coded_examples import CodedExample, coded_examples, examples_fingerprint
from analysis.theming.decision import Decision
from analysis.theming.encoders import Encoder, EngineName, Matrix
from analysis.theming.fusion import Fusion
from analysis.theming.model import FirstGuess, FirstOpinion, Level, Prepared, Stage, coded_matrix, fit_stage
from analysis.theming.prior import FramePrior
from analysis.theming.similarity import SimilarityModel
from analysis.theming.spelling import Speller
from analysis.theming.text import is_no_answer, tidy

LEARNING_VERSION = "3"
"""Raise it when the way of learning changes, so that stored weights are made again."""

_QUICK: EngineName = "core"
_BACKGROUND_TEXTS = 400
_QUANTUM_STEPS = 31
"""Vectors are kept in whole steps from -31 to 31 of each row's largest value: six bits, 0.2 % error."""


def _folder() -> Traversable:
    return files("analysis.theming").joinpath("weights")


@functools.cache
def first_guess(engine: str) -> FirstGuess:
    """The weights of the first guess for any code frame."""
    stored = json.loads(_folder().joinpath("first_guess.json").read_text(encoding="utf-8"))[engine]
    return FirstGuess(np.array(stored["weights"]), stored["constant"], Decision(**stored["decision"]))


def first_opinion(
    engine: str,
    encoders: Sequence[Encoder],
    frame: CodeFrame,
    speller: Speller,
    quick: Sequence[Encoder] = (),
) -> FirstOpinion:
    """What the words of a code frame say by an engine's encoders, and by the `quick` engine's if any."""
    prior = FramePrior(frame, encoders, speller, shipped_examples(engine, encoders, quick).background())
    quickly = first_opinion(_QUICK, quick, frame, speller) if quick else None
    return FirstOpinion(prior, first_guess(engine), quickly)


@functools.cache
def trained_fingerprint(engine: str) -> str:
    """A hash of everything that ships trained for an engine; it changes whenever assignments may."""
    digest = hashlib.sha256(_folder().joinpath("first_guess.json").read_bytes())
    for name in BUILT_IN_NAMES:
        digest.update(dump(built_in(name)).encode())
        digest.update(examples_fingerprint(name).encode())
        stored = _folder().joinpath(f"{name}.{engine}.npz")
        digest.update(stored.read_bytes() if stored.is_file() else b"")
    return digest.hexdigest()


def quantised(vectors: Matrix) -> NDArray[np.int8]:
    """Rows as small whole numbers; only their direction is kept."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    return np.rint(vectors / np.where(largest > 0, largest, 1) * _QUANTUM_STEPS).astype(np.int8)


def restored(steps: NDArray[np.int8]) -> Matrix:
    """Unit rows from `quantised` ones."""
    rows = steps.astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)


@dataclass(frozen=True)
class ShippedExamples:
    """The built-in code frame's coded examples, with what was `learned` if that is fresh."""

    frame: CodeFrame
    examples: tuple[CodedExample, ...]
    prepared: Prepared
    learned: dict[str, Any] | None

    def background(self) -> list[Matrix]:
        """Vectors of a few hundred ordinary answers, one matrix an encoder."""
        step = max(1, len(self.examples) // _BACKGROUND_TEXTS)
        return [rows[::step] for rows in self.prepared.vectors]

    def level_for(self, frame: CodeFrame, opinion: FirstOpinion) -> Level | None:
        """What the examples teach about a frame; nothing if it is not the built-in one or grown from it.

        Each theme's weights stand on their own, so a frame with some themes added or taken away keeps what
        was learned for the rest.
        """
        if frame.id != self.frame.id or not set(frame.theme_ids) & set(self.frame.theme_ids):
            return None
        if self.learned is not None:
            stage = self._stored_stage(self.learned, frame)
        else:
            stage = self.fit(frame, opinion)
        return Level(stage, self._texts(), self.prepared.joined, self._coded(frame))

    def fit(self, frame: CodeFrame, opinion: FirstOpinion) -> Stage:
        """Learn from the examples so that unseen hands are served best."""
        evidence = opinion.evidence(self.prepared)
        hands = [example.hand for example in self.examples]
        base = opinion.log_odds(self.prepared, evidence)
        return fit_stage(base, self.prepared, evidence, self._coded(frame), opinion.guess.decision, hands)

    def _stored_stage(self, learned: dict[str, Any], frame: CodeFrame) -> Stage:
        duals = np.zeros((len(self.examples), len(frame.themes), learned["duals"].shape[2]))
        offsets = np.zeros(len(frame.themes))
        for place, theme in enumerate(frame.theme_ids):
            if theme in self.frame.theme_ids:
                stored = self.frame.theme_ids.index(theme)
                duals[:, place] = learned["duals"][:, stored]
                offsets[place] = learned["offsets"][stored]
        similarity = SimilarityModel(self.prepared.joined, self.prepared.words)
        similarity.duals = duals
        decision = Decision(*(float(value) for value in learned["decision"]))
        return Stage(similarity, Fusion(learned["weights"], offsets, float(learned["constant"])), decision)

    def _texts(self) -> tuple[str, ...]:
        return tuple(example.text for example in self.examples)

    def _coded(self, frame: CodeFrame) -> NDArray[np.float64]:
        return coded_matrix([example.themes for example in self.examples], frame.theme_ids)


def shipped_examples(
    engine: str, encoders: Sequence[Encoder], quick: Sequence[Encoder] = ()
) -> ShippedExamples:
    """The shipped examples as an engine sees them (kept for the life of the process)."""
    return _shipped_examples(engine, tuple(encoders), tuple(quick), BUILT_IN_NAMES[0])


@functools.cache
def _shipped_examples(
    engine: str, encoders: tuple[Encoder, ...], quick: tuple[Encoder, ...], name: str
) -> ShippedExamples:
    frame = built_in(name)
    examples = tuple(example for example in coded_examples(name) if not is_no_answer(example.text))
    speller = Speller()
    spelled = [speller.read(tidy(example.text)) for example in examples]
    shadows = [one.shadow for one in spelled]
    learned = _load_learned(engine, training_fingerprint((*encoders, *quick), name, shadows), name)
    vectors = [_vectors(encoder, shadows, learned) for encoder in encoders]
    quickly = shipped_examples(_QUICK, quick).prepared if quick else None
    prepared = Prepared(shadows, [one.words for one in spelled], vectors, quickly)
    return ShippedExamples(frame, examples, prepared, learned)


def _vectors(encoder: Encoder, shadows: list[str], learned: dict[str, Any] | None) -> Matrix:
    """The stored vectors, or the same ones made again."""
    if encoder.is_instant:
        return encoder.encode(shadows)
    stored = (learned or {}).get(f"vectors_{encoder.name}")
    return restored(quantised(encoder.encode(shadows)) if stored is None else stored)


def training_fingerprint(encoders: Sequence[Encoder], name: str, shadows: Sequence[str]) -> str:
    """A hash of all that training depends on."""
    parts = [LEARNING_VERSION, dump(built_in(name)), examples_fingerprint(name), *shadows]
    parts += [encoder.version for encoder in encoders]
    parts.append(_folder().joinpath("first_guess.json").read_text(encoding="utf-8"))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _load_learned(engine: str, fingerprint: str, name: str) -> dict[str, Any] | None:
    """What was stored, if it was learned from exactly this."""
    stored = _folder().joinpath(f"{name}.{engine}.npz")
    if not stored.is_file():
        return None
    with stored.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        learned = {key: arrays[key] for key in arrays.files}
    return learned if str(learned["fingerprint"]) == fingerprint else None
