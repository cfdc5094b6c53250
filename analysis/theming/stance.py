"""Whether an answer wants something, likes what there is, or objects: opposites must not count as one voice.

"More houses" and "no more houses" are about the same theme. Rules over cue words (`word_lists/stance.txt`)
tell them apart clause by clause, so that one answer may like one theme and object to another.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from analysis.theming.text import expand_text_speak, tidy, words
from analysis.theming.word_lists import phrases_by_name


class Stance(StrEnum):
    """How an answer stands to what it speaks of."""

    WANTS = "wants"
    """Asks for something more, new or better, or says that it is lacking."""
    LIKES = "likes"
    """Says that something is good as it is, or should stay."""
    OBJECTS = "objects"
    """Speaks against something that is or may come, or wants less of it."""
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        """The stance as a heading or a tag names it."""
        return _LABELS[self]


_LABELS = {
    Stance.WANTS: "Wants",
    Stance.LIKES: "Likes",
    Stance.OBJECTS: "Objects to",
    Stance.UNCLEAR: "Unclear",
}


_CLAUSE_END = re.compile(r"[.!?;:,\n]+|\b(?:but|although|however|because|except)\b", re.IGNORECASE)
_NEGATION = frozenset({"not", "never", "no", "don't", "doesn't", "didn't", "isn't", "aren't", "wasn't",
                       "can't", "won't", "wouldn't", "shouldn't", "without", "hardly", "dont"})  # fmt: skip
_NEGATION_REACH = 3
_NEGATED = {
    Stance.WANTS: Stance.OBJECTS,
    Stance.LIKES: Stance.OBJECTS,
    Stance.OBJECTS: Stance.LIKES,
    Stance.UNCLEAR: Stance.UNCLEAR,
}
_STRONGEST_FIRST = (Stance.OBJECTS, Stance.WANTS, Stance.LIKES)


def answer_stance(text: str) -> Stance:
    """The stance of a whole answer: of its first clause that asks or objects, or else likes."""
    return _overall(_clause_stances(expand_text_speak(tidy(text))))


def theme_stances(shadow: str, words_by_theme: Sequence[Iterable[str]]) -> tuple[Stance, tuple[Stance, ...]]:
    """The stance of a whole answer, and towards each of its themes from the clauses with that theme's words.

    A theme whose words stand in no clause with a stance gets the stance of the whole answer.
    `shadow`: the answer with text-speak written out and misspellings put right.
    """
    clauses = _clause_stances(shadow)
    whole = _overall(clauses)
    if len(words_by_theme) < 2 or len({stance for _, stance in clauses}) < 2:
        return whole, (whole,) * len(words_by_theme)
    return whole, tuple(_towards(matched, clauses, whole) for matched in words_by_theme)


def together(stances: Iterable[Stance]) -> Stance:
    """The stance of an answer to a theme put together from several that it stands to differently.

    As for a whole answer: the first that asks or objects, or else likes; unclear only where all are.
    """
    told = [stance for stance in stances if stance is not Stance.UNCLEAR]
    asking = (stance for stance in told if stance is not Stance.LIKES)
    return next(asking, told[0] if told else Stance.UNCLEAR)


def _towards(matched: Iterable[str], clauses: Sequence[tuple[list[str], Stance]], whole: Stance) -> Stance:
    wanted = {word for phrase in matched for word in phrase.split()}
    named = [clause for clause in clauses if not wanted.isdisjoint(clause[0])]
    found = _overall(named)
    return whole if found is Stance.UNCLEAR else found


def _overall(clauses: Sequence[tuple[list[str], Stance]]) -> Stance:
    return together(stance for _, stance in clauses)


def _clause_stances(shadow: str) -> list[tuple[list[str], Stance]]:
    parts = (words(part) for part in _CLAUSE_END.split(shadow))
    return [(part, _of_clause(part)) for part in parts if part]


def _of_clause(clause: list[str]) -> Stance:
    cues = _cues()
    found = set()
    place = 0
    while place < len(clause):
        length, stance = _longest_cue(cues.get(clause[place], ()), clause, place)
        if stance is None:
            place += 1
            continue
        before = clause[max(0, place - _NEGATION_REACH) : place]
        found.add(_NEGATED[stance] if not _NEGATION.isdisjoint(before) else stance)
        place += length
    return next((stance for stance in _STRONGEST_FIRST if stance in found), Stance.UNCLEAR)


def _longest_cue(
    cues: Sequence[tuple[tuple[str, ...], Stance]], clause: list[str], place: int
) -> tuple[int, Stance | None]:
    for phrase, stance in cues:
        if len(phrase) == 1 or tuple(clause[place : place + len(phrase)]) == phrase:
            return len(phrase), stance
    return 1, None


@functools.cache
def _cues() -> dict[str, list[tuple[tuple[str, ...], Stance]]]:
    """Cue phrases by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Stance]]] = {}
    for name, phrases in phrases_by_name("stance").items():
        for phrase in phrases:
            cue = tuple(words(phrase))
            found.setdefault(cue[0], []).append((cue, Stance(name)))
    return {first: sorted(cues, key=lambda cue: -len(cue[0])) for first, cues in found.items()}
