"""Charts and word clouds show masked figures only, in forms that a strict page lets through."""

from __future__ import annotations

import io
from xml.etree import ElementTree

from PIL import Image

from analysis.disclosure import AudienceClass, mask_total
from analysis.reports.charts import ChartRow, alt_text, bar_chart_png, bar_chart_svg
from analysis.reports.motif import bubbles_png
from analysis.reports.word_cloud import word_cloud_alt_text, word_cloud_png, word_counts
from tests.unit.analysis.reports_sample import sample_report

SVG = "{http://www.w3.org/2000/svg}"


def chart_rows(audience: AudienceClass) -> list[ChartRow]:
    return [ChartRow(theme.name, theme.count) for theme in sample_report(audience).ranked_themes]


def test_the_chart_is_svg_with_a_title_and_words_and_without_style_or_script() -> None:
    report = sample_report(AudienceClass.PUBLIC)
    drawn = bar_chart_svg(chart_rows(AudienceClass.PUBLIC), report.base, "Responses by theme")
    root = ElementTree.fromstring(drawn)
    assert root.findtext(f"{SVG}title") == "Responses by theme"
    assert "about 145 of 410 responses" in (root.findtext(f"{SVG}desc") or "")
    assert not any(
        "style" in element.attrib or element.tag in (f"{SVG}style", f"{SVG}script") for element in root.iter()
    )
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert {"145", "120", "too few to show", "Feeling safe"} <= set(words)


def test_a_hidden_count_has_no_bar_of_its_own_length() -> None:
    rows = [
        ChartRow("seen", mask_total(40, AudienceClass.BOARD)),
        ChartRow("hidden", mask_total(4, AudienceClass.BOARD)),
        ChartRow("hidden too", mask_total(1, AudienceClass.BOARD)),
    ]
    root = ElementTree.fromstring(bar_chart_svg(rows, mask_total(60, AudienceClass.BOARD), "Chart"))
    bars = [element for element in root.iter(f"{SVG}rect") if element.get("fill") == "#0B5F66"]
    assert len(bars) == 1
    other = [rows[0], ChartRow("hidden", mask_total(2, AudienceClass.BOARD)), rows[2]]
    assert bar_chart_png(rows, "Chart") == bar_chart_png(other, "Chart")


def test_hostile_labels_stay_text_in_the_chart() -> None:
    label = "<script>alert('x')</script> & \x00\"quoted\""
    rows = [ChartRow(label, mask_total(40, AudienceClass.BOARD))]
    root = ElementTree.fromstring(bar_chart_svg(rows, mask_total(60, AudienceClass.BOARD), label))
    assert not list(root.iter(f"{SVG}script"))
    assert Image.open(io.BytesIO(bar_chart_png(rows, label))).size[0] == 2000


def test_the_alternative_text_says_everything_the_chart_shows() -> None:
    report = sample_report(AudienceClass.BOARD)
    words = alt_text(chart_rows(AudienceClass.BOARD), report.base)
    assert all(theme.name in words for theme in report.themes)
    assert "Caring for each other: about 5 of 410 responses" in words
    assert words.endswith("Count not shown: Being proud.")


def test_a_chart_of_nothing_is_still_a_picture() -> None:
    ElementTree.fromstring(bar_chart_svg([], mask_total(0, AudienceClass.BOARD), "Nothing yet"))
    Image.open(io.BytesIO(bar_chart_png([], "Nothing yet"))).verify()
    assert bubbles_png() == bubbles_png()


def test_a_word_counts_once_a_response_and_common_words_not_at_all() -> None:
    texts = ["Buses! buses, BUSES and the park"] * 12 + ["a park and a beach"] * 9
    counted = word_counts(texts, AudienceClass.PUBLIC)
    assert [(entry.word, entry.count.text) for entry in counted] == [("park", "20"), ("buses", "10")]


def test_a_word_in_too_few_responses_never_reaches_the_cloud() -> None:
    texts = ["skatepark"] * 9 + ["library"] * 30
    counted = word_counts(texts, AudienceClass.PUBLIC)
    assert [entry.word for entry in counted] == ["library"]
    assert "skatepark" not in word_cloud_alt_text(counted)


def test_equal_published_figures_are_listed_by_the_alphabet_not_by_true_counts() -> None:
    counted = word_counts(["zebra"] * 12 + ["apple"] * 11, AudienceClass.PUBLIC)
    assert [entry.word for entry in counted] == ["apple", "zebra"]


def test_the_cloud_is_the_same_picture_each_time_and_says_so_when_empty() -> None:
    counted = word_counts(["buses parks beach"] * 30, AudienceClass.PUBLIC)
    assert word_cloud_png(counted) == word_cloud_png(counted)
    Image.open(io.BytesIO(word_cloud_png(()))).verify()
    assert word_cloud_alt_text(()) == "No word was used in enough responses to be shown."
