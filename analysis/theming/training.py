"""Learns from the shipped coded examples and writes the result as package data.

Run it with `python -m analysis.theming.training` whenever the examples have changed.

Nothing is random: the same examples, code frame and packages give the same files.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from analysis.theming.encoders import ENGINE_NAMES, Encoder, EngineName, engine_encoders, quick_encoders
from analysis.theming.model import Stage
from analysis.theming.spelling import Speller
from analysis.theming.trained import (
    ShippedExamples,
    first_opinion,
    quantised,
    shipped_examples,
    training_fingerprint,
)

FOLDER = Path(__file__).parent / "weights"


def train(
    shipped: ShippedExamples,
    engine: EngineName,
    encoders: Sequence[Encoder],
    quick: Sequence[Encoder] = (),
    folder: Path = FOLDER,
) -> Path:
    """Learn from a built-in code frame's examples and store what was learned; the file written."""
    opinion = first_opinion(engine, encoders, shipped.frame, Speller(), quick)
    stage = shipped.fit(shipped.frame, opinion)
    vectors = {
        f"vectors_{encoder.name}": quantised(rows)
        for encoder, rows in zip(encoders, shipped.prepared.vectors, strict=True)
        if not encoder.is_instant
    }
    folder.mkdir(exist_ok=True)
    path = folder / f"{shipped.frame.id}.{engine}.npz"
    fingerprint = training_fingerprint((*encoders, *quick), shipped.frame.id, shipped.prepared.shadows)
    _store(path, stage, vectors, fingerprint)
    return path


def _store(path: Path, stage: Stage, vectors: dict[str, Any], fingerprint: str) -> None:
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
        encoders, quick = engine_encoders(engine), quick_encoders(engine)
        path = train(shipped_examples(engine, encoders, quick), engine, encoders, quick)
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
