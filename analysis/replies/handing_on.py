"""What somebody who leaves hands on of the register: every reply that names them and is not finished with."""

from collections.abc import Sequence

from sqlalchemy import select

from analysis.models import Reply
from analysis.replies.domain import ReplyStatus
from analysis.replies.services import hand_to
from participation.accounts.leaving import Duty
from participation.accounts.queries import colleagues_with
from participation.foundation.access import Role
from participation.foundation.database import db

#: Column of a reply, the role that may stand in it, and what its holder does.
PLACES = (
    ("owner_id", Role.PARTNER_OWNER, "Keeps {count} up to date"),
    ("decision_maker_id", Role.DECISION_MAKER, "Decides about {count}"),
    ("equality_lead_id", Role.EQUALITY_LEAD, "Signs {count} for equality"),
    ("data_officer_id", Role.DATA_PROTECTION_OFFICER, "Signs {count} for data protection"),
)


def replies_of(person_id: int) -> list[Duty]:
    """The replies that wait for a person, by what they do for them."""
    found = [(place, _open_replies(place[0], person_id)) for place in PLACES]
    return [_duty(*place, replies, person_id) for place, replies in found if replies]


def _duty(column: str, role: Role, what: str, replies: Sequence[Reply], person_id: int) -> Duty:
    def hand_on(successor_id: int, actor_id: int) -> None:
        for reply in replies:
            hand_to(reply, column, successor_id, actor_id)

    count = f"{len(replies)} {'reply' if len(replies) == 1 else 'replies'}"
    return Duty(f"reply_{column}", what.format(count=count), colleagues_with(role, person_id), hand_on)


def _open_replies(column: str, person_id: int) -> list[Reply]:
    named = db.session.scalars(select(Reply).where(getattr(Reply, column) == person_id).order_by(Reply.id))
    return [reply for reply in named if ReplyStatus(reply.status).is_open]
