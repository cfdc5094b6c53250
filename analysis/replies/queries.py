"""Finding replies: all of them for staff, published ones for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select

from analysis.models import CodeFrameVersion, Reply, ReplyEvent, Snapshot, Theme
from analysis.quoting import quotable_words, theme_quotes
from analysis.replies.domain import ReasonCode, ReplyStatus, is_news_late, is_overdue, public_wording
from analysis.replies.signatures import last_read
from analysis.reports.content import Quote
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from participation.plan import queries as plan_queries

PAGE = 30


@dataclass(frozen=True)
class PublishedReply:
    """A reply as the public reads it."""

    id: int
    status: str
    label: str
    you_said: str
    our_reply: str
    other_views: str
    reason_kind: str
    reason: str
    could_change: str
    left_out: str
    first_step: str
    their_answer: str
    family_cost: str
    places: tuple[str, ...]
    decision_maker: str
    read_on: date | None
    owner: str
    partner: str
    due_on: date | None
    asked_on: date | None
    next_update_on: date | None
    evidence: str
    practice_evidence: str
    data_evidence: str
    priority: str
    outcome: str
    is_overdue: bool
    is_news_late: bool
    published_on: date | None
    updated_on: date
    theme_key: str
    theme_name: str
    campaign_title: str
    campaign_slug: str

    @property
    def has_evidence(self) -> bool:
        """Whether anybody has said what shows that something changed."""
        return bool(self.evidence or self.practice_evidence or self.data_evidence)


@dataclass(frozen=True)
class HistoryStep:
    """One step of a reply since it was first shown: how it stood then, and a date that moved."""

    on: date
    status: str
    moved_from: date | None = None
    moved_to: date | None = None


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


def public_history(reply_id: int) -> list[HistoryStep]:
    """How a reply stood from the day it was first shown, oldest first. It can go backwards, and that stays."""
    steps: list[HistoryStep] = []
    is_shown, due, status = False, "", ""
    for event in reversed(history_of(reply_id)):
        new_due = event.changed.get("due_on", due) or ""
        is_first = not is_shown and bool(event.changed.get("is_published"))
        is_shown = is_shown or is_first
        moved = bool(is_shown and not is_first and due and new_due and new_due != due)
        if is_first or (is_shown and event.status != status) or moved:
            dates = (date.fromisoformat(due), date.fromisoformat(new_due)) if moved else (None, None)
            steps.append(HistoryStep(clock.in_london(event.at).date(), event.status, *dates))
        due, status = new_due, event.status
    return steps


def quotes_under(reply_id: int, most: int = 3) -> list[Quote]:
    """The words a reply answers: those chosen for it, else the first ones of its theme."""
    reply = db.session.get(Reply, reply_id)
    snapshot = db.session.get(Snapshot, reply.snapshot_id) if reply and reply.snapshot_id else None
    if reply is None or snapshot is None:
        return []
    chosen = quotable_words(reply.quote_ids, snapshot.content["question"])
    return [quote for _, quote in chosen or theme_quotes(snapshot.content, reply.theme_key)][:most]


def published_in(place: str) -> list[PublishedReply]:
    """Every published reply that is done in one place, newest first."""
    found = _shown(_published().order_by(Reply.id.desc()))
    return [reply for reply in found if place.casefold() in (each.casefold() for each in reply.places)]


def places_with_replies() -> list[str]:
    """The places that published replies name, by name."""
    rows = db.session.scalars(select(Reply.places).where(Reply.is_published))
    return sorted({place for places in rows for place in places}, key=str.casefold)


def published_replies(
    *,
    words: str = "",
    status: str = "",
    theme_key: str = "",
    campaign_slug: str = "",
    before_id: int | None = None,
    most: int = PAGE,
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
    return _shown(statement.order_by(Reply.id.desc()).limit(most))


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
    read = last_read(reply.id for reply, _ in rows)
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
            read.get(reply.id),
        )
        for reply, campaign in rows
    ]


def _one(
    reply: Reply, campaign: Campaign, theme_name: str, priority: str, outcome: str, read_on: date | None
) -> PublishedReply:
    status, today = ReplyStatus(reply.status), clock.today()
    updated_on = clock.in_london(reply.updated_at).date()
    dated = reply.asked_on if status is ReplyStatus.NOT_OURS else reply.due_on
    return PublishedReply(
        id=reply.id,
        status=status.value,
        label=public_wording(status, dated),
        you_said=reply.you_said,
        our_reply=reply.our_reply,
        other_views=reply.other_views,
        reason_kind=ReasonCode(reply.reason_code).label if reply.reason_code else "",
        reason=reply.reason,
        could_change=reply.could_change,
        left_out=reply.left_out,
        first_step=reply.first_step,
        their_answer=reply.their_answer,
        family_cost=reply.family_cost,
        places=tuple(reply.places),
        decision_maker=reply.decision_maker,
        read_on=read_on,
        owner=reply.owner,
        partner=reply.partner,
        due_on=reply.due_on,
        asked_on=reply.asked_on,
        next_update_on=reply.next_update_on,
        evidence=reply.evidence,
        practice_evidence=reply.practice_evidence,
        data_evidence=reply.data_evidence,
        priority=priority,
        outcome=outcome,
        is_overdue=is_overdue(status, reply.due_on, reply.next_update_on, today),
        is_news_late=is_news_late(status, reply.next_update_on, updated_on, today),
        published_on=clock.in_london(reply.published_at).date() if reply.published_at else None,
        updated_on=updated_on,
        theme_key=reply.theme_key,
        theme_name=theme_name,
        campaign_title=campaign.title,
        campaign_slug=campaign.slug,
    )


def _priority_names(ids: set[int | None]) -> dict[int, str]:
    found = plan_queries.priorities_today(number for number in ids if number)
    return {number: row.friendly_name or row.heading for number, row in found.items()}


def _outcome_names(ids: set[int | None]) -> dict[int, str]:
    found = plan_queries.outcomes_today(number for number in ids if number)
    return {number: row.friendly_name or row.text for number, row in found.items()}


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
