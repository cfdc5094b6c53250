"""Tables of surveys, their frozen versions, and what came back.

Nothing here says who sent a view: no account, name, address, browser or exact time. `arrived_at` lives only
while a view waits to be read, and is emptied by the decision.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.foundation import clock
from participation.foundation.database import Base
from surveys.domain import Captured, Channel, MayQuote, SubmissionState
from surveys.setting_kinds import LONGEST_NAME, SettingKind


def stored_words(words: type[StrEnum], length: int) -> Enum:
    """A column that holds a word of this list as plain text and gives it back as the word."""
    return Enum(
        words,
        native_enum=False,
        length=length,
        values_callable=lambda listed: [word.value for word in listed],
    )


class Survey(Base):
    """A campaign's questions, as they are being written."""

    __tablename__ = "survey"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), unique=True)
    earlier: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, default=list, server_default="[]", comment="The questions before the last changes, for undoing"
    )
    languages: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, default=list, server_default="[]", comment="[{code, title, is_on}, …]"
    )
    questions: Mapped[list["Question"]] = relationship(
        order_by="Question.position", cascade="all, delete-orphan", lazy="selectin"
    )


class Question(Base):
    """One question of a survey in the making. Once opened, answers refer to the frozen version instead."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("survey_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40), comment="Stays the same across versions")
    kind: Mapped[str] = mapped_column(String(30))
    position: Mapped[int]
    wording: Mapped[str] = mapped_column(String(300))
    hint: Mapped[str] = mapped_column(String(500), default="")
    easy_wording: Mapped[str] = mapped_column(
        String(300), default="", comment="For Easy Read; empty means the wording itself"
    )
    easy_hint: Mapped[str] = mapped_column(String(500), default="", comment="For Easy Read")
    options: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, comment="[{id, label}, …]")
    settings: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, server_default="{}", comment="What only some types have, and when it is asked"
    )


class QuestionRecording(Base):
    """A question read out by a person. It is played only while it says what is asked."""

    __tablename__ = "question_recording"
    __table_args__ = (UniqueConstraint("survey_id", "question_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(String(40))
    words_hash: Mapped[str] = mapped_column(String(64), comment="Of the words that were to be read out")
    mark: Mapped[str] = mapped_column(String(32), comment="Of the sound itself; names it in its address")
    kind: Mapped[str] = mapped_column(String(20), comment="Media type")
    sound: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class BankedQuestion(Base):
    """A question whose wording was tried with children and is kept to be asked again."""

    __tablename__ = "banked_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    definition: Mapped[dict[str, Any]] = mapped_column(JSON, comment="What it asks, without key and rules")
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    tested: Mapped[str] = mapped_column(String(300), comment="With whom the wording was tried, and when")
    kept_on: Mapped[date] = mapped_column(default=clock.today)
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SurveyVersion(Base):
    """The questions exactly as shown, frozen when the campaign opened. An answer refers to one of these."""

    __tablename__ = "survey_version"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    number: Mapped[int]
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)


class GroupSession(Base):
    """A lesson or club evening in which a group takes part. It knows the setting, never who was there.

    It is made before it is opened, so that staff can send its host a link days ahead. Nothing of that link is
    stored: it is worked out with a key, from the code and from how often it was replaced.
    """

    __tablename__ = "group_session"
    __table_args__ = (
        CheckConstraint("(opened_at IS NULL) = (valid_until IS NULL)", name="ends_once_opened"),
        CheckConstraint("opened_at IS NULL OR is_told_first", name="told_before_it_opens"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    label: Mapped[str] = mapped_column(String(120), default="", comment="The setting, as its host wrote it")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    is_told_first: Mapped[bool] = mapped_column(
        default=False, comment="Its host says that the group hears first what may be passed on"
    )
    link_turn: Mapped[int] = mapped_column(
        SmallInteger, default=0, server_default="0", comment="How often the link of its host was replaced"
    )
    setting_kind: Mapped[SettingKind | None] = mapped_column(
        stored_words(SettingKind, 20), comment="Kind of the setting, as staff say"
    )
    setting_name: Mapped[str] = mapped_column(
        String(LONGEST_NAME), default="", server_default="", comment="So that one setting counts once"
    )


class Submission(Base):
    """One person's (or one group's) answers, sent once."""

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint("state = 'pending' OR arrived_at IS NULL", name="time_kept_only_while_waiting"),
        # With the day a view was withdrawn, so that counting what waits need not look at the views themselves.
        Index(
            "ix_submission_waiting",
            "lane_rank",
            "id",
            "withdrawn_on",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_submission_campaign_waiting",
            "campaign_id",
            "lane_rank",
            "id",
            "withdrawn_on",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_submission_unchecked",
            "id",
            sqlite_where=text("is_checked = 0"),
            postgresql_where=text("NOT is_checked"),
        ),
        Index("ix_submission_campaign_state", "campaign_id", "state", "id"),
        Index(
            "ix_submission_group_session",
            "group_session_id",
            sqlite_where=text("group_session_id IS NOT NULL"),
            postgresql_where=text("group_session_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id"))
    identity: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True, comment="Keyed hash of the view")
    receipt_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True, comment="Keyed hash of words")
    receipt_turn: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    channel: Mapped[Channel] = mapped_column(stored_words(Channel, 20), default=Channel.PHONE)
    may_quote: Mapped[MayQuote] = mapped_column(stored_words(MayQuote, 10), default=MayQuote.NOT_SAID)
    state: Mapped[SubmissionState] = mapped_column(
        stored_words(SubmissionState, 12), default=SubmissionState.PENDING, server_default="pending"
    )
    lane: Mapped[str] = mapped_column(String(16), default="soon", server_default="soon")
    lane_rank: Mapped[int] = mapped_column(SmallInteger, default=1, server_default="1")
    is_checked: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    received_on: Mapped[date]
    arrived_at: Mapped[datetime | None] = mapped_column(comment="Only while waiting; emptied by the decision")
    decided_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    group_session_id: Mapped[int | None] = mapped_column(ForeignKey("group_session.id"))
    captured: Mapped[Captured] = mapped_column(
        stored_words(Captured, 12),
        default=Captured.NOT_SAID,
        server_default="",
        comment="How the answers were taken down, where not by the sender alone",
    )
    asked_as: Mapped[str] = mapped_column(
        String(12), default="", server_default="", comment="Language and age band of the words it answers"
    )
    came_from: Mapped[str] = mapped_column(
        String(40), default="", server_default="", comment="Label of the link it came by, as staff named it"
    )

    answers: Mapped[list["Answer"]] = relationship(
        back_populates="submission", cascade="all, delete-orphan", order_by="Answer.position"
    )


class Answer(Base):
    """One answer. Words a person wrote are sealed; choices from a list are kept as their ids."""

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint("(sealed IS NULL) <> (choices IS NULL)", name="words_or_choices"),
        {"sqlite_with_rowid": False},
    )

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, comment="Words as typed, encrypted")
    choices: Mapped[str | None] = mapped_column(Text, comment="Option ids, separated by spaces")

    submission: Mapped[Submission] = relationship(back_populates="answers")

    @property
    def choice_ids(self) -> tuple[str, ...]:
        """The options chosen."""
        return tuple((self.choices or "").split())


class SourceLink(Base):
    """A link to a campaign with a label for where it was put up. It never stands for one person."""

    __tablename__ = "source_link"
    __table_args__ = (UniqueConstraint("campaign_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    label: Mapped[str] = mapped_column(String(40), comment="Stands in its address")
    place: Mapped[str] = mapped_column(String(120), comment="Where it was put up, for staff")
    setting_kind: Mapped[SettingKind | None] = mapped_column(
        stored_words(SettingKind, 20), comment="Kind of the setting, as staff say"
    )
    setting_name: Mapped[str] = mapped_column(
        String(LONGEST_NAME), default="", server_default="", comment="So that one setting counts once"
    )
    made_on: Mapped[date] = mapped_column(default=clock.today)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
