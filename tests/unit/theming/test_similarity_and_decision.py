"""Learning from coded texts: the closed forms are right, and thresholds do what they say."""

import numpy as np
import pytest

from analysis.theming.decision import Decision, fit_decision, macro_f1, micro_f1
from analysis.theming.encoders import static_encoder, unit_rows
from analysis.theming.fusion import fit_fusion, fit_logistic, log_odds, sigmoid
from analysis.theming.model import Prepared, fit_stage
from analysis.theming.prior import EVIDENCE_KINDS, Evidence
from analysis.theming.similarity import SimilarityModel
from analysis.theming.text import words

TEXTS = [
    "more buses to town in the evening",
    "the bus never comes to our village",
    "trains cost too much money",
    "swings and slides in the park",
    "a skate park with ramps",
    "somewhere to play football",
]
WORDS = [words(text) for text in TEXTS]
CODED = np.array([[1.0, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]])


def test_scores_of_coded_texts_left_out_equal_those_of_training_without_them() -> None:
    vectors = static_encoder().encode(TEXTS)
    model = SimilarityModel(vectors, WORDS)
    left_out = model.fit(CODED)

    kernel = np.exp(2.0 * (vectors @ vectors.T) - 2.0)
    overlap = (model._words @ model._words.T).toarray()
    others = [0, 1, 3, 4, 5]
    for kind, whole, ridge in ((0, kernel + 0.3 * overlap, 0.4), (1, overlap, 0.5)):
        duals = np.linalg.solve(whole[np.ix_(others, others)] + ridge * np.eye(5), CODED[others])
        assert left_out[2, :, kind] == pytest.approx(whole[2, others] @ duals, abs=1e-4)


def test_leaving_a_whole_hand_out_leaves_all_its_texts_out() -> None:
    vectors = static_encoder().encode(TEXTS)
    hands = ["a", "a", "b", "b", "c", "c"]

    left_out = SimilarityModel(vectors, WORDS).fit(CODED, hands)

    model = SimilarityModel(vectors, WORDS)
    whole = (model._words @ model._words.T).toarray()
    others = [2, 3, 4, 5]
    duals = np.linalg.solve(whole[np.ix_(others, others)] + 0.5 * np.eye(4), CODED[others])
    assert left_out[0, :, 1] == pytest.approx(whole[0, others] @ duals, abs=1e-4)


def test_new_texts_score_highest_for_the_theme_of_texts_they_resemble() -> None:
    model = SimilarityModel(static_encoder().encode(TEXTS), WORDS)
    model.fit(CODED - 0.5)
    asked = ["a later bus home to the village", "new swings"]

    features = model.features([words(text) for text in asked])
    scores = model.scores(static_encoder().encode(asked), features).sum(axis=2)

    assert scores.argmax(axis=1).tolist() == [0, 1]
    assert "bus" in model.telling_words(features, np.array([0]), np.array([0]))[0]


def test_logistic_weights_stay_at_their_start_without_evidence_and_move_with_it() -> None:
    start, firmness = np.array([1.0, 0.0]), np.array([1.0, 1.0])
    nothing = fit_logistic(np.zeros((0, 2)), np.zeros(0), start, firmness, np.zeros(0))
    signal = np.linspace(-2, 2, 200)
    features = np.stack([np.zeros(200), signal], axis=1)
    moved = fit_logistic(features, (signal > 0).astype(float), start, firmness, np.ones(200))

    assert nothing == pytest.approx(start)
    assert moved[1] > 2


def test_fusion_learns_which_evidence_to_trust() -> None:
    generator = np.random.default_rng(3)
    coded = (generator.random((300, 4)) < 0.3).astype(float)
    telling = coded + 0.3 * generator.standard_normal(coded.shape)
    noise = generator.standard_normal(coded.shape)
    evidence = np.stack([telling, noise], axis=2).astype(np.float32)

    fusion = fit_fusion(evidence, coded, np.zeros(2), np.full(2, 0.3))

    assert fusion.weights[0] > 10 * abs(fusion.weights[1])
    assert micro_f1(sigmoid(fusion.log_odds(evidence)) > 0.5, coded > 0.5) > 0.9


def test_the_likeliest_theme_is_given_even_when_unlikely_unless_none_was_learned() -> None:
    probabilities = np.array([[0.2, 0.1], [0.9, 0.6], [0.05, 0.02]])

    assert Decision(least=0.0, also=0.5).chosen(probabilities).tolist() == [[1, 0], [1, 1], [1, 0]]
    assert Decision(least=0.1, also=0.5).chosen(probabilities).tolist() == [[1, 0], [1, 1], [0, 0]]


def test_confidence_called_sure_keeps_the_promised_precision_on_coded_texts() -> None:
    generator = np.random.default_rng(5)
    probabilities = generator.random((2000, 3)) * 0.5
    chance = generator.random(2000)
    main = generator.integers(0, 3, 2000)
    probabilities[np.arange(2000), main] = 0.5 + chance / 2
    right = generator.random(2000) < chance
    coded = np.zeros((2000, 3))
    coded[np.arange(2000), np.where(right, main, (main + 1) % 3)] = 1

    decision = fit_decision(probabilities, coded, Decision())

    sure = decision.confidence(probabilities) >= decision.sure_from
    assert 0.75 <= right[sure].mean() <= 0.9
    assert 0.2 < sure.mean() < 0.9


def test_f1_counts_pairs_of_text_and_theme() -> None:
    chosen = np.array([[True, True], [False, False]])
    truth = np.array([[True, False], [False, True]])

    assert micro_f1(chosen, truth) == pytest.approx(0.5)
    assert macro_f1(chosen, truth) == pytest.approx(0.5)
    assert log_odds(np.array([0.5]))[0] == pytest.approx(0)


def test_nothing_is_called_sure_where_codings_have_nothing_to_do_with_the_texts() -> None:
    chance = np.random.default_rng(4)
    texts, themes = 60, 4
    prepared = Prepared(
        [""] * texts,
        [[] for _ in range(texts)],
        [unit_rows(chance.standard_normal((texts, 16)))],
    )
    evidence = chance.standard_normal((texts, themes, EVIDENCE_KINDS)).astype(np.float32)
    coded = np.eye(themes)[chance.integers(0, themes, texts)]

    stage = fit_stage(np.full((texts, themes), -1.0), prepared, evidence, coded, Decision())

    odds = stage.log_odds(np.full((texts, themes), -1.0), prepared, evidence)
    assert stage.decision.confidence(sigmoid(odds)).mean() < 0.5


def test_a_theme_that_leads_the_others_of_its_text_counts_for_more() -> None:
    evidence = np.zeros((40, 2, EVIDENCE_KINDS), dtype=np.float32)
    prepared = Prepared([""] * 40, [[] for _ in range(40)], [np.zeros((40, 4), dtype=np.float32)])
    # Both themes are always likely by themselves; the one ahead is the one a person gave.
    ahead = np.tile([[1.0, 0.5], [0.5, 1.0]], (20, 1))
    stage = fit_stage(ahead, prepared, evidence, (ahead == 1.0).astype(float), Decision())

    odds = stage.log_odds(np.array([[1.0, 0.5], [1.0, -2.0]]), *_first_two(prepared, evidence))
    assert odds[1, 0] > odds[0, 0]


def _first_two(prepared: Prepared, evidence: Evidence) -> tuple[Prepared, Evidence]:
    return Prepared(prepared.shadows[:2], prepared.words[:2], [prepared.vectors[0][:2]]), evidence[:2]
