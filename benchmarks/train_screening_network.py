"""Trains the concern network on every hand but those it is measured on.

    python benchmarks/train_screening_network.py --encoder FOLDER [--benign FILE.csv ...] [--further FILE.npz]

FOLDER holds the sentence encoder all-MiniLM-L6-v2 (`model.safetensors`, `vocab.txt`; Apache licence 2.0).
The one used has SHA-256 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db.
Needs torch, which the project does not install (made with torch 2.15 on one thread). Every second row of the files
given with --benign trains. Run it before `train_screening.py`.

The packaged network was made in seven goes, none of which saw a hand that is held out today: from the encoder for
five epochs on 7,548 texts and ordinary comments; from that network (`--further`) for three epochs at a rate of 1e-4
on the 9,736 texts of files a to i; for one epoch at 1.2e-4 (`--seed 2`) on file j as well, urgency counting 1.0 in
place of 0.7; then with ordinary comments again for three epochs at 1.2e-4 (`--seed 3`) with most of files k to m
(17,347 texts), for two at 1.2e-4 (`--seed 4`) with file n (20,006), for two at 1e-4 (`--seed 5`) with files o
and p, and for three at 1.2e-4 (`--seed 6`) with files q to s (29,015). The first go was made before words of more
than 24 letters were parted at reading (`words.py`), so training again gives a slightly different network.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from screening_network import EPOCHS, RATE, chosen_pieces, packed, pieces_of, train
from screening_training import file_hash, plain_words, read_benign, read_labelled
from screening_validation import is_held_out

PACKAGE = Path(__file__).resolve().parent.parent / "moderation" / "screening"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=PACKAGE / "data" / "concern_network.npz")
    parser.add_argument("--benign", type=Path, nargs="*", default=[], help="CSV files of ordinary comments")
    parser.add_argument(
        "--further", type=Path, help="a finished network to start from instead of the encoder"
    )
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    texts = read_labelled(PACKAGE / "training")
    outside = [item for path in arguments.benign for item in read_benign(path)[::2]]
    inside = [item for item in texts if not is_held_out(item)]
    further = dict(np.load(arguments.further)) if arguments.further else None
    if further:
        pieces = pieces_of(further, arguments.encoder)
    else:
        pieces = chosen_pieces(arguments.encoder, [plain_words(item.text) for item in [*texts, *outside]])
    arrays = packed(
        train(
            inside,
            outside,
            arguments.encoder,
            pieces,
            arguments.seed,
            further=further,
            epochs=arguments.epochs,
            rate=arguments.rate,
        )
    )
    np.savez_compressed(arguments.out, **arrays)
    print(
        f"{len(inside)} texts, {len(outside)} comments; encoder {file_hash(arguments.encoder / 'model.safetensors')}"
    )


if __name__ == "__main__":
    main()
