"""What a receipt leads to, as steps of a way, and hints for words that lead nowhere. Pure rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from participation.foundation.codes import RECEIPT_WORDS, plain_receipt, receipt_words
from surveys.domain import Standing

LONGEST_RECEIPT = 120
MOST_HINTS = 4
_CLOSE_ENOUGH = 0.6


@dataclass(frozen=True)
class Step:
    """One step on the way of a view. `state` is past, now or later, as the journey component draws it."""

    text: str
    state: str
    detail: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a view has come.

    Attributes:
        sent_on: the day it arrived; no finer time is kept.
        themes: names of the themes it was used in, empty until a person has signed them off.
        is_answered: whether there is a published reply to any of those themes.
        hear_back_by: the day by which the campaign promised an answer.
        finished_on: the day on which everything main was decided; None before.
        decided: what a house rule made of it, in a few words; empty when none was applied.
    """

    standing: Standing
    sent_on: date
    themes: tuple[str, ...]
    is_answered: bool
    reading_hours: str
    hear_back_by: date | None
    decided: str = ""
    finished_on: date | None = None


def steps_of(progress: Progress) -> list[Step]:
    """The way of a view so far, and what comes next."""
    first = Step("You sent it", "past", _day(progress.sent_on))
    if progress.standing is Standing.WAITING:
        return [first, *_while_waiting(progress)]
    if progress.standing is Standing.NOT_USED:
        return [
            first,
            Step("A person read it", "past"),
            Step(progress.decided or "We could not use it", "now"),
        ]
    if progress.standing is Standing.WITHDRAWN:
        return [first, Step("You took it back", "now", "We do not use it.")]
    if progress.standing is Standing.REPLACED:
        return [
            first,
            Step("You sent a new one in its place", "now", "The new one has its own receipt words."),
        ]
    steps = [first, Step("A person read it", "past"), *_after_reading(progress)]
    return _finished(steps, progress.finished_on) if progress.finished_on else steps


def receipt_hints(typed: str) -> list[str]:
    """What may be wrong with receipt words that lead nowhere, from the words alone.

    Only the public word list is looked at, never what is stored, so a hint cannot help anybody to guess.
    """
    parts = plain_receipt(typed).split()
    words, numbers = (
        [part for part in parts if not part.isdigit()],
        [part for part in parts if part.isdigit()],
    )
    hints = [_spelling_hint(word) for word in words if word not in receipt_words()][:MOST_HINTS]
    if len(words) != RECEIPT_WORDS:
        hints.append(f"Your receipt has four words. We found {_counted(len(words), 'word')}.")
    if [len(number) for number in numbers] != [2]:
        hints.append("Your receipt ends with a number of two digits, such as 42.")
    return hints or [
        "All of that could be a receipt. Check the order of the words, and the number at the end."
    ]


def tidy_receipt(typed: str) -> str:
    """What was typed, short enough to look up and to show in the box again."""
    return re.sub(r"\s+", " ", typed.replace("\x00", " ")).strip()[:LONGEST_RECEIPT]


def _while_waiting(progress: Progress) -> list[Step]:
    return [
        Step("A person reads it", "now", f"When people read: {progress.reading_hours}."),
        Step("We put it with other views like it", "later"),
        Step("We reply", "later", _promised(progress.hear_back_by)),
    ]


def _after_reading(progress: Progress) -> list[Step]:
    if progress.standing is Standing.PRIVATE:
        counted = Step(
            progress.decided or "It counts, and we keep your words private",
            "past",
            "Nobody outside our team sees your words.",
        )
        return [counted, Step("We reply", "now", _promised(progress.hear_back_by))]
    if not progress.themes:
        return [
            Step("We put it with other views like it", "now"),
            Step("We reply", "later", _promised(progress.hear_back_by)),
        ]
    used = Step("We used it", "past", f"It is part of: {_listed(progress.themes)}.")
    if not progress.is_answered:
        return [used, Step("We reply", "now", _promised(progress.hear_back_by))]
    return [used, Step("We replied", "now", "Read our reply below.")]


def _finished(steps: list[Step], on: date) -> list[Step]:
    """The way of a view whose campaign is finished: nothing more is to be waited for."""
    kept = [
        replace(step, state="past") for step in steps if step.text != "We reply" and step.state != "later"
    ]
    return [
        *kept,
        Step("The campaign is finished", "now", f"On {_day(on)} we said what was decided, and why."),
    ]


def _promised(hear_back_by: date | None) -> str:
    return f"By {_day(hear_back_by)}." if hear_back_by else ""


def _spelling_hint(word: str) -> str:
    shown = word[:20]
    near = get_close_matches(word[:20], receipt_words(), n=2, cutoff=_CLOSE_ENOUGH)
    if not near:
        return f"“{shown}” is not one of our receipt words. Look at how you wrote it down."
    return (
        f"“{shown}” is not one of our receipt words. Could it be {' or '.join(f'“{each}”' for each in near)}?"
    )


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
