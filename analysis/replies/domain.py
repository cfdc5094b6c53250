"""What the partnership may say back about a theme, and what each answer must carry.

There are ten statuses and no "considering": children have asked for actions and results, not for
news that somebody is thinking about it. Each status names the fields without which it is not an
answer; a promise is a status after which somebody is expected to act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

UPDATE_WITHIN_DAYS = 100
DECISION_WITHIN_DAYS = 84


class ReplyStatus(StrEnum):
    """The ten things a reply can say."""

    HEARD = "heard"
    DECIDING = "deciding"
    YES = "yes"
    PART = "part"
    NO = "no"
    NOT_OURS = "not_ours"
    DOING = "doing"
    STUCK = "stuck"
    DONE = "done"
    CHANGED_MIND = "changed_mind"

    @property
    def is_promise(self) -> bool:
        """Say whether this reply counts as a promise: yes, part, doing or done."""
        return self in _PROMISES

    @property
    def label(self) -> str:
        """Return the public wording without a date."""
        return _LABELS[self]

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has something to do by a date."""
        return self in _OPEN


class ReplyField(StrEnum):
    """The fields a reply may carry; the names are the keys of `missing_fields`."""

    MESSAGE = "message"
    DECISION_MAKER = "decision_maker"
    ANSWER_BY = "answer_by"
    OWNER = "owner"
    DUE_ON = "due_on"
    FIRST_STEP = "first_step"
    INCLUDED = "included"
    LEFT_OUT = "left_out"
    REASON_CODE = "reason_code"
    REASON = "reason"
    WHAT_COULD_CHANGE_IT = "what_could_change_it"
    WHO_TO_ASK = "who_to_ask"
    ASKED_WHOM = "asked_whom"
    ASKED_ON = "asked_on"
    LAST_UPDATE_ON = "last_update_on"
    BLOCKED_BY = "blocked_by"
    NEXT_UPDATE_ON = "next_update_on"
    EVIDENCE = "evidence"
    YOUNG_EVIDENCE = "young_evidence"
    NO_YOUNG_EVIDENCE_REASON = "no_young_evidence_reason"
    APOLOGY = "apology"


