"""Tables of theming, sign-off, replies and publication. No table here holds words that were not approved."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.foundation import clock
from participation.foundation.database import Base


class CodeFrameVersion(Base):
    """The themes in use for a campaign (on screen: the theme list). A change makes a new version."""

    __tablename__ = "code_frame_version"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(80), comment="Name of the built-in frame it began from")
    name: Mapped[str] = mapped_column(String(200))
    question_key: Mapped[str] = mapped_column(String(40), comment="The question whose answers are themed")
    reason: Mapped[str] = mapped_column(String(300), default="", comment="Why this version was made")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    themes: Mapped[list["Theme"]] = relationship(
        order_by="Theme.position", cascade="all, delete-orphan", lazy="selectin"
    )


class Theme(Base):
    """One theme of one version of a theme list."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("code_frame_version_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code_frame_version_id: Mapped[int] = mapped_column(
        ForeignKey("code_frame_version.id", ondelete="CASCADE")
    )
    key: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    definition: Mapped[dict[str, Any]] = mapped_column(JSON, comment="includes, excludes, keywords, examples")


class ThemingRun(Base):
    """One pass of the engine over a campaign's approved answers."""

    __tablename__ = "theming_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    code_frame_version_id: Mapped[int] = mapped_column(ForeignKey("code_frame_version.id"))
    engine: Mapped[str] = mapped_column(String(20))
    engine_version: Mapped[str] = mapped_column(String(120), default="")
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    answer_count: Mapped[int] = mapped_column(default=0)
    correction_count: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]


class AnswerCoding(Base):
    """What one approved answer is about, as things stand: by the engine, or by a person, who always wins."""

    __tablename__ = "answer_coding"
    __table_args__ = (Index("ix_answer_coding_campaign", "campaign_id", "status", "submission_id"),)

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    status: Mapped[str] = mapped_column(String(12), comment="sure, unsure or no_answer")
    confidence: Mapped[float]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("theming_run.id"))
    corrected_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    corrected_at: Mapped[datetime | None]
    reason: Mapped[dict[str, Any]] = mapped_column(JSON, comment="matched_words and nearest_example")


class Assignment(Base):
    """The link from an answer to a theme. `rank` 0 is the main theme."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_theme", "campaign_id", "theme_key", "submission_id"),
        {"sqlite_with_rowid": False},
    )

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    theme_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    rank: Mapped[int] = mapped_column(SmallInteger)


class Correction(Base):
    """A person's word on what an answer is about: confirmed or changed. Append-only; the newest holds."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_campaign", "campaign_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(String(40))
    theme_keys: Mapped[list[str]] = mapped_column(JSON, comment="Main theme first; empty means no theme")
    previous_theme_keys: Mapped[list[str]] = mapped_column(JSON)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class Snapshot(Base):
    """A frozen, hashed set of inputs behind whatever is published: ids and counts, never words."""

    __tablename__ = "snapshot"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime] = mapped_column(default=clock.now)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    superseded_at: Mapped[datetime | None] = mapped_column(comment="Set when a view in it is withdrawn")


class SignOff(Base):
    """A person's signature under the themes of one snapshot."""

    __tablename__ = "sign_off"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    code_frame_version_id: Mapped[int] = mapped_column(ForeignKey("code_frame_version.id"))
    engine: Mapped[str] = mapped_column(String(20))
    engine_version: Mapped[str] = mapped_column(String(120))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime] = mapped_column(default=clock.now)


class Reply(Base):
    """What the partnership says back about a theme (on screen: our reply)."""

    __tablename__ = "reply"
    __table_args__ = (
        Index("ix_reply_campaign", "campaign_id", "theme_key"),
        Index(
            "ix_reply_published",
            "is_published",
            "id",
            sqlite_where=text("is_published"),
            postgresql_where=text("is_published"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    theme_key: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(20))
    you_said: Mapped[str] = mapped_column(Text, default="")
    our_reply: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(
        Text, default="", comment="Why not; what could change it; why it is stuck"
    )
    owner: Mapped[str] = mapped_column(String(200), default="", comment="Role that owns it, not a person")
    partner: Mapped[str] = mapped_column(String(200), default="", comment="Partner organisation")
    asked_on: Mapped[date | None] = mapped_column(comment="Day we asked whoever else decides")
    due_on: Mapped[date | None]
    next_update_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(
        Text, default="", comment="What shows it is done, in young people's words"
    )
    priority_id: Mapped[int | None] = mapped_column(ForeignKey("priority.id"))
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("outcome.id"))
    is_published: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)


class ReplyEvent(Base):
    """One step in a reply's history. Append-only."""

    __tablename__ = "reply_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    status: Mapped[str] = mapped_column(String(20))
    changed: Mapped[dict[str, Any]] = mapped_column(JSON, comment="Field to its new value")


class Publication(Base):
    """A campaign's results as the public sees them: frozen, in batches, never live counters."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id"))
    introduction: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
