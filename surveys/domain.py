"""Vocabulary of a submission, free of storage."""

from enum import StrEnum


class MayQuote(StrEnum):
    """The sender's answer to "Can we show your words, without your name?". Only yes is ever quoted."""

    YES = "yes"
    NO = "no"
    NOT_SAID = "not_said"


class Channel(StrEnum):
    """How a view reached us."""

    PHONE = "phone"
    GROUP_SESSION = "group_session"
    HELPER = "helper"
    KIOSK = "kiosk"
    PAPER = "paper"
    WORKSHOP = "workshop"
    SOCIAL = "social"
    IMPORT = "import"


class SubmissionState(StrEnum):
    """What a person decided about a view; pending until somebody has read it."""

    PENDING = "pending"
    APPROVED = "approved"
    PRIVATE = "private"
    REJECTED = "rejected"
    ESCALATED = "escalated"

    @property
    def counts(self) -> bool:
        """Whether the view counts in what is reported: a view kept private does, though it is never quoted."""
        return self in (SubmissionState.APPROVED, SubmissionState.PRIVATE)
