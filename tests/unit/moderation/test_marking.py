"""Cutting answers into highlights and words to tap: nothing is lost, added or moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.covering import CannotCover, read_covers, suggested, with_same_words
from moderation.marking import joined, pieces, stretches
from moderation.redaction import Redaction, redact

TEXT = st.text(max_size=80)
SPANS = st.lists(
    st.tuples(st.integers(-5, 90), st.integers(-5, 90), st.sampled_from(["a.b", "c.d"])), max_size=6
)


@given(TEXT, SPANS)
def test_highlights_hold_every_character_once(text: str, spans: list[tuple[int, int, str]]) -> None:
    assert "".join(each.text for each in stretches(text, spans)) == text


@given(TEXT, SPANS)
def test_words_to_tap_hold_every_character_once_and_know_their_place(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    found = pieces(text, [Redaction(start, end, "name") for start, end, _ in spans])
    assert "".join(each.text for each in found) == text
    assert all(text[each.start : each.end] == each.text for each in found)


@given(TEXT, SPANS)
def test_joined_covers_can_always_be_covered(text: str, spans: list[tuple[int, int, str]]) -> None:
    covers = joined(text, [Redaction(start, end, signal[0]) for start, end, signal in spans])
    assert isinstance(redact(text, covers), str)


def test_overlapping_reasons_are_told_apart_where_they_overlap() -> None:
    found = stretches("abcdef", [(0, 4, "x"), (2, 6, "y")])
    assert [(each.text, each.signals) for each in found] == [
        ("ab", ("x",)),
        ("cd", ("x", "y")),
        ("ef", ("y",)),
    ]


def test_punctuation_round_a_word_is_not_part_of_it_but_an_at_of_a_suggestion_is() -> None:
    found = pieces("“Hello”, ask @zed99.", [Redaction(13, 19, "username")])
    assert [each.text for each in found if each.can_cover] == ["Hello", "ask", "@zed99"]
    assert [each.label for each in found if each.can_cover] == ["", "", "username"]


def test_an_emoji_can_be_covered() -> None:
    assert [each.text for each in pieces("ok 👍🏽", []) if each.can_cover] == ["ok", "👍🏽"]


def test_neighbouring_words_of_one_kind_become_one_token_and_of_two_kinds_two() -> None:
    text = "Zed Quill Hill School"
    covers = [Redaction(0, 3, "name"), Redaction(4, 9, "name"), Redaction(10, 21, "school")]
    assert redact(text, joined(text, covers)) == "[name] [school]"


def test_the_check_suggests_only_personal_data_widened_to_whole_words() -> None:
    words = {"q1": "Zedebee's bus is bloody late", "q2": "none here"}
    spans = [["q1", 0, 7, "personal_data.name"], ["q1", 17, 23, "language.mild"]]
    assert suggested(words, spans) == {"q1": [Redaction(0, 9, "name")], "q2": []}


def test_the_same_words_are_found_in_other_answers_whatever_their_capitals_but_not_inside_words() -> None:
    words = {"q1": "ask Zed about it", "q2": "ZED said: zedding is fun. zed!"}
    covers = with_same_words(words, {"q1": [Redaction(4, 7, "name")], "q2": []})
    assert redact(words["q2"], covers["q2"]) == "[name] said: zedding is fun. [name]!"


def test_the_parts_of_a_name_are_covered_too_but_not_the_parts_of_a_school() -> None:
    words = {"q1": "Zed Quill of Hill School. Quill's bus, the school, zed"}
    covers = with_same_words(words, {"q1": [Redaction(0, 9, "name"), Redaction(13, 24, "school")]})
    assert redact(words["q1"], covers["q1"]) == "[name] of [school]. [name]'s bus, the school, [name]"


def test_a_very_short_word_is_covered_only_where_it_was_tapped() -> None:
    words = {"q1": "he said he would"}
    assert with_same_words(words, {"q1": [Redaction(0, 2, "removed")]}) == {
        "q1": [Redaction(0, 2, "removed")]
    }


def test_a_tapped_word_takes_its_own_kind_or_the_chosen_one() -> None:
    words = {"q1": "Zed at Hill School"}
    covers = read_covers(["q1:0:3", "q1:7:18:school"], "name", words)
    assert covers == {"q1": [Redaction(0, 3, "name"), Redaction(7, 18, "school")]}


@pytest.mark.parametrize(
    "value", ["", "q1", "q1:0", "q1:-1:3", "q1:٣:4", "q1:0:3:x:y", "q2:0:3", "q1:3:3", "q1:0:99"]
)
def test_what_no_page_of_ours_sends_is_refused(value: str) -> None:
    with pytest.raises(CannotCover):
        read_covers([value], "name", {"q1": "Zed at Hill School"})
