"""What a house rule says, and what becomes of a view that it is applied to. Pure rules."""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_LABEL = 120
LONGEST_WORDS = 600


class Outcome(StrEnum):
    """What becomes of a view that a house rule is applied to."""

    NOT_USED = "not_used"
    STILL_COUNTS = "still_counts"
    ELSEWHERE = "elsewhere"
    THANKS = "thanks"

    @property
    def counts(self) -> bool:
        """Whether the view is counted, in themes too. Its words are shown to nobody in any case."""
        return self in (Outcome.STILL_COUNTS, Outcome.THANKS)

    @property
    def label(self) -> str:
        """The outcome as staff see it."""
        return _LABELS[self]

    @property
    def told(self) -> str:
        """The outcome in a few words for whoever sent the view."""
        return _TOLD[self]


_LABELS = {
    Outcome.NOT_USED: "Not used",
    Outcome.STILL_COUNTS: "Counted, words not shown",
    Outcome.ELSEWHERE: "For somebody else",
    Outcome.THANKS: "Thanks passed on, counted",
}
_TOLD = {
    Outcome.NOT_USED: "We could not use it",
    Outcome.STILL_COUNTS: "It counts, and we keep your words private",
    Outcome.ELSEWHERE: "Somebody else can help with this",
    Outcome.THANKS: "It counts, and we pass on your thanks",
}


@dataclass(frozen=True)
class HouseRule:
    """One version of one house rule.

    Attributes:
        code: what is stored with a decision; never changes.
        number: the version, from 1; 0 for the two reasons that nobody edits.
        label: how moderators see it.
        kind_words: what the sender reads with their receipt; kind, specific, no blame, and where to go.
        is_active: whether moderators may choose it now.
    """

    code: str
    number: int
    label: str
    kind_words: str
    outcome: Outcome
    is_active: bool = True


#: The sender took the view back; a person read it all the same because it was marked urgent or soon.
WITHDRAWN = HouseRule(
    "withdrawn",
    0,
    "The sender took it back",
    "You took this view back. We do not use it.",
    Outcome.NOT_USED,
    is_active=False,
)
