"""An estimate of the age at which a text can be read, for staff who write for children.

It is the Flesch–Kincaid grade (Kincaid, Fishburne, Rogers and Chissom, 1975, Research Branch Report
8-75, Naval Technical Training): 0.39 × words per sentence + 11.8 × syllables per word − 15.59, a United
States school grade. A grade plus five is taken as an age. Syllables are counted by rule, so
single words can be one out. A formula warns; only young readers can say whether a text is clear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

GRADE_TO_AGE = 5.0
TARGET_AGE = 9.0

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])(?=\s)|(?<=[.!?…][\"'”’)\]])(?=\s)|\n")
_SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"'”’)\]]|$)|\n\s*\n|\n(?=\s*[-•*])|:\s*\n")
_VOWELS = re.compile(r"[aeiouyàâäáéèêëíîïóôöúûü]+")
_SILENT_END = re.compile(r"(?:[^laeiouy]e|[^dtaeiouy]ed|[^sxzcgaeiouyh]es|[aeiouy]les?)$")
_TWO_SOUNDS = re.compile(
    r"(?:[^tscgx]ia|[^n]io(?!n|u)|rious|eo(?!ple)|[^q]ua[lt]|uou|iet|scie|[^q]uie|creat|[be]eing|[dr]ea$"
    r"|ying|yone|ism$)"
)
_ONE_SOUND_LESS = re.compile(r"^(?:every|(?:some|home|where|there|fire|safe|life)[b-df-hj-np-tv-z]\w{2})")


@dataclass(frozen=True)
class ReadingAge:
    """A text's estimated reading age in years, and the two figures behind it."""

    age: float
    words_per_sentence: float
    syllables_per_word: float

    @property
    def is_within_target(self) -> bool:
        """Say whether a nine-year-old should be able to read the text."""
        return self.age <= TARGET_AGE + 0.999

    @property
    def advice(self) -> str:
        """Tell the writer, in a sentence, what would bring the age down; "" when it is low enough."""
        if self.is_within_target:
            return ""
        if self.words_per_sentence > 12:
            return f"Sentences have {self.words_per_sentence:.0f} words on average. Try for 12 or fewer."
        return "Many words are long. Try shorter, everyday words."


def reading_age(text: str) -> ReadingAge | None:
    """Estimate a text's reading age; None when it has no words. Ages below five are given as five."""
    words = _WORD.findall(text)
    if not words:
        return None
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE_END.split(text))
    words_per_sentence = len(words) / max(1, sentences)
    syllables_per_word = sum(map(syllables, words)) / len(words)
    grade = 0.39 * words_per_sentence + 11.8 * syllables_per_word - 15.59
    return ReadingAge(round(max(5.0, grade + GRADE_TO_AGE), 1), words_per_sentence, syllables_per_word)


def sentences(text: str) -> list[str]:
    """The sentences of a text as written, for showing one idea on a line; a line break ends one too."""
    return [part for each in _BETWEEN_SENTENCES.split(text) if (part := each.strip())]


def longest_sentence(text: str) -> int:
    """How many words the longest sentence of a text has."""
    return max((len(_WORD.findall(each)) for each in sentences(text)), default=0)


def syllables(word: str) -> int:
    """Count the syllables of an English word by rule; a number counts as one word of one syllable."""
    lowered = word.lower().replace("’", "'").split("'")[0]
    groups = len(_VOWELS.findall(lowered))
    if not groups:
        return 1
    silent = 1 if len(lowered) > 2 and _SILENT_END.search(lowered) else 0
    merged = 1 if _ONE_SOUND_LESS.search(lowered) else 0
    return max(1, groups - silent - merged + len(_TWO_SOUNDS.findall(lowered)))
