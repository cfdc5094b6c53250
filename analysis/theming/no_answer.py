"""What to make of answers that say nothing: no theme, unless people have given one to answers like them.

Asked "What could be better?", "Nothing" may be praise. Only a person can tell, and once people have told of some,
the others of their kind follow: "nothing at all" follows "Nothing.", and "dunno" does not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from analysis.theming.assignment import Assignment, Correction, Reason, Status
from analysis.theming.decision import TARGET_PRECISION
from analysis.theming.stance import Stance
from analysis.theming.text import says_nothing, tidy, words
from analysis.theming.word_lists import phrases_by_name

NO_ANSWER = Assignment(themes=(), confidence=1.0, status=Status.NO_ANSWER, reason=Reason())
"""What an answer gets that says nothing, as long as nobody has said more about its kind."""

_WITHOUT_WORDS = ""
"""The kind of marks, emoji and runs along the keys: whatever was meant, one says nothing about another."""


def kind_of(tidied: str) -> str:
    """In which of a few ways a text says nothing ("nothing", "no idea", "no comment"; empty when without words)."""
    found = set(words(tidied))
    kinds = phrases_by_name("no_answer_kinds")
    return next((kind for kind, signs in kinds.items() if not found.isdisjoint(signs)), _WITHOUT_WORDS)


def codings_by_kind(corrections: Sequence[Correction]) -> dict[str, Assignment]:
    """For each kind of saying nothing what most of its answers that people have coded were given.

    Sure once the share that agrees, one more for and one against it reckoned in, reaches the target: three
    that agree are enough. No kind is in it of which less than half agree.
    """
    coded: defaultdict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        tidied = tidy(correction.text)
        if says_nothing(tidied):
            coded[kind_of(tidied)].append(correction)
    coded.pop(_WITHOUT_WORDS, None)
    found = {kind: _what_most_were_given(members) for kind, members in coded.items()}
    return {kind: given for kind, given in found.items() if given is not None}


def coding_of(tidied: str, by_kind: Mapping[str, Assignment]) -> Assignment:
    """What a text gets that says nothing and that nobody has coded itself."""
    return by_kind.get(kind_of(tidied), NO_ANSWER) if by_kind else NO_ANSWER


def _what_most_were_given(coded: Sequence[Correction]) -> Assignment | None:
    (themes, agreeing), *_ = Counter(correction.themes for correction in coded).most_common(1)
    if not themes or 2 * agreeing <= len(coded):
        return None
    confidence = (agreeing + 1) / (len(coded) + 2)
    return Assignment(
        themes=themes,
        confidence=round(confidence, 4),
        status=Status.SURE if confidence >= TARGET_PRECISION else Status.UNSURE,
        reason=Reason(nearest_example=next(one.text for one in coded if one.themes == themes)),
        stances=(Stance.UNCLEAR,) * len(themes),
    )
