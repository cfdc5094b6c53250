"""Measures theming and prints one JSON: both engines beside plain baselines, in one run.

    python benchmarks/theming.py young_views.csv nhs.csv bowling_green.csv german.csv codebooks.json
        [clinc.csv polis.csv] [--quick]

Files are told apart by their names (young, nhs, bowling, german, codebooks; clinc for discovery, polis for
near-duplicates); any may be left out. What many answers cost is measured by theming_scale.py. A coded file has
the columns `text` and `themes` (`;` between ids) or `labels` (`|` between names). Codebooks hold,
for each set, `{label: {name, description, keywords}}`. Nothing measured here trains what ships: the halves of NHS,
Bowling Green and German answers that are measured are kept out of train_first_guess.py too.
"""

from __future__ import annotations

import argparse
import csv
import functools
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from theming_baselines import (
    Scores,
    definition_cosines,
    keyword_hits,
    keyword_rules,
    nearest_definition,
    tfidf_probabilities,
    tfidf_regression,
)
from theming_discovery import measure_discovery, measure_duplicates
from theming_measures import Scored, figures, mean_average_precision, mean_figures, micro_f1
from theming_noise import with_slips

from analysis.theming.assignment import Assignment, Correction, Status
from analysis.theming.code_frame import CodeFrame, Theme, built_in
from analysis.theming.coded_examples import coded_examples, split_themes
from analysis.theming.csv_commands import assign_file
from analysis.theming.encoders import (
    ENGINE_NAMES,
    Encoder,
    EngineName,
    Matrix,
    engine_encoders,
    sentence_encoder,
)
from analysis.theming.engine import Engine, build_engine

_CODEBOOKS = {"nhs": "nhs_v6", "bowling": "bg_jigsaw", "german": "cimt_de", "clinc": "clinc_domain"}
_SIZES = {"nhs": (0, 200, 800), "bowling": (0, 200), "german": (0, 100)}
_FOLDS = 5
_SEEDS = 5
_SLIP_SEEDS = (3, 4, 5)
_DISCOVERY_TEXTS = 2_000

_ENGLISH_FRAME = Path(__file__).with_name("german_answers_english_frame.json")
"""The codebook of the German answers in English, our translation, in the order of codebooks.json."""

_CLOSELY = {"nhs": (0, 200), "bowling": (0, 200)}
_CLOSELY_SHARES = (0.0, 0.15, 0.3, 0.5, 1.0)

Method = Callable[[Sequence[str], CodeFrame, Sequence[Correction]], list[Assignment]]
Scorer = Callable[[Sequence[str], CodeFrame, Sequence[Correction]], Scores]


@dataclass(frozen=True)
class CodedSet:
    """Texts that people coded, and the code frame they used."""

    frame: CodeFrame
    texts: list[str]
    codings: list[tuple[str, ...]]

    def corrections(self, rows: Sequence[int]) -> list[Correction]:
        """The codings of some rows, as corrections."""
        return [Correction(self.texts[row], self.codings[row]) for row in rows]


class RememberingEncoder:
    """An encoder that keeps every vector it has made, so that repeated runs cost nothing."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.version, self.dimensions = encoder.name, encoder.version, encoder.dimensions
        self.is_instant, self.languages = encoder.is_instant, encoder.languages
        self._kept: dict[str, Matrix] = {}

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Matrix:
        """See `Encoder.encode`."""
        new = list(dict.fromkeys(text for text in texts if text not in self._kept))
        for text, row in zip(new, self._encoder.encode(new, progress), strict=True):
            self._kept[text] = row
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.stack([self._kept[text] for text in texts])


def load_set(kind: str, path: Path, codebooks: dict[str, dict[str, dict[str, object]]]) -> CodedSet:
    """Read a coded file with its code frame."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [row["text"] for row in rows]
    if kind == "young":
        return CodedSet(built_in("i-live-in-dorset"), texts, [split_themes(row["themes"]) for row in rows])
    book = codebooks[_CODEBOOKS[kind]]
    ids = {label: f"theme-{place}" for place, label in enumerate(book)}
    themes = [_theme(ids[label], entry) for label, entry in book.items()]
    codings = [tuple(ids[label] for label in row["labels"].split("|") if label in ids) for row in rows]
    return CodedSet(CodeFrame(kind, kind, "", tuple(themes)), texts, codings)


