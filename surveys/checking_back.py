"""What people say about our replies ("Did we get this right?"): stored and read as every view is.

It has a question key of its own that no survey asks, so it never counts among the answers of a campaign.
"""

from participation.foundation.codes import canonical_text
from participation.foundation.errors import DomainError
from surveys import intake, queries
from surveys.domain import CHECK_BACK, CHECK_BACK_ABOUT, Channel, MayQuote
from surveys.new_views import NewView, Receipt
from surveys.question_types import Cleaned

LONGEST = 2_000


class NothingToStore(DomainError):
    """A check-back that says nothing, or far too much."""

    title = "There is a problem"


def store_check_back(campaign_id: int, key: str, words: str, about: str) -> Receipt:
    """Store what somebody says about our reply to a theme, or to the whole campaign, and give its receipt.

    Raises:
        NothingToStore: saying what to put right.
        Busy: when it could not be stored in time; sending it again is safe.
    """
    said = canonical_text(words).strip()
    if not said:
        raise NothingToStore("Write what is wrong or missing, then press Send.")
    if len(said) > LONGEST:
        raise NothingToStore(f"Use {LONGEST:,} characters or fewer. You have {len(said):,}.")
    answers = [(CHECK_BACK, Cleaned(words=said))]
    if about:
        answers.append((CHECK_BACK_ABOUT, Cleaned(choices=(about,))))
    version = queries.current_version(campaign_id)
    return intake.store(
        NewView(campaign_id, version.id, key, tuple(answers), MayQuote.NOT_SAID, Channel.CHECK_BACK)
    )
