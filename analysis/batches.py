"""The public sees figures in batches: two of its documents never differ by a handful of responses.

Whoever held one file from before a response came in, and one from after, could read off what that one
said. So once figures are public, they stay until enough new responses have come in; replies, which say
nothing of single responses, are always those of today.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from analysis.counting import mask_rules
from analysis.models import Publication, Snapshot
from analysis.snapshots import freeze, take_snapshot
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.errors import DomainError

#: What in a snapshot staff write or settle. Everything else is counted or chosen from responses, and moves with each.
WRITTEN = ("replies", "about", "record", "plan", "equality", "populations")


class BetweenBatches(DomainError):
    """A snapshot lies too close to what the public has seen."""

    title = "The public has seen nearly the same figures"


def public_snapshot(campaign_id: int, actor_id: int | None) -> Snapshot:
    """The snapshot that public pages and files are made of today.

    Raises:
        NotThemed: when nothing has been themed.
    """
    fresh = take_snapshot(campaign_id, actor_id)
    shown = _last_shown(campaign_id)
    if shown is None or not _is_between(shown, fresh):
        return fresh
    written = {part: fresh.content[part] for part in WRITTEN}
    return freeze(campaign_id, shown.content | written, actor_id)


def refuse_between_batches(snapshot: Snapshot) -> None:
    """Refuse to show the public a named snapshot beside one that it could be compared with.

    Raises:
        BetweenBatches: when only a handful of responses lie between them.
    """
    shown = _last_shown(snapshot.campaign_id)
    if shown is not None and _is_between(shown, snapshot):
        raise BetweenBatches(
            f"Fewer than {mask_rules().public_minimum} responses lie between snapshot {snapshot.id} and "
            f"snapshot {shown.id}, which is public. Comparing both would show what those few said. "
            f"Use snapshot {shown.id}, or name none."
        )


def note_shown(snapshot: Snapshot) -> None:
    """Remember that the public has these figures from now on."""
    snapshot.shown_at = snapshot.shown_at or clock.now()
    db.session.flush()


def was_shown(campaign_id: int) -> ColumnElement[bool]:
    """Whether the public has the figures of a snapshot of this campaign."""
    published = select(Publication.snapshot_id).where(Publication.campaign_id == campaign_id)
    return Snapshot.shown_at.is_not(None) | Snapshot.id.in_(published)


def _last_shown(campaign_id: int) -> Snapshot | None:
    """The newest snapshot that went out to the public and still stands."""
    return db.session.scalars(
        select(Snapshot)
        .where(
            Snapshot.campaign_id == campaign_id,
            Snapshot.superseded_at.is_(None),
            was_shown(campaign_id),
        )
        .order_by(Snapshot.id.desc())
        .limit(1)
    ).first()


def _is_between(shown: Snapshot, other: Snapshot) -> bool:
    """Whether a handful of responses separates two snapshots under one theme list."""
    is_same_list = shown.content["code_frame_version"] == other.content["code_frame_version"]
    apart: int = abs(other.content["base"] - shown.content["base"])
    return is_same_list and 0 < apart < mask_rules().public_minimum