def _theme(identifier: str, entry: dict[str, object]) -> Theme:
    keywords = entry["keywords"]
    listed = tuple(str(word) for word in keywords) if isinstance(keywords, list) else ()
    return Theme(identifier, str(entry["name"]), str(entry["description"]), keywords=listed)


def in_english(german: CodedSet) -> CodedSet:
    """The same answers under an English theme list: what an English council has when somebody answers in German."""
    book: dict[str, dict[str, object]] = json.loads(_ENGLISH_FRAME.read_text(encoding="utf-8"))
    themes = [
        _theme(theme.id, entry) for theme, entry in zip(german.frame.themes, book.values(), strict=True)
    ]
    return replace(german, frame=replace(german.frame, themes=tuple(themes)))


def methods(quick: bool) -> dict[str, Method]:
    """What is compared, by name."""
    engines = ("core",) if quick else ENGINE_NAMES
    definitions = RememberingEncoder(sentence_encoder())
    found: dict[str, Method] = {name: _engine_method(name) for name in engines}
    found["keyword rules"] = lambda texts, frame, coded: keyword_rules(texts, frame)
    found["plain encoder cosine"] = lambda texts, frame, coded: nearest_definition(texts, frame, definitions)
    found["TF-IDF regression"] = _tfidf_method
    return found


def _engine_method(name: EngineName) -> Method:
    engine = remembering_engine(name)
    return lambda texts, frame, coded: engine.assign(texts, frame, coded)


@functools.cache
def remembering_engine(name: EngineName) -> Engine:
    """An engine that reads no text twice."""
    encoders = [RememberingEncoder(encoder) for encoder in engine_encoders(name)]
    return Engine(name, encoders, None if name == "core" else remembering_engine("core"))


def scorers(quick: bool) -> dict[str, Scorer]:
    """What gives every theme a score, by name; TF-IDF only where there are corrections to learn from."""
    engines = ("core",) if quick else ENGINE_NAMES
    found: dict[str, Scorer] = {name: remembering_engine(name).probabilities for name in engines}
    found["keyword hits"] = lambda texts, frame, coded: keyword_hits(texts, frame)
    found["plain encoder cosine"] = lambda texts, frame, coded: definition_cosines(
        texts, frame, sentence_encoder()
    )
    found["TF-IDF regression"] = tfidf_probabilities
    return found


def _tfidf_method(texts: Sequence[str], frame: CodeFrame, coded: Sequence[Correction]) -> list[Assignment]:
    """Learns from what the product learns from: shipped examples and corrections."""
    shipped = [Correction(example.text, example.themes) for example in coded_examples(frame.id)]
    known = [*shipped, *coded]
    return tfidf_regression(texts, frame, known) if known else keyword_rules(texts, frame)


