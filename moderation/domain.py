"""The words moderation is spoken in: lanes of the queue and, below them, what may be decided."""

from enum import StrEnum


class Lane(StrEnum):
    """Where an item waits in the queue, most pressing first.

    The order is fixed by the `screen` contract: an item goes to the first lane that applies to it.
    A lane decides who reads an item and how soon, never what becomes of it.
    """

    URGENT = "urgent"
    SOON = "soon"
    PERSONAL_DATA = "personal_data"
    LANGUAGE = "language"
    SPAM = "spam"
    NORMAL = "normal"

    @property
    def rank(self) -> int:
        """Place in the queue: 0 is read first."""
        return list(Lane).index(self)
