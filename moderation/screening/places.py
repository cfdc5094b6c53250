"""Finds place names first, so that villages are never read as rude words or as people."""

import re
from functools import lru_cache
from importlib import resources

from moderation.screening.folding import FoldedText


@lru_cache(maxsize=4)
def listed(name: str) -> tuple[str, ...]:
    """The lines of a packaged list, without comments."""
    content = resources.files("moderation.screening").joinpath("data", name).read_text("utf-8")
    return tuple(line.strip() for line in content.splitlines() if line.strip() and not line.startswith("#"))


def phrase_pattern(phrase: str) -> str:
    """A phrase as people type it: any spacing or hyphens, apostrophes left out or not."""
    words = re.split(r"[\s-]+", phrase.lower().replace("'", ""))
    return r"[\s-]+".join(r"'?".join(re.escape(letter) for letter in word) for word in words)


_FIRST_LETTERS = 3
_WORD_START = re.compile(r"(?<![a-z0-9])[a-z][a-z']*")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    """Patterns of places by their first letters, so that most words of a text need no trial; longest "
    "first."""
    groups: dict[str, list[str]] = {}
    for place in sorted(set(listed("place_names.txt")), key=lambda place: (-len(place), place)):
        groups.setdefault(place.lower().replace("'", "")[:_FIRST_LETTERS], []).append(phrase_pattern(place))
    return {
        first: re.compile(f"(?:{'|'.join(phrases)})(?:'s)?(?![a-z0-9])") for first, phrases in groups.items()
    }


def find_places(folded: FoldedText) -> list[tuple[int, int]]:
    """Where places stand in the folded text, in order, not overlapping."""
    found: list[tuple[int, int]] = []
    patterns = _patterns()
    for word in _WORD_START.finditer(folded.text):
        pattern = patterns.get(word.group().replace("'", "")[:_FIRST_LETTERS])
        match = pattern.match(folded.text, word.start()) if pattern else None
        if match and (not found or match.start() >= found[-1][1]):
            found.append(match.span())
    return found


def hide(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the spans blanked out, all other offsets unchanged."""
    pieces, position = [], 0
    for start, end in spans:
        pieces += [text[position:start], "_" * (end - start)]
        position = end
    return "".join([*pieces, text[position:]])
