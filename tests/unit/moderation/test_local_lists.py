"""The council's own schools and streets are found as personal data, and nothing else because of them."""

from pathlib import Path

import pytest

from moderation.screening import screen
from moderation.screening.local_lists import NO_LISTS, LocalLists, read_local_lists

LISTS = LocalLists(
    schools=(
        "St. Osmund's C of E Middle School",
        "Swanage School",
        "Thurlmere Academy",
        "Meadow Primary School",
    ),
    streets=("The Ropewalk", "Southover"),
)


def found(text: str, lists: LocalLists = LISTS) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.signal) for span in screen(text, lists).spans]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("im at thurlmere and its ok", "thurlmere"),
        ("i go to st osmunds", "st osmunds"),
        ("St Osmund's Middle School needs trees", "St Osmund's Middle School"),
        ("everyone who goes to swanage gets the bus", "swanage"),
        ("lunch at meadow primary is cold", "meadow primary"),
    ],
)
def test_a_listed_school_is_found_as_children_write_it(text: str, words: str) -> None:
    assert (words, "personal_data.school") in found(text)


@pytest.mark.parametrize(
    "text", ["the beach at swanage", "the meadow is pretty in may", "more buses to swanage"]
)
def test_a_school_named_like_a_place_or_a_thing_counts_only_where_a_school_is_expected(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"), [("we are 12 the ropewalk", "12 the ropewalk"), ("i live in southover", "southover")]
)
def test_a_listed_street_is_found_where_somebody_lives_in_it(text: str, words: str) -> None:
    assert (words, "personal_data.address") in found(text)
    assert (words, "personal_data.address") not in found(text, NO_LISTS)


def test_a_street_by_itself_is_a_place_that_views_are_about() -> None:
    assert found("the lamp in southover is broken") == []


def test_lists_are_read_again_when_the_file_changes(tmp_path: Path) -> None:
    assert read_local_lists(tmp_path) == NO_LISTS
    schools = tmp_path / "schools.txt"
    schools.write_text("# ours\nThurlmere Academy\n\nThurlmere Academy\n...\n", "utf-8")
    assert read_local_lists(tmp_path) == LocalLists(schools=("Thurlmere Academy",))
    schools.write_text("Thurlmere Academy # the new one\nKestrel Down School\n", "utf-8")
    assert read_local_lists(tmp_path).schools == ("Thurlmere Academy", "Kestrel Down School")


def test_a_file_that_is_no_text_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "schools.txt").write_bytes(b"\xff\xfe\x00(((((\n[a-z]*+?\n" + b"x" * 5000)
    (tmp_path / "streets.txt").mkdir()
    lists = read_local_lists(tmp_path)
    assert screen("i go to school in the park", lists).lane == "normal"
