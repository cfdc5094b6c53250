"""Finds place names first, so that villages are never read as rude words or as people."""

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

from moderation.screening.folding import FoldedText


@lru_cache(maxsize=4)
def listed(name: str) -> tuple[str, ...]:
    """The lines of a packaged list, without comments."""
    content = resources.files("moderation.screening").joinpath("data", name).read_text("utf-8")
    return tuple(line.strip() for line in content.splitlines() if line.strip() and not line.startswith("#"))


def phrase_pattern(phrase: str) -> str:
    """A phrase as people type it: any spacing or hyphens, full stops and apostrophes left out or not."""
    words = re.split(r"[\s.\-]+", phrase.lower().replace("'", "").strip(". -"))
    return r"[\s.\-]+".join(r"'?".join(re.escape(letter) for letter in word) for word in words)


_FIRST_LETTERS = 3
_WORD_START = re.compile(r"(?<![a-z0-9])[a-z][a-z']*")


class PhraseFinder:
    """Finds listed names, kept by their first letters so that most words of a text need no trial."""

    def __init__(self, phrases: Iterable[str], ending: str = "(?:'s)?") -> None:
        groups: dict[str, list[str]] = {}
        for phrase in sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)):
            groups.setdefault(_first_letters(phrase.lower()), []).append(phrase_pattern(phrase))
        self._patterns = {
            first: re.compile(f"(?:{'|'.join(patterns)}){ending}(?![a-z0-9])")
            for first, patterns in groups.items()
        }

    def find(self, text: str) -> list[tuple[int, int]]:
        """Where names stand in a folded text, in order, not overlapping; of two that begin alike the longer."""
        found: list[tuple[int, int]] = []
        for word in _WORD_START.finditer(text):
            pattern = self._patterns.get(_first_letters(word.group()))
            match = pattern.match(text, word.start()) if pattern else None
            if match and (not found or match.start() >= found[-1][1]):
                found.append(match.span())
        return found


def _first_letters(phrase: str) -> str:
    """The letters by which a name is kept: those of its first word, as far as they go."""
    word = re.match(r"[a-z']*", phrase)
    return (word.group() if word else "").replace("'", "")[:_FIRST_LETTERS]


@lru_cache(maxsize=1)
def _places() -> PhraseFinder:
    return PhraseFinder(listed("place_names.txt"))


def find_places(folded: FoldedText) -> list[tuple[int, int]]:
    """Where places stand in the folded text, in order, not overlapping."""
    return _places().find(folded.text)


def hide(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the spans blanked out, all other offsets unchanged."""
    pieces, position = [], 0
    for start, end in spans:
        pieces += [text[position:start], "_" * (end - start)]
        position = end
    return "".join([*pieces, text[position:]])
