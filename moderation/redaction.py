"""Covers parts of a text with typed tokens such as `[name]`, before anybody else may read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from moderation.screening.results import Span

LABELS = {
    "name": "name",
    "phone": "phone",
    "email": "email",
    "postcode": "postcode",
    "handle": "username",
    "address": "address",
    "school": "school",
    "year_group": "year group",
    "date_of_birth": "date of birth",
    "age": "age",
}
"""Kinds of personal data and the word put in their place."""
OTHER_LABEL = "removed"


class RedactionError(ValueError):
    """Raised when redactions do not fit the text or each other; the message says which and why."""


@dataclass(frozen=True, order=True)
class Redaction:
    """Characters `start` to `end` (end excluded) of a text, and the word that takes their place."""

    start: int
    end: int
    label: str


def suggest_redactions(spans: Iterable[Span]) -> tuple[Redaction, ...]:
    """Redactions for the personal data among some spans, in order; overlapping ones are joined."""
    suggested: list[Redaction] = []
    for span in sorted(spans):
        family, _, kind = span.signal.partition(".")
        if family != "personal_data":
            continue
        if suggested and span.start < suggested[-1].end:
            last = suggested[-1]
            suggested[-1] = Redaction(last.start, max(last.end, span.end), last.label)
        else:
            suggested.append(Redaction(span.start, span.end, LABELS.get(kind, OTHER_LABEL)))
    return tuple(suggested)


def redact(text: str, redactions: Sequence[Redaction]) -> str:
    """The text with every redaction replaced by its label in square brackets.

    Raises RedactionError when one is empty, lies outside the text, overlaps another or has no label.
    """
    pieces: list[str] = []
    position = 0
    for redaction in sorted(redactions):
        _check(redaction, position, len(text))
        pieces += [text[position : redaction.start], f"[{redaction.label}]"]
        position = redaction.end
    return "".join([*pieces, text[position:]])


def _check(redaction: Redaction, free_from: int, length: int) -> None:
    place = f"{redaction.start}–{redaction.end}"
    if not 0 <= redaction.start < redaction.end <= length:
        raise RedactionError(f"redaction {place} does not lie inside the text of {length} characters")
    if redaction.start < free_from:
        raise RedactionError(f"redaction {place} overlaps the one before it")
    if not redaction.label.strip() or any(sign in redaction.label for sign in "[]\n\r"):
        raise RedactionError(f"redaction {place} needs a label without brackets")


def _is_word_part(text: str, at: int) -> bool:
    """Letters and digits, and an apostrophe or hyphen between two of them."""
    if text[at].isalnum():
        return True
    joins = text[at] in "'’-" and 0 < at < len(text) - 1
    return joins and text[at - 1].isalnum() and text[at + 1].isalnum()


def widen_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span grown to whole words, so that half a name is never left behind; cut to the text first."""
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    if start >= end:
        return start, start
    while start > 0 and _is_word_part(text, start) and _is_word_part(text, start - 1):
        start -= 1
    while end < len(text) and _is_word_part(text, end - 1) and _is_word_part(text, end):
        end += 1
    return start, end
