"""The audit trail: what staff did, never what anyone wrote; each event carries the hash of the one before."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, BigInteger, Integer, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation import clock
from participation.foundation.database import Base, db

GENESIS = b"\x00" * 32
BATCH = 1000
Detail = Mapping[str, str | int | bool | None]


class AuditEvent(Base):
    """One thing that was done. Rows are never changed or deleted: the database refuses."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(comment="Person who did it; none for the system")
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int | None]
    detail: Mapped[dict[str, str | int | bool | None]] = mapped_column(JSON)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """The last link of the chain: one row, locked while a link is added so that the chain never forks."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_count: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


@dataclass(frozen=True)
class ChainCheck:
    """What `verify` found: how many events, and the first one that is wrong, if any."""

    events: int
    broken_at: int | None


def record(
    action: str,
    subject: str,
    subject_id: int | None = None,
    *,
    actor_id: int | None = None,
    detail: Detail | None = None,
) -> None:
    """Add an event in the transaction in hand.

    Args:
        action: past tense, such as `approved`.
        subject: the kind of thing, such as `submission`.
        detail: names and numbers only; never an answer, a receipt, a name or an address.
    """
    head = db.session.execute(select(AuditHead).where(AuditHead.id == 1).with_for_update()).scalar_one()
    event = AuditEvent(
        id=head.event_count + 1,
        at=_moment(actor_id),
        actor_id=actor_id,
        action=action,
        subject=subject,
        subject_id=subject_id,
        detail=dict(detail or {}),
        previous_hash=head.hash,
        hash=b"",
    )
    event.hash = _link(event)
    head.event_count, head.hash = event.id, event.hash
    db.session.add(event)
    db.session.flush()


def _moment(actor_id: int | None) -> datetime:
    """Now; only the hour of what nobody did, as what the system does can follow on a view that came in."""
    moment = clock.now().replace(microsecond=0)
    return moment if actor_id is not None else moment.replace(minute=0, second=0)


def verify() -> ChainCheck:
    """Walk the whole chain, in batches, and say where it breaks."""
    previous, expected = GENESIS, 1
    while True:
        rows = db.session.scalars(
            select(AuditEvent).where(AuditEvent.id >= expected).order_by(AuditEvent.id).limit(BATCH)
        ).all()
        for event in rows:
            if event.id != expected or event.previous_hash != previous or event.hash != _link(event):
                return ChainCheck(expected - 1, expected)
            previous, expected = event.hash, expected + 1
        db.session.expunge_all()
        if len(rows) < BATCH:
            break
    head = db.session.get_one(AuditHead, 1)
    whole = head.event_count == expected - 1 and head.hash == previous
    return ChainCheck(expected - 1, None if whole else expected)


def _link(event: AuditEvent) -> bytes:
    content = json.dumps(
        [
            event.id,
            event.at.isoformat(),
            event.actor_id,
            event.action,
            event.subject,
            event.subject_id,
            event.detail,
        ],
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(event.previous_hash + content.encode("utf-8")).digest()
