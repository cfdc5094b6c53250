"""Identities and receipts: the same view gives the same words, and nothing stored leads back to them."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.codes import (
    canonical_text,
    hash_mapping,
    keyed_hash,
    new_submission_key,
    plain_receipt,
    receipt_for,
    receipt_hash,
    receipt_words,
    submission_identity,
)

KEY = b"k" * 32
IDENTITY = b"i" * 32


def test_a_receipt_is_four_plain_words_and_two_digits() -> None:
    receipt = receipt_for(KEY, IDENTITY)
    assert re.fullmatch(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+ [1-9]\d", receipt)
    assert set(receipt.split()[:4]) <= set(receipt_words())


def test_a_repeat_gives_the_same_receipt() -> None:
    assert receipt_for(KEY, IDENTITY) == receipt_for(KEY, IDENTITY)


def test_another_view_another_turn_or_another_key_gives_other_words() -> None:
    receipts = {
        receipt_for(KEY, IDENTITY),
        receipt_for(KEY, b"j" * 32),
        receipt_for(KEY, IDENTITY, turn=1),
        receipt_for(KEY, IDENTITY, turn=2),
        receipt_for(b"other" * 8, IDENTITY),
    }
    assert len(receipts) == 5


def test_receipts_do_not_collide_in_a_large_campaign() -> None:
    receipts = {receipt_for(KEY, number.to_bytes(32, "big")) for number in range(20_000)}
    assert len(receipts) == 20_000
    last = {receipt.split()[-1] for receipt in receipts}
    assert last == {str(number) for number in range(10, 100)}


@pytest.mark.parametrize(
    "typed",
    [
        "otter lamp river seven 42",
        "Otter Lamp River Seven 42",
        "  otter-lamp-river-seven-42 ",
        "OTTER,lamp.river;seven42",
        "otter\nlamp\triver seven 42",
    ],
)
def test_receipt_words_are_found_however_they_were_typed(typed: str) -> None:
    assert plain_receipt(typed) == "otter lamp river seven 42"
    assert receipt_hash(KEY, typed) == receipt_hash(KEY, "otter lamp river seven 42")


def test_what_is_stored_of_a_receipt_means_nothing_without_the_key() -> None:
    receipt = receipt_for(KEY, IDENTITY)
    assert receipt_hash(KEY, receipt) != receipt_hash(b"other" * 8, receipt)
    assert receipt.encode() not in receipt_hash(KEY, receipt)


def test_the_word_list_is_large_plain_and_has_no_two_words_alike() -> None:
    words = receipt_words()
    assert len(words) == len(set(words)) >= 900
    assert all(re.fullmatch(r"[a-z]{2,10}", word) for word in words)


def test_submission_keys_are_long_and_never_the_same() -> None:
    keys = {new_submission_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert all(len(key) >= 22 for key in keys)


answers = st.lists(st.tuples(st.text(min_size=1, max_size=5), st.text(max_size=20)), max_size=4)


@given(st.text(max_size=20), answers, st.text(max_size=20), answers)
def test_two_views_have_one_identity_only_when_they_are_the_same(
    key: str, one: list[tuple[str, str]], other_key: str, other: list[tuple[str, str]]
) -> None:
    same = (key, one) == (other_key, other)
    assert (submission_identity(KEY, key, one) == submission_identity(KEY, other_key, other)) == same


def test_where_one_answer_ends_and_the_next_begins_matters() -> None:
    assert submission_identity(KEY, "k", [("a", "bc")]) != submission_identity(KEY, "k", [("ab", "c")])
    assert submission_identity(KEY, "k", [("a", "b"), ("c", "d")]) != submission_identity(
        KEY, "k", [("a", "bcd")]
    )


@given(st.text())
def test_canonical_text_has_one_form(text: str) -> None:
    once = canonical_text(text)
    assert canonical_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\x00" not in once
    assert "\r" not in once


def test_canonical_text_keeps_what_was_meant() -> None:
    assert canonical_text("  Cafe\u0301\r\nby the sea\r ") == "Café\nby the sea"
    assert canonical_text("a\x00b") == "ab"


def test_hashes_are_kept_apart_by_purpose() -> None:
    assert keyed_hash(KEY, "limit", "x") != keyed_hash(KEY, "look-up", "x")
    assert keyed_hash(KEY, "limit", "x") == keyed_hash(KEY, "limit", "x")


def test_the_hash_of_a_mapping_depends_on_its_content_and_not_on_its_order() -> None:
    assert hash_mapping({"a": 1, "b": "é"}) == hash_mapping({"b": "é", "a": 1})
    assert hash_mapping({"a": 1}) != hash_mapping({"a": 2})
