"""What the concern model sees in a piece of text; shared by training and reading, so that they cannot differ.

A piece is a run of words (a whole text, a sentence or two, part of a long sentence). Its features are
grouped in blocks, each divided by the square root of its size, so that long and short pieces compare.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from math import sqrt

from moderation.screening.concern_rules import RuleHit, word_classes
from moderation.screening.words import Word

CLASS_REACH = 6
"""How many words apart two groups of words may stand and still be read together."""
LONG_SENTENCE = 26
PART_LENGTH = 18
PART_STEP = 9
RULE_VALUE = 0.3
"""Rules are few and strong; this keeps one rule from outweighing everything else in training."""


@dataclass(frozen=True)
class Feature:
    """One feature of a piece: its name, its value, and the words (`first` to `last`) it comes from."""

    name: str
    value: float
    first: int
    last: int


@lru_cache(maxsize=1)
def _classes_by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, words in word_classes().items():
        for word in words:
            found[word].append(name)
    return {word: tuple(names) for word, names in found.items()}


@lru_cache(maxsize=20_000)
def _letters(word: str) -> tuple[str, ...]:
    """Three and four letter pieces of a word, with its edges marked."""
    padded = f" {word} "
    return tuple("c:" + padded[at : at + size] for size in (3, 4) for at in range(len(padded) - size + 1))


def _word_features(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    for at, word in enumerate(words):
        yield "w:" + word, at, at
        if at + 1 < len(words):
            yield f"w:{word} {words[at + 1]}", at, at + 1
        if at + 2 < len(words):
            yield f"w:{word} {words[at + 1]} {words[at + 2]}", at, at + 2


def _letter_features(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    for at, word in enumerate(words):
        for name in _letters(word):
            yield name, at, at


def _class_features(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Groups of words, and pairs of groups in order: "family … hurting" whatever the words between."""
    by_word = _classes_by_word()
    found = [(at, by_word[word]) for at, word in enumerate(words) if word in by_word]
    for index, (at, names) in enumerate(found):
        for name in names:
            yield "k:" + name, at, at
        for later, others in found[index + 1 : index + 1 + CLASS_REACH]:
            if later - at > CLASS_REACH:
                break
            for name in names:
                for other in others:
                    yield f"k:{name}>{other}", at, later


def _unique(features: Iterator[tuple[str, int, int]]) -> Iterator[Feature]:
    places = {name: (first, last) for name, first, last in features}
    value = 1 / sqrt(len(places)) if places else 0.0
    for name, (first, last) in places.items():
        yield Feature(name, value, first, last)


def rule_features(hits: Iterable[RuleHit]) -> Iterator[Feature]:
    """The rules that match a whole text, each with its family and its severity."""
    for hit in hits:
        severity = "urgent" if hit.rule.is_urgent else "soon"
        for name in (hit.rule.name, hit.rule.family, severity):
            yield Feature("r:" + name, RULE_VALUE, hit.first, hit.last)


def block_names(words: Sequence[str]) -> Iterator[dict[str, None]]:
    """The names of a piece's features, block by block, each once and in a fixed order.

    All that a score needs: naming the words that gave each feature takes three times as long.
    """
    yield dict.fromkeys(name for name, _, _ in _word_features(words))
    yield dict.fromkeys(chain.from_iterable(map(_letters, words)))
    yield dict.fromkeys(name for name, _, _ in _class_features(words))


def piece_features(words: Sequence[str]) -> Iterator[Feature]:
    """Features of one piece but for the rules; word positions count from its first word."""
    for block in (_word_features, _letter_features, _class_features):
        yield from _unique(block(words))
    value = 1 / sqrt(len(words)) if words else 0.0
    for at, word in enumerate(words):
        yield Feature("e:" + word, value, at, at)


def pieces(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Where to look: the whole text, then each sentence, pair of sentences and part of a long sentence.

    Each is (first word, word after the last). A disclosure in the middle of an answer about parks is
    read by itself, so that the rest cannot dilute it.
    """
    sentences: list[tuple[int, int]] = []
    begin = 0
    for at, word in enumerate(words):
        if word.breaks or at == len(words) - 1:
            sentences.append((begin, at + 1))
            begin = at + 1
    found = [(0, len(words)), *sentences]
    found += [(left[0], right[1]) for left, right in pairwise(sentences)]
    for first, end in sentences:
        if end - first > LONG_SENTENCE:
            found += [(at, min(at + PART_LENGTH, end)) for at in range(first, end - PART_STEP, PART_STEP)]
    return sorted({piece for piece in found if piece[1] > piece[0]})
