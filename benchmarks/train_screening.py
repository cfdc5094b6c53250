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
from pathlib import Path

from screening_training import (
    family_weights,
    file_hash,
    fit,
    pack,
    read_benign,
    read_labelled,
    training_pieces,
)
from screening_validation import Readings, fold_of, marks

PACKAGE = Path(__file__).resolve().parent.parent / "moderation" / "screening"
LARGEST_FILE = 300_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benign", type=Path, nargs="*", default=[], help="CSV files of ordinary comments")
    parser.add_argument("--out", type=Path, default=PACKAGE / "data" / "concern_model.json.gz")
    arguments = parser.parse_args()
    texts = read_labelled(PACKAGE / "training")
    outside = [item for path in arguments.benign for item in read_benign(path)[::2]]
    folds = fold_of(texts)
    unseen = Readings(texts, outside, lambda item: folds[item.hand], with_mistyped=False)
    urgent_at, soon_at = marks(unseen.benign())
    inputs = [*sorted((PACKAGE / "training").glob("*.csv")), *arguments.benign]
    content = {
        "made_by": "benchmarks/train_screening.py",
        "inputs_sha256": {path.name: file_hash(path) for path in inputs},
        "urgent_at": round(urgent_at, 4),
        "soon_at": round(soon_at, 4),
        "families": family_weights(texts),
        **pack(*fit(training_pieces([*texts, *outside]))),
    }
    packed = gzip.compress(json.dumps(content, separators=(",", ":")).encode(), mtime=0)
    if len(packed) > LARGEST_FILE:
        raise SystemExit(f"the weights take {len(packed)} bytes, more than {LARGEST_FILE}: nothing written")
    arguments.out.write_bytes(packed)
    told = {key: content[key] for key in ("urgent_at", "soon_at", "inputs_sha256")}
    print(json.dumps({"bytes": len(packed), "texts": len(texts), "outside": len(outside), **told}, indent=2))


if __name__ == "__main__":
    main()
