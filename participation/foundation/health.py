"""What a check-up finds: each part of the house adds the checks of what it knows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    FINE = "fine"
    LOOK = "look"
    UNSAFE = "unsafe"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: the thing, in a few words.
        said: what was found, never a secret.
        advice: what to do, empty when it is fine.
    """

    level: Level
    what: str
    said: str
    advice: str = ""


Check = Callable[[], Iterable[Finding]]


def fine(what: str, said: str) -> Finding:
    """Nothing to do."""
    return Finding(Level.FINE, what, said)


def look(what: str, said: str, advice: str) -> Finding:
    """Somebody should look at this."""
    return Finding(Level.LOOK, what, said, advice)


def unsafe(what: str, said: str, advice: str) -> Finding:
    """This must be put right."""
    return Finding(Level.UNSAFE, what, said, advice)
