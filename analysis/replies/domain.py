"""What the partnership may say back about a theme, and what each answer must carry.

There are ten statuses and no "considering": children have asked for actions and results, not for
news that somebody is thinking about it. Each status names the fields without which it is not an
answer; a promise is a status after which somebody is expected to act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: The words of an answer beside “our reply” itself, and what shows that something changed, by the names of the
#: fields that hold them.
ANSWER_TEXTS = (
    "reason_code",
    "reason",
    "could_change",
    "left_out",
    "first_step",
    "their_answer",
    "family_cost",
)
EVIDENCE_TEXTS = ("evidence", "practice_evidence", "data_evidence")
#: Who stands behind a reply, in which role.
PEOPLE_FIELDS = ("owner_id", "decision_maker_id", "equality_lead_id", "data_officer_id")
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
    """The fields of a reply that a status may require."""

    YOU_SAID = "you_said"
    OUR_REPLY = "our_reply"
    OWNER = "owner"
    PARTNER = "partner"
    REASON = "reason"
    REASON_CODE = "reason_code"
    COULD_CHANGE = "could_change"
    LEFT_OUT = "left_out"
    FIRST_STEP = "first_step"
    DECISION_MAKER = "decision_maker"
    EVIDENCE = "evidence"
    DUE_ON = "due_on"
    ASKED_ON = "asked_on"
    NEXT_UPDATE_ON = "next_update_on"


class ReasonCode(StrEnum):
    """Why something cannot be done, in the words the public reads."""

    MONEY = "money"
    LAW = "law"
    SAFETY = "safety"
    NOT_OUR_DECISION = "not_our_decision"
    ALREADY_TRIED = "already_tried"
    FAIRNESS = "fairness"

    @property
    def label(self) -> str:
        """Return the public wording."""
        return _REASONS[self]


class Viewpoint(StrEnum):
    """Whose evidence shows what changed: young people's own counts most, and nobody's stands for another's.

    The names are those of the fields that hold the words.
    """

    YOUNG_PEOPLE = "evidence"
    PRACTITIONERS = "practice_evidence"
    DATA = "data_evidence"

    @property
    def label(self) -> str:
        """Return how the public reads whose evidence it is."""
        return _VIEWPOINTS[self]


@dataclass(frozen=True)
class FieldProblem:
    """One field that stops a reply from being saved, and how to put it right."""

    field: ReplyField
    message: str


_PROMISES = frozenset({ReplyStatus.YES, ReplyStatus.PART, ReplyStatus.DOING, ReplyStatus.DONE})
_OPEN = frozenset(
    {ReplyStatus.DECIDING, ReplyStatus.YES, ReplyStatus.PART, ReplyStatus.DOING, ReplyStatus.STUCK}
)

_REASONS: Mapping[ReasonCode, str] = {
    ReasonCode.MONEY: "There is not enough money",
    ReasonCode.LAW: "The law does not let us",
    ReasonCode.SAFETY: "It would not be safe",
    ReasonCode.NOT_OUR_DECISION: "It is not ours to decide",
    ReasonCode.ALREADY_TRIED: "We tried it, and it did not work",
    ReasonCode.FAIRNESS: "It would be unfair to other people",
}
_VIEWPOINTS: Mapping[Viewpoint, str] = {
    Viewpoint.YOUNG_PEOPLE: "Young people say",
    Viewpoint.PRACTITIONERS: "People who do the work say",
    Viewpoint.DATA: "The numbers say",
}

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

# What each status must carry to be an answer.
_REQUIRED: Mapping[ReplyStatus, tuple[ReplyField, ...]] = {
    ReplyStatus.HEARD: (),
    ReplyStatus.DECIDING: (ReplyField.DECISION_MAKER, ReplyField.DUE_ON),
    ReplyStatus.YES: (ReplyField.OWNER, ReplyField.DUE_ON, ReplyField.FIRST_STEP),
    ReplyStatus.PART: (ReplyField.LEFT_OUT, ReplyField.REASON, ReplyField.OWNER, ReplyField.DUE_ON),
    ReplyStatus.NO: (ReplyField.REASON_CODE, ReplyField.REASON, ReplyField.COULD_CHANGE),
    ReplyStatus.NOT_OURS: (ReplyField.PARTNER, ReplyField.ASKED_ON),
    ReplyStatus.DOING: (ReplyField.OWNER, ReplyField.DUE_ON),
    ReplyStatus.STUCK: (ReplyField.REASON, ReplyField.NEXT_UPDATE_ON),
    ReplyStatus.DONE: (ReplyField.EVIDENCE,),
    ReplyStatus.CHANGED_MIND: (ReplyField.REASON, ReplyField.DECISION_MAKER),
}

_MESSAGES: Mapping[ReplyField, str] = {
    ReplyField.YOU_SAID: "Write what young people said, in words a nine-year-old can read",
    ReplyField.OUR_REPLY: "Write our reply, in words a nine-year-old can read",
    ReplyField.OWNER: "Name the role that owns this promise",
    ReplyField.PARTNER: "Say who decides, and was asked",
    ReplyField.REASON: "Give the real reason, in words a nine-year-old can read",
    ReplyField.REASON_CODE: "Choose what kind of reason it is",
    ReplyField.COULD_CHANGE: "Say what could change this answer",
    ReplyField.LEFT_OUT: "Say which part we cannot do",
    ReplyField.FIRST_STEP: "Say what the first step is",
    ReplyField.DECISION_MAKER: "Say who decided: a role or a board",
    ReplyField.EVIDENCE: "Say what shows that it is done, in young people's own words",
    ReplyField.DUE_ON: "Give the date by which it will be done",
    ReplyField.ASKED_ON: "Give the date on which they were asked",
    ReplyField.NEXT_UPDATE_ON: "Give the date of the next update",
}

_OWN_MESSAGES: Mapping[tuple[ReplyStatus, ReplyField], str] = {
    (ReplyStatus.DECIDING, ReplyField.DECISION_MAKER): "Say who decides: a role or a board",
    (ReplyStatus.DECIDING, ReplyField.DUE_ON): "Give the date by which there will be an answer",
    (ReplyStatus.PART, ReplyField.REASON): "Say why we cannot do all of it",
    (ReplyStatus.STUCK, ReplyField.REASON): "Say what is in the way",
    (ReplyStatus.CHANGED_MIND, ReplyField.REASON): "Say why we cannot do it after all",
    (
        ReplyStatus.DONE,
        ReplyField.EVIDENCE,
    ): "Say what shows that it is done, in young people's own words, or give the reason why none were asked",
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
    return (ReplyField.YOU_SAID, ReplyField.OUR_REPLY, *_REQUIRED[status])


def missing_fields(status: ReplyStatus, reply_fields: Mapping[str, object]) -> list[FieldProblem]:
    """Return what is missing from a reply, each with a message that names it; an empty list means none.

    `reply_fields` maps field names to values; None and blank text count as missing. What shows that
    something is done comes from young people, or a public reason says why they were not asked.
    """
    return [
        FieldProblem(field, _OWN_MESSAGES.get((status, field), _MESSAGES[field]))
        for field in required_fields(status)
        if _is_blank(reply_fields.get(field)) and not _is_excused(status, field, reply_fields)
    ]


def late_answer(status: ReplyStatus, due_on: date | None, today: date) -> FieldProblem | None:
    """Return what is wrong with the date of "we are deciding" set today: it may not lie beyond twelve weeks."""
    latest = latest_answer_date(today)
    if status is not ReplyStatus.DECIDING or due_on is None or due_on <= latest:
        return None
    return FieldProblem(
        ReplyField.DUE_ON,
        f"Choose a day within twelve weeks, {_day(latest)} at the latest: people wait for it",
    )


def latest_answer_date(asked_on: date) -> date:
    """Return the last day on which "we are deciding" may turn into an answer: twelve weeks on."""
    return asked_on + timedelta(days=DECISION_WITHIN_DAYS)


def date_to_watch(status: ReplyStatus, due_on: date | None, next_update_on: date | None) -> date | None:
    """Return the date by which the public may expect the next thing to happen, if the status has one."""
    if not status.is_open:
        return None
    return next_update_on if status is ReplyStatus.STUCK else due_on


def is_overdue(status: ReplyStatus, due_on: date | None, next_update_on: date | None, today: date) -> bool:
    """Say whether the date to watch has passed; on the day itself a reply is still in time."""
    watched = date_to_watch(status, due_on, next_update_on)
    return watched is not None and watched < today


def is_update_late(status: ReplyStatus, updated_on: date, today: date) -> bool:
    """Say whether a reply somebody still has to act on has had no update for more than 100 days."""
    return status.is_open and (today - updated_on).days > UPDATE_WITHIN_DAYS


def is_news_late(status: ReplyStatus, next_update_on: date | None, updated_on: date, today: date) -> bool:
    """Say whether news that people may expect has not come: the day named for it has passed, or 100 days have."""
    is_missed = status.is_open and next_update_on is not None and next_update_on < today
    return is_missed or is_update_late(status, updated_on, today)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _is_excused(status: ReplyStatus, field: ReplyField, reply_fields: Mapping[str, object]) -> bool:
    return (
        status is ReplyStatus.DONE
        and field is ReplyField.EVIDENCE
        and not _is_blank(reply_fields.get(ReplyField.REASON))
    )


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
