"""What the disclosure mask shows, and to whom."""

from __future__ import annotations

import pytest

from analysis.disclosure import (
    AudienceClass,
    MaskRules,
    TableKind,
    count_in_words,
    mask_counts,
    mask_cross_table,
    mask_total,
    may_describe_quote,
    ranks_in_words,
    table_note,
)

PUBLIC, BOARD, ANALYST = AudienceClass.PUBLIC, AudienceClass.BOARD, AudienceClass.ANALYST
#: Without rounding, exact sums give away what only a second hiding protects.
EXACT = MaskRules(rounding=1)


@pytest.mark.parametrize(
    ("count", "public", "board"),
    [
        (0, "too few to show", "0"),
        (1, "too few to show", "[c]"),
        (5, "too few to show", "[c]"),
        (6, "too few to show", "5"),
        (9, "too few to show", "10"),
        (10, "10", "10"),
        (12, "10", "10"),
        (13, "15", "15"),
        (1002, "1,000", "1,000"),
    ],
)
def test_a_total_is_hidden_rounded_or_shown_by_audience(count: int, public: str, board: str) -> None:
    assert mask_total(count, PUBLIC).text == public
    assert mask_total(count, BOARD).text == board
    assert mask_total(count, ANALYST).text == f"{count:,}"


def test_a_hidden_cell_holds_no_value_at_all() -> None:
    cell = mask_total(4, BOARD)
    assert cell.is_suppressed
    assert cell.value is None
    assert "4" not in repr(cell)


@pytest.mark.parametrize("count", [0, *range(6, 400)])
def test_the_board_is_never_shown_a_finer_figure_than_the_public(count: int) -> None:
    board, public = mask_total(count, BOARD), mask_total(count, PUBLIC)
    assert public.is_suppressed or public.value == board.value
    assert board.value is not None
    assert board.value % 5 == 0


def test_one_small_category_takes_the_next_smallest_with_it_so_that_the_total_gives_nothing_away() -> None:
    table = mask_counts({"phone": 300, "paper": 40, "kiosk": 3}, 343, BOARD, EXACT, kind=TableKind.PARTITION)
    assert [table.cells[key].text for key in ("phone", "paper", "kiosk")] == ["300", "[c]", "[c]"]
    assert not table.is_withheld


def test_overlapping_themes_need_no_second_hiding() -> None:
    table = mask_counts({"buses": 300, "parks": 40, "pride": 3}, 380, BOARD, kind=TableKind.OVERLAPPING)
    assert [cell.text for cell in table.cells.values()] == ["300", "40", "[c]"]


def test_overlapping_themes_that_add_up_to_the_base_are_treated_with_the_same_care_as_a_partition() -> None:
    table = mask_counts(
        {"buses": 300, "parks": 40, "pride": 3}, 343, BOARD, EXACT, kind=TableKind.OVERLAPPING
    )
    assert [cell.text for cell in table.cells.values()] == ["300", "[c]", "[c]"]


def test_when_hiding_one_more_is_not_enough_the_whole_table_is_withheld() -> None:
    table = mask_counts({"a": 1, "b": 6, "c": 0}, 7, BOARD, kind=TableKind.PARTITION)
    assert table.is_withheld
    assert all(cell.is_suppressed for cell in table.cells.values())


def test_a_base_too_small_to_show_hides_everything_under_it() -> None:
    table = mask_counts({"buses": 4, "parks": 0}, 4, BOARD, kind=TableKind.OVERLAPPING)
    assert table.base.text == "[c]"
    assert table.is_withheld


def test_nobody_and_everybody_are_hidden_on_a_sensitive_question() -> None:
    counts = {"feels safe": 0, "likes school": 60, "has friends": 30}
    plain = mask_counts(counts, 60, BOARD, kind=TableKind.OVERLAPPING)
    sensitive = mask_counts(counts, 60, BOARD, kind=TableKind.OVERLAPPING, is_sensitive=True)
    assert [cell.text for cell in plain.cells.values()] == ["0", "60", "30"]
    assert [cell.text for cell in sensitive.cells.values()] == ["[c]", "[c]", "30"]


def test_a_percentage_comes_from_published_figures_and_only_above_a_base() -> None:
    public = mask_counts({"buses": 143}, 402, PUBLIC, kind=TableKind.OVERLAPPING)
    assert public.percent_text("buses") == "36%"
    few = mask_counts({"buses": 12}, 25, PUBLIC, kind=TableKind.OVERLAPPING)
    assert few.percent_text("buses") == ""
    assert mask_counts({"buses": 12}, 25, BOARD, kind=TableKind.OVERLAPPING).percent_text("buses") == "40%"
    assert mask_counts({"buses": 3}, 400, BOARD, kind=TableKind.OVERLAPPING).percent_text("buses") == ""


