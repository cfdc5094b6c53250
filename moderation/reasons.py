"""Why the automatic check put a view where it is, in words, with the words of the view that gave each reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from moderation.models import Screening
from moderation.screening.signals import describe

LONGEST_EXCERPT = 60


@dataclass(frozen=True)
class ShownSignal:
    """A reason the check gives, with the words that gave it."""

    description: str
    family: str
    words: tuple[str, ...]


def reasons_of(screening: Screening | None, words: Mapping[str, str]) -> tuple[ShownSignal, ...]:
    """The reasons for one view, whose words are given by question key."""
    if screening is None:
        return ()
    found: dict[str, list[str]] = {signal: [] for signal in screening.signals}
    for key, start, end, signal in spans_of(screening):
        found.setdefault(signal, []).append(_excerpt(words.get(key, "")[start:end]))
    return tuple(
        ShownSignal(describe(signal), signal.partition(".")[0], _distinct(excerpts))
        for signal, excerpts in found.items()
    )


def spans_of(screening: Screening | None) -> Sequence[tuple[str, int, int, str]]:
    """What the check points at: (question key, start, end, signal)."""
    return [(str(s[0]), int(s[1]), int(s[2]), str(s[3])) for s in screening.spans] if screening else []


def _distinct(excerpts: Iterable[str]) -> tuple[str, ...]:
    """Each excerpt once, and none that a longer one holds."""
    found = [each for each in dict.fromkeys(excerpts) if each]
    return tuple(each for each in found if not any(each in other and each != other for other in found))


def _excerpt(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_EXCERPT else plain[:LONGEST_EXCERPT] + "…"
