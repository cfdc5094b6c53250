"""Cutting an answer into highlighted stretches to read and words to tap. Offsets are into the original."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from moderation.redaction import Redaction

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Stretch:
    """Characters of an answer, and the signals that point at all of them (none for plain text)."""

    text: str
    signals: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """Characters `start` to `end` (end excluded) of an answer.

    `can_cover` tells words that can be tapped from what lies between them. `label` is what the piece is
    suggested, or was chosen, to be covered as; empty when it is to stay.
    """

    start: int
    end: int
    text: str
    can_cover: bool
    label: str = ""


def stretches(text: str, spans: Iterable[tuple[int, int, str]]) -> list[Stretch]:
    """The whole text, cut wherever a span begins or ends. Spans outside the text are trimmed or dropped."""
    kept = [(max(0, start), min(len(text), end), signal) for start, end, signal in spans]
    kept = [span for span in kept if span[0] < span[1]]
    cuts = sorted({0, len(text), *(edge for start, end, _ in kept for edge in (start, end))})
    pieces = []
    for start, end in pairwise(cuts):
        signals = [signal for first, last, signal in kept if first <= start and end <= last]
        pieces.append(Stretch(text[start:end], tuple(dict.fromkeys(signals))))
    return pieces


def pieces(text: str, covers: Sequence[Redaction]) -> list[Piece]:
    """The whole text as words to tap and what lies between them; words of a cover carry its label."""
    found: list[Piece] = []
    position = 0
    for cover in _apart(text, covers):
        found.extend(_words(text, position, cover.start))
        found.extend(_covered_words(text, cover))
        position = cover.end
    found.extend(_words(text, position, len(text)))
    return found


def joined(text: str, covers: Iterable[Redaction]) -> list[Redaction]:
    """Covers in order; those of one label with only blanks between them become one (`[name]`, not twice)."""
    result: list[Redaction] = []
    for cover in _apart(text, covers):
        last = result[-1] if result else None
        if last and last.label == cover.label and not text[last.end : cover.start].strip():
            result[-1] = Redaction(last.start, cover.end, cover.label)
        else:
            result.append(cover)
    return result


def _apart(text: str, covers: Iterable[Redaction]) -> list[Redaction]:
    """Covers inside the text, in order, none overlapping: two that do become one, labelled as the first."""
    trimmed = [Redaction(max(0, cover.start), min(len(text), cover.end), cover.label) for cover in covers]
    inside = [cover for cover in trimmed if cover.start < cover.end]
    result: list[Redaction] = []
    for cover in sorted(inside, key=lambda c: (c.start, -c.end)):
        if result and cover.start < result[-1].end:
            first = result[-1]
            result[-1] = Redaction(first.start, max(first.end, cover.end), first.label)
        else:
            result.append(cover)
    return result


def _words(text: str, start: int, end: int) -> Iterable[Piece]:
    """Words between two places, without the punctuation round them, and what lies between as plain pieces."""
    position = start
    for match in _WORD.finditer(text, start, end):
        first, last = _core(text, match.start(), match.end())
        if first == last:
            continue
        if first > position:
            yield Piece(position, first, text[position:first], False)
        yield Piece(first, last, text[first:last], True)
        position = last
    if position < end:
        yield Piece(position, end, text[position:end], False)


def _covered_words(text: str, cover: Redaction) -> Iterable[Piece]:
    """The words of a cover, whole: an @ in front of a name is part of what is covered."""
    position = cover.start
    for match in _WORD.finditer(text, cover.start, cover.end):
        if match.start() > position:
            yield Piece(position, match.start(), text[position : match.start()], False)
        yield Piece(match.start(), match.end(), match.group(), True, cover.label)
        position = match.end()
    if position < cover.end:
        yield Piece(position, cover.end, text[position : cover.end], False)


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a word begins and ends without the punctuation round it; empty when there is nothing else."""
    first, last = start, end
    while first < last and not _carries_meaning(text[first]):
        first += 1
    while last > first and not _carries_meaning(text[last - 1]):
        last -= 1
    return first, last


def _carries_meaning(sign: str) -> bool:
    """Letters, digits, accents and pictures do; punctuation does not."""
    return unicodedata.category(sign)[0] in "LNMS"
