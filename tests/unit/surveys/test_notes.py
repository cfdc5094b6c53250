"""Pasted text becomes single notes, and what points at somebody is taken out of posts."""

import pytest

from surveys.records.domain import lines_of, paragraphs_of, strip_handles


@pytest.mark.parametrize(
    ("post", "kept"),
    [
        ("@dorset_kid12 more buses pls", "[…] more buses pls"),
        ("ask @a.b.c, or @Zoe!", "ask […], or […]!"),
        ("see https://t.co/x?y=1 now", "see […] now"),
        ("www.example.org/me is mine", "[…] is mine"),
        ("youtu.be/abc123 look", "[…] look"),
        ("mail kid+1@mail.example.org", "mail […]"),
        ("u/swanage_surfer said so", "[…] said so"),
        ("insta.com has it", "[…] has it"),
    ],
)
def test_handles_links_and_addresses_go(post: str, kept: str) -> None:
    stripped = strip_handles(post)
    assert stripped.text == kept
    assert strip_handles(stripped.text).taken_out == 0


@pytest.mark.parametrize(
    "post", ["#MoreBuses at 5.30", "please.be nice", "and/or 50/50", "it costs £2.50 @ the door"]
)
def test_what_points_at_nobody_stays(post: str) -> None:
    assert strip_handles(post).text == post


def test_lines_and_paragraphs_are_notes_and_empty_ones_are_not() -> None:
    assert lines_of("- More buses\n\n * Benches \n•\n") == ["More buses", "Benches"]
    assert paragraphs_of("one\nand more\r\n\r\n  two \n\n\n") == ["one\nand more", "two"]
