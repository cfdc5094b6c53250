"""Changes to the register of replies. Each leaves a step in the reply's history."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from analysis.claim_checking import claims_of_reply, refuse_unsupported
from analysis.models import Reply, ReplyEvent, Snapshot
from analysis.replies.domain import (
    ANSWER_TEXTS,
    EVIDENCE_TEXTS,
    PEOPLE_FIELDS,
    FieldProblem,
    ReplyStatus,
    late_answer,
    missing_fields,
)
from participation.foundation import audit, clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError

TEXTS = (
    "you_said",
    "our_reply",
    "other_views",
    *ANSWER_TEXTS,
    "owner",
    "partner",
    "decision_maker",
    *EVIDENCE_TEXTS,
)
LISTS = ("places", "quote_ids")
FIELDS = (
    "status",
    *TEXTS,
    *LISTS,
    "asked_on",
    "due_on",
    "next_update_on",
    "priority_id",
    "outcome_id",
    *PEOPLE_FIELDS,
)
#: What the owner in a partner organisation keeps up to date; the rest is the analyst's.
OWNERS_FIELDS = ("status", "our_reply", *ANSWER_TEXTS, *EVIDENCE_TEXTS, "due_on", "next_update_on")


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

    Args:
        values: fields by name; in a reply that is there, one that is left out stays as it is.

    Raises:
        IncompleteReply: naming each missing field; nothing is changed then.
        UnsupportedWords: when a public reply would say what the figures do not show.
    """
    wanted = {name: _tidy(name, values[name]) for name in FIELDS if name in values}
    _refuse_incomplete(reply, wanted)
    is_new = reply is None
    reply = reply or Reply(campaign_id=campaign_id, theme_key=theme_key, **{name: [] for name in LISTS})
    changed = {name: value for name, value in wanted.items() if is_new or getattr(reply, name) != value}
    if not changed and not is_new:
        return reply
    for name, value in changed.items():
        setattr(reply, name, value)
    _tie_to_figures(reply)
    reply.updated_at = clock.now()
    db.session.add(reply)
    if reply.is_published:
        refuse_unsupported(claims_of_reply(reply))
    db.session.flush()
    _note(reply, {name: _plain(value) for name, value in changed.items()}, actor_id)
    audit.record(
        "wrote_reply" if is_new else "changed_reply",
        "reply",
        reply.id,
        actor_id=actor_id,
        detail={"status": reply.status},
    )
    return reply


def change_together(
    replies: Sequence[Reply], values: Mapping[str, Any], actor_id: int
) -> list[tuple[Reply, str]]:
    """Change the same fields of several replies: all of them, or none.

    Returns:
        What stands in the way, reply by reply; empty when all were changed.
    """
    problems = []
    for reply in replies:
        try:
            _refuse_incomplete(reply, {name: _tidy(name, value) for name, value in values.items()})
        except IncompleteReply as incomplete:
            problems.append((reply, incomplete.message))
    if not problems:
        for reply in replies:
            save_reply(reply, reply.campaign_id, reply.theme_key, values, actor_id)
    return problems


def hand_to(reply: Reply, column: str, person_id: int, actor_id: int) -> None:
    """Give what somebody does for a reply to another person. Its words stay, so nothing else is asked of it."""
    setattr(reply, column, person_id)
    _note(reply, {column: person_id}, actor_id)
    audit.record("handed_on", "reply", reply.id, actor_id=actor_id, detail={"as": column, "to": person_id})


def set_published(reply: Reply, is_published: bool, actor_id: int | None) -> None:
    """Show a reply in public, or take it back from there.

    Raises:
        UnsupportedWords: when it says what the figures do not show.
    """
    if reply.is_published == is_published:
        return
    if is_published:
        refuse_unsupported(claims_of_reply(reply))
    reply.is_published = is_published
    reply.published_at = clock.now() if is_published else None
    db.session.flush()
    _note(reply, {"is_published": is_published}, actor_id)
    audit.record(
        "published_reply" if is_published else "took_back_reply", "reply", reply.id, actor_id=actor_id
    )


def move_replies(campaign_id: int, from_key: str, to_key: str, actor_id: int) -> None:
    """When themes become one, what was said back about either stands under the one that stays."""
    moving = select(Reply).where(Reply.campaign_id == campaign_id, Reply.theme_key == from_key)
    for reply in db.session.scalars(moving).all():
        reply.theme_key = to_key
        _note(reply, {"theme_key": to_key, "theme_key_before": from_key}, actor_id)


def return_replies(campaign_id: int, key: str, actor_id: int) -> None:
    """When a theme is there again, the replies that were moved away from it come back."""
    here = select(Reply).where(Reply.campaign_id == campaign_id, Reply.theme_key != key)
    for reply in db.session.scalars(here.order_by(Reply.id)).all():
        moves = db.session.scalars(
            select(ReplyEvent.changed).where(ReplyEvent.reply_id == reply.id).order_by(ReplyEvent.id.desc())
        )
        last = next((changed for changed in moves if "theme_key_before" in changed), None)
        if last is not None and last["theme_key_before"] == key and last["theme_key"] == reply.theme_key:
            before, reply.theme_key = reply.theme_key, key
            _note(reply, {"theme_key": key, "theme_key_before": before}, actor_id)


def _refuse_incomplete(reply: Reply | None, wanted: Mapping[str, Any]) -> None:
    """Judge a reply as it would stand after the change.

    Raises:
        IncompleteReply: naming each missing field.
    """
    before = {name: getattr(reply, name) for name in FIELDS} if reply is not None else {}
    after = {**before, **wanted}
    status = ReplyStatus(str(after["status"]))
    problems = missing_fields(status, after)
    if any(after.get(name) != before.get(name) for name in ("status", "due_on")):
        late = late_answer(status, after.get("due_on"), clock.today())
        problems += [late] if late else []
    if problems:
        raise IncompleteReply(problems)


def _tie_to_figures(reply: Reply) -> None:
    """The newest snapshot that knows the theme: the figures the words rest on."""
    newest = db.session.scalars(
        select(Snapshot)
        .where(Snapshot.campaign_id == reply.campaign_id)
        .order_by(Snapshot.id.desc())
        .limit(1)
    ).first()
    if newest is not None and reply.theme_key in newest.content["themes"]:
        reply.snapshot_id = newest.id


def _note(reply: Reply, changed: dict[str, Any], actor_id: int | None) -> None:
    db.session.add(ReplyEvent(reply_id=reply.id, person_id=actor_id, status=reply.status, changed=changed))
    db.session.flush()


def _tidy(name: str, value: Any) -> Any:
    if name in TEXTS:
        return (value or "").strip()
    return list(value or ()) if name in LISTS else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
