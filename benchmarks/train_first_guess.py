"""Fits the weights of the first guess, for code frames nobody has coded with, and prints them as JSON.

    python benchmarks/train_first_guess.py nhs.csv bowling_green.csv german.csv codebooks.json [clinc.csv]

Several sets, each counting alike whatever its size, so that no one set's quirks win; the built-in code
frame's own coded examples are one of them. The output belongs in `analysis/theming/weights/first_guess.json`;
run `python -m analysis.theming.training` after it. Of sets that theming.py measures, the measured half is left
out. With `--left-out` it prints instead how well weights fitted on the other sets serve each set. Young people's
views kept for measuring are refused.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from theming import CodedSet, halves, load_set

from analysis.theming.code_frame import built_in
from analysis.theming.coded_examples import coded_examples
from analysis.theming.decision import TARGET_PRECISION, Decision, micro_f1
from analysis.theming.encoders import ENGINE_NAMES, EngineName, engine_encoders
from analysis.theming.fusion import Floats, fit_logistic, log_odds, sigmoid
from analysis.theming.model import QUICK_SHARE, FirstGuess, coded_matrix, prepare
from analysis.theming.prior import EVIDENCE_KINDS, Evidence, FramePrior
from analysis.theming.spelling import Speller
from analysis.theming.trained import shipped_examples

_MOST_TEXTS = 2500
_MEASURED = ("nhs", "bowling", "german")
_SET_WEIGHT = 1000.0
_ALSO = 0.35
_SUREST = 0.9
_WEIGHT_DIGITS = 4

Material = dict[str, tuple[Evidence, Floats]]
"""Evidence and codings by set."""

Opinions = dict[str, tuple[Floats, Floats]]
"""Log odds and codings by set."""


def evidence_of(engine: EngineName, coded: CodedSet) -> tuple[Evidence, Floats]:
    """Evidence and codings of (at most 2,500 of) a set's texts."""
    encoders = engine_encoders(engine)
    rows = np.random.default_rng(0).permutation(_learned_from(coded))[:_MOST_TEXTS]
    prepared = prepare([coded.texts[row] for row in rows], encoders, Speller())
    prior = FramePrior(coded.frame, encoders, Speller(), shipped_examples(engine, encoders).background())
    evidence = prior.evidence(prepared.words, prepared.vectors)
    return evidence, coded_matrix([coded.codings[row] for row in rows], coded.frame.theme_ids)


def _learned_from(coded: CodedSet) -> list[int]:
    """All texts of a set that nothing is measured on; of the others the half that is not measured."""
    return halves(coded)[0] if coded.frame.id in _MEASURED else list(range(len(coded.texts)))


def fit(material: Material) -> FirstGuess:
    """Weights from sets that count alike; thresholds are not looked at yet."""
    columns = np.vstack([evidence.reshape(-1, EVIDENCE_KINDS) for evidence, _ in material.values()])
    outcomes = np.concatenate([coded.ravel() for _, coded in material.values()])
    weights = np.concatenate(
        [np.full(coded.size, _SET_WEIGHT / len(coded)) for _, coded in material.values()]
    )
    with_constant = np.hstack([columns, np.ones((len(columns), 1))]).astype(np.float64)
    firmness = np.array([0.1] * EVIDENCE_KINDS + [0.0])
    found = fit_logistic(with_constant, outcomes, np.zeros(EVIDENCE_KINDS + 1), firmness, weights)
    return FirstGuess(
        found[:-1].round(_WEIGHT_DIGITS), round(float(found[-1]), _WEIGHT_DIGITS), Decision(also=_ALSO)
    )


def opinions(
    material: dict[EngineName, Material], guesses: dict[EngineName, FirstGuess]
) -> dict[EngineName, Opinions]:
    """Log odds and codings of every set by engine; refined asks core too, as `FirstOpinion` does."""
    alone = {
        engine: {name: guesses[engine].log_odds(evidence) for name, (evidence, _) in sets.items()}
        for engine, sets in material.items()
    }
    mixed = {
        name: (1 - QUICK_SHARE) * closely + QUICK_SHARE * alone["core"][name]
        for name, closely in alone["refined"].items()
    }
    return {
        engine: {name: (odds, material[engine][name][1]) for name, odds in found.items()}
        for engine, found in (("core", alone["core"]), ("refined", mixed))
    }


