"""What the engine says about one answer: its themes, how sure it is, why, and how the answer stands to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from analysis.theming.stance import Stance


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
    """The themes of one answer, the main one first (empty when it has none), and 0-1 confidence.

    `stances` say how the answer stands to each of the themes, in their order; `stance` to the whole.
    `language` is an ISO 639-1 code (`und`: not known here; empty for no answer). An answer in a language that
    the engine cannot read keeps its best guess but `needs_reader`, and is never sure. `read_by` names the engine
    that read it (empty when none had to: a person coded it, or it says nothing).
    """

    themes: tuple[str, ...]
    confidence: float
    status: Status
    reason: Reason
    stances: tuple[Stance, ...] = ()
    stance: Stance = Stance.UNCLEAR
    language: str = ""
    needs_reader: bool = False
    read_by: str = ""

    def stance_on(self, theme: str) -> Stance:
        """How the answer stands to one of its themes; unclear for a theme it does not have."""
        return dict(zip(self.themes, self.stances, strict=False)).get(theme, Stance.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's coding of one answer. No themes means "none of them", which teaches as much."""

    text: str
    themes: tuple[str, ...]
