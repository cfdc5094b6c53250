"""Tables of screening, decisions, approved text, safeguarding cases and those who ask to talk.

Decisions and case events are append-only: the database itself refuses to change or delete them.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from moderation.domain import CaseKind, CaseState, DecisionKind, Lane
from participation.foundation import clock
from participation.foundation.database import Base


class Screening(Base):
    """What the automatic check found in one submission. It orders and highlights; it decides nothing."""

    __tablename__ = "screening"
    __table_args__ = (
        Index(
            "ix_screening_similar",
            "similar_to_id",
            sqlite_where=text("similar_to_id IS NOT NULL"),
            postgresql_where=text("similar_to_id IS NOT NULL"),
        ),
    )

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[str] = mapped_column(String(60))
    lane: Mapped[Lane] = mapped_column(String(16))
    signals: Mapped[list[str]] = mapped_column(JSON)
    spans: Mapped[list[list[Any]]] = mapped_column(JSON, comment="[[question_key, start, end, signal], …]")
    language: Mapped[str] = mapped_column(String(10))
    similar_to_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id", ondelete="SET NULL"))
    screened_on: Mapped[date]
    tells_of_risk: Mapped[bool] = mapped_column(
        default=False, server_default=text("false"), comment="Any signal is about a child's safety"
    )


class Claim(Base):
    """Who is looking at a waiting submission, and until when, so that two never decide the same one."""

    __tablename__ = "claim"

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime]


class KnowsSender(Base):
    """Somebody said that they know who sent a view: it is never offered to them again."""

    __tablename__ = "knows_sender"

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class Exposure(Base):
    """That a person was given a hard view to read, counted once, so that a break can be offered."""

    __tablename__ = "exposure"
    __table_args__ = (Index("ix_exposure_day", "person_id", "read_on"),)

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    read_on: Mapped[date]


class ReaderChoice(Base):
    """What somebody who moderates said about the views they are given."""

    __tablename__ = "reader_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    reads_hard_ones: Mapped[bool] = mapped_column(default=True)


class HandoverNote(Base):
    """A note for whoever reads the queue next. Erased after two weeks."""

    __tablename__ = "handover_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    sealed_note: Mapped[bytes] = mapped_column(LargeBinary, comment="Words of staff, encrypted")


#: Most decisions approve, and need none.
GAVE_REASON = text("reason <> ''")


class Decision(Base):
    """A moderator's act on a submission. Append-only; taking one back is another decision."""

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_submission", "submission_id", "id"),
        Index("ix_decision_reason", "reason", "id", postgresql_where=GAVE_REASON, sqlite_where=GAVE_REASON),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    kind: Mapped[DecisionKind] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(
        String(60), default="", comment="Code of a house rule; required to reject"
    )
    rule_number: Mapped[int | None] = mapped_column(
        SmallInteger, comment="Version of that rule, whose words the sender reads"
    )
    lane_at_decision: Mapped[str] = mapped_column(String(16), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    was_bulk: Mapped[bool] = mapped_column(default=False)


class RiskAnswer(Base):
    """A person's answer that nobody is at risk in a view the check pointed at, and why. Append-only."""

    __tablename__ = "risk_answer"
    __table_args__ = (Index("ix_risk_answer_submission", "submission_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)
    because: Mapped[str] = mapped_column(String(30), comment="Code of a reason; never words of the view")


class RedactionMark(Base):
    """Characters of one answer that a decision covered, and what they were covered as."""

    __tablename__ = "redaction_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    question_key: Mapped[str] = mapped_column(String(40))
    start: Mapped[int]
    end: Mapped[int]
    label: Mapped[str] = mapped_column(String(30))


class ApprovedText(Base):
    """The redacted words of an approved submission: all that analysis, search and exports ever see."""

    __tablename__ = "approved_text"

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    text: Mapped[str] = mapped_column(Text, comment="Approved by a person; redacted")
    is_quotable: Mapped[bool] = mapped_column(default=False)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))


class QuoteFlag(Base):
    """Somebody pointed at published words that could be about a person. Nothing says who pointed."""

    __tablename__ = "quote_flag"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    flagged_on: Mapped[date]
    settled_on: Mapped[date | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SafeguardingCase(Base):
    """The record of a possible disclosure (on screen: a concern). Its words are sealed."""

    __tablename__ = "safeguarding_case"
    # Whoever reads the queue is asked, view by view, whether a concern about the view is about them.
    __table_args__ = (Index("ix_safeguarding_case_submission", "submission_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int | None] = mapped_column(comment="No foreign key: the case outlives the view")
    kind: Mapped[CaseKind] = mapped_column(String(30))
    state: Mapped[CaseState] = mapped_column(String(20), default=CaseState.WAITING)
    sealed_words: Mapped[bytes] = mapped_column(LargeBinary, comment="The exact words, encrypted")
    received_on: Mapped[date]
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    about_person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="Member of the team it is about, from whom it is hidden"
    )
    is_demo: Mapped[bool] = mapped_column(default=False)


class CaseReader(Base):
    """Somebody who was brought in on a concern about a member of the team, which few may see."""

    __tablename__ = "case_reader"

    case_id: Mapped[int] = mapped_column(
        ForeignKey("safeguarding_case.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class CaseEvent(Base):
    """One step on a case, sealed, each carrying the hash of the one before. Append-only."""

    __tablename__ = "case_event"
    __table_args__ = (Index("ix_case_event_case", "case_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("safeguarding_case.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(40))
    sealed_note: Mapped[bytes | None] = mapped_column(LargeBinary)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class ContactRequest(Base):
    """Somebody asked a person to talk to them. Nothing ties it to an answer, and only the day is kept."""

    __tablename__ = "contact_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[bytes] = mapped_column(
        LargeBinary(32), unique=True, comment="Keyed hash, so that pressing twice asks once"
    )
    asked_on: Mapped[date]
    sealed_words: Mapped[bytes] = mapped_column(
        LargeBinary, comment="Name to use, how to reach them, when it is safe: encrypted"
    )
    accepted_on: Mapped[date | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_on: Mapped[date | None] = mapped_column(index=True)


class ContactNote(Base):
    """What a lead did about such a request. It goes when the request is erased."""

    __tablename__ = "contact_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("contact_request.id", ondelete="CASCADE"), index=True)
    written_on: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sealed_note: Mapped[bytes] = mapped_column(LargeBinary)
