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


class DecisionKind(StrEnum):
    """What a moderator may decide about a submission."""

    APPROVE = "approve"
    APPROVE_REDACTED = "approve_redacted"
    KEEP_PRIVATE = "keep_private"
    REJECT = "reject"
    ESCALATE = "escalate"
    TAKE_BACK = "take_back"

    @property
    def label(self) -> str:
        """The decision as the screen names it."""
        return _DECISION_LABELS[self]


_DECISION_LABELS = {
    DecisionKind.APPROVE: "Approved",
    DecisionKind.APPROVE_REDACTED: "Approved with words covered",
    DecisionKind.KEEP_PRIVATE: "Kept private",
    DecisionKind.REJECT: "Not used",
    DecisionKind.ESCALATE: "Passed on as a concern",
    DecisionKind.TAKE_BACK: "Taken back",
}


class CaseKind(StrEnum):
    """What a concern is about."""

    CHILD_AT_RISK = "child_at_risk"
    ADULT_WORKING_WITH_CHILDREN = "adult_working_with_children"
    MEMBER_OF_TEAM = "member_of_team"


class CaseState(StrEnum):
    """Where a concern stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    CLOSED_PASSED_ON = "closed_passed_on"
    CLOSED_NOT_A_CONCERN = "closed_not_a_concern"
