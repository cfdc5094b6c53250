"""Changes to the register of replies. Each leaves a step in the reply's history."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from analysis.models import Reply, ReplyEvent
from analysis.replies.domain import FieldProblem, ReplyStatus, missing_fields
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError

FIELDS = (
    "status",
    "you_said",
    "our_reply",
    "reason",
    "owner",
    "partner",
    "asked_on",
    "due_on",
    "next_update_on",
    "evidence",
    "priority_id",
    "outcome_id",
)


class IncompleteReply(DomainError):
    """A reply lacks what its status needs. `problems` names each field."""

    title = "Something is missing from this reply"

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


def save_reply(
    reply: Reply | None, campaign_id: int, theme_key: str, values: Mapping[str, Any], actor_id: int | None
) -> Reply:
    """Write a new reply, or change one that is there.

    Raises:
        IncompleteReply: naming each missing field; nothing is changed then.
    """
    status = ReplyStatus(str(values["status"]))
    problems = missing_fields(status, values)
    if problems:
        raise IncompleteReply(problems)
    is_new = reply is None
    reply = reply or Reply(campaign_id=campaign_id, theme_key=theme_key, status=status.value)
    changed = {}
    for name in FIELDS:
        value = values.get(name)
        if name in ("you_said", "our_reply", "reason", "owner", "partner", "evidence"):
            value = (value or "").strip()
        if is_new or getattr(reply, name) != value:
            changed[name] = _plain(value)
            setattr(reply, name, value)
    if not changed and not is_new:
        return reply
    reply.updated_at = clock.now()
    db.session.add(reply)
    db.session.flush()
    _note(reply, changed, actor_id)
    audit.record(
        "wrote_reply" if is_new else "changed_reply",
        "reply",
        reply.id,
        actor_id=actor_id,
        detail={"status": reply.status},
    )
    return reply


def set_published(reply: Reply, is_published: bool, actor_id: int | None) -> None:
    """Show a reply in public, or take it back from there."""
    if reply.is_published == is_published:
        return
    reply.is_published = is_published
    reply.published_at = clock.now() if is_published else None
    db.session.flush()
    _note(reply, {"is_published": is_published}, actor_id)
    audit.record(
        "published_reply" if is_published else "took_back_reply", "reply", reply.id, actor_id=actor_id
    )


def _note(reply: Reply, changed: dict[str, Any], actor_id: int | None) -> None:
    db.session.add(ReplyEvent(reply_id=reply.id, person_id=actor_id, status=reply.status, changed=changed))
    db.session.flush()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
