"""Measures what theming many answers costs and prints one JSON: CPU seconds, wall seconds, peak memory.

    python benchmarks/theming_scale.py young_views.csv polis.csv … [--sizes 1000 10000 100000 500000]
        [--engine core|refined]

Answers are made from the `text` columns of the files: the real ones first, then a beginning of one real answer
joined to an end of another at random places (seed 1), a fifth of them with one letter in ten lost, added to,
changed or swapped. They mean little, but have the words, lengths and slips of real ones; `different` says how
many differ.
Every size runs in a process of its own, start-up included, with the built-in code frame and one BLAS thread.
The cost of 100 new answers beside those already themed is measured in the process of each size.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from theming_noise import with_slips

_SIZES = (1_000, 10_000, 100_000, 500_000)
_NEW = 100
_NOISY_SHARE = 0.2


def read_texts(paths: Sequence[Path]) -> list[str]:
    """All texts of the files' `text` columns."""
    found = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += [row["text"] for row in csv.DictReader(file) if row["text"]]
    return found


def expanded(texts: Sequence[str], size: int) -> list[str]:
    """That many answers: the real ones, then mixtures of two of them, some with slips."""
    chance = random.Random(1)
    made = list(texts[:size])
    while len(made) < size:
        first, second = chance.choice(texts).split(), chance.choice(texts).split()
        mixed = first[: chance.randrange(len(first) + 1)] + second[chance.randrange(len(second) + 1) :]
        text = " ".join(mixed or first)
        made.append(with_slips(text, chance) if chance.random() < _NOISY_SHARE else text)
    return made


def measure_one(paths: Sequence[Path], size: int, engine: str) -> dict[str, object]:
    """The cost of one size in this process; making the answers is not counted."""
    texts = expanded(read_texts(paths), size + _NEW)
    new, texts = texts[size:], texts[:size]
    began, clock = time.process_time(), time.perf_counter()
    from analysis.theming.code_frame import built_in
    from analysis.theming.encoders import ENGINE_NAMES
    from analysis.theming.engine import build_engine

    chosen = build_engine(next(name for name in ENGINE_NAMES if name == engine))
    frame = built_in("i-live-in-dorset")
    assigned = chosen.assign(texts, frame)
    done, done_clock = time.process_time(), time.perf_counter()
    chosen.assign(new, frame)
    return {
        "engine": engine,
        "answers": size,
        "different": len(set(texts)),
        "sure": sum(one.status.value == "sure" for one in assigned),
        "cpu_seconds": round(done - began, 2),
        "wall_seconds": round(done_clock - clock, 2),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        f"cpu_seconds_of_{_NEW}_more": round(time.process_time() - done, 3),
    }


def measure_sizes(paths: Sequence[Path], sizes: Sequence[int], engine: str) -> list[object]:
    """Every size in a fresh process."""
    found: list[object] = []
    for size in sizes:
        command = [sys.executable, __file__, *map(str, paths), "--engine", engine, "--one", str(size)]
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
        finished = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        found.append(json.loads(finished.stdout))
        print(f"{engine}: {size:,} answers measured", file=sys.stderr)
    return found


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure what theming many answers costs")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--sizes", nargs="+", type=int, default=list(_SIZES))
    parser.add_argument("--engine", default="core")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    found: object = (
        measure_one(arguments.files, arguments.one, arguments.engine)
        if arguments.one
        else {
            "load_average": os.getloadavg()[0],
            "runs": measure_sizes(arguments.files, arguments.sizes, arguments.engine),
        }
    )
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
