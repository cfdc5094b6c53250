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


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(set(listed("place_names.txt")), key=lambda place: (-len(place), place))
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(map(phrase_pattern, longest_first)) + r")(?:'s)?(?![a-z0-9])")


def find_places(folded: FoldedText) -> list[tuple[int, int]]:
    """Where places stand in the folded text, in order, not overlapping."""
    return [match.span() for match in _pattern().finditer(folded.text)]


def hide(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the spans blanked out, all other offsets unchanged."""
    pieces, position = [], 0
    for start, end in spans:
        pieces += [text[position:start], "_" * (end - start)]
        position = end
    return "".join([*pieces, text[position:]])
