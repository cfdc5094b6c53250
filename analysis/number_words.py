"""Numbers in words, read as figures: "a hundred and forty-five" is 145, "two thirds" is a share. Pure."""

from __future__ import annotations

import re
from fractions import Fraction

_UNITS = {
    **{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15},
    **{"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19},
}
_TENS = {
    **{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60},
    **{"seventy": 70, "eighty": 80, "ninety": 90},
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_DOZENS = {"dozen": 12, "score": 20}
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fifth": 5,
    "fifths": 5,
    "sixth": 6,
    "sixths": 6,
    "tenth": 10,
    "tenths": 10,
}
_WORD = "|".join([*_UNITS, *_TENS, *_SCALES, *_DOZENS])
#: "one hundred and forty-five", "a hundred", "two dozen": words of numbers with "and" and hyphens between.
NUMBER = re.compile(
    rf"\b(?:an?\s+(?={'|'.join([*_SCALES, *_DOZENS])}))?(?:{_WORD})(?:(?:[\s-]+(?:and\s+)?)(?:{_WORD}))*\b",
    re.I,
)
#: "two thirds", "a quarter", "three in four" is left to whoever reads ratios.
SHARE = re.compile(
    r"\b(an?|one|two|three|four|five|six|seven|eight|nine)[\s-]+(thirds?|quarters?|fifths?|sixths?|tenths?)\b",
    re.I,
)


def read_number(words: str) -> int:
    """The figure that number words say.

    Raises:
        KeyError: when a word is none of a number.
    """
    whole, part = 0, 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in ("and", ""):
            continue
        if word in ("a", "an"):
            part = 1
        elif word == "hundred":
            part = max(part, 1) * _SCALES[word]
        elif word in _SCALES:
            whole, part = whole + max(part, 1) * _SCALES[word], 0
        elif word in _DOZENS:
            part = max(part, 1) * _DOZENS[word]
        else:
            part += _UNITS[word] if word in _UNITS else _TENS[word]
    return whole + part


def read_share(count: str, part: str) -> Fraction:
    """The share that words such as "two thirds" say."""
    times = 1 if count.lower() in ("a", "an") else _UNITS[count.lower()]
    return Fraction(times, _PARTS[part.lower()])
