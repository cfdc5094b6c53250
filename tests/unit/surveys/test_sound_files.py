"""Recordings are kept without what a recorder notes about place and device, and nothing else is taken for one."""

import pytest

from surveys.sound_files import M4A, MP3, NotASound, plain_sound
from tests.recorded import FRAME, PLACE, an_m4a, an_mp3, box


def test_an_mp3_loses_its_notes_and_none_of_its_sound() -> None:
    assert plain_sound(an_mp3(3)) == (FRAME * 3, MP3)


def test_notes_within_notes_go_too() -> None:
    twice = an_mp3(2)
    assert plain_sound(twice[: 10 + len(PLACE)] + twice)[0] == FRAME * 2


def test_an_m4a_keeps_its_length_so_that_the_places_in_it_stay_right() -> None:
    content = an_m4a()
    plain, kind = plain_sound(content)
    assert kind == M4A
    assert len(plain) == len(content)
    assert PLACE in content
    assert PLACE not in plain
    assert plain.index(b"mdat") == content.index(b"mdat")
    assert FRAME in plain


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"ID3\x04",
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f",
        b"RIFF\x00\x00\x00\x00WAVE",
        an_m4a(b"soun", b"vide"),
        an_m4a(b"text"),
        an_m4a()[:40],
        box(b"ftyp", b"M4A ") + (2).to_bytes(4) + b"moov",
        box(b"ftyp", b"M4A ") + (1).to_bytes(4) + b"udta" + (16).to_bytes(8),
    ],
    ids=[
        "nothing",
        "a page",
        "cut",
        "all notes",
        "another kind",
        "a film",
        "no sound",
        "cut box",
        "backwards",
        "long",
    ],
)
def test_what_phones_do_not_play_as_sound_is_refused(content: bytes) -> None:
    with pytest.raises(NotASound):
        plain_sound(content)
