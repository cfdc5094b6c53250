"""Lists of words that tell by their company what another word is (packaged `context_words.toml`)."""

from functools import lru_cache
from typing import Any

from moderation.screening.concern_rules import read_data


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return read_data("context_words.toml")


@lru_cache(maxsize=16)
def context_words(name: str) -> frozenset[str]:
    """One list as a set."""
    words = _lists()[name]
    return frozenset(words.split() if isinstance(words, str) else words)


def any_of(name: str) -> str:
    """One list as a pattern that matches any of its entries, longest first."""
    return "(?:" + "|".join(sorted(context_words(name), key=lambda entry: (-len(entry), entry))) + ")"
