"""What both stores' writers of views share. Each is plain driver SQL: durable before it answers, and fast."""

from typing import Protocol

from participation.foundation.errors import Busy
from participation.foundation.outage import RETRY_SECONDS
from surveys.domain import MayQuote
from surveys.new_views import Receipt, SealedView
from surveys.question_types.sentences import BUSY, NOT_NOW

__all__ = ["BUSY", "COLUMNS", "LONGEST_WAIT_SECONDS", "CannotWrite", "Writer", "is_more_careful"]

LONGEST_WAIT_SECONDS = 10.0
COLUMNS = (
    "campaign_id, survey_version_id, identity, receipt_hash, receipt_turn, channel, may_quote,"
    " state, lane, lane_rank, is_checked, received_on, arrived_at, group_session_id, captured,"
    " asked_as, came_from"
)
#: From open-handed to careful.
CAREFULNESS = {MayQuote.YES: 0, MayQuote.NOT_SAID: 1, MayQuote.NO: 2}


class CannotWrite(Busy):
    """The store takes nothing now, such as on a full or read-only disk: nobody is to blame for being many."""

    def __init__(self) -> None:
        super().__init__(NOT_NOW, RETRY_SECONDS)


class Writer(Protocol):
    """Stores one view and returns once it is safe on disk."""

    def write(self, view: SealedView) -> Receipt:
        """Store the view, or find that it is stored already.

        Raises:
            Busy: when it could not be stored in time; sending it again is safe.
        """


def is_more_careful(new: MayQuote, stored: str) -> bool:
    """Whether a repeat allows less than was stored: when the two differ, the more careful answer stays."""
    return CAREFULNESS[new] > CAREFULNESS[MayQuote(stored)]
