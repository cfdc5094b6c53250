"""Turns typed text into the plain words that the concern rules and the concern model read.

Children text, misspell, stretch, space out and disguise words. Each word here is the likely plain
word, with the characters of the original text that it came from.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from moderation.screening.folding import FoldedText

_PADDING = "\x01"
_TOKEN = re.compile(r"[a-z0-9@$!|*+#'\x01]+|[.?!;:\n]+|[^\s]", re.ASCII)
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s",
                       "!": "i", "|": "l", "+": "t"})  # fmt: skip
_NUMBER = re.compile(r"^\d+(?:st|nd|rd|th|am|pm|p|k|x|yrs?|s|m|km|mph|g)?$")
_STRETCH = re.compile(r"(.)\1{2,}")
_SPACED = re.compile(r"(?<![a-z0-9])(?:[a-z][ .\-_*]){2,}[a-z](?![a-z0-9])")
_BREAK = re.compile(r"[.?!;:\n]")
# Words of one or two letters that may stand in "iwanttodie"; others would split anything.
SHORT_WORDS = frozenset(
    {"a", "i", "my", "me", "to", "im", "of", "in", "on", "at", "is", "it", "he", "we", "us", "up"}
    | {"go", "do", "no", "so", "be", "if", "or", "by", "am"}
)
SHORTEST_JOINED, LONGEST_JOINED = 9, 1_000
LONGEST_WORD = 24
"""A longer run of letters is never one misspelt word."""


@dataclass(frozen=True)
class Word:
    """A plain word and where it stands in the original text; `breaks` marks the end of a sentence."""

    text: str
    start: int
    end: int
    breaks: bool = False


def _read_words(name: str) -> frozenset[str]:
    content = resources.files("moderation.screening").joinpath("data", name).read_text("utf-8")
    lines = (line for line in content.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """English words that are spelt right, so never "corrected" (packaged `common_words.txt`)."""
    return _read_words("common_words.txt")


@lru_cache(maxsize=1)
def _spoken() -> dict[str, str]:
    """What people type for a word or several -> plain words (packaged `spoken_words.toml`)."""
    data = resources.files("moderation.screening").joinpath("data", "spoken_words.toml").read_text("utf-8")
    return {word: str(plain) for word, plain in tomllib.loads(data).items()}


@lru_cache(maxsize=1)
def _cue_words() -> list[str]:
    """Words that matter to the rules, to which near misspellings are corrected."""
    return sorted(_read_words("cue_words.txt"))


@lru_cache(maxsize=20_000)
def plain_word(token: str) -> str:
    """The likely plain word for one folded token; may be several words, or none ("lol")."""
    word = token.strip("'!|+" + _PADDING).replace("'", "")
    if word in _spoken():
        return _spoken()[word]
    if not word or word in known_words() or _NUMBER.match(word):
        return word
    candidates = [word.translate(_LEET).replace("#", "")] if not word.isalpha() else [word]
    squeezed = _STRETCH.sub(r"\1\1", candidates[0])
    candidates += [squeezed, _STRETCH.sub(r"\1", candidates[0])]
    for candidate in candidates:
        if candidate in _spoken():
            return _spoken()[candidate]
        if candidate in known_words():
            return candidate
    if "*" in squeezed:
        return _unmasked(squeezed)
    return _corrected(candidates[-1])


def _unmasked(word: str) -> str:
    """ "su*cide" is read as the one cue word that fits; without one, as typed."""
    if word.count("*") * 2 > len(word) or word.replace("*", "") == "":
        return word.replace("*", "")
    pattern = re.compile("".join(re.escape(part) if part != "*" else "[a-z]" for part in word) + "$")
    return next((cue for cue in _cue_words() if pattern.match(cue)), word.replace("*", ""))


def _corrected(word: str) -> str:
    """A misspelt cue word put right: one slip in a word of four letters or more, two from eight."""
    if len(word) < 4 or not word.isalpha():
        return word
    if len(word) > LONGEST_WORD:
        return _split_joined(word)
    limit = 1 if len(word) < 8 else 2
    nearest = extractOne(word, _cue_words(), scorer=OSA.distance, score_cutoff=limit)
    return str(nearest[0]) if nearest and nearest[0][0] == word[0] else _split_joined(word)


def _split_joined(word: str) -> str:
    """Words typed without spaces are parted when known words cover all of it, longest words first."""
    if not SHORTEST_JOINED <= len(word) <= LONGEST_JOINED:
        return word
    best: list[tuple[int, tuple[str, ...]] | None] = [(0, ())] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 14), end):
            before, piece = best[start], word[start:end]
            if before is None or not (piece in known_words() and (len(piece) > 2 or piece in SHORT_WORDS)):
                continue
            cost = before[0] + 1
            here = best[end]
            if here is None or cost < here[0]:
                best[end] = (cost, (*before[1], piece))
    covered = best[len(word)]
    return " ".join(covered[1]) if covered else word


def _joined(folded: FoldedText) -> str:
    """The folded text with "d i e" written as one token of the same length."""

    def close_up(match: re.Match[str]) -> str:
        letters = re.sub(r"[ .\-_*]", "", match.group())
        return letters.ljust(len(match.group()), _PADDING)

    return _SPACED.sub(close_up, folded.text)


def read_words(folded: FoldedText) -> list[Word]:
    """All words of a folded text in order, with original offsets and sentence breaks."""
    words: list[Word] = []
    for match in _TOKEN.finditer(_joined(folded)):
        token = match.group()
        start, end = folded.original_span(match.start(), match.start() + len(token.rstrip("!'|+")))
        if _BREAK.match(token):
            if words and not words[-1].breaks:
                last = words[-1]
                words[-1] = Word(last.text, last.start, last.end, breaks=True)
            continue
        if not any(map(str.isalnum, token)):
            continue
        for part in plain_word(token).split():
            words.append(Word(part, start, end))
    return words
