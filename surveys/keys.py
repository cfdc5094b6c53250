"""Submission keys: made when a form is shown, so that a repeat can be told from a second view."""

import re
from datetime import date

from participation.foundation import clock
from participation.foundation.codes import new_submission_key

#: The day is written first, so that a view from a phone that was long without signal says when it was begun.
DATED = re.compile(r"(\d{4}-\d{2}-\d{2})\.[\w-]+", re.ASCII)
KEY = re.compile(r"[!-~]{1,100}")


def make_key() -> str:
    """A new key: today's date and 128 random bits. It is never stored, only a keyed hash over it."""
    return f"{clock.today().isoformat()}.{new_submission_key()}"


def is_key(text: str) -> bool:
    """Whether this can be a key: 1 to 100 visible characters of ASCII."""
    return KEY.fullmatch(text) is not None


def day_made(key: str) -> date | None:
    """The day a key says it was made; None when it does not say."""
    found = DATED.fullmatch(key)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1])
    except ValueError:
        return None
