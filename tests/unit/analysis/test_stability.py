"""Groups that come up again are steady, groups of chance are not."""

from collections.abc import Sequence

from analysis.themes.stability import stability, steadiness_in_words


def by_first_word(texts: Sequence[str]) -> list[str | None]:
    return [text.split()[0] for text in texts]


def test_a_grouping_that_comes_up_again_is_steady() -> None:
    texts = [f"bus {n}" for n in range(40)] + [f"park {n}" for n in range(40)]
    assert stability(texts, by_first_word(texts), by_first_word) == {"bus": 1.0, "park": 1.0}


def test_a_group_that_falls_apart_is_loose() -> None:
    texts = [f"bus {n}" for n in range(60)]

    def scattered(some: Sequence[str]) -> list[str | None]:
        return [f"{place % 6}" for place in range(len(some))]

    found = stability(texts, by_first_word(texts), scattered)
    assert found["bus"] < 0.5
    assert steadiness_in_words(found["bus"]).startswith("loose")
    assert steadiness_in_words(0.6) == "fairly steady"
    assert steadiness_in_words(1.0) == "steady"


def test_nothing_and_answers_without_a_group_are_no_trouble() -> None:
    assert stability([], [], by_first_word) == {}
    assert stability(["a", "b"], [None, None], by_first_word) == {}
    assert set(stability(["a 1"], ["a"], by_first_word)) == {"a"}
