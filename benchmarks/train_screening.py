"""Makes the packaged weights of the linear concern model, and the marks that both models are held against.

    python benchmarks/train_screening.py [--benign FILE.csv ...]
    python benchmarks/train_screening.py --marks-only

The labelled texts lie in `moderation/screening/training/`. Files given with --benign are ordinary
comments (column `text`) that may not be committed: every second row trains, the rest are left for
`screening.py` to measure on, and only their hashes are kept in the weights. Run `train_screening_network.py` before
it. Both models then read the hands that neither was trained on; how far each text reached goes to
`training/unseen_readings.csv`, on which the two marks are set (what share of benign texts may be read soon or
first) and which `screening.py` measures. With --marks-only the linear weights stay as they are, for a network
trained anew.

Tried on 3,044 texts of three whole files held out (concerns found when 15 % of the benign texts are flagged): the
linear model alone .767; MiniLM's lower four layers trained further for three epochs .841; both together .852;
the same and the most pressing sentence read by itself .848. On 2,276 texts of three other files, with fewer to
train on: frozen MiniLM under a linear model .611, the linear model on words .698.
"""

import argparse
import gzip
import json
from collections.abc import Sequence
from pathlib import Path

from screening_training import (
    Labelled,
    as_model,
    file_hash,
    fit,
    pack,
    read_benign,
    read_labelled,
    training_pieces,
)
from screening_validation import Readings, is_held_out, marks, write_unseen

from moderation.screening.concern_network import packaged_network

PACKAGE = Path(__file__).resolve().parent.parent / "moderation" / "screening"
UNSEEN = PACKAGE / "training" / "unseen_readings.csv"
STORED = PACKAGE / "data" / "concern_model.json.gz"
LARGEST_FILE = 300_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benign", type=Path, nargs="*", default=[], help="CSV files of ordinary comments")
    parser.add_argument("--marks-only", action="store_true", help="keep the linear weights")
    arguments = parser.parse_args()
    texts = read_labelled(PACKAGE / "training")
    weights = _stored() if arguments.marks_only else _fitted(texts, arguments.benign)
    held_out = [item for item in texts if is_held_out(item)]
    write_unseen(UNSEEN, held_out, as_model(weights), packaged_network())
    urgent_at, soon_at = marks(Readings(texts, UNSEEN).benign())
    content = {**weights, "urgent_at": round(urgent_at, 4), "soon_at": round(soon_at, 4)}
    packed = gzip.compress(json.dumps(content, separators=(",", ":")).encode(), mtime=0)
    if len(packed) > LARGEST_FILE:
        raise SystemExit(f"the weights take {len(packed)} bytes, more than {LARGEST_FILE}: nothing written")
    STORED.write_bytes(packed)
    told = {key: content[key] for key in ("urgent_at", "soon_at", "inputs_sha256")}
    print(
        json.dumps({"bytes": len(packed), "texts": len(texts), "held_out": len(held_out), **told}, indent=2)
    )


def _stored() -> dict[str, object]:
    """The packaged linear weights, with the hashes of what they were fitted on."""
    return dict(json.loads(gzip.decompress(STORED.read_bytes())))


def _fitted(texts: Sequence[Labelled], benign: Sequence[Path]) -> dict[str, object]:
    """Linear weights fitted on every hand not held out and every second ordinary comment."""
    outside = [item for path in benign for item in read_benign(path)[::2]]
    inputs = [*sorted((PACKAGE / "training").glob("writer_*.csv")), *benign]
    return {
        "made_by": "benchmarks/train_screening.py",
        "inputs_sha256": {path.name: file_hash(path) for path in inputs},
        **pack(*fit(training_pieces([*(item for item in texts if not is_held_out(item)), *outside]))),
    }


if __name__ == "__main__":
    main()
