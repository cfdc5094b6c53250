"""What ships trained is fresh, small, and can be made again."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.theming import trained
from analysis.theming.code_frame import built_in
from analysis.theming.coded_examples import coded_examples, split_themes
from analysis.theming.encoders import ENGINE_NAMES, EngineName, engine_encoders, quick_encoders
from analysis.theming.model import Prepared, prepare
from analysis.theming.spelling import Speller
from analysis.theming.trained import ShippedExamples, first_opinion, quantised, restored, shipped_examples
from analysis.theming.training import train

FOLDER = Path(trained.__file__).parent / "weights"


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_shipped_weights_belong_to_the_shipped_examples(name: EngineName) -> None:
    shipped = shipped_examples(name, engine_encoders(name), quick_encoders(name))

    assert shipped.learned is not None, "run `python -m analysis.theming.training` and commit what it writes"


def _few(whole: ShippedExamples) -> ShippedExamples:
    every = whole.prepared
    prepared = Prepared(every.shadows[::8], every.words[::8], [rows[::8] for rows in every.vectors])
    return replace(whole, examples=whole.examples[::8], prepared=prepared, learned=None)


def test_learning_twice_gives_the_same_bytes_and_stored_weights_work_like_fresh_ones(tmp_path: Path) -> None:
    encoders = engine_encoders("core")
    shipped = _few(shipped_examples("core", encoders))
    paths = [train(shipped, "core", encoders, folder=tmp_path / folder) for folder in ("first", "second")]

    assert paths[0].read_bytes() == paths[1].read_bytes()

    opinion = first_opinion("core", encoders, shipped.frame, Speller())
    with np.load(paths[0]) as arrays:
        stored = replace(shipped, learned=dict(arrays)).level_for(shipped.frame, opinion)
    fresh = shipped.level_for(shipped.frame, opinion)
    assert stored is not None
    assert fresh is not None
    asked = prepare(["more buses please", "litter in the sea", "be kind"], encoders, Speller())
    evidence = opinion.evidence(asked)
    base = opinion.log_odds(asked, evidence)
    assert stored.stage.log_odds(base, asked, evidence) == pytest.approx(
        fresh.stage.log_odds(base, asked, evidence), abs=0.02
    )


def test_trained_files_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 6_000_000


def test_every_shipped_example_is_coded_with_themes_of_the_frame() -> None:
    known = set(built_in("i-live-in-dorset").theme_ids)

    for example in coded_examples("i-live-in-dorset"):
        assert set(example.themes) <= known, example.text


def test_other_frames_have_no_shipped_examples() -> None:
    assert coded_examples("pets") == ()


def test_quantised_vectors_keep_their_direction() -> None:
    rows = np.random.default_rng(1).standard_normal((20, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)

    assert (restored(quantised(rows)) * rows).sum(axis=1).min() > 0.999


def test_a_themes_cell_is_split_in_order_and_none_means_no_theme() -> None:
    assert split_themes(" b ; a;b;") == ("b", "a")
    assert split_themes("none") == ()
