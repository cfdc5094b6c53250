"""The row that names the columns is found below titles and merged groups, and told when it cannot be."""

import pytest

from surveys.headings import Headings, find_headings

Rows = list[tuple[str, ...]]
COMMENTS: Rows = [("comment", "age"), ("More buses", "12 to 14")]


def found(rows: Rows, known: tuple[str, ...] = (), row: int = 0) -> Headings | None:
    return find_headings(list(enumerate(rows, 1)), known, row)


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ([], 1),
        ([("Bus survey 2026",)], 2),
        ([("Bus survey 2026",), ("Exported 3 March by the youth service",)], 3),
    ],
)
def test_titles_above_the_names_are_passed_over(above: Rows, row: int) -> None:
    headings = found([*above, *COMMENTS])
    assert headings is not None
    assert (headings.row, headings.names) == (row, ("comment", "age"))


def test_merged_groups_tell_columns_of_the_same_name_apart() -> None:
    headings = found(
        [
            ("Number", "Bus", "", "Train", ""),
            ("", "How often", "Why", "How often", "Why"),
            ("1", "Daily", "School", "Never", ""),
        ]
    )
    assert headings is not None
    assert headings.names == ("Number", "Bus – How often", "Bus – Why", "Train – How often", "Train – Why")


def test_a_group_above_names_that_differ_leaves_them_as_they_are() -> None:
    headings = found(
        [("", "About you", "", "Views"), ("Id", "Age", "Place", "Comment"), ("1", "9", "Poole", "x")]
    )
    assert headings is not None
    assert (headings.row, headings.names) == (2, ("Id", "Age", "Place", "Comment"))


def test_a_row_of_data_is_not_taken_for_names_because_it_has_a_number_or_a_long_text() -> None:
    for last in ("7", "long " * 40):
        headings = found([("comment", "age"), ("More buses", "9 to 11", last)])
        assert headings is not None
        assert headings.row == 1


def test_a_known_name_settles_which_row_it_is() -> None:
    headings = found([("text",), ("More", "buses")], known=("text",))
    assert headings is not None
    assert headings.names == ("text",)


def test_a_person_may_say_which_row_it_is_and_is_told_when_it_has_no_names() -> None:
    headings = found([("x", "y"), ("", ""), *COMMENTS], row=3)
    assert headings is not None
    assert headings.names == ("comment", "age")
    assert found(COMMENTS, row=9) is None
    assert found([]) is None


def test_two_columns_of_one_name_are_named() -> None:
    headings = found([("age", "age")])
    assert headings is not None
    assert headings.repeated == "age"
