"""Which language an answer is in, so that nothing is claimed about words the engine cannot read.

Screening tells languages apart by script and everyday words; theming asks it only about answers in which many
words are not English ones, which spares time on half a million answers and keeps misspelt English English.
"""

from __future__ import annotations

from moderation.screening.folding import fold
from moderation.screening.reading import ENGLISH, UNKNOWN, has_words, read_language

_CLEARLY_ENGLISH = 0.75
"""An answer is not looked at further when this share of its words are English ones."""


def answer_language(tidied: str, known_share: float) -> str:
    """The ISO 639-1 code of an answer's language; `und` when it is none that is known here.

    `known_share`: the share of its words that are English ones. Answers too short to tell count as English.
    """
    if known_share >= _CLEARLY_ENGLISH:
        return ENGLISH
    folded = fold(tidied)
    language = read_language(folded)
    if language == UNKNOWN and not has_words(folded):
        return ENGLISH
    return language
