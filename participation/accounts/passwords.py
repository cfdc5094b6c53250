"""Passwords of staff: argon2id, and refusal of weak ones with advice."""

from functools import lru_cache
from importlib.resources import files
from string import digits, punctuation

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from participation.foundation.errors import DomainError

SHORTEST = 12
LONGEST = 200
#: What is hung onto a word to make it look stronger.
AROUND = digits + punctuation + " "
#: Figures and signs that stand in for letters in the passwords that guessers try.
DISGUISES = str.maketrans("013457@$!", "oleastasi")
#: Words that long but well-known passwords are made of, as they are left by `_core`, and the words of this place.
WELL_KNOWN = frozenset(
    files("participation.accounts").joinpath("well_known_passwords.txt").read_text(encoding="ascii").split()
)


class WeakPassword(DomainError):
    """A password that is too easy to guess."""

    title = "Choose a stronger password"


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's second argon2id choice


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")


def hash_password(password: str) -> str:
    """The hash to store."""
    return _hasher().hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password fits. Takes as long for an unknown person as for a known one."""
    try:
        fits = _hasher().verify(password_hash or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(fits) and bool(password_hash)


def check_strength(password: str, email: str) -> None:
    """Refuse a password that is short, long, all one letter, or made from the address.

    Raises:
        WeakPassword: saying what to do instead.
    """
    if len(password) < SHORTEST:
        raise WeakPassword(
            f"Use at least {SHORTEST} characters. Three words that do not belong together work well."
        )
    if len(password) > LONGEST:
        raise WeakPassword(f"Use at most {LONGEST} characters.")
    if len(set(password)) < 5:
        raise WeakPassword("Use more different characters.")
    if email.split("@")[0].lower() in password.lower():
        raise WeakPassword("Leave your email name out of your password.")
    if _core(password) in WELL_KNOWN:
        raise WeakPassword("Others try this password first. Choose three words that do not belong together.")


def _core(password: str) -> str:
    """What is left when the decoration that guessers try first is taken off: capitals, figures, a repeat."""
    plain = password.lower().strip(AROUND).translate(DISGUISES)
    letters = "".join(letter for letter in plain if letter.isalpha())
    half = letters[: len(letters) // 2]
    return half if half and half * 2 == letters else letters