def halves(coded: CodedSet) -> tuple[list[int], list[int]]:
    """Rows to learn, try and tune on, and rows that are only ever measured: always the same."""
    order = np.random.default_rng(0).permutation(len(coded.texts)).tolist()
    return order[: len(order) // 2], order[len(order) // 2 :]


def splits(coded: CodedSet, size: int, seeds: int) -> Iterator[tuple[list[int], list[int]]]:
    """Rows to correct and rows to measure: `size` of one half, drawn anew each time, and all of the other."""
    pool, held = halves(coded)
    for seed in range(seeds):
        yield np.random.default_rng(seed).permutation(pool)[:size].tolist(), held


def folds(coded: CodedSet) -> Iterator[tuple[list[int], list[int]]]:
    """Five folds: four fifths to correct, one to measure."""
    order = np.random.default_rng(0).permutation(len(coded.texts)).tolist()
    for fold in range(_FOLDS):
        yield [row for place, row in enumerate(order) if place % _FOLDS != fold], order[fold::_FOLDS]


def measure(method: Method, coded: CodedSet, correct: Sequence[int], asked: Sequence[int]) -> list[Scored]:
    """How a method themes some rows after correcting others."""
    found = method([coded.texts[row] for row in asked], coded.frame, coded.corrections(correct))
    return [
        Scored(one.themes, frozenset(coded.codings[row]), one.confidence, one.status is not Status.UNSURE)
        for row, one in zip(asked, found, strict=True)
    ]


def measure_young(method: Method, coded: CodedSet) -> dict[str, dict[str, float]]:
    """Young people's views: with no correction, and with four fifths of them corrected in turn."""
    everything = list(range(len(coded.texts)))
    pooled = [one for correct, asked in folds(coded) for one in measure(method, coded, correct, asked)]
    corrected = f"{len(coded.texts) * (_FOLDS - 1) // _FOLDS} corrections"
    return {"no corrections": figures(measure(method, coded, [], everything)), corrected: figures(pooled)}


def measure_halves(
    method: Method, coded: CodedSet, sizes: Sequence[int], seeds: int
) -> dict[str, dict[str, float]]:
    """Another set: one half measured after so many random corrections from the other, mean over draws of them."""
    found = {}
    for size in sizes:
        if size > len(coded.texts) // 2:
            continue
        runs = [
            figures(measure(method, coded, correct, asked)) for correct, asked in splits(coded, size, seeds)
        ]
        found[f"{size} corrections" if size else "no corrections"] = mean_figures(runs)
    return found


def measure_ranking(coded: CodedSet, sizes: Sequence[int], seeds: int, quick: bool) -> dict[str, object]:
    """Mean average precision of the scores of one half after corrections from the other, mean over draws."""
    found: dict[str, object] = {}
    for name, scorer in scorers(quick).items():
        by_size = {}
        for size in sizes:
            if not size and name == "TF-IDF regression":
                continue
            runs = [
                mean_average_precision(
                    scorer([coded.texts[row] for row in asked], coded.frame, coded.corrections(correct)),
                    [coded.codings[row] for row in asked],
                    coded.frame.theme_ids,
                )
                for correct, asked in splits(coded, size, seeds if size else 1)
            ]
            by_size[f"{size} corrections" if size else "no corrections"] = round(sum(runs) / len(runs), 4)
        found[name] = by_size
    return found


def measure_second_reading(coded: CodedSet, sizes: Sequence[int], seeds: int) -> dict[str, object]:
    """Micro-F1 of one half when refined reads only a share of it again, those that core is least sure of."""
    engine = remembering_engine("refined")
    found: dict[str, object] = {}
    for size in sizes:
        by_share = {}
        for share in _CLOSELY_SHARES:
            runs = []
            for correct, asked in splits(coded, size, seeds if size else 1):
                most = round(share * len(asked))

                def method(
                    texts: Sequence[str], frame: CodeFrame, known: Sequence[Correction], most: int = most
                ) -> list[Assignment]:
                    return engine.assign(texts, frame, known, most_read_closely=most)

                runs.append(micro_f1(measure(method, coded, correct, asked)))
            by_share[f"{share:.0%}"] = round(sum(runs) / len(runs), 4)
        found[f"{size} corrections" if size else "no corrections"] = by_share
    return found


def run(paths: Sequence[Path], quick: bool) -> dict[str, object]:
    """All figures, by set, method and number of corrections."""
    kinds = {
        kind: path for path in paths for kind in ("young", "nhs", "bowling", "german") if kind in path.name
    }
    books = next((path for path in paths if "codebooks" in path.name), None)
    codebooks = json.loads(books.read_text(encoding="utf-8")) if books is not None else {}
    seeds = 1 if quick else _SEEDS
    results: dict[str, object] = {}
    compared = methods(quick)
    sets = {kind: load_set(kind, path, codebooks) for kind, path in kinds.items()}
    if "german" in sets:
        sets["german, English frame"] = in_english(sets["german"])
    for kind, coded in sets.items():
        sizes = _SIZES.get(coded.frame.id, ())
        by_method: dict[str, object] = {}
        for name, method in compared.items():
            began = time.process_time()
            measured = (
                measure_young(method, coded)
                if kind == "young"
                else measure_halves(method, coded, sizes, seeds)
            )
            by_method[name] = {**measured, "cpu_seconds": round(time.process_time() - began, 1)}
            print(f"{kind}: {name} measured", file=sys.stderr)
        results[kind] = by_method
        if coded.frame.id == "german":
            results[f"{kind}, mean average precision"] = measure_ranking(coded, sizes, seeds, quick)
        if kind in _CLOSELY and not quick:
            results[f"{kind}, a share read again"] = measure_second_reading(coded, _CLOSELY[kind], seeds)
    return results


def measure_noise(method: Method, coded: CodedSet) -> dict[str, float]:
    """Micro-F1 with no correction on the texts as they are and with one letter in ten wrong, mean over seeds."""
    rows = list(range(len(coded.texts)))
    clean = figures(measure(method, coded, [], rows))["micro_f1"]
    slipped = []
    for seed in _SLIP_SEEDS:
        chance = random.Random(seed)
        noisy = CodedSet(coded.frame, [with_slips(text, chance) for text in coded.texts], coded.codings)
        slipped.append(figures(measure(method, noisy, [], rows))["micro_f1"])
    mean = sum(slipped) / len(slipped)
    return {"clean": clean, "noisy": round(mean, 4), "loss": round(clean - mean, 4)}


def command_equals_library(coded: CodedSet) -> bool:
    """Whether the command's CSV holds exactly what the library gives for the same texts."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.csv", Path(folder) / "out.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["text"], *([text] for text in coded.texts)])
        assign_file(source, coded.frame.id, target, engine="core")
        with target.open(encoding="utf-8", newline="") as file:
            written = [(row["themes"], row["confidence"], row["status"]) for row in csv.DictReader(file)]
    given = build_engine("core").assign(coded.texts, coded.frame)
    return written == [(";".join(one.themes), f"{one.confidence:.4f}", one.status.value) for one in given]


def run_others(paths: Sequence[Path], quick: bool) -> dict[str, object]:
    """What is not an F1 by set: slips, groups, near-duplicates, and whether the command agrees."""
    found: dict[str, object] = {}
    for path in paths:
        if "young" in path.name:
            coded = load_set("young", path, {})
            compared = methods(quick)
            found["one letter in ten wrong"] = {
                name: measure_noise(method, coded) for name, method in compared.items()
            }
            found["command equals library"] = command_equals_library(coded)
        elif "clinc" in path.name:
            rows = _sample(path, _DISCOVERY_TEXTS)
            found["discovery"] = measure_discovery(
                [row["text"] for row in rows], [row["labels"] for row in rows]
            )
        elif "polis" in path.name:
            found["near-duplicates"] = measure_duplicates([row["text"] for row in _sample(path, None)])
    return found


def _sample(path: Path, size: int | None) -> list[dict[str, str]]:
    """Rows of a file that say something, so many at random or all."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["text"].strip()]
    return rows if size is None else random.Random(11).sample(rows, min(size, len(rows)))


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure theming on coded files")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--quick", action="store_true", help="the core engine only, one seed")
    arguments = parser.parse_args()
    others = run_others(arguments.files, arguments.quick)
    print(json.dumps({**run(arguments.files, arguments.quick), **others}, indent=1))


if __name__ == "__main__":
    main()
