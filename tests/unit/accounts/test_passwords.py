"""Passwords that are easy to guess are refused, and each refusal says what to do instead."""

import pytest

from participation.accounts.passwords import WeakPassword, check_strength, is_right


@pytest.mark.parametrize(
    ("password", "advice"),
    [
        ("short one", "at least 12 characters"),
        ("aaaabbbbaaaabbbb", "more different characters"),
        ("x" * 201, "at most 200"),
        ("robin is my name", "Leave your email name out"),
        ("Password12345!", "Others try this password first"),
        ("P@ssw0rd2026!!", "Others try this password first"),
        ("qwertyuiop123", "Others try this password first"),
        ("ILoveDorset2026", "Others try this password first"),
        ("letmein-letmein", "Others try this password first"),
    ],
)
def test_what_guessers_try_is_refused_with_advice(password: str, advice: str) -> None:
    with pytest.raises(WeakPassword, match=advice):
        check_strength(password, "robin@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "otter lamp river",
        "correct pony battery",
        "Zq8!kd0_2hfP",
        "пароль из трёх слов",
        "three plain test words",
    ],
)
def test_long_and_odd_ones_are_welcome_whatever_signs_they_have(password: str) -> None:
    check_strength(password, "robin@example.org")


def test_somebody_who_chose_no_password_yet_cannot_sign_in_with_any() -> None:
    for typed in ("", "nobody has this password"):
        assert not is_right("", typed)
        assert not is_right(None, typed)
