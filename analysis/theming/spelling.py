"""Puts likely misspellings right in a shadow copy of each text, used for matching and never shown.

Of the words that a misspelling is nearest to, the one is taken that fits best between its neighbours.
"""

from __future__ import annotations

import functools
import gc
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from analysis.theming.coded_examples import coded_examples
from analysis.theming.text import expand_text_speak, replace_words, tidy, words
from analysis.theming.word_lists import word_list
from analysis.theming.word_pairs import BEGINNING, END, WordPairs

if TYPE_CHECKING:
    from symspellpy import SymSpell
    from symspellpy.editdistance import EditDistance

_COMMON_WORDS = 30_000
"""Misspellings are put right to the dictionary's commonest words; all its words count as known."""

_SHORTEST_CORRECTED = 2
_SHORTEST_WITH_TWO_FAULTS = 4
_LEAST_KNOWN_SHARE = 0.5
"""A text of which fewer words are known is probably not English, and is left alone."""

_MOST_WEIGHED = 25
"""Words equally near that are tried between the neighbours, the commonest first."""

_MOST_REMEMBERED = 100_000

_USUAL_FRAME = "i-live-in-dorset"

_COMMON_AS = 5_000_000
"""How often the words of `word_lists/local.txt` (places, brands, slang) count as met, so that they win.

Those of `word_lists/short_words.txt` (GP, PE, TV, NHS …) are known too, but nothing is put right to them.
"""


class Spelled(NamedTuple):
    """A shadow text, its words, and the share of the words typed that are known English ones."""

    shadow: str
    words: list[str]
    known_share: float


def as_typed(tidied: str) -> Spelled:
    """A text in another language: English spelling has nothing to put right in it."""
    return Spelled(tidied, words(tidied), 0.0)


class Speller:
    """Corrects word by word and remembers what each may mean, so that 10,000 answers cost a second or two."""

    def __init__(self, extra_words: Iterable[str] = ()) -> None:
        self._known, self._index, self._pairs = _dictionary()
        self._extra = frozenset(extra_words)
        self._remembered: dict[str, tuple[str, ...]] = {}

    def shadow(self, text: str) -> str:
        """The tidy text with text-speak written out and likely misspellings put right."""
        return self.read(tidy(text)).shadow

    def read(self, tidied: str) -> Spelled:
        """The shadow of a text that is tidy already, with its words."""
        expanded = expand_text_speak(tidied)
        found = words(expanded)
        unknown = [place for place, word in enumerate(found) if not self._is_known(word)]
        known_share = 1 - len(unknown) / len(found) if found else 1.0
        if not unknown or len(unknown) > (1 - _LEAST_KNOWN_SHARE) * len(found) + 1:
            return Spelled(expanded, found, known_share)
        corrections = self._corrections(found, unknown)
        if not corrections:
            return Spelled(expanded, found, known_share)
        corrected = replace_words(expanded, corrections)
        return Spelled(corrected, words(corrected), known_share)

    def shadows(self, texts: Sequence[str]) -> list[str]:
        """`shadow` of each text."""
        return [self.shadow(text) for text in texts]

    def _is_known(self, word: str) -> bool:
        return word in self._known or word in self._extra or "'" in word

    def _corrections(self, found: Sequence[str], unknown: Sequence[int]) -> dict[str, str]:
        """What each unknown word is taken for, from the first to the last; words left alone are not in it."""
        taken: dict[str, str] = {}
        for place in unknown:
            word = found[place]
            nearest = self._nearest(word)
            if word in taken or not nearest:
                continue
            before = taken.get(found[place - 1], found[place - 1]) if place else BEGINNING
            after = found[place + 1] if place + 1 < len(found) else END
            is_sound = after == END or self._is_known(after)
            taken[word] = self._pairs.best_between(before, nearest, after if is_sound else None)
        return taken

    def _nearest(self, word: str) -> tuple[str, ...]:
        """Common words with the fewest faults between them and this one, the commonest first."""
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.clear()
        if word not in self._remembered:
            self._remembered[word] = self._look_up(word)
        return self._remembered[word]

    def _look_up(self, word: str) -> tuple[str, ...]:
        from symspellpy import Verbosity

        if len(word) < _SHORTEST_CORRECTED or not (word.isascii() and word.isalpha()):
            return ()
        faults = 2 if len(word) >= _SHORTEST_WITH_TWO_FAULTS else 1
        suggestions = self._index.lookup(word, Verbosity.CLOSEST, max_edit_distance=faults)
        return tuple(suggestion.term for suggestion in suggestions[:_MOST_WEIGHED])


def _expect_what_people_write_here(index: SymSpell, written: Sequence[Sequence[str]]) -> None:
    """Of corrections equally near, take the word that answers to such questions use: "pak" is a park, not a pack.

    Every word counts half as often as English has it and half as often as the shipped coded examples do. Tried on
    examples kept apart, with one letter in ten wrong: words restored .59, and .67 with their neighbours weighed too.
    """
    counts = Counter(itertools.chain.from_iterable(written))
    english = sum(index.words.values())
    share = english / max(1, counts.total())
    for word, count in counts.items():
        if word in index.words:
            index.create_dictionary_entry(word, round(count * share))


@functools.cache
def _dictionary() -> tuple[frozenset[str], SymSpell, WordPairs]:
    """Every known word, the index of common words that corrections come from, and which words go together."""
    from symspellpy import SymSpell

    counted = [line.split(" ") for line in _listed("frequency_dictionary_en_82_765.txt").splitlines()]
    index = SymSpell(max_dictionary_edit_distance=2, prefix_length=7, distance_comparer=_fault_counter())
    written = [words(expand_text_speak(tidy(example.text))) for example in coded_examples(_USUAL_FRAME)]
    # Hundreds of thousands of small objects are made here; collecting in between doubles the time.
    gc_was_on = gc.isenabled()
    gc.disable()
    try:
        for word, count in itertools.islice(counted, _COMMON_WORDS):
            index.create_dictionary_entry(word, int(count))
        for word in word_list("local"):
            index.create_dictionary_entry(word, _COMMON_AS)
        _expect_what_people_write_here(index, written)
        pairs = WordPairs(index.words, _listed("frequency_bigramdictionary_en_243_342.txt"), written)
    finally:
        if gc_was_on:
            gc.enable()
    known = frozenset(word for word, _ in counted).union(word_list("local"), word_list("short_words"))
    return known, index, pairs


def _listed(name: str) -> str:
    return files("symspellpy").joinpath(name).read_text(encoding="utf-8-sig")


def _fault_counter() -> EditDistance:
    """Counts letters lost, added, changed or swapped, in C: the library's own way takes ten times as long."""
    from rapidfuzz.distance import OSA
    from symspellpy.abstract_distance_comparer import AbstractDistanceComparer
    from symspellpy.editdistance import DistanceAlgorithm, EditDistance

    class Faults(AbstractDistanceComparer):
        def distance(self, string_1: str | None, string_2: str | None, max_distance: int) -> int:
            faults = OSA.distance(string_1 or "", string_2 or "", score_cutoff=max_distance)
            return faults if faults <= max_distance else -1

    return EditDistance(DistanceAlgorithm.USER_PROVIDED, Faults())
