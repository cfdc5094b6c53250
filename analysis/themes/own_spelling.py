"""Whether an answer is spelt as in the dictionary, to see if themes are more often wrong where it is not."""

import functools
from importlib.resources import files

from analysis.theming.text import tidy, words
from analysis.theming.word_lists import word_list

MOST_UNKNOWN_SHARE = 0.1


def is_as_in_dictionary(text: str) -> bool:
    """Whether nine in ten of its words are known; names of places and everyday slang are."""
    found = [word for word in words(tidy(text)) if word.isascii() and word.isalpha()]
    unknown = sum(word not in _known() for word in found)
    return unknown <= MOST_UNKNOWN_SHARE * len(found)


@functools.cache
def _known() -> frozenset[str]:
    listing = (
        files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    )
    return frozenset(line.split(" ", 1)[0] for line in listing.splitlines()).union(word_list("local"))
