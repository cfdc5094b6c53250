"""Names under a reply: "I have read this" by who decides, and the signatures of leads, each on what stood then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from analysis.models import Reply, ReplySignature
from participation.foundation import audit, clock
from participation.foundation.access import Role
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.errors import Refused

#: Role to the field of a reply that names whose item it is in that role.
ITEM_FIELDS: Mapping[Role, str] = {
    Role.PARTNER_OWNER: "owner_id",
    Role.DECISION_MAKER: "decision_maker_id",
    Role.EQUALITY_LEAD: "equality_lead_id",
    Role.DATA_PROTECTION_OFFICER: "data_officer_id",
}
#: Those who sign; an owner acts instead.
SIGNING_ROLES = (Role.DECISION_MAKER, Role.EQUALITY_LEAD, Role.DATA_PROTECTION_OFFICER)
SIGNED_FIELDS = ("status", "you_said", "our_reply", "reason", "could_change", "left_out", "due_on")


@dataclass(frozen=True)
class Signed:
    """One name under a reply; `is_current` until the reply says something else."""

    role: Role
    person_id: int
    on: date
    is_current: bool


def wording_hash(reply: Reply) -> str:
    """What a signature stands under: the words and the date people read."""
    return hash_mapping({name: str(getattr(reply, name) or "") for name in SIGNED_FIELDS})


def items_of(person_id: int, roles: Iterable[Role]) -> Sequence[Reply]:
    """The replies that are somebody's own in the roles they hold, soonest date first."""
    mine = [getattr(Reply, ITEM_FIELDS[role]) == person_id for role in roles if role in ITEM_FIELDS]
    if not mine:
        return []
    return db.session.scalars(
        select(Reply).where(or_(*mine)).order_by(Reply.due_on.is_(None), Reply.due_on, Reply.id)
    ).all()


def roles_in(reply: Reply, person_id: int, roles: Iterable[Role]) -> list[Role]:
    """The roles in which a reply is this person's own; empty when it is none of theirs."""
    return [
        role
        for role, name in ITEM_FIELDS.items()
        if role in frozenset(roles) and getattr(reply, name) == person_id
    ]


def sign(reply: Reply, person_id: int, role: Role, held: Iterable[Role]) -> None:
    """Put a name under a reply as it stands. Signing what is signed already changes nothing.

    Raises:
        Refused: when it is not this person's to sign in this role.
    """
    if role not in SIGNING_ROLES or role not in roles_in(reply, person_id, held):
        raise Refused("This reply is not yours to sign. Your own are under My items.")
    if any(each.role is role and each.is_current for each in signatures_under(reply)):
        return
    db.session.add(
        ReplySignature(reply_id=reply.id, person_id=person_id, role=role, wording_hash=wording_hash(reply))
    )
    db.session.flush()
    audit.record("signed_reply", "reply", reply.id, actor_id=person_id, detail={"role": role})


def signatures_under(reply: Reply) -> list[Signed]:
    """Every signature under a reply, the newest first."""
    rows = db.session.scalars(
        select(ReplySignature).where(ReplySignature.reply_id == reply.id).order_by(ReplySignature.id.desc())
    )
    standing = wording_hash(reply)
    return [
        Signed(Role(row.role), row.person_id, clock.in_london(row.at).date(), row.wording_hash == standing)
        for row in rows
    ]


def last_read(reply_ids: Iterable[int]) -> dict[int, date]:
    """The last day on which whoever decides confirmed that they read each reply and what it answers."""
    rows = db.session.execute(
        select(ReplySignature.reply_id, ReplySignature.at)
        .where(ReplySignature.reply_id.in_(list(reply_ids)), ReplySignature.role == Role.DECISION_MAKER)
        .order_by(ReplySignature.id)
    ).all()
    return {row.reply_id: clock.in_london(row.at).date() for row in rows}
