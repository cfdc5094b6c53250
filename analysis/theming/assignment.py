"""What the engine says about one answer: its themes, how sure it is and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How far an assignment may be trusted before a person has looked at it."""

    SURE = "sure"
    UNSURE = "unsure"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a theme was given: evidence an officer can check by eye.

    `matched_words` are words or phrases of the answer that speak for its main theme;
    `nearest_example` is the most similar answer already coded with that theme, if any is near.
    """

    matched_words: tuple[str, ...] = ()
    nearest_example: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """The themes of one answer, the main one first (empty when it has none), and 0-1 confidence."""

    themes: tuple[str, ...]
    confidence: float
    status: Status
    reason: Reason


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's coding of one answer. No themes means "none of them", which teaches as much."""

    text: str
    themes: tuple[str, ...]
