"""Finding a view that says the same as one that waits already. It is pointed out, never held back."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

ALIKE = 88.0
"""Likeness from 0 to 100 (rapidfuzz `ratio`) from which two texts are shown as one stack."""
#: Shorter texts say the same by chance ("more buses"), so they are not compared.
SHORTEST = 25


@dataclass(frozen=True)
class Known:
    """A text seen before, as `plain_text` gives it, and the first view that said it."""

    submission_id: int
    text: str


def plain_text(text: str) -> str:
    """A text without what does not matter for likeness: case, accents, punctuation, spacing."""
    folded = "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))
    return re.sub(r"[\W_]+", " ", folded.casefold()).strip()


def most_like(text: str, known: Sequence[Known]) -> int | None:
    """The view whose words are nearly these, None when there is none."""
    wanted = plain_text(text)
    if len(wanted) < SHORTEST:
        return None
    texts = [each.text for each in known]
    found = process.extractOne(wanted, texts, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return known[found[2]].submission_id if found else None
