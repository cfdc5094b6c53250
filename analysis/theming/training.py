"""Learns from the shipped coded examples and writes the result as package data.

Run it with `python -m analysis.theming.training` whenever the examples have changed.

Nothing is random: the same examples, code frame and packages give the same files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from analysis.theming.code_frame import BUILT_IN_NAMES
from analysis.theming.encoders import ENGINE_NAMES, EngineName, engine_encoders
from analysis.theming.model import Stage
from analysis.theming.prior import FramePrior
from analysis.theming.spelling import Speller
from analysis.theming.trained import (
    ShippedExamples,
    first_guess,
    quantised,
    shipped_examples,
    training_fingerprint,
)

FOLDER = Path(__file__).parent / "trained"


def train(engine: EngineName, folder: Path = FOLDER) -> list[Path]:
    """Fit an engine to every built-in code frame's examples and store what it learned; the files written."""
    encoders = engine_encoders(engine)
    written = []
    for name in BUILT_IN_NAMES:
        shipped = shipped_examples(engine, encoders)
        prior = FramePrior(shipped.frame, encoders, Speller(), shipped.background())
        stage = shipped.fit(shipped.frame, prior, first_guess(engine))
        path = folder / f"{name}.{engine}.npz"
        vectors = {
            f"vectors_{encoder.name}": quantised(rows)
            for encoder, rows in zip(encoders, shipped.prepared.vectors, strict=True)
            if not encoder.is_instant
        }
        _store(path, shipped, stage, vectors, training_fingerprint(encoders, name))
        written.append(path)
    return written


def _store(
    path: Path, shipped: ShippedExamples, stage: Stage, vectors: dict[str, Any], fingerprint: str
) -> None:
    decision = stage.decision
    np.savez_compressed(
        path,
        fingerprint=np.array(fingerprint),
        duals=stage.similarity.duals.astype(np.float16),
        weights=stage.fusion.weights,
        offsets=stage.fusion.offsets,
        constant=np.array(stage.fusion.constant),
        decision=np.array(
            [decision.least, decision.also, decision.slope, decision.intercept, decision.sure_from]
        ),
        **vectors,
    )


def main() -> None:
    """Train both engines and say how large the files are."""
    for engine in ENGINE_NAMES:
        for path in train(engine):
            print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
