"""Rules of a group session: its code, how long it lasts, and what its host may know. Pure rules."""

import secrets
import unicodedata
from datetime import datetime, time, timedelta

from participation.foundation import clock

#: No two of these look alike on a whiteboard, and without vowels no word comes up by chance.
LETTERS = "CDFGHJKMNPRTWXY3479"
CODE_LENGTH = 6
HOURS = (1, 2, 3, 6)
USUAL_HOURS = 3
LONGEST_LABEL = 120


def new_code() -> str:
    """A code for one session, one of 47 million."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def plain_code(typed: str) -> str:
    """A code as it is stored, however it was typed or pasted: capitals, without blanks, dots or dashes."""
    folded = unicodedata.normalize("NFKC", typed[:100]).upper()
    return "".join(letter for letter in folded if letter.isascii() and letter.isalnum())


def is_code(text: str) -> bool:
    """Whether a plain code can be one at all."""
    return len(text) == CODE_LENGTH and set(text) <= set(LETTERS)


def spoken_code(code: str) -> str:
    """A code as it is shown and read out: in two halves."""
    half = CODE_LENGTH // 2
    return f"{code[:half]} {code[half:]}"


def end_of_session(opened_at: datetime, hours: int) -> datetime:
    """When a session ends by itself: after so many hours, and never later than the day it was opened on."""
    day = clock.in_london(opened_at).date() + timedelta(days=1)
    midnight = datetime.combine(day, time(), clock.LONDON)
    return min(opened_at + timedelta(hours=hours), midnight).astimezone(opened_at.tzinfo)


def rounded_count(count: int, minimum: int, step: int) -> int | None:
    """A number of views as its host may know it, by the rule of public counts.

    Args:
        minimum: the smallest number shown.
        step: what it is rounded to.

    Returns:
        The nearest step, None when there are too few to say.
    """
    return None if count < minimum else (count + step // 2) // step * step
