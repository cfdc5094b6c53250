"""Snapshots: frozen, hashed inputs behind whatever is published. They hold ids and counts, never words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from analysis.counting import count_answers, mask_rules
from analysis.disclosure import AudienceClass
from analysis.models import AnswerCoding, Assignment, CodeFrameVersion, Reply, SignOff, Snapshot
from analysis.reports.word_cloud import word_counts
from analysis.themes.frames import current_frame
from analysis.themes.theming import is_under_way, latest_run
from analysis.theming.quotes import choose_quotes
from moderation.models import ApprovedText
from participation.foundation import audit, clock
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.errors import DomainError
from surveys.domain import MayQuote
from surveys.models import Submission

QUOTES_PER_THEME = 5
QUOTE_POOL = 1_500
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
    content = _content(frame, run.engine, run.engine_version)
    content_hash = hash_mapping(content)
    newest = latest_snapshot(campaign_id)
    if newest is not None and newest.content_hash == content_hash and newest.superseded_at is None:
        return newest
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


def latest_sign_off(campaign_id: int) -> SignOff | None:
    """The newest signature under the themes of a campaign."""
    return db.session.scalars(
        select(SignOff).where(SignOff.campaign_id == campaign_id).order_by(SignOff.id.desc()).limit(1)
    ).first()


def _content(frame: CodeFrameVersion, engine: str, engine_version: str) -> dict[str, Any]:
    counts = count_answers(frame.campaign_id, frame.question_key, [theme.key for theme in frame.themes])
    return {
        "campaign": frame.campaign_id,
        "question": frame.question_key,
        "code_frame_version": frame.id,
        "code_frame_number": frame.number,
        "engine": engine,
        "engine_version": engine_version,
        "base": counts.base,
        "themes": counts.themes,
        "channels": counts.channels,
        "statuses": counts.statuses,
        "corrected": counts.corrected,
        "quotes": {theme.key: _quotes(frame, theme.key) for theme in frame.themes},
        "words": _words(frame),
        "replies": _replies(frame.campaign_id),
    }


def _quotes(frame: CodeFrameVersion, theme_key: str) -> list[int]:
    """Ids of the answers that speak for a theme: quotable, sure, not tiny or long, unlike each other."""
    rows: Sequence[Any] = db.session.execute(
        select(ApprovedText.submission_id, ApprovedText.text)
        .join(Submission, Submission.id == ApprovedText.submission_id)
        .join(Assignment, Assignment.submission_id == ApprovedText.submission_id)
        .join(AnswerCoding, AnswerCoding.submission_id == ApprovedText.submission_id)
        .where(
            Assignment.campaign_id == frame.campaign_id,
            Assignment.theme_key == theme_key,
            Assignment.rank == 0,
            AnswerCoding.question_key == frame.question_key,
            AnswerCoding.status == "sure",
            ApprovedText.question_key == frame.question_key,
            ApprovedText.is_quotable,
            Submission.may_quote == MayQuote.YES,
        )
        .order_by(ApprovedText.submission_id)
        .limit(QUOTE_POOL)
    ).all()
    fitting = [row for row in rows if SHORTEST_QUOTE <= len(row.text) <= LONGEST_QUOTE]
    chosen = choose_quotes([row.text for row in fitting], QUOTES_PER_THEME)
    return [fitting[place].submission_id for place in chosen]


def _words(frame: CodeFrameVersion) -> list[tuple[str, str, int | None]]:
    """Words that enough quotable answers share to be shown in public, with their published figures."""
    texts = db.session.scalars(
        select(ApprovedText.text)
        .join(Submission, Submission.id == ApprovedText.submission_id)
        .where(
            Submission.campaign_id == frame.campaign_id,
            ApprovedText.question_key == frame.question_key,
            ApprovedText.is_quotable,
            Submission.may_quote == MayQuote.YES,
        )
        .order_by(ApprovedText.submission_id)
    )
    counted = word_counts(texts, AudienceClass.PUBLIC, mask_rules())
    return [(entry.word, entry.count.text, entry.count.value) for entry in counted]


def _replies(campaign_id: int) -> list[dict[str, Any]]:
    rows = db.session.scalars(
        select(Reply).where(Reply.campaign_id == campaign_id).order_by(Reply.theme_key, Reply.id)
    )
    return [reply_content(reply) for reply in rows]


def reply_content(reply: Reply) -> dict[str, Any]:
    """A reply as a snapshot holds it: staff's own words, dates as ISO text."""
    dates = {name: getattr(reply, name) for name in ("asked_on", "due_on", "next_update_on")}
    return {
        "id": reply.id,
        "theme": reply.theme_key,
        "status": reply.status,
        "you_said": reply.you_said,
        "our_reply": reply.our_reply,
        "reason": reply.reason,
        "owner": reply.owner,
        "partner": reply.partner,
        "evidence": reply.evidence,
        "priority_id": reply.priority_id,
        "outcome_id": reply.outcome_id,
        "is_published": reply.is_published,
        **{name: day.isoformat() if day else None for name, day in dates.items()},
    }
