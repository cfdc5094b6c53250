"""Makes the packaged weights of the concern model, the same every time for the same inputs.

    python benchmarks/train_screening.py [--benign FILE.csv ...]

The labelled texts lie in `moderation/screening/training/`. Files given with --benign are ordinary
comments (column `text`) that may not be committed: every second row trains, the rest are left for
`screening.py` to measure on, and only their hashes are kept in the weights. The two marks on the score
are set on texts by hands the model had not seen: what share of benign texts may be read soon or first.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from screening_training import (
    Labelled,
    as_model,
    family_weights,
    file_hash,
    fit,
    pack,
    plain_words,
    read_benign,
    read_labelled,
    training_pieces,
)

from moderation.screening.concern import urgency
from moderation.screening.concern_model import ConcernModel, score_text
from moderation.screening.concern_rules import find_rules

PACKAGE = Path(__file__).resolve().parent.parent / "moderation" / "screening"
FOLDS = 5
SOON_SHARE = 0.15
URGENT_SHARE = 0.03
LARGEST_FILE = 300_000
HIGHEST = 99.0


def fold_of(texts: Sequence[Labelled]) -> dict[str, int]:
    """Each hand's fold: all texts of one hand are on the same side of every split."""
    return {hand: at % FOLDS for at, hand in enumerate(sorted({item.hand for item in texts}))}


def unseen_urgency(texts: Sequence[Labelled], outside: Sequence[Labelled]) -> list[tuple[float, float]]:
    """How far each text reaches towards (urgent, soon) with a model that saw nothing by its hand."""
    folds = fold_of(texts)
    reached = [(0.0, 0.0)] * len(texts)
    for fold in range(FOLDS):
        model = fitted([item for item in texts if folds[item.hand] != fold], outside)
        for at, item in enumerate(texts):
            if folds[item.hand] == fold:
                words = plain_words(item.text)
                reached[at] = urgency(score_text(words, model).score, find_rules(words))
        print(f"fold {fold + 1} of {FOLDS} done", file=sys.stderr)
    return reached


def fitted(texts: Sequence[Labelled], outside: Sequence[Labelled]) -> ConcernModel:
    """A model in the product's form."""
    return as_model(pack(*fit(training_pieces([*texts, *outside]))))


def marks(texts: Sequence[Labelled], reached: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """(urgent_at, soon_at): what the allowed shares of benign texts by unseen hands reach, rules and all."""
    benign = [pair for item, pair in zip(texts, reached, strict=True) if not item.is_concern]
    urgent, soon = ([min(pair[side], HIGHEST) for pair in benign] for side in (0, 1))
    return float(np.quantile(urgent, 1 - URGENT_SHARE)), float(np.quantile(soon, 1 - SOON_SHARE))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--benign", type=Path, nargs="*", default=[], help="CSV files of ordinary comments")
    parser.add_argument("--out", type=Path, default=PACKAGE / "data" / "concern_model.json.gz")
    arguments = parser.parse_args()
    texts = read_labelled(PACKAGE / "training")
    outside = [item for path in arguments.benign for item in read_benign(path)[::2]]
    urgent_at, soon_at = marks(texts, unseen_urgency(texts, outside))
    inputs = {path.name: file_hash(path) for path in [*sorted((PACKAGE / "training").glob("*.csv")), *arguments.benign]}
    content = {
        "made_by": "benchmarks/train_screening.py",
        "inputs_sha256": inputs,
        "urgent_at": round(urgent_at, 4),
        "soon_at": round(soon_at, 4),
        "families": family_weights(texts),
        **pack(*fit(training_pieces([*texts, *outside]))),
    }
    packed = gzip.compress(json.dumps(content, separators=(",", ":")).encode(), mtime=0)
    if len(packed) > LARGEST_FILE:
        raise SystemExit(f"the weights take {len(packed)} bytes, more than {LARGEST_FILE}: nothing written")
    arguments.out.write_bytes(packed)
    print(json.dumps({"bytes": len(packed), "texts": len(texts), "outside": len(outside),
                      "urgent_at": urgent_at, "soon_at": soon_at, "inputs_sha256": inputs}, indent=2))  # fmt: skip


if __name__ == "__main__":
    main()
