"""Groups of like answers, and answers that stand for many."""

import pytest

from analysis.theming.discovery import discover
from analysis.theming.quotes import choose_quotes

BUSES = [f"the bus to {place} should run later in the evening" for place in
         ("town", "school", "the beach", "Weymouth", "the village", "my college")]  # fmt: skip
PARKS = [f"the playground needs {thing} and swings for little kids" for thing in
         ("slides", "climbing frames", "a zip wire", "trampolines", "shade", "benches")]  # fmt: skip


def test_answers_about_two_things_fall_into_two_groups_named_by_their_words() -> None:
    found = discover([*BUSES, *PARKS, "idk"], count=2)

    assert sorted(theme.size for theme in found.themes) == [6, 6]
    assert len({found.assignments[row] for row in range(6)}) == 1
    assert found.assignments[0] != found.assignments[6]
    assert found.assignments[12] is None
    by_id = {theme.id: theme for theme in found.themes}
    assert "bus" in " ".join(by_id[found.assignments[0] or ""].words)
    assert all(found.assignments[row] == theme.id for theme in found.themes for row in theme.quotes)


def test_discovery_is_repeatable_and_keeps_equal_answers_together() -> None:
    texts = [*BUSES, *PARKS] * 3

    first, second = discover(texts), discover(texts)

    assert first == second
    assert all(first.assignments[row] == first.assignments[row + 12] for row in range(12))
    assert sum(theme.size for theme in first.themes) == 36


@pytest.mark.parametrize(
    "texts", [[], ["idk"], ["more buses"], ["same thing"] * 9, ["a b", "的公园", "🙂 ok then"]]
)
def test_odd_input_gives_a_clear_result(texts: list[str]) -> None:
    found = discover(texts)

    assert len(found.assignments) == len(texts)
    assert sum(theme.size for theme in found.themes) == sum(row is not None for row in found.assignments)


def test_more_groups_than_answers_are_never_made() -> None:
    assert len(discover(BUSES[:3], count=10).themes) <= 3


def test_a_number_of_groups_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        discover(BUSES, count=0)


def test_plain_data_for_json_follows_the_contract() -> None:
    plain = discover([*BUSES, *PARKS], count=2).as_json()

    assert set(plain) == {"themes", "assignments"}
    assert set(plain["themes"][0]) == {"id", "label", "words", "quotes", "size"}


def test_quotes_start_with_the_most_central_answer_and_end_with_a_contrasting_one() -> None:
    different = "honestly the buses are fine, spend the money on something else"
    texts = ["idk", *BUSES, different, BUSES[0].upper()]

    chosen = choose_quotes(texts, 3)

    assert 0 not in chosen
    assert len(set(chosen)) == len(chosen) == 3
    assert chosen[-1] == texts.index(different)


def test_quotes_are_of_quotable_length_where_possible() -> None:
    texts = ["bus", "bus " * 200, "the bus should come more often than it does"]

    assert choose_quotes(texts, 2) == [2]
    assert choose_quotes(["bus"], 2) == [0]
    assert choose_quotes(["idk", ""], 2) == []
    assert choose_quotes(texts, 0) == []
