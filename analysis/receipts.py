"""From a view to what came of it: its themes and the replies to them, for whoever holds the receipt."""

from dataclasses import dataclass

from sqlalchemy import select

from analysis.models import Assignment, CodeFrameVersion, Publication, SignOff, Theme
from analysis.replies.queries import PublishedReply, published_for
from participation.foundation.database import db


@dataclass(frozen=True)
class ThemeOfView:
    """A theme a view was used in, and what was said back about it so far."""

    key: str
    name: str
    replies: tuple[PublishedReply, ...]


def theme_and_reply_of(submission_id: int) -> list[ThemeOfView]:
    """The themes of a view, main one first; empty until a person has signed the themes off."""
    rows = db.session.execute(
        select(Assignment.campaign_id, Assignment.theme_key)
        .where(Assignment.submission_id == submission_id)
        .order_by(Assignment.rank)
    ).all()
    if not rows or not _is_signed(rows[0].campaign_id):
        return []
    campaign_id, keys = rows[0].campaign_id, [row.theme_key for row in rows]
    names = _names(campaign_id, keys)
    replies = published_for(campaign_id, keys)
    return [
        ThemeOfView(key, names[key], tuple(reply for reply in replies if reply.theme_key == key))
        for key in keys
        if key in names
    ]


def _is_signed(campaign_id: int) -> bool:
    signed = select(SignOff.id).where(SignOff.campaign_id == campaign_id).limit(1)
    published = select(Publication.id).where(Publication.campaign_id == campaign_id).limit(1)
    return db.session.scalar(signed) is not None or db.session.scalar(published) is not None


def _names(campaign_id: int, keys: list[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(Theme.key, Theme.name)
        .join(CodeFrameVersion, CodeFrameVersion.id == Theme.code_frame_version_id)
        .where(CodeFrameVersion.campaign_id == campaign_id, Theme.key.in_(keys))
        .order_by(CodeFrameVersion.number)
    ).all()
    return {row.key: row.name for row in rows}
