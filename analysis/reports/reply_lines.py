"""From a reply as a snapshot holds it to what documents print of it."""

from datetime import date
from typing import Any

from analysis.replies.domain import ANSWER_TEXTS, EVIDENCE_TEXTS, ReasonCode, ReplyStatus, public_wording
from analysis.reports.content import Reading, ReplyLine
from participation.accounts.models import Person
from participation.foundation.access import Role
from participation.foundation.database import db

#: What a line takes over from the snapshot unchanged.
_AS_THEY_ARE = (
    "you_said",
    "our_reply",
    *(name for name in ANSWER_TEXTS if name != "reason_code"),
    "decision_maker",
    *EVIDENCE_TEXTS,
    "priority_id",
    "outcome_id",
    "is_overdue",
    "is_news_late",
)


def reply_line(
    reply: dict[str, Any], priorities: dict[int, str], outcomes: dict[int, str], considered: dict[str, Any]
) -> ReplyLine:
    """One reply in the words that are published; `considered` says when it was decided, and who read it."""
    status = ReplyStatus(reply["status"])
    due, update, asked = (_day(reply[name]) for name in ("due_on", "next_update_on", "asked_on"))
    return ReplyLine(
        status_label=public_wording(status, asked if status is ReplyStatus.NOT_OURS else due),
        status=status.value,
        owner=reply["owner"] or reply["partner"],
        due_on=due,
        asked_on=asked,
        next_update_on=update,
        reason_kind=ReasonCode(reply["reason_code"]).label if reply["reason_code"] else "",
        places=tuple(reply["places"]),
        priority=priorities.get(reply["priority_id"], ""),
        outcome=outcomes.get(reply["outcome_id"], ""),
        is_promise=status.is_promise,
        decided_on=_day(considered.get("decided_on")),
        read_by=tuple(_reading(signed) for signed in considered.get("signed", ())),
        **{name: reply[name] for name in _AS_THEY_ARE},
    )


def _reading(signed: dict[str, Any]) -> Reading:
    person = db.session.get_one(Person, signed["person"])
    role = Role(signed["role"])
    return Reading(
        person.name,
        role.label,
        date.fromisoformat(signed["on"]),
        is_decider=role is Role.DECISION_MAKER,
        is_current=signed["is_current"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
