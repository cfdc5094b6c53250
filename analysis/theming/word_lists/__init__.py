"""Lists of words that rules look up: ways to say nothing, text-speak, local names and slang, stance cues."""

from __future__ import annotations

import functools
from importlib.resources import files


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """The words of `NAME.txt`, separated by spaces or line ends."""
    return frozenset(_text(name).split())


@functools.cache
def text_speak() -> dict[str, str]:
    """Short forms and common slips with what they stand for (`text_speak.txt`, one `short = long` a line)."""
    pairs = (line.partition("=") for line in _text("text_speak").splitlines())
    return {short.strip(): long.strip() for short, _, long in pairs}


@functools.cache
def phrases_by_name(name: str) -> dict[str, tuple[str, ...]]:
    """Phrases of `NAME.txt` by what they show (one `name = phrase, phrase` a line)."""
    pairs = (line.partition("=") for line in _text(name).splitlines())
    return {key.strip(): tuple(part.strip() for part in phrases.split(",")) for key, _, phrases in pairs}


def _text(name: str) -> str:
    return files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
