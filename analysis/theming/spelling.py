"""Puts likely misspellings right in a shadow copy of each text, used for matching and never shown."""

from __future__ import annotations

import functools
import gc
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from analysis.theming.coded_examples import coded_examples
from analysis.theming.text import expand_text_speak, tidy, words
from analysis.theming.word_lists import word_list

if TYPE_CHECKING:
    from symspellpy import SymSpell

_COMMON_WORDS = 30_000
"""Misspellings are put right to the dictionary's commonest words; all its words count as known."""

_SHORTEST_CORRECTED = 3
_SHORTEST_WITH_TWO_FAULTS = 5
_LEAST_KNOWN_SHARE = 0.5
"""A text of which fewer words are known is probably not English, and is left alone."""

_MOST_REMEMBERED = 200_000

_USUAL_FRAME = "i-live-in-dorset"

_COMMON_AS = 5_000_000
"""How often the words of `word_lists/local.txt` (places, brands, slang) count as met, so that they win."""


class Spelled(NamedTuple):
    """A shadow text, its words, and the share of the words typed that are known English ones."""

    shadow: str
    words: list[str]
    known_share: float


def as_typed(tidied: str) -> Spelled:
    """A text in another language: English spelling has nothing to put right in it."""
    return Spelled(tidied, words(tidied), 0.0)


class Speller:
    """Corrects words one at a time and remembers each, so that 10,000 answers cost a second or two."""

    def __init__(self, extra_words: Iterable[str] = ()) -> None:
        self._known, self._index = _dictionary()
        self._extra = frozenset(extra_words)
        self._remembered: dict[str, str] = {}

    def shadow(self, text: str) -> str:
        """The tidy text with text-speak written out and likely misspellings put right."""
        return self.read(tidy(text)).shadow

    def read(self, tidied: str) -> Spelled:
        """The shadow of a text that is tidy already, with its words."""
        expanded = expand_text_speak(tidied)
        found = words(expanded)
        unknown = [word for word in found if not self._is_known(word)]
        known_share = 1 - len(unknown) / len(found) if found else 1.0
        if not unknown or len(unknown) > (1 - _LEAST_KNOWN_SHARE) * len(found) + 1:
            return Spelled(expanded, found, known_share)
        corrected = expanded
        for word in dict.fromkeys(unknown):
            corrected = _replace_word(corrected, word, self._correct(word))
        return Spelled(corrected, words(corrected) if corrected is not expanded else found, known_share)

    def shadows(self, texts: Sequence[str]) -> list[str]:
        """`shadow` of each text."""
        return [self.shadow(text) for text in texts]

    def _is_known(self, word: str) -> bool:
        return word in self._known or word in self._extra or "'" in word

    def _correct(self, word: str) -> str:
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.clear()
        if word not in self._remembered:
            self._remembered[word] = self._look_up(word)
        return self._remembered[word]

    def _look_up(self, word: str) -> str:
        from symspellpy import Verbosity

        if len(word) < _SHORTEST_CORRECTED or not (word.isascii() and word.isalpha()):
            return word
        faults = 2 if len(word) >= _SHORTEST_WITH_TWO_FAULTS else 1
        suggestions = self._index.lookup(word, Verbosity.TOP, max_edit_distance=faults)
        return suggestions[0].term if suggestions else word


def _replace_word(text: str, word: str, correction: str) -> str:
    if correction == word:
        return text
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", correction, text, flags=re.IGNORECASE)


def _expect_what_people_write_here(index: SymSpell) -> None:
    """Of corrections equally near, take the word that answers to such questions use: "pak" is a park, not a pack.

    Every word counts half as often as English has it and half as often as the shipped coded examples do. Tried on
    examples kept apart, with one letter in ten wrong: words restored .80 before, .83 with this and shorter words.
    """
    written = Counter(
        word
        for example in coded_examples(_USUAL_FRAME)
        for word in words(expand_text_speak(tidy(example.text)))
    )
    english = sum(index.words.values())
    share = english / max(1, written.total())
    for word, count in written.items():
        if word in index.words:
            index.create_dictionary_entry(word, round(count * share))


@functools.cache
def _dictionary() -> tuple[frozenset[str], SymSpell]:
    """Every known word, and the index of common words that corrections come from."""
    from symspellpy import SymSpell

    listing = (
        files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    )
    counted = [line.split(" ") for line in listing.splitlines()]
    index = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    # Hundreds of thousands of small objects are made here; collecting in between doubles the time.
    gc_was_on = gc.isenabled()
    gc.disable()
    try:
        for word, count in itertools.islice(counted, _COMMON_WORDS):
            index.create_dictionary_entry(word, int(count))
        for word in word_list("local"):
            index.create_dictionary_entry(word, _COMMON_AS)
        _expect_what_people_write_here(index)
    finally:
        if gc_was_on:
            gc.enable()
    return frozenset(word for word, _ in counted).union(word_list("local")), index
