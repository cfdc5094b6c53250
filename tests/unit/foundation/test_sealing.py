"""Sealing: words go in, only the right key and place bring them out, and nothing of them shows in between."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.keys import Keys, add_sealing_key, load_keys
from participation.foundation.sealing import CannotOpen, Sealer

KEYS = Keys("session", b"r" * 32, {1: b"a" * 32, 2: b"b" * 32}, 2)
PLACE = b"row one, column words"


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(KEYS)


@given(st.text())
def test_whatever_was_typed_comes_out_as_it_was(text: str) -> None:
    encodable = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    sealer = Sealer(KEYS)
    assert sealer.open(sealer.seal(encodable, PLACE), PLACE) == encodable


def test_nothing_of_the_words_can_be_read_in_what_is_stored(sealer: Sealer) -> None:
    sealed = sealer.seal("the secret bus stop", PLACE)
    assert b"bus" not in sealed
    assert b"secret" not in sealed


def test_the_same_words_look_different_each_time(sealer: Sealer) -> None:
    assert sealer.seal("same", PLACE) != sealer.seal("same", PLACE)


def test_words_moved_to_another_place_do_not_open(sealer: Sealer) -> None:
    sealed = sealer.seal("words", PLACE)
    with pytest.raises(CannotOpen, match="cannot be opened with the keys on this machine"):
        sealer.open(sealed, b"row two")


def test_a_changed_bit_anywhere_does_not_open(sealer: Sealer) -> None:
    sealed = sealer.seal("words", PLACE)
    for position in range(len(sealed)):
        damaged = bytearray(sealed)
        damaged[position] ^= 1
        with pytest.raises(CannotOpen):
            sealer.open(bytes(damaged), PLACE)


@pytest.mark.parametrize("broken", [b"", b"\x01", b"\x01\x00\x02", b"\x01\x00\x02" + b"n" * 12, b"\x09" * 60])
def test_what_was_cut_off_does_not_open_and_fails_by_name(sealer: Sealer, broken: bytes) -> None:
    with pytest.raises(CannotOpen):
        sealer.open(broken, PLACE)


def test_an_older_key_still_opens_and_says_that_it_is_not_current(sealer: Sealer) -> None:
    older = Sealer(Keys("session", b"r" * 32, {1: b"a" * 32}, 1))
    sealed = older.seal("old words", PLACE)
    assert sealer.open(sealed, PLACE) == "old words"
    assert not sealer.is_current(sealed)
    assert sealer.is_current(sealer.seal("new words", PLACE))


def test_words_of_a_key_that_is_gone_do_not_open() -> None:
    sealed = Sealer(KEYS).seal("words", PLACE)
    with pytest.raises(CannotOpen):
        Sealer(Keys("session", b"r" * 32, {1: b"a" * 32}, 1)).open(sealed, PLACE)


def test_replacing_the_key_keeps_old_words_readable(tmp_path: Path) -> None:
    before = Sealer(load_keys(tmp_path))
    sealed = before.seal("words", PLACE)
    assert add_sealing_key(tmp_path) == 2
    keys = load_keys(tmp_path)
    after = Sealer(keys)
    assert keys.current_sealing == 2
    assert after.open(sealed, PLACE) == "words"
    assert after.key_number(after.seal("more", PLACE)) == 2
    ring = json.loads((tmp_path / "sealing.json").read_text())
    assert all(len(base64.urlsafe_b64decode(key)) == 32 for key in ring["keys"].values())
