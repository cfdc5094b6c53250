"""Vocabulary of a submission, free of storage."""

from enum import StrEnum

#: Lanes whose views reach a person whatever happens; a view not yet checked may belong to them.
LANES_ALWAYS_READ = frozenset({"urgent", "soon"})


#: Keys of "Did we get this right?" and of the theme it is about; no survey may use them.
CHECK_BACK, CHECK_BACK_ABOUT = "check_back", "check_back_about"


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
    CHECK_BACK = "check_back"


class Captured(StrEnum):
    """How answers were taken down, where somebody did not simply give them alone."""

    NOT_SAID = ""
    PRESSED = "pressed"
    POINTED = "pointed"
    SPOKE = "spoke"
    DREW = "drew"
    BY_PARENT = "by_parent"

    @property
    def label(self) -> str:
        """As the screen names it."""
        return {
            Captured.NOT_SAID: "",
            Captured.PRESSED: "the child pressed the answers",
            Captured.POINTED: "the child pointed, an adult pressed",
            Captured.SPOKE: "the child spoke, an adult wrote their words",
            Captured.DREW: "the child drew, an adult wrote what they said of it",
            Captured.BY_PARENT: "a parent or carer, for themselves",
        }[self]


def came_by(channel: Channel, captured: Captured) -> str:
    """How a view reached us and how it was taken down, as staff read it."""
    route = channel.value.replace("_", " ").capitalize()
    return f"{route}: {captured.label}" if captured.label else route


class SubmissionState(StrEnum):
    """What a person decided about a view; pending until somebody has read it."""

    PENDING = "pending"
    APPROVED = "approved"
    PRIVATE = "private"
    REJECTED = "rejected"
    ESCALATED = "escalated"

    @property
    def counts(self) -> bool:
        """Whether the view counts in what is reported: a view kept private does, but is never quoted."""
        return self in (SubmissionState.APPROVED, SubmissionState.PRIVATE)


class Standing(StrEnum):
    """What became of a view, as its sender may know it. That a concern was raised is never among it."""

    WAITING = "waiting"
    READ = "read"
    PRIVATE = "private"
    NOT_USED = "not_used"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


def standing_of(state: SubmissionState, is_withdrawn: bool, is_replaced: bool) -> Standing:
    """What the sender is told. A view passed on as a concern reads like any other view that was read."""
    if is_withdrawn:
        return Standing.REPLACED if is_replaced else Standing.WITHDRAWN
    return {
        SubmissionState.PENDING: Standing.WAITING,
        SubmissionState.PRIVATE: Standing.PRIVATE,
        SubmissionState.REJECTED: Standing.NOT_USED,
    }.get(state, Standing.READ)


def must_still_be_read(state: SubmissionState, is_checked: bool, lane: str) -> bool:
    """Whether a person must read the view even when it is taken back: it may tell of somebody at risk."""
    return state is SubmissionState.PENDING and (not is_checked or lane in LANES_ALWAYS_READ)