def decide(found: Opinions) -> Decision:
    """How far the likeliest theme may be trusted: calibrated over all sets, called sure by the hardest."""
    best, right, weights = [], [], []
    for odds, coded in found.values():
        probabilities = sigmoid(odds)
        best.append(log_odds(probabilities.max(axis=1)))
        right.append(coded[np.arange(len(coded)), probabilities.argmax(axis=1)])
        weights.append(np.full(len(coded), _SET_WEIGHT / len(coded)))
    columns = np.stack([np.concatenate(best), np.ones(sum(map(len, best)))], axis=1)
    start, firmness = np.array([1.0, 0.0]), np.full(2, 0.1)
    slope, intercept = fit_logistic(columns, np.concatenate(right), start, firmness, np.concatenate(weights))
    reached = [
        _reaching(sigmoid(slope * odds + intercept), hits) for odds, hits in zip(best, right, strict=True)
    ]
    return Decision(
        0.0, _ALSO, round(float(slope), 3), round(float(intercept), 3), min(round(max(reached), 3), _SUREST)
    )


def _reaching(confidence: Floats, right: Floats) -> float:
    """The lowest confidence above which the target precision is reached on one set."""
    order = np.argsort(-confidence, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    reaching = np.flatnonzero(precision >= TARGET_PRECISION)
    return float(confidence[order[reaching[-1]]]) if len(reaching) else 1.0


def left_out(material: dict[EngineName, Material]) -> dict[EngineName, dict[str, float]]:
    """Micro-F1 on each set of weights fitted on the others."""
    scores: dict[EngineName, dict[str, float]] = {engine: {} for engine in material}
    for name in material["core"]:
        others = {
            engine: {other: sets[other] for other in sets if other != name}
            for engine, sets in material.items()
        }
        guesses = {engine: fit(sets) for engine, sets in others.items()}
        for engine, found in opinions(material, guesses).items():
            odds, coded = found[name]
            chosen = guesses[engine].decision.chosen(sigmoid(odds))
            scores[engine][name] = round(micro_f1(chosen, coded > 0.5), 4)
    return scores


def load(paths: Sequence[Path]) -> dict[str, CodedSet]:
    """The sets to learn from, by kind."""
    codebooks = json.loads(
        next(path for path in paths if "codebooks" in path.name).read_text(encoding="utf-8")
    )
    if any("young" in path.name for path in paths):
        raise SystemExit("Young people's views are for measuring only: leave that file out")
    frame = built_in("i-live-in-dorset")
    examples = coded_examples(frame.id)
    own = CodedSet(frame, [one.text for one in examples], [one.themes for one in examples])
    kinds = ("nhs", "bowling", "german", "clinc")
    sets = {kind: load_set(kind, path, codebooks) for path in paths for kind in kinds if kind in path.name}
    return {"own examples": own, **sets}


def main() -> None:
    """Read the arguments, fit, print."""
    parser = argparse.ArgumentParser(description="Fit the weights of the first guess")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--left-out", action="store_true")
    arguments = parser.parse_args()
    sets = load(arguments.files)
    material: dict[EngineName, Material] = {
        engine: {name: evidence_of(engine, coded) for name, coded in sets.items()} for engine in ENGINE_NAMES
    }
    if arguments.left_out:
        print(json.dumps(left_out(material), indent=1))
        return
    guesses = {engine: fit(known) for engine, known in material.items()}
    decided = {engine: decide(found) for engine, found in opinions(material, guesses).items()}
    printed = {
        engine: {
            "weights": guess.weights.tolist(),
            "constant": guess.constant,
            "decision": asdict(decided[engine]),
        }
        for engine, guess in guesses.items()
    }
    print(json.dumps(printed, indent=1))


if __name__ == "__main__":
    main()
