"""Vocabulary of a file that is brought in by a page. Pure."""

from enum import StrEnum

from surveys.domain import Channel

#: How views of a file may have been collected, as staff choose it.
COLLECTED = {
    Channel.IMPORT: "Elsewhere, such as another survey tool",
    Channel.PAPER: "On paper",
    Channel.WORKSHOP: "In a workshop or meeting",
    Channel.SOCIAL: "On social media, names and links taken out",
}
LARGEST_FILE = 20 << 20
#: Days after which a file that nobody brought in is erased, and rows that were refused.
UPLOADS_KEPT_DAYS = 7
REFUSED_KEPT_DAYS = 30


class UploadState(StrEnum):
    """Where a file stands. Its content is erased as soon as it was brought in, failed or was dropped."""

    CHOOSING = "choosing"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The state as the screen names it."""
        return {
            UploadState.CHOOSING: "Not brought in yet",
            UploadState.WAITING: "Coming in",
            UploadState.DONE: "Brought in",
            UploadState.FAILED: "Stopped",
            UploadState.DROPPED: "Erased without being brought in",
        }[self]
