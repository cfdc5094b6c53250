"""What one automatic reading of a text says: the lane to wait in, the reasons, and where they are."""

from dataclasses import dataclass

from moderation.domain import Lane

SCREENING_VERSION = "2026.11.7"
"""Changes whenever a rule, list or weight changes, so that a stored reading says what made it."""

NOT_CHECKED_SIGNAL = "screening.not_checked"


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` to `end` (end excluded) of the original text, and the signal they gave."""

    start: int
    end: int
    signal: str


@dataclass(frozen=True)
class ScreeningResult:
    """One reading of one text.

    `signals` holds every `family.detail` found, most pressing family first; `spans` are sorted and
    always lie inside the original text; `language` is an ISO 639-1 code, or `und` when too short to tell.
    """

    lane: Lane
    signals: tuple[str, ...]
    spans: tuple[Span, ...]
    language: str
    version: str


def not_checked() -> ScreeningResult:
    """The reading given when no reading could be made: a person looks soon."""
    return ScreeningResult(Lane.SOON, (NOT_CHECKED_SIGNAL,), (), "und", SCREENING_VERSION)
