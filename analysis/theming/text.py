"""Prepares answers for matching: one tidy form of each text, and whether it says anything at all.

Nothing here changes what is shown: quotes always keep the person's own words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from analysis.theming.word_lists import text_speak, word_list

MAX_MATCHED_CHARACTERS = 4000
"""Longer answers are matched by their beginning; encoders and rules gain nothing from more."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_REPEATED_LETTER = re.compile(r"([^\W\d_])\1{2,}")
_REPEATED_MARK = re.compile(r"([^\w\s])\1{1,}")
_TRIPLE = re.compile(r"(.)\1\1")
_TWO_MARKS = re.compile(r"[^\w\s]{2}")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")

_LONGEST_NO_ANSWER = 7
_LONGEST_WORD = 20
_KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def tidy(text: str) -> str:
    """One line of NFKC text with runs of a letter or mark shortened ("soooo!!!" to "soo!")."""
    tidied = unicodedata.normalize("NFKC", text[: 2 * MAX_MATCHED_CHARACTERS]).replace("’", "'")
    # Looking is much cheaper than replacing, and few texts have such runs.
    if _TRIPLE.search(tidied):
        tidied = _REPEATED_LETTER.sub(r"\1\1", tidied)
    if _TWO_MARKS.search(tidied):
        tidied = _REPEATED_MARK.sub(r"\1", tidied)
    return " ".join(tidied.split())[:MAX_MATCHED_CHARACTERS]


def words(text: str) -> list[str]:
    """The words of a tidy text in lower case, apostrophes kept inside words."""
    return _WORD.findall(text.lower())


def expand_text_speak(text: str) -> str:
    """A tidy text with text-speak and dropped apostrophes written out, for matching only."""
    short_forms = text_speak()
    if short_forms.keys().isdisjoint(words(text)):
        return text
    return replace_words(text, short_forms)


def replace_words(text: str, replacements: Mapping[str, str]) -> str:
    """A text with some whole words replaced; `replacements` are looked up in lower case."""
    return _WORD.sub(lambda match: replacements.get(match.group().lower(), match.group()), text)


def is_no_answer(text: str) -> bool:
    """Whether the text answers nothing: blank, marks only, "idk", "nothing really", a run along the keys.

    Emoji alone count as no answer: they cannot be themed honestly.
    """
    return says_nothing(tidy(text))


def says_nothing(tidied: str) -> bool:
    """`is_no_answer` of a text that is tidy already."""
    if not _LETTER_OR_DIGIT.search(tidied):
        return True
    if len(tidied) > _LONGEST_NO_ANSWER * _LONGEST_WORD:
        return False
    found = words(tidied.replace("do not", "don't"))
    if len(found) == 1 and _is_keyboard_run(found[0]):
        return True
    is_short = 0 < len(found) <= _LONGEST_NO_ANSWER
    return (
        is_short
        and word_list("no_answer").issuperset(found)
        and not word_list("no_answer_signs").isdisjoint(found)
    )


def _is_keyboard_run(word: str) -> bool:
    """Whether a word is typed along one row of keys, back and forth ("asdfgh", "sdfsdf")."""
    if len(word) < 4 or len(set(word)) < 3:
        return len(word) >= 4 and len(set(word)) == 1
    has_vowel = any(letter in "aeiouy" for letter in word)
    return any(set(word) <= set(row) for row in _KEYBOARD_ROWS[1:]) and (
        not has_vowel or word.startswith("asdf")
    )
