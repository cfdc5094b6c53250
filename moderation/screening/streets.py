"""Finds streets of the council's list where somebody lives in them; a street by itself is only a place.

"12 Ropewalk" and "I live in Southover" say where a home is; "the lamp in Southover is broken" does not.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from moderation.screening.contact_patterns import LIVE_AT
from moderation.screening.folding import FoldedText
from moderation.screening.places import PhraseFinder

_NUMBER_BEFORE = re.compile(
    r"(?<![\d\u00a3$.,:/])(?:(?:flat|apartment|apt|unit|number|no\.?) ?)?\d{1,4}[a-z]?,? (?:the )?$"
)
_HOME_BEFORE = re.compile(rf"(?:{LIVE_AT.pattern}|(?:my|our) (?:road|street|lane|close) is )(?:the )?$")
BEFORE = 40
"""How many characters before a street may say that somebody lives there."""


@lru_cache(maxsize=4)
def _finder(streets: tuple[str, ...]) -> PhraseFinder:
    return PhraseFinder(streets, "")


def find_streets(folded: FoldedText, streets: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Spans of homes in listed streets in the folded text, with the number when there is one."""
    if not streets:
        return
    for start, end in _finder(streets).find(folded.text):
        before = folded.text[max(0, start - BEFORE) : start]
        number = _NUMBER_BEFORE.search(before)
        if number:
            yield start - len(before) + number.start(), end
        elif _HOME_BEFORE.search(before):
            yield start, end
