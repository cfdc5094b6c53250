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


class ThemeChange(Base):
    """A change to a theme list that somebody is thinking over: what it would do is shown before it is saved."""

    __tablename__ = "theme_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    base_version_id: Mapped[int] = mapped_column(ForeignKey("code_frame_version.id"))
    kind: Mapped[str] = mapped_column(String(20), comment="merge, split, new, rewrite or restore")
    themes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, comment="The whole list as it would be")
    coded: Mapped[dict[str, list[str]]] = mapped_column(
        JSON, comment="Answers the person ticked: view to the themes they would have"
    )
    reason: Mapped[str] = mapped_column(String(300))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    effect: Mapped[dict[str, Any] | None] = mapped_column(
        JSON, comment="Counts before and after; empty until known"
    )
    settled_at: Mapped[datetime | None] = mapped_column(comment="When it was saved or dropped")
    saved_version_id: Mapped[int | None] = mapped_column(ForeignKey("code_frame_version.id"))


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
    __table_args__ = (
        Index("ix_answer_coding_campaign", "campaign_id", "status", "submission_id"),
        Index(
            "ix_answer_coding_by_person",
            "campaign_id",
            "submission_id",
            sqlite_where=text("corrected_by_id IS NOT NULL"),
            postgresql_where=text("corrected_by_id IS NOT NULL"),
        ),
    )

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
        Index("ix_assignment_theme", "campaign_id", "theme_key", "submission_id", "stance"),
        {"sqlite_with_rowid": False},
    )

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    theme_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    rank: Mapped[int] = mapped_column(SmallInteger)
    stance: Mapped[str] = mapped_column(
        String(8), default="unclear", comment="wants, likes, objects or unclear: how it stands to this theme"
    )


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
    stances: Mapped[dict[str, str]] = mapped_column(
        JSON, default=dict, comment="Theme to how the answer stands to it, as it was when this was said"
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class AuditSample(Base):
    """Answers drawn by chance for two people to code blind. Published accuracy comes from here."""

    __tablename__ = "audit_sample"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    code_frame_version_id: Mapped[int] = mapped_column(ForeignKey("code_frame_version.id"))
    question_key: Mapped[str] = mapped_column(String(40))
    seed: Mapped[int] = mapped_column(comment="Draws the same answers again from the same campaign")
    population: Mapped[int] = mapped_column(comment="How many answers it was drawn from")
    strata: Mapped[dict[str, Any]] = mapped_column(JSON, comment="Stratum to [answers in it, drawn]")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]


class AuditItem(Base):
    """One answer of a sample, and what it is about where two people differed and somebody settled it."""

    __tablename__ = "audit_item"
    __table_args__ = (Index("ix_audit_item_submission", "submission_id"),)

    sample_id: Mapped[int] = mapped_column(
        ForeignKey("audit_sample.id", ondelete="CASCADE"), primary_key=True
    )
    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int]
    weight: Mapped[float] = mapped_column(comment="How many answers it stands for")
    settled_keys: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]


class BlindCoding(Base):
    """What one person said of one sampled answer, knowing neither the engine's word nor anybody else's."""

    __tablename__ = "blind_coding"

    sample_id: Mapped[int] = mapped_column(
        ForeignKey("audit_sample.id", ondelete="CASCADE"), primary_key=True
    )
    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    theme_keys: Mapped[list[str]] = mapped_column(JSON, comment="Main theme first; empty means no theme")
    coded_at: Mapped[datetime] = mapped_column(default=clock.now)


class DiscoveryRun(Base):
    """One look at what else is in the answers. Its groups go when a view in them is taken back."""

    __tablename__ = "discovery_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    code_frame_version_id: Mapped[int] = mapped_column(ForeignKey("code_frame_version.id"))
    question_key: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(String(80), comment="unsure, or the key of the theme looked into")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    content: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), comment="Groups: label, telling words, numbers of answers, stability"
    )


class QuoteChoice(Base):
    """A person's word on a quote: kept for a theme, or left out."""

    __tablename__ = "quote_choice"

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    theme_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    is_kept: Mapped[bool]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    chosen_at: Mapped[datetime] = mapped_column(default=clock.now)


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
    shown_at: Mapped[datetime | None] = mapped_column(comment="When its figures first went to the public")


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
    other_views: Mapped[str] = mapped_column(
        Text, default="", comment="What some people said instead, or adults did"
    )
    reason_code: Mapped[str] = mapped_column(String(20), default="", comment="Kind of reason for a no")
    reason: Mapped[str] = mapped_column(
        Text, default="", comment="Why not; what could change it; why it is stuck"
    )
    could_change: Mapped[str] = mapped_column(Text, default="", comment="What could change a no")
    left_out: Mapped[str] = mapped_column(Text, default="", comment="The part that cannot be done")
    first_step: Mapped[str] = mapped_column(Text, default="")
    their_answer: Mapped[str] = mapped_column(Text, default="", comment="What whoever else decides said")
    family_cost: Mapped[str] = mapped_column(Text, default="", comment="Does it cost families money or data?")
    places: Mapped[list[str]] = mapped_column(JSON, default=list, comment="Where it is done; empty: anywhere")
    decision_maker: Mapped[str] = mapped_column(
        String(200), default="", comment="Role or board that decides, not a person"
    )
    owner: Mapped[str] = mapped_column(String(200), default="", comment="Role that owns it, not a person")
    partner: Mapped[str] = mapped_column(String(200), default="", comment="Partner organisation")
    asked_on: Mapped[date | None] = mapped_column(comment="Day we asked whoever else decides")
    due_on: Mapped[date | None]
    next_update_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(
        Text, default="", comment="What shows it is done, in young people's words"
    )
    practice_evidence: Mapped[str] = mapped_column(Text, default="", comment="What practitioners say of it")
    data_evidence: Mapped[str] = mapped_column(Text, default="", comment="What the numbers say of it")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="Keeps it up to date")
    decision_maker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    equality_lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    data_officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    snapshot_id: Mapped[int | None] = mapped_column(
        ForeignKey("snapshot.id"), comment="The figures it rests on"
    )
    quote_ids: Mapped[list[int]] = mapped_column(
        JSON, default=list, comment="Views it answers: ids, no words"
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


class ReplySignature(Base):
    """Somebody's name under a reply as it stood: read by who decides, or looked at by a lead. Append-only."""

    __tablename__ = "reply_signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(40), comment="The role in which it was signed")
    wording_hash: Mapped[str] = mapped_column(
        String(64), comment="What was signed; another hash: changed since"
    )
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ReplyReminder(Base):
    """A reminder that went to whoever owns a reply. The unique day keeps two workers from sending it twice."""

    __tablename__ = "reply_reminder"
    __table_args__ = (UniqueConstraint("reply_id", "sent_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_on: Mapped[date]


class ReminderRound(Base):
    """One day on which the register was looked through for reminders."""

    __tablename__ = "reminder_round"

    day: Mapped[date] = mapped_column(primary_key=True)


class LateNotice(Base):
    """Why a campaign's answer is late, and when it comes, as the public reads it. Append-only."""

    __tablename__ = "late_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    expected_on: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


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
