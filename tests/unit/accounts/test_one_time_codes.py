"""Codes of an authenticator app are those of RFC 6238, and each works once."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from participation.accounts import one_time_codes as codes

#: RFC 6238, appendix B: the SHA-1 vectors, whose secret is the ASCII text below.
SECRET = base64.b32encode(b"12345678901234567890").decode("ascii")
VECTORS = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
NOW = datetime(2026, 3, 2, 9, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize("seconds", VECTORS)
def test_the_codes_are_those_of_the_standard(seconds: int) -> None:
    step = codes.step_at(datetime.fromtimestamp(seconds, UTC))
    assert codes.code_at(SECRET, step, digits=8) == VECTORS[seconds]


@pytest.mark.parametrize(("off", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off_and_no_more(off: int, fits: bool) -> None:
    typed = codes.code_at(SECRET, codes.step_at(NOW + timedelta(seconds=off)))
    assert (codes.fitting_step(SECRET, typed, NOW, last_used=0) is not None) is fits


def test_a_code_that_was_used_and_any_before_it_is_not_taken_again() -> None:
    step = codes.step_at(NOW)
    assert codes.fitting_step(SECRET, codes.code_at(SECRET, step), NOW, last_used=step) is None
    assert codes.fitting_step(SECRET, codes.code_at(SECRET, step - 1), NOW, last_used=step) is None


def test_a_code_may_be_typed_with_a_space_in_the_middle() -> None:
    typed = codes.code_at(SECRET, codes.step_at(NOW))
    assert codes.fitting_step(SECRET, f"{typed[:3]} {typed[3:]}", NOW, last_used=0) is not None


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "١٢٣٤٥٦", "²²²²²²"])
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    assert codes.fitting_step(SECRET, typed, NOW, last_used=0) is None


def test_the_picture_says_what_an_app_needs_even_when_the_name_has_odd_signs() -> None:
    address = urlsplit(codes.setup_address(SECRET, "Views & Co: Dorset", "a+b@example.org"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == "/Views & Co: Dorset:a+b@example.org"
    assert parse_qs(address.query)["secret"] == [SECRET]
    assert parse_qs(address.query)["issuer"] == ["Views & Co: Dorset"]


def test_recovery_codes_differ_and_read_the_same_however_they_are_typed() -> None:
    fresh = {codes.new_recovery_code() for _ in range(200)}
    assert len(fresh) == 200
    one = fresh.pop()
    assert codes.plain_recovery_code(f" {one.upper().replace('-', ' ')} ") == one.replace("-", "")
    assert not codes.is_app_code(one)
    assert len(codes.PLAIN_LETTERS) ** len(codes.plain_recovery_code(one)) > 2**128, "too many to try"
