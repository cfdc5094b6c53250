"""Groups texts that say nearly the same, so that a stack can be read and decided together."""

import re
import unicodedata
from collections.abc import Sequence
from hashlib import blake2b

from rapidfuzz import fuzz, process

ALIKE = 88.0
"""Likeness from 0 to 100 (rapidfuzz `ratio`) from which two texts are shown as one stack."""
SHORTEST = 12
"""Texts with fewer characters are stacked only when their keys are equal ("more buses", "more bins")."""


def plain_text(text: str) -> str:
    """A text without what does not matter for likeness: case, accents, punctuation, spacing."""
    folded = "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))
    return re.sub(r"[\W_]+", " ", folded.casefold()).strip()


def similarity_key(text: str) -> str:
    """A short key that is equal for texts equal but for case, punctuation and spacing.

    It is a digest, so that it can be kept beside sealed answers; the caller keys it if that matters.
    """
    return blake2b(plain_text(text).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def group_near_duplicates(texts: Sequence[str], alike: float = ALIKE) -> list[list[int]]:
    """Indices of texts that stack together, each group in order, first text first; singles left out.

    A text joins the group of the earliest text it is like, so chains do not drift.
    """
    plain = [plain_text(text) for text in texts]
    leaders: list[int] = []
    leader_texts: list[str] = []
    by_text: dict[str, int] = {}
    groups: dict[int, list[int]] = {}
    for index, content in enumerate(plain):
        leader = by_text.get(content)
        if leader is None and len(content) >= SHORTEST:
            leader = _nearest(content, leader_texts, leaders, alike)
        if leader is None:
            leader = index
            if len(content) >= SHORTEST:
                leaders.append(index)
                leader_texts.append(content)
        if content:
            by_text.setdefault(content, leader)
        groups.setdefault(leader, []).append(index)
    return [members for members in groups.values() if len(members) > 1]


def _nearest(content: str, leader_texts: list[str], leaders: list[int], alike: float) -> int | None:
    found = process.extractOne(content, leader_texts, scorer=fuzz.ratio, score_cutoff=alike)
    return leaders[found[2]] if found else None
