"""Trains the concern network on every hand but those it is measured on.

    python benchmarks/train_screening_network.py --encoder FOLDER [--benign FILE.csv ...] [--further FILE.npz ...]
        [--lessons FILE.jsonl.gz]

FOLDER holds the sentence encoder all-MiniLM-L6-v2 (`model.safetensors`, `vocab.txt`; Apache licence 2.0).
The one used has SHA-256 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db.
Needs torch, which the project does not install (made with torch 2.13). Every second row of the files given with
--benign trains. Run it before `train_screening.py`.

The packaged network: from the encoder for four epochs on files a to s (29,015 texts of hands not held out),
`--further` for two at 1e-4 (`--seed 2`), and for two more (`--seed 3`); the mean of these three, further for two
epochs at 1e-4 (`--seed 4`) on `--lessons` made of files a to z (37,098); and the mean of where that began and where
it ended (`--further` twice, `--epochs 0`). On the hands held out, with the linear model of files a to s and rules,
of the concerns found when .145 of the benign texts are flagged: the three .909, .923 and .902, their mean .911,
after the lessons .917, the packaged one .923. The one packaged before, four layers of the encoder, had .895.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
from screening_lessons import Lesson, Variants, new_lessons, read_lessons
from screening_network import EPOCHS, RATE, averaged, chosen_pieces, packed, pieces_of, train
from screening_training import Labelled, file_hash, plain_words, read_benign, read_labelled
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
        "--further", type=Path, nargs="*", default=[], help="finished networks to start from, averaged"
    )
    parser.add_argument("--lessons", type=Path, help="what `train_screening_teacher.py` wrote, to learn from")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    texts = read_labelled(PACKAGE / "training")
    outside = [item for path in arguments.benign for item in read_benign(path)[::2]]
    inside = [item for item in texts if not is_held_out(item)]
    further = averaged([dict(np.load(path)) for path in arguments.further]) if arguments.further else None
    pieces = (
        pieces_of(further, arguments.encoder)
        if further
        else chosen_pieces(arguments.encoder, [plain_words(item.text) for item in [*texts, *outside]])
    )
    trained = train(
        _told(arguments.lessons) if arguments.lessons else _labelled(inside, outside),
        arguments.encoder,
        pieces,
        sorted({item.family for item in inside if item.is_concern}),
        arguments.seed,
        further=further,
        epochs=arguments.epochs,
        rate=arguments.rate,
    )
    arrays = packed(trained)
    np.savez_compressed(arguments.out, **arrays)
    print(
        f"{len(inside)} texts, {len(outside)} comments; encoder {file_hash(arguments.encoder / 'model.safetensors')}"
    )


def _labelled(inside: Sequence[Labelled], outside: Sequence[Labelled]) -> Callable[[Random], list[Lesson]]:
    """Lessons from labels alone, in new shapes each epoch."""
    ordinary = [plain_words(item.text) for item in [*inside, *outside] if not item.is_concern]
    return lambda chance: new_lessons(
        inside, outside, Variants([words for words in ordinary if words], chance), chance
    )


def _told(path: Path) -> Callable[[Random], list[Lesson]]:
    """Lessons with what a larger network answered, the same shapes in another order each epoch."""
    lessons = read_lessons(path)
    return lambda chance: chance.sample(lessons, len(lessons))


if __name__ == "__main__":
    main()
