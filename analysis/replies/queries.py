"""Finding replies: all of them for staff, published ones for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select

from analysis.models import CodeFrameVersion, Reply, ReplyEvent, Theme
from analysis.replies.domain import ReplyStatus, is_overdue, public_wording
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from participation.plan.models import Outcome, Priority

PAGE = 30


@dataclass(frozen=True)
class PublishedReply:
    """A reply as the public reads it."""

    id: int
    status: str
    label: str
    you_said: str
    our_reply: str
    reason: str
    owner: str
    partner: str
    due_on: date | None
    asked_on: date | None
    next_update_on: date | None
    evidence: str
    priority: str
    outcome: str
    is_overdue: bool
    published_on: date | None
    updated_on: date
    theme_key: str
    theme_name: str
    campaign_title: str
    campaign_slug: str


def replies_of(campaign_id: int) -> Sequence[Reply]:
    """Every reply of a campaign, by theme."""
    return db.session.scalars(
        select(Reply).where(Reply.campaign_id == campaign_id).order_by(Reply.theme_key, Reply.id)
    ).all()


def history_of(reply_id: int) -> Sequence[ReplyEvent]:
    """Every step of a reply, newest first."""
    return db.session.scalars(
        select(ReplyEvent).where(ReplyEvent.reply_id == reply_id).order_by(ReplyEvent.id.desc())
    ).all()


def published_replies(
    *,
    words: str = "",
    status: str = "",
    theme_key: str = "",
    campaign_slug: str = "",
    before_id: int | None = None,
) -> list[PublishedReply]:
    """Published replies, newest first, at most one page; `before_id` continues after the last one seen."""
    statement = _published()
    for word in words.split()[:6]:
        pattern = f"%{_escaped(word)}%"
        statement = statement.where(
            or_(
                *(
                    column.ilike(pattern, escape="\\")
                    for column in (Reply.you_said, Reply.our_reply, Reply.reason)
                )
            )
        )
    if status:
        statement = statement.where(Reply.status == status)
    if theme_key:
        statement = statement.where(Reply.theme_key == theme_key)
    if campaign_slug:
        statement = statement.where(Campaign.slug == campaign_slug)
    if before_id is not None:
        statement = statement.where(Reply.id < before_id)
    return _shown(statement.order_by(Reply.id.desc()).limit(PAGE))


def published_reply(reply_id: int) -> PublishedReply | None:
    """One published reply."""
    found = _shown(_published().where(Reply.id == reply_id))
    return found[0] if found else None


def published_for(campaign_id: int, theme_keys: Sequence[str] | None = None) -> list[PublishedReply]:
    """Every published reply of a campaign, or of some of its themes."""
    statement = _published().where(Reply.campaign_id == campaign_id)
    if theme_keys is not None:
        statement = statement.where(Reply.theme_key.in_(theme_keys))
    return _shown(statement.order_by(Reply.id))


def theme_names(campaign_id: int) -> dict[str, str]:
    """Names of a campaign's themes, in the newest version of its theme list."""
    newest = (
        select(CodeFrameVersion.id)
        .where(CodeFrameVersion.campaign_id == campaign_id)
        .order_by(CodeFrameVersion.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Theme.key, Theme.name).where(Theme.code_frame_version_id == newest).order_by(Theme.position)
    )
    return {row.key: row.name for row in rows}


def _published() -> Select[Reply, Campaign]:
    return select(Reply, Campaign).join(Campaign, Campaign.id == Reply.campaign_id).where(Reply.is_published)


def _shown(statement: Select[Reply, Campaign]) -> list[PublishedReply]:
    rows = db.session.execute(statement).all()
    names = {campaign_id: theme_names(campaign_id) for campaign_id in {campaign.id for _, campaign in rows}}
    priorities = _priority_names({reply.priority_id for reply, _ in rows})
    outcomes = _outcome_names({reply.outcome_id for reply, _ in rows})
    return [
        _one(
            reply,
            campaign,
            names[campaign.id].get(reply.theme_key, reply.theme_key),
            priorities.get(reply.priority_id or 0, ""),
            outcomes.get(reply.outcome_id or 0, ""),
        )
        for reply, campaign in rows
    ]


def _one(reply: Reply, campaign: Campaign, theme_name: str, priority: str, outcome: str) -> PublishedReply:
    status = ReplyStatus(reply.status)
    dated = reply.asked_on if status is ReplyStatus.NOT_OURS else reply.due_on
    return PublishedReply(
        id=reply.id,
        status=status.value,
        label=public_wording(status, dated),
        you_said=reply.you_said,
        our_reply=reply.our_reply,
        reason=reply.reason,
        owner=reply.owner,
        partner=reply.partner,
        due_on=reply.due_on,
        asked_on=reply.asked_on,
        next_update_on=reply.next_update_on,
        evidence=reply.evidence,
        priority=priority,
        outcome=outcome,
        is_overdue=is_overdue(status, reply.due_on, reply.next_update_on, clock.today()),
        published_on=clock.in_london(reply.published_at).date() if reply.published_at else None,
        updated_on=clock.in_london(reply.updated_at).date(),
        theme_key=reply.theme_key,
        theme_name=theme_name,
        campaign_title=campaign.title,
        campaign_slug=campaign.slug,
    )


def _priority_names(ids: set[int | None]) -> dict[int, str]:
    rows = db.session.scalars(select(Priority).where(Priority.id.in_(ids - {None}))) if ids - {None} else ()
    return {row.id: row.friendly_name or row.heading for row in rows}


def _outcome_names(ids: set[int | None]) -> dict[int, str]:
    rows = db.session.scalars(select(Outcome).where(Outcome.id.in_(ids - {None}))) if ids - {None} else ()
    return {row.id: row.friendly_name or row.text for row in rows}


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
