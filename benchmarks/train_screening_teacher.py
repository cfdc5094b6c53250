"""Trains the larger network on every hand but those the check is measured on, and writes down what it teaches.

    python benchmarks/train_screening_teacher.py --encoder FOLDER [--benign FILE.csv ...] --weights FILE.pt
        [--further FILE.pt] [--texts N] [--lessons OUT.jsonl.gz]

FOLDER holds the sentence encoder all-mpnet-base-v2 (`model.safetensors`, `vocab.txt`; Apache licence 2.0). The one
used has SHA-256 78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658. Needs torch, which the project
does not install. The teacher is kept in --weights; one that is there already is not trained. With --lessons it then
answers every text it may learn from, in one shape each, for `train_screening_network.py --lessons` to learn from. It
prints what it finds among the texts of hands held out, which neither network ever learns from.

The one that taught the packaged network was trained in two goes on files a to s: once over all 29,015 texts
(`--seed 11`), then `--further` over 10,500 of them (`--seed 12`). By itself, without windows, rules or the linear
model, it finds .912 of the concerns when .145 of the benign texts are flagged, .756 of the urgent ones at .026.
"""

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from screening_lessons import Lesson, Variants, new_lessons, write_lessons
from screening_teacher import Teacher, taught, train
from screening_training import plain_words, read_benign, read_labelled
from screening_validation import SOON_SHARE, URGENT_SHARE, is_held_out

TRAINING = Path(__file__).resolve().parent.parent / "moderation" / "screening" / "training"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--benign", type=Path, nargs="*", default=[], help="CSV files of ordinary comments")
    parser.add_argument("--weights", type=Path, required=True, help="where the teacher is kept")
    parser.add_argument("--further", type=Path, help="a teacher to train further")
    parser.add_argument("--texts", type=int, help="train on so many texts, chosen by chance, in place of all")
    parser.add_argument("--lessons", type=Path, help="where to write what is taught")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    texts = read_labelled(TRAINING)
    inside = [item for item in texts if not is_held_out(item)]
    outside = [item for path in arguments.benign for item in read_benign(path)[::2]]
    chance = random.Random(arguments.seed)
    ordinary = [plain_words(item.text) for item in [*inside, *outside] if not item.is_concern]
    variants = Variants([words for words in ordinary if words], chance)
    teacher = Teacher(arguments.encoder, sorted({item.family for item in inside if item.is_concern}))
    if arguments.weights.exists():
        teacher.load_state_dict(torch.load(arguments.weights))
    else:
        if arguments.further:
            teacher.load_state_dict(torch.load(arguments.further))
        chosen = chance.sample(inside, arguments.texts) if arguments.texts else inside
        lessons = new_lessons(chosen, outside, variants, chance)
        train(teacher, lessons, arguments.seed, further=bool(arguments.further))
        torch.save(teacher.state_dict(), arguments.weights)
    held_out = [
        Lesson(plain_words(item.text), item.is_concern, item.severity == "urgent", item.family, 1.0)
        for item in texts
        if is_held_out(item)
    ]
    print(_found(list(taught(teacher, held_out))), flush=True)
    if arguments.lessons:
        write_lessons(arguments.lessons, taught(teacher, new_lessons(inside, outside, variants, chance)))


def _found(lessons: list[Lesson]) -> str:
    """What the teacher by itself finds, without windows, rules or the linear model, at the shares allowed."""
    answers = np.array([lesson.taught for lesson in lessons])
    concern = np.array([lesson.is_concern for lesson in lessons])
    urgent = np.array([lesson.is_urgent for lesson in lessons])
    soon_at = np.quantile(answers[~concern, 0], 1 - SOON_SHARE)
    urgent_at = np.quantile(answers[~concern].sum(axis=1), 1 - URGENT_SHARE)
    soon = (answers[concern, 0] >= soon_at).mean()
    first = (answers[urgent].sum(axis=1) >= urgent_at).mean()
    return f"of {concern.sum()} concerns {soon:.3f} soon or urgent, of {urgent.sum()} urgent ones {first:.3f} urgent"


if __name__ == "__main__":
    main()
