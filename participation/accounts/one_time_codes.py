"""Codes of an authenticator app: time-based one-time passwords (RFC 6238), and the recovery codes beside them."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
#: RFC 4226, section 4: at least 128 bits, 160 recommended.
SECRET_BYTES = 20
#: A clock may be half a minute off, either way.
STEPS_OFF = 1
RECOVERY_CODES = 10
#: Without letters and figures that are read for each other. Twenty-eight of them are 138 bits, so that even somebody
#: with the key cannot try them all.
PLAIN_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 7, 4


def new_secret() -> str:
    """A new secret, as authenticator apps take it (base32)."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def step_at(moment: datetime) -> int:
    """The number of the half minute that a moment lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_at(secret: str, step: int, digits: int = DIGITS) -> str:
    """The code of one half minute."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def fitting_step(secret: str, typed: str, moment: datetime, last_used: int) -> int | None:
    """The half minute whose code was typed; None when it is wrong, too old, or was used before.

    Args:
        last_used: the newest step whose code was accepted; neither it nor an older one is accepted again.
    """
    code, now = "".join(typed.split()), step_at(moment)
    found = None
    for step in range(now - STEPS_OFF, now + STEPS_OFF + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()) and step > last_used:
            found = step
    return found


def setup_address(secret: str, issuer: str, account: str) -> str:
    """What the square picture says: the address by which an authenticator app takes the secret over."""
    query = urlencode(
        {"secret": secret, "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS}, quote_via=quote
    )
    return f"otpauth://totp/{quote(issuer, safe='')}:{quote(account, safe='')}?{query}"


def in_fours(secret: str) -> str:
    """A secret in groups of four, to be typed over."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def new_recovery_code() -> str:
    """A code to keep on paper, for the day the phone is gone: in groups such as `k7mq`."""
    groups = ("".join(secrets.choice(PLAIN_LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def plain_recovery_code(typed: str) -> str:
    """A recovery code as typed by a person, brought to one form."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def is_app_code(typed: str) -> bool:
    """Whether this has the shape of a code from an app, rather than of a recovery code."""
    code = "".join(typed.split())
    return code.isascii() and code.isdigit() and len(code) == DIGITS