class ReasonCode(StrEnum):
    """Why an answer is "no", "part" or a change of mind."""

    MONEY = "money"
    LAW = "law"
    SAFETY = "safety"
    SOMEONE_ELSE = "someone_else"
    ALREADY_TRIED = "already_tried"
    DISAGREEMENT = "disagreement"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Return the words shown to the public."""
        return _REASON_LABELS[self]


@dataclass(frozen=True)
class FieldProblem:
    """One field that stops a reply from being saved, and how to put it right."""

    field: ReplyField
    message: str


_PROMISES = frozenset({ReplyStatus.YES, ReplyStatus.PART, ReplyStatus.DOING, ReplyStatus.DONE})
_OPEN = frozenset({ReplyStatus.DECIDING, ReplyStatus.YES, ReplyStatus.PART, ReplyStatus.DOING,
                   ReplyStatus.STUCK})

_LABELS: Mapping[ReplyStatus, str] = {
    ReplyStatus.HEARD: "We heard this",
    ReplyStatus.DECIDING: "We are deciding",
    ReplyStatus.YES: "Yes, we will",
    ReplyStatus.PART: "We can do some of it",
    ReplyStatus.NO: "No, and here is why",
    ReplyStatus.NOT_OURS: "Someone else decides",
    ReplyStatus.DOING: "We are doing it",
    ReplyStatus.STUCK: "It is stuck",
    ReplyStatus.DONE: "Done",
    ReplyStatus.CHANGED_MIND: "We said yes but now cannot – sorry",
}

_REASON_LABELS: Mapping[ReasonCode, str] = {
    ReasonCode.MONEY: "There is not enough money",
    ReasonCode.LAW: "The law does not let us",
    ReasonCode.SAFETY: "It would not be safe",
    ReasonCode.SOMEONE_ELSE: "Someone else decides",
    ReasonCode.ALREADY_TRIED: "We tried it and it did not work",
    ReasonCode.DISAGREEMENT: "Young people did not agree with each other",
    ReasonCode.OTHER: "Another reason",
}

_REQUIRED: Mapping[ReplyStatus, tuple[ReplyField, ...]] = {
    ReplyStatus.HEARD: (ReplyField.MESSAGE,),
    ReplyStatus.DECIDING: (ReplyField.MESSAGE, ReplyField.DECISION_MAKER, ReplyField.ANSWER_BY),
    ReplyStatus.YES: (ReplyField.MESSAGE, ReplyField.OWNER, ReplyField.DUE_ON, ReplyField.FIRST_STEP),
    ReplyStatus.PART: (ReplyField.MESSAGE, ReplyField.OWNER, ReplyField.DUE_ON, ReplyField.INCLUDED,
                       ReplyField.LEFT_OUT, ReplyField.REASON),
    ReplyStatus.NO: (ReplyField.MESSAGE, ReplyField.REASON_CODE, ReplyField.REASON,
                     ReplyField.WHAT_COULD_CHANGE_IT, ReplyField.WHO_TO_ASK),
    ReplyStatus.NOT_OURS: (ReplyField.MESSAGE, ReplyField.ASKED_WHOM, ReplyField.ASKED_ON),
    ReplyStatus.DOING: (ReplyField.MESSAGE, ReplyField.OWNER, ReplyField.DUE_ON, ReplyField.LAST_UPDATE_ON),
    ReplyStatus.STUCK: (ReplyField.MESSAGE, ReplyField.BLOCKED_BY, ReplyField.NEXT_UPDATE_ON),
    ReplyStatus.DONE: (ReplyField.MESSAGE, ReplyField.EVIDENCE),
    ReplyStatus.CHANGED_MIND: (ReplyField.MESSAGE, ReplyField.REASON, ReplyField.DECISION_MAKER,
                               ReplyField.APOLOGY),
}

_MESSAGES: Mapping[ReplyField, str] = {
    ReplyField.MESSAGE: "Write the reply in words a nine-year-old can read",
    ReplyField.DECISION_MAKER: "Say who decides: a role or a board",
    ReplyField.ANSWER_BY: "Give the date by which there will be an answer",
    ReplyField.OWNER: "Name the role that owns this promise",
    ReplyField.DUE_ON: "Give the date by which it will be done",
    ReplyField.FIRST_STEP: "Say what the first step is",
    ReplyField.INCLUDED: "Say which part we can do",
    ReplyField.LEFT_OUT: "Say which part we cannot do",
    ReplyField.REASON_CODE: "Choose the kind of reason",
    ReplyField.REASON: "Give the real reason in a sentence",
    ReplyField.WHAT_COULD_CHANGE_IT: "Say what could change this answer",
    ReplyField.WHO_TO_ASK: "Say who young people can argue with about this",
    ReplyField.ASKED_WHOM: "Say who decides and was asked",
    ReplyField.ASKED_ON: "Give the date on which they were asked",
    ReplyField.LAST_UPDATE_ON: f"Give the date of the last update, within {UPDATE_WITHIN_DAYS} days",
    ReplyField.BLOCKED_BY: "Say what is in the way",
    ReplyField.NEXT_UPDATE_ON: "Give the date of the next update",
    ReplyField.EVIDENCE: "Say what shows that it is done",
    ReplyField.YOUNG_EVIDENCE: "Add what young people say about it, or the public reason why nobody was asked",
    ReplyField.APOLOGY: "Say sorry, in a sentence of its own",
}


def public_wording(status: ReplyStatus, on: date | None = None) -> str:
    """Return the public wording of a status, with its date where the status carries one."""
    if on is not None and status is ReplyStatus.DECIDING:
        return f"{status.label} – answer by {_day(on)}"
    if on is not None and status is ReplyStatus.NOT_OURS:
        return f"{status.label} – we asked them on {_day(on)}"
    return status.label


def required_fields(status: ReplyStatus) -> tuple[ReplyField, ...]:
    """Return the fields a reply of this status cannot do without, in the order a form asks for them."""
    return _REQUIRED[status]


def missing_fields(status: ReplyStatus, reply_fields: Mapping[str, object]) -> list[FieldProblem]:
    """Return what is missing from a reply, each with a message that names it; an empty list means none.

    `reply_fields` maps field names to values; None and blank text count as missing.
    """
    problems = [FieldProblem(field, _MESSAGES[field]) for field in _REQUIRED[status]
                if _is_blank(reply_fields.get(field))]
    if status is ReplyStatus.DONE and _is_blank(reply_fields.get(ReplyField.YOUNG_EVIDENCE)) \
            and _is_blank(reply_fields.get(ReplyField.NO_YOUNG_EVIDENCE_REASON)):
        problems.append(FieldProblem(ReplyField.YOUNG_EVIDENCE, _MESSAGES[ReplyField.YOUNG_EVIDENCE]))
    return problems


def date_to_watch(status: ReplyStatus, reply_fields: Mapping[str, object]) -> date | None:
    """Return the date by which the public may expect the next thing to happen, if the status has one."""
    names: Mapping[ReplyStatus, ReplyField] = {
        ReplyStatus.DECIDING: ReplyField.ANSWER_BY,
        ReplyStatus.STUCK: ReplyField.NEXT_UPDATE_ON,
    }
    value = reply_fields.get(names.get(status, ReplyField.DUE_ON)) if status.is_open else None
    return value if isinstance(value, date) else None


def is_overdue(status: ReplyStatus, reply_fields: Mapping[str, object], today: date) -> bool:
    """Say whether the date to watch has passed; on the day itself a reply is still in time."""
    watched = date_to_watch(status, reply_fields)
    return watched is not None and watched < today


def is_update_late(status: ReplyStatus, last_update_on: date | None, today: date) -> bool:
    """Say whether a live promise has gone without an update for more than a hundred days."""
    if not status.is_open:
        return False
    return last_update_on is None or (today - last_update_on).days > UPDATE_WITHIN_DAYS


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
