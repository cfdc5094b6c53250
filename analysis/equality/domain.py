"""What a row of an equality impact assessment must carry, and what a version needs before it is signed. Pure.

The four effects are those of the assessment the plan was adopted with; "unclear" is an answer only together
with what would make it clear, and by when. An action without a person and a date is no action.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Effect(StrEnum):
    """What the plan does for a group."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        """The effect as documents name it."""
        return self.value.capitalize()


@dataclass(frozen=True)
class RowProblem:
    """One field of a row that stops it from being saved, and how to put it right."""

    field: str
    message: str


def row_problems(values: Mapping[str, object]) -> list[RowProblem]:
    """Return what a row lacks, field by field; an empty list means nothing."""
    problems = []
    if Effect.UNCLEAR in (values.get("expected"), values.get("evidenced")):
        problems += _missing(
            values,
            ("would_make_clear", "Say what would make the effect clear: “unclear” is no answer without it"),
            ("clear_by", "Give the day by which it will be clear"),
        )
    if values.get("action"):
        problems += _missing(
            values,
            ("owner", "Say which role does this: an action without anybody is not done"),
            ("due_on", "Give the day by which it is done"),
        )
    elif values.get("owner") or values.get("due_on"):
        problems += _missing(values, ("action", "Say what is to be done, or leave out who and when"))
    if values.get("evidenced") and not (values.get("evidence") or values.get("details")):
        problems += _missing(values, ("evidence", "Tick or describe what shows this effect"))
    return problems


def signing_problems(
    rows: Mapping[str, str], expected: Mapping[str, str], review_on: date | None
) -> Sequence[str]:
    """Return what a version lacks before anybody signs it: a row without an effect, or a day to look again.

    Args:
        rows: row key to what the row is called.
        expected: row key to the effect entered.
    """
    lacks = [f"“{name}” has no expected effect" for key, name in rows.items() if not expected.get(key)]
    return [*lacks, *([] if review_on else ["there is no review date"])]


def _missing(values: Mapping[str, object], *wanted: tuple[str, str]) -> list[RowProblem]:
    return [RowProblem(name, message) for name, message in wanted if not values.get(name)]
