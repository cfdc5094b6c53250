"""Opening the words of a view without letting one damaged view stop the whole queue."""

from participation.foundation.sealing import CannotOpen
from surveys.answers import open_words
from surveys.models import Submission


def words_or_none(submission: Submission) -> dict[str, str] | None:
    """The words by question key; None when they cannot be opened with the keys on this machine."""
    try:
        return open_words(submission)
    except CannotOpen:
        return None
