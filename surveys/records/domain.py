"""Kinds of meeting, and how pasted text becomes single notes that point at nobody. Pure rules."""

import re
from dataclasses import dataclass
from enum import StrEnum

MOST_NOTES = 200
LONGEST_SETTING = 120
LARGEST_ATTENDANCE = 5_000


class MeetingKind(StrEnum):
    """Ways of meeting that the partnership uses."""

    WORKSHOP = "workshop"
    MEETING = "meeting"
    THINK_TANK = "think_tank"
    DIAGONAL_SLICE = "diagonal_slice"
    VISIT = "visit"

    @property
    def label(self) -> str:
        """The kind as the screen names it."""
        return {
            MeetingKind.WORKSHOP: "Workshop",
            MeetingKind.MEETING: "Meeting",
            MeetingKind.THINK_TANK: "Think tank",
            MeetingKind.DIAGONAL_SLICE: "Diagonal slice (people of every level of an organisation)",
            MeetingKind.VISIT: "Visit by young inspectors",
        }[self]


@dataclass(frozen=True)
class Stripped:
    """Text without what points at somebody.

    Attributes:
        taken_out: how many handles, links and addresses went.
    """

    text: str
    taken_out: int


#: A link, an e-mail address, or the name of an account, in the order they are looked for.
POINTING = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b(?:[a-z0-9-]+\.)+(?:[a-z]{2,}/\S+|(?:com|org|net|uk|tv|gg)\b)"
    r"|(?<![\w@])@[\w](?:[\w.]*\w)?"
    r"|(?<![\w/])u/[\w-]{3,}",
    re.IGNORECASE,
)
INSTEAD = "[…]"


def strip_handles(text: str) -> Stripped:
    """Take handles, links and addresses out; hashtags stay, because they say something."""
    without, taken_out = POINTING.subn(INSTEAD, text)
    return Stripped(without, taken_out)


def lines_of(text: str) -> list[str]:
    """One note a line, without the marks that lists begin with."""
    return [note for note in (line.strip().lstrip("-*•–").strip() for line in text.splitlines()) if note]


def paragraphs_of(text: str) -> list[str]:
    """One note a paragraph: posts stand apart by an empty line."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