def test_a_count_is_said_with_its_base() -> None:
    assert count_in_words(mask_total(143, PUBLIC), mask_total(402, PUBLIC)) == "about 145 of 400 responses"
    assert count_in_words(mask_total(143, BOARD), mask_total(402, BOARD)) == "about 145 of 400 responses"
    assert count_in_words(mask_total(143, ANALYST), mask_total(402, ANALYST)) == "143 of 402 responses"
    assert count_in_words(mask_total(3, PUBLIC), mask_total(402, PUBLIC)) == "too few to show"


def test_below_fifty_responses_ranks_are_given_in_words_and_hidden_ones_get_none() -> None:
    table = mask_counts(
        {"buses": 22, "parks": 12, "pride": 11, "sea": 2}, 45, PUBLIC, kind=TableKind.OVERLAPPING
    )
    assert table.uses_ranks
    assert ranks_in_words(table) == {
        "buses": "came up most often",
        "parks": "came up second most often, with others",
        "pride": "came up second most often, with others",
        "sea": "too few to show",
    }


def test_thresholds_come_from_the_settings() -> None:
    rules = MaskRules(public_minimum=20, board_minimum=20, rounding=10, public_suppressed_text="hidden")
    assert mask_total(19, PUBLIC, rules).text == "hidden"
    assert mask_total(26, PUBLIC, rules).text == "30"
    assert "nearest 10" in table_note(PUBLIC, rules)
    assert "fewer than 20" in table_note(PUBLIC, rules)
    assert "1 to 5" in table_note(BOARD)


def test_impossible_tables_and_thresholds_are_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        mask_counts({"a": -1}, 4, PUBLIC, kind=TableKind.OVERLAPPING)
    with pytest.raises(ValueError, match="more responses than its base"):
        mask_counts({"a": 5}, 4, PUBLIC, kind=TableKind.OVERLAPPING)
    with pytest.raises(ValueError, match="add up to its base"):
        mask_counts({"a": 3}, 4, PUBLIC, kind=TableKind.PARTITION)
    with pytest.raises(ValueError, match="between 1 and the public minimum"):
        MaskRules(public_minimum=4, rounding=5)


def test_a_quote_may_be_described_only_when_enough_responses_share_the_description() -> None:
    assert not may_describe_quote(9, PUBLIC)
    assert not may_describe_quote(9, BOARD)
    assert may_describe_quote(10, PUBLIC)
    assert may_describe_quote(1, ANALYST)


def test_a_two_way_table_hides_a_rectangle_round_a_small_count() -> None:
    counts = {
        ("buses", "5 to 8"): 3,
        ("buses", "9 to 12"): 40,
        ("buses", "13 to 17"): 60,
        ("parks", "5 to 8"): 50,
        ("parks", "9 to 12"): 33,
        ("parks", "13 to 17"): 20,
        ("safety", "5 to 8"): 70,
        ("safety", "9 to 12"): 80,
        ("safety", "13 to 17"): 90,
    }
    table = mask_cross_table(
        ("buses", "parks", "safety"), ("5 to 8", "9 to 12", "13 to 17"), counts, BOARD, EXACT
    )
    hidden = {cell for cell, masked in table.cells.items() if masked.is_suppressed}
    assert hidden == {("buses", "5 to 8"), ("buses", "9 to 12"), ("parks", "5 to 8"), ("parks", "9 to 12")}
    assert table.row_totals["buses"].text == "103"


def test_a_margin_that_the_one_way_table_hides_stays_hidden_with_its_whole_row() -> None:
    counts = {("a", "x"): 100, ("a", "y"): 120, ("b", "x"): 50, ("b", "y"): 60, ("c", "x"): 1, ("c", "y"): 2}
    table = mask_cross_table("abc", "xy", counts, BOARD, EXACT)
    assert table.row_totals["c"].is_suppressed
    assert table.row_totals["b"].is_suppressed
    assert all(table.cells[row, column].is_suppressed for row in "bc" for column in "xy")


def test_themes_by_age_are_masked_row_by_row_because_themes_overlap() -> None:
    counts = {
        ("buses", "5 to 8"): 3,
        ("buses", "9 to 12"): 40,
        ("buses", "13 to 17"): 60,
        ("parks", "5 to 8"): 50,
        ("parks", "9 to 12"): 33,
        ("parks", "13 to 17"): 20,
    }
    table = mask_cross_table(
        ("buses", "parks"),
        ("5 to 8", "9 to 12", "13 to 17"),
        counts,
        BOARD,
        EXACT,
        column_bases={"5 to 8": 60, "9 to 12": 61, "13 to 17": 62},
    )
    assert {cell for cell, masked in table.cells.items() if masked.is_suppressed} == {
        ("buses", "5 to 8"),
        ("buses", "9 to 12"),
    }
    assert table.total.text == "183"
    with pytest.raises(ValueError, match="more responses than its column's base"):
        mask_cross_table(("buses",), ("x",), {("buses", "x"): 7}, BOARD, column_bases={"x": 6})
