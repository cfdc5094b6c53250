"""Snapshots: frozen, hashed inputs behind whatever is published. They hold ids and counts, never words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from analysis.campaign_record import record_content, wording_of
from analysis.counting import count_answers, count_captured, mask_rules
from analysis.cross_counting import cross_counts
from analysis.disclosure import AudienceClass
from analysis.models import CodeFrameVersion, Reply, SignOff, Snapshot
from analysis.plan_content import equality_content, plan_content, populations_content
from analysis.replies.domain import ANSWER_TEXTS, EVIDENCE_TEXTS, ReplyStatus, is_news_late, is_overdue
from analysis.reports.word_cloud import word_counts
from analysis.themes.checked import quality_content
from analysis.themes.frames import current_frame
from analysis.themes.quote_bank import bank_of, quotable
from analysis.themes.theming import is_under_way, latest_run
from moderation.models import ApprovedText
from participation.campaigns.models import Campaign
from participation.foundation import audit, clock
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from participation.plan.queries import outcomes_today, priorities_today
from surveys.equality.queries import counts_of
from surveys.models import Submission

QUOTES_PER_THEME = 5
QUOTE_POOL = 1_500
#: What else a reply carries, for whoever writes documents from a snapshot.
REPLY_DETAILS = (
    "other_views",
    *ANSWER_TEXTS,
    "places",
    "decision_maker",
    *EVIDENCE_TEXTS,
)
SHORTEST_QUOTE, LONGEST_QUOTE = 15, 280


class NotThemed(DomainError):
    """A campaign has no themes to freeze yet."""

    title = "The themes are not ready"


def take_snapshot(campaign_id: int, actor_id: int | None) -> Snapshot:
    """Freeze a campaign as it stands. The same state gives the same snapshot again.

    Raises:
        NotThemed: when nothing has been themed.
    """
    frame = current_frame(campaign_id)
    run = latest_run(campaign_id)
    if run is not None and is_under_way(run):
        raise NotThemed("The answers are still being themed. Wait until their page says it is done.")
    if frame is None or run is None or run.finished_at is None:
        raise NotThemed("Theme this campaign first. Open it under Themes and choose “Theme the answers”.")
    return freeze(campaign_id, _content(frame, run.engine, run.engine_version), actor_id)


def freeze(campaign_id: int, content: dict[str, Any], actor_id: int | None) -> Snapshot:
    """Keep the inputs of a document for good. The same inputs are the same snapshot."""
    content_hash = hash_mapping(content)
    known = db.session.scalars(
        select(Snapshot)
        .where(
            Snapshot.campaign_id == campaign_id,
            Snapshot.content_hash == content_hash,
            Snapshot.superseded_at.is_(None),
        )
        .order_by(Snapshot.id.desc())
        .limit(1)
    ).first()
    if known is not None:
        return known
    snapshot = Snapshot(
        campaign_id=campaign_id, content=content, content_hash=content_hash, taken_by_id=actor_id
    )
    db.session.add(snapshot)
    db.session.flush()
    audit.record(
        "took_snapshot", "campaign", campaign_id, actor_id=actor_id, detail={"hash": content_hash[:16]}
    )
    return snapshot


def latest_snapshot(campaign_id: int) -> Snapshot | None:
    """The newest snapshot of a campaign."""
    return db.session.scalars(
        select(Snapshot).where(Snapshot.campaign_id == campaign_id).order_by(Snapshot.id.desc()).limit(1)
    ).first()


def snapshots_of(campaign_id: int, most: int = 100) -> Sequence[Snapshot]:
    """The newest snapshots of a campaign, the newest first."""
    return db.session.scalars(
        select(Snapshot).where(Snapshot.campaign_id == campaign_id).order_by(Snapshot.id.desc()).limit(most)
    ).all()


def supersede(submission_id: int) -> None:
    """After a withdrawal: snapshots of the campaign no longer stand for what people let us use.

    Only the day is kept: the moment in which somebody took a view back is nobody's business.
    """
    day = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    campaign_id = db.session.scalar(select(Submission.campaign_id).where(Submission.id == submission_id))
    standing = db.session.scalars(
        select(Snapshot).where(Snapshot.campaign_id == campaign_id, Snapshot.superseded_at.is_(None))
    )
    for snapshot in standing:
        snapshot.superseded_at = day


def supersede_if_hidden(submission_id: int) -> None:
    """After a decision: when words that a snapshot quotes may not be shown any more, it stands no longer."""
    shown = select(ApprovedText.submission_id).where(ApprovedText.submission_id == submission_id).limit(1)
    if db.session.scalars(shown).first() is not None:
        return
    campaign_id = db.session.scalar(select(Submission.campaign_id).where(Submission.id == submission_id))
    standing = db.session.scalars(
        select(Snapshot).where(Snapshot.campaign_id == campaign_id, Snapshot.superseded_at.is_(None))
    )
    if any(submission_id in quoted for each in standing for quoted in each.content["quotes"].values()):
        supersede(submission_id)


def latest_sign_off(campaign_id: int) -> SignOff | None:
    """The newest signature under the themes of a campaign."""
    return db.session.scalars(
        select(SignOff).where(SignOff.campaign_id == campaign_id).order_by(SignOff.id.desc()).limit(1)
    ).first()


def _content(frame: CodeFrameVersion, engine: str, engine_version: str) -> dict[str, Any]:
    counts = count_answers(frame.campaign_id, frame.question_key, [theme.key for theme in frame.themes])
    bank = bank_of(frame)
    return {
        "campaign": frame.campaign_id,
        "question": frame.question_key,
        "wording": wording_of(frame.campaign_id, frame.question_key),
        "code_frame_version": frame.id,
        "code_frame_number": frame.number,
        "engine": engine,
        "engine_version": engine_version,
        "base": counts.base,
        "themes": counts.themes,
        "stances": counts.stances,
        "names": {theme.key: theme.name for theme in frame.themes},
        "cross": cross_counts(frame.campaign_id, frame.question_key, [theme.key for theme in frame.themes]),
        "channels": counts.channels,
        "statuses": counts.statuses,
        "corrected": counts.corrected,
        "quality": quality_content(frame),
        "quotes": {key: [quote.submission_id for quote in quotes] for key, quotes in bank.items()},
        "quote_descriptors": {
            str(quote.submission_id): quote.descriptor
            for quotes in bank.values()
            for quote in quotes
            if quote.descriptor
        },
        "words": _words(frame),
        "replies": _replies(frame.campaign_id),
        "about": _about(frame.campaign_id),
        "record": record_content(frame.campaign_id),
        "plan": plan_content(),
        "equality": equality_content(),
        "populations": populations_content(),
        **_taken_down(frame),
        **_people(frame.campaign_id),
    }


def _taken_down(frame: CodeFrameVersion) -> dict[str, dict[str, int]]:
    """How the answers were taken down, where anybody helped with one."""
    counts = count_captured(frame.campaign_id, frame.question_key)
    return {"captured": counts} if set(counts) - {""} else {}


def _people(campaign_id: int) -> dict[str, dict[str, dict[str, int]]]:
    """Who answered the equality questions, once they are counted."""
    counts = counts_of(campaign_id)
    return {"people": counts} if counts else {}


def _about(campaign_id: int) -> dict[str, str | bool | None]:
    """What a campaign says of itself, as documents print it."""
    campaign = db.session.get_one(Campaign, campaign_id)
    days = {name: getattr(campaign, name) for name in ("opens_on", "closes_on", "hear_back_by")}
    return {
        "title": campaign.title,
        "decision": campaign.decision,
        "decision_maker": campaign.decision_maker,
        "is_sensitive": campaign.is_sensitive,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def _words(frame: CodeFrameVersion) -> list[tuple[str, str, int | None]]:
    """Words that enough quotable answers share to be shown in public, with their published figures."""
    texts = (row.text for row in db.session.execute(quotable(frame).order_by(ApprovedText.submission_id)))
    counted = word_counts(texts, AudienceClass.PUBLIC, mask_rules())
    return [(entry.word, entry.count.text, entry.count.value) for entry in counted]


def _replies(campaign_id: int) -> list[dict[str, Any]]:
    rows = db.session.scalars(
        select(Reply).where(Reply.campaign_id == campaign_id).order_by(Reply.theme_key, Reply.id)
    )
    today = clock.today()
    return [reply_content(reply) | _lateness(reply, today) for reply in rows]


def _lateness(reply: Reply, today: date) -> dict[str, bool]:
    """Whether a reply is late on this day: when that changes, so does the snapshot."""
    status, updated_on = ReplyStatus(reply.status), clock.in_london(reply.updated_at).date()
    return {
        "is_overdue": is_overdue(status, reply.due_on, reply.next_update_on, today),
        "is_news_late": is_news_late(status, reply.next_update_on, updated_on, today),
    }


def reply_content(reply: Reply) -> dict[str, Any]:
    """A reply as a snapshot holds it: staff's own words, dates as ISO text, its place in the plan of today."""
    priority = priorities_today([reply.priority_id or 0]).get(reply.priority_id or 0)
    outcome = outcomes_today([reply.outcome_id or 0]).get(reply.outcome_id or 0)
    dates = {name: getattr(reply, name) for name in ("asked_on", "due_on", "next_update_on")}
    return {
        "id": reply.id,
        "theme": reply.theme_key,
        "status": reply.status,
        "you_said": reply.you_said,
        "our_reply": reply.our_reply,
        **{name: getattr(reply, name) for name in REPLY_DETAILS},
        "owner": reply.owner,
        "partner": reply.partner,
        "priority_id": priority.id if priority else None,
        "outcome_id": outcome.id if outcome else None,
        "is_published": reply.is_published,
        **{name: day.isoformat() if day else None for name, day in dates.items()},
    }
