"""Themes by group: masked as for the board, and marked only where chance hardly explains the difference."""

from xml.etree import ElementTree

from analysis.disclosure import DEFAULT_RULES
from analysis.themes.comparing import LESS, MORE, compare
from analysis.themes.drawing import SizeRow, comparison_svg, sizes_svg

THEMES = [("buses", "Buses & <trains>"), ("parks", "Parks")]
BASES = {"5 to 8": 100, "9 to 11": 100, "12 to 14": 120}
COUNTS = {
    ("buses", "5 to 8"): 10,
    ("buses", "9 to 11"): 30,
    ("buses", "12 to 14"): 80,
    ("parks", "5 to 8"): 40,
    ("parks", "9 to 11"): 41,
    ("parks", "12 to 14"): 48,
}


def test_what_stands_out_is_marked_and_what_does_not_is_not() -> None:
    found = compare(THEMES, list(BASES), COUNTS, BASES, DEFAULT_RULES)
    assert found.cells["buses", "12 to 14"].stands_out == MORE
    assert found.cells["buses", "5 to 8"].stands_out == LESS
    assert found.cells["parks", "9 to 11"].stands_out == ""
    assert found.cells["buses", "12 to 14"].share == "67%"
    assert "Buses & <trains> comes up more often in “12 to 14”" in found.summary


def test_small_counts_are_hidden_and_never_marked() -> None:
    counts = COUNTS | {("parks", "5 to 8"): 2}
    found = compare(THEMES, list(BASES), counts, BASES, DEFAULT_RULES)
    hidden = found.cells["parks", "5 to 8"]
    assert (hidden.count.value, hidden.share, hidden.stands_out) == (None, "", "")
    drawn = comparison_svg(found, "Title")
    assert ">2<" not in drawn
    assert "[c]" in drawn


def test_nobody_in_a_group_and_no_group_at_all_are_no_trouble() -> None:
    assert compare(THEMES, ["a"], {}, {}, DEFAULT_RULES).is_withheld
    assert compare([], ["a"], {}, {"a": 50}, DEFAULT_RULES).is_withheld
    alone = compare(THEMES, ["5 to 8"], COUNTS, {"5 to 8": 100}, DEFAULT_RULES)
    assert "No theme stands out" in alone.summary


def test_pictures_are_whole_documents_without_inline_style() -> None:
    found = compare(THEMES, list(BASES), COUNTS, BASES, DEFAULT_RULES)
    rows = [SizeRow("Buses & <trains>", 0.4, "128 (40%)", (0.35, 0.46)), SizeRow("Parks", None, "[c]")]
    for drawn in (
        comparison_svg(found, 'A "title"'),
        sizes_svg(rows, "Sizes", "said"),
        sizes_svg([], "None", ""),
    ):
        root = ElementTree.fromstring(drawn)
        assert root.get("role") == "img"
        assert "style=" not in drawn
