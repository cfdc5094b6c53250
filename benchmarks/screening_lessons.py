"""What the networks learn from: each text in the shapes other hands might have sent it in, with the answers wanted.

Used by the training scripts only; nothing here runs in the product.
"""

import gzip
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screening_training import Labelled, by_ear, plain_words, with_typos

from moderation.screening.words import Word

SPELLING_CHANCE, BURIED_CHANCE, UNPUNCTUATED_CHANCE, DROPPED_CHANCE = 0.4, 0.3, 0.15, 0.1
NEIGHBOUR_WORDS = 25
OUTSIDE_EACH_EPOCH = 1200
OUTSIDE_WEIGHT = 0.5
BATCH = 48


@dataclass(frozen=True)
class Lesson:
    """One text in one shape: its words and the answers wanted.

    `taught` is what a larger network answered (concern, urgent), in logits; None where there is only the label.
    """

    words: list[Word]
    is_concern: bool
    is_urgent: bool
    family: str
    weight: float
    taught: tuple[float, float] | None = None


Row = tuple[list[int], Lesson]
"""The numbers of a lesson's pieces, and the lesson."""


class Variants:
    """Each text as another hand might have sent it: mistyped, without full stops, amid ordinary sentences."""

    def __init__(self, ordinary: Sequence[Sequence[Word]], chance: random.Random) -> None:
        self.ordinary = ordinary
        self.chance = chance

    def of(self, item: Labelled) -> list[Word]:
        chance, text = self.chance, item.text
        if chance.random() < SPELLING_CHANCE:
            spelling = chance.choice((with_typos, by_ear))
            text = spelling(text, chance.choice((0.1, 0.2, 0.35)), chance.randrange(10**6))
        words = plain_words(text)
        if chance.random() < UNPUNCTUATED_CHANCE:
            words = [Word(word.text, 0, 0) for word in words]
        if chance.random() < DROPPED_CHANCE:
            words = [word for word in words if chance.random() > 0.08]
        return self._buried(words) if chance.random() < BURIED_CHANCE else words

    def _buried(self, words: list[Word]) -> list[Word]:
        before = (
            _ended(self.chance.choice(self.ordinary)[-NEIGHBOUR_WORDS:]) if self.chance.random() < 0.7 else []
        )
        after = (
            self.chance.choice(self.ordinary)[:NEIGHBOUR_WORDS]
            if self.chance.random() < 0.5 or not before
            else []
        )
        return [*before, *_ended(words[:60]), *after]


def _ended(words: Sequence[Word]) -> list[Word]:
    return [*words[:-1], Word(words[-1].text, 0, 0, breaks=True)] if words else []


def new_lessons(
    texts: Sequence[Labelled], outside: Sequence[Labelled], variants: Variants, chance: random.Random
) -> list[Lesson]:
    """All of the texts and some of the ordinary comments, in random order, each in one shape."""
    chosen = [*texts, *chance.sample(list(outside), min(OUTSIDE_EACH_EPOCH, len(outside)))]
    chance.shuffle(chosen)
    return [
        Lesson(
            variants.of(item),
            item.is_concern,
            item.severity == "urgent",
            item.family,
            1.0 if item.hand else OUTSIDE_WEIGHT,
        )
        for item in chosen
    ]


def batches(rows: Sequence[Row], chance: random.Random) -> list[Sequence[Row]]:
    """Batches of lessons of like length, in random order."""
    found: list[Sequence[Row]] = []
    for start in range(0, len(rows), BATCH * 16):
        part = sorted(rows[start : start + BATCH * 16], key=lambda row: len(row[0]))
        found += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    chance.shuffle(found)
    return found


def write_lessons(path: Path, lessons: Iterable[Lesson]) -> None:
    """Keep lessons as gzipped JSON lines; they hold comments that may not be committed."""
    with gzip.open(path, "wt", encoding="utf-8") as target:
        for lesson in lessons:
            content = {
                "words": [word.text for word in lesson.words],
                "stops": [at for at, word in enumerate(lesson.words) if word.breaks],
                "concern": lesson.is_concern,
                "urgent": lesson.is_urgent,
                "family": lesson.family,
                "weight": lesson.weight,
                "taught": lesson.taught,
            }
            target.write(json.dumps(content) + "\n")


def read_lessons(path: Path) -> list[Lesson]:
    """The lessons of a file that `write_lessons` made."""
    with gzip.open(path, "rt", encoding="utf-8") as source:
        return [_lesson(json.loads(line)) for line in source]


def _lesson(row: dict[str, Any]) -> Lesson:
    stops = set(row["stops"])
    words = [Word(text, 0, 0, breaks=at in stops) for at, text in enumerate(row["words"])]
    taught = (row["taught"][0], row["taught"][1]) if row["taught"] else None
    return Lesson(words, row["concern"], row["urgent"], row["family"], row["weight"], taught)
