"""Accuracy and its intervals, beside references computed elsewhere and by hand."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score, f1_score

from analysis.quality.agreement import PairCounts, agreement, kappa
from analysis.quality.intervals import Drawn, Estimate, added, effective_size, f1_of, share_of, wilson
from analysis.quality.measuring import Checked, beyond_chance, compared_groups, corrected_share, measure
from analysis.quality.sampling import OTHERS, allocation, draw, strata
from analysis.quality.wording import (
    as_content,
    corrected_in_words,
    overall_in_words,
    range_in_words,
    theme_in_words,
)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_that_of_scipy(pair: tuple[int, int]) -> None:
    found, size = pair
    reference = binomtest(found, size).proportion_ci(method="wilson")
    assert wilson(found / size, size) == pytest.approx((reference.low, reference.high), abs=1e-12)


def test_wilson_of_the_example_newcombe_gives() -> None:
    # Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3: 81 of 263 and 0 of 20.
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0 / 20, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_a_census_leaves_nothing_to_chance_and_weights_cost_size() -> None:
    assert share_of([Drawn(True), Drawn(False)]) == Estimate(0.5, 0.5, 0.5, 2)
    assert share_of([]) is None
    alike, unlike = effective_size([10.0] * 8), effective_size([1.0] * 4 + [19.0] * 4)
    assert alike == pytest.approx(8 / 0.9)
    assert unlike < alike


def test_f1_is_that_of_sklearn_and_keeps_a_width_at_one() -> None:
    truth, said = [1, 1, 1, 0, 0, 1, 0, 0], [1, 0, 1, 1, 0, 1, 0, 0]
    either = [Drawn(bool(t and s), 50.0) for t, s in zip(truth, said, strict=True) if t or s]
    found = f1_of(either)
    assert found is not None
    assert found.value == pytest.approx(f1_score(truth, said))
    perfect = f1_of([Drawn(True, 50.0)] * 5)
    assert perfect is not None
    assert perfect.low < 0.8 < perfect.high == 1
    assert f1_of([]) is None


def test_kappa_by_hand() -> None:
    # The example of the textbooks: 20 both yes, 15 both no, 5 and 10 differing: (0.7 - 0.5) / (1 - 0.5).
    found = kappa(PairCounts(20, 5, 10, 15), 50)
    assert found is not None
    assert found.value == pytest.approx(0.4)
    assert found.low < 0.4 < found.high
    assert kappa(PairCounts(0, 0, 0, 9), 9) is None
    assert kappa(PairCounts(0, 0, 0, 0), 0) is None


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=60))
def test_kappa_is_that_of_sklearn(pairs: list[tuple[bool, bool]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    counts = PairCounts(
        pairs.count((True, True)),
        pairs.count((True, False)),
        pairs.count((False, True)),
        pairs.count((False, False)),
    )
    found = kappa(counts, len(pairs))
    if len({*first, *second}) == 1:
        assert found is None
        return
    assert found is not None
    assert found.value == pytest.approx(cohen_kappa_score(first, second))
    assert -1 <= found.low <= found.value <= found.high <= 1


def test_the_interval_of_kappa_holds_the_truth_as_often_as_it_says() -> None:
    chance, true, yes, held = Random(11), 0.6, 0.3, 0
    both, none = yes * yes + yes * (1 - yes) * true, (1 - yes) ** 2 + yes * (1 - yes) * true
    for _ in range(400):
        rolls = [chance.random() for _ in range(60)]
        agreed = sum(roll < both for roll in rolls)
        neither = sum(both <= roll < both + none for roll in rolls)
        found = kappa(PairCounts(agreed, 60 - agreed - neither, 0, neither), 60)
        held += found is not None and found.low <= true <= found.high
    assert held >= 0.93 * 400


def test_agreement_over_themes_counts_answers_once() -> None:
    pairs = [(("a", "b"), ("a",)), (("b",), ("b",)), ((), ()), (("c",), ("a",))]
    found = agreement(pairs, ["a", "b", "c"])
    assert (found.answers, found.identical) == (4, 2)
    assert found.f1 is not None
    # 2 themes named by both, 2 + 1 + 2 named by either: F1 = 2*2 / (2*2 + 3).
    assert found.f1.value == pytest.approx(4 / 7)
    assert found.f1.n == 3
    assert found.themes["a"][1] is not None


def test_added_intervals_are_those_of_hand_work() -> None:
    found = added([Estimate(0.2, 0.1, 0.4, 10), Estimate(0.3, 0.0, 0.4, 20)])
    assert found.value == pytest.approx(0.5)
    assert found.low == pytest.approx(0.5 - math.hypot(0.1, 0.3))
    assert found.high == pytest.approx(0.5 + math.hypot(0.2, 0.1))


def test_the_corrected_share_by_hand() -> None:
    # 400 of 1,000 coded with the theme, right in 8 of 10 checked; of 10 checked without it 1 has it:
    # 0.4 * 0.8 + 0.6 * 0.1 = 0.38.
    told = [Checked(40.0, ("a",), (), ("a",) if n < 8 else ()) for n in range(10)]
    told += [Checked(60.0, (), (), ("a",) if n < 1 else ()) for n in range(10)]
    found = corrected_share(told, "a", 400, 1000)
    assert found is not None
    assert found.value == pytest.approx(0.38)
    assert found.low < 0.38 < found.high
    assert corrected_share(told[:10], "a", 400, 1000) is None
    assert corrected_share([], "a", 0, 0) is None


def test_checking_everything_gives_the_exact_share() -> None:
    told = [Checked(1.0, ("a",) if n % 2 else (), (), ("a",) if n % 3 else ()) for n in range(30)]
    found = corrected_share(told, "a", 15, 30)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((20 / 30,) * 3)


def test_the_interval_of_the_corrected_share_holds_the_truth_as_often_as_it_says() -> None:
    """A campaign of 3,000 whose coding is wrong in a known way, sampled again and again."""
    chance = Random(5)
    themes = ["a"] * 900 + ["b"] * 600 + ["rare"] * 60 + ["none"] * 1440
    truth = {number: theme for number, theme in enumerate(themes)}
    said = {
        n: theme if chance.random() < 0.8 else chance.choice(["a", "b", "none", "rare"])
        for n, theme in truth.items()
    }
    held = {"a": 0, "b": 0, "rare": 0}
    rounds = 150
    for seed in range(rounds):
        groups = strata(said, 120)
        drawn = draw(groups, 120, seed)
        taken = {name: sum(stratum == name for _, stratum in drawn) for name in groups}
        told = [
            Checked(
                len(groups[stratum]) / taken[stratum],
                () if said[n] == "none" else (said[n],),
                (),
                () if truth[n] == "none" else (truth[n],),
            )
            for n, stratum in drawn
        ]
        for key in held:
            found = corrected_share(told, key, sum(s == key for s in said.values()), len(said))
            true = sum(t == key for t in truth.values()) / len(truth)
            held[key] += found is not None and found.low <= true <= found.high
    assert {key: count >= 0.92 * rounds for key, count in held.items()} == dict.fromkeys(held, True), held


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 500), min_size=1), st.integers(16, 300))
def test_an_allocation_fills_the_sample_and_never_asks_for_more_than_there_are(
    sizes: dict[str, int], wanted: int
) -> None:
    given_out = allocation(sizes, wanted)
    assert sum(given_out.values()) == min(wanted, sum(sizes.values()))
    assert all(min(2, sizes[name]) <= number <= sizes[name] for name, number in given_out.items())


def test_a_list_of_two_hundred_themes_still_fits_a_sample() -> None:
    mains = {number: f"theme-{number % 200}" for number in range(1000)}
    groups = strata(mains, 100)
    assert len(groups) <= 100 // 8
    assert len(groups[OTHERS]) > 500
    assert len(draw(groups, 100, 3)) == 100
    assert draw(groups, 100, 3) == draw(groups, 100, 3) != draw(groups, 100, 4)


@pytest.mark.parametrize("mains", [{}, {7: "a"}, {1: "none", 2: "none"}])
def test_small_campaigns_are_drawn_whole(mains: dict[int, str]) -> None:
    assert sorted(number for number, _ in draw(strata(mains, 100), 100, 1)) == sorted(mains)


def test_a_group_the_engine_misreads_stands_out_and_an_even_one_does_not() -> None:
    def answers(band: str, right: int, wrong: int) -> list[Checked]:
        groups = {"Age band": band}
        return [Checked(5.0, ("a",), (), ("a",), groups)] * right + [
            Checked(5.0, ("a",), (), (), groups)
        ] * wrong

    told = (
        answers("5 to 8", 10, 20)
        + answers("9 to 11", 45, 5)
        + answers("12 to 14", 46, 4)
        + answers("15 to 17", 3, 1)
    )
    found = {each.group: each for each in compared_groups(told)}
    assert found["5 to 8"].differs
    assert found["15 to 17"].wrong is None
    even = compared_groups(answers("5 to 8", 40, 5) + answers("9 to 11", 41, 5))
    assert not any(each.differs for each in even)


def test_many_comparisons_are_corrected() -> None:
    assert beyond_chance([0.04] + [0.9] * 19) == [False] * 20
    assert beyond_chance([0.0001] + [0.9] * 19)[0]
    assert beyond_chance([]) == []


def test_what_is_printed_says_its_base_and_hides_what_a_hidden_count_would_give_away() -> None:
    told = [Checked(10.0, ("a",), (("a",), ("a",)), ("a",)) for _ in range(60)]
    told += [Checked(10.0, (), ((), ("a",)), ()) for _ in range(60)]
    content = as_content("sample", measure(told, {"a": 600, "b": 0}, 1200), 1200)
    assert theme_in_words(content, "a").startswith("F1 100% (")
    assert "60 answers checked" in theme_in_words(content, "a")
    assert theme_in_words(content, "a", is_hidden=True) == "not enough checked yet"
    assert corrected_in_words(content, "a", is_hidden=True) == ""
    assert corrected_in_words(content, "a").startswith("50% (")
    assert theme_in_words(content, "b") == "not enough checked yet"
    assert "covers coding mistakes only; not a sample of all young people" in overall_in_words(content)
    assert "120 answers" in overall_in_words(content)
    assert overall_in_words({}) == "How good the theming is here: not enough checked yet."
    assert "exact" in overall_in_words(as_content("by_hand", None, 80))
    assert range_in_words([0.5, 0.5, 0.5]) == "50%"


def test_unsettled_differences_are_counted_and_not_guessed() -> None:
    sample = [
        Checked(2.0, ("a",), (("a",), ("b",)), None),
        Checked(2.0, ("a",), (("a",),), ("a",)),
        Checked(2.0, ("a",), (), None),
    ]
    found = measure(sample, {"a": 5, "b": 0}, 6)
    assert (found.drawn, found.checked, found.unsettled) == (3, 1, 1)
