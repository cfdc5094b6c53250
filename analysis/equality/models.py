"""Tables of the equality impact assessment. What was entered and signed is only ever added to."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation import clock
from participation.foundation.database import Base


class EqualityVersion(Base):
    """One version of the assessment of a plan; a signed one is never changed, only followed by another."""

    __tablename__ = "equality_version"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    follows_id: Mapped[int | None] = mapped_column(
        ForeignKey("equality_version.id"), comment="The version it was made from"
    )
    review_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class EqualityEntry(Base):
    """What somebody entered for one row. Append-only: the newest of a row holds, the others are its history."""

    __tablename__ = "equality_entry"
    __table_args__ = (Index("ix_equality_entry_row", "version_id", "row_key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("equality_version.id"))
    row_key: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(
        String(200), default="", comment="What a row is called that was added here"
    )
    specific_group: Mapped[str] = mapped_column(Text, default="")
    expected: Mapped[str] = mapped_column(String(12), default="", comment="Effect, or empty: not set")
    evidenced: Mapped[str] = mapped_column(String(12), default="", comment="Effect, or empty: not set")
    details: Mapped[str] = mapped_column(Text, default="")
    would_make_clear: Mapped[str] = mapped_column(Text, default="")
    clear_by: Mapped[date | None]
    evidence: Mapped[list[str]] = mapped_column(
        JSON, default=list, comment="Themes, each as campaign slug/theme"
    )
    action: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(String(200), default="", comment="Role that does it, not a person")
    due_on: Mapped[date | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class EqualitySignature(Base):
    """Somebody's name under a version, in one of the three roles. Append-only."""

    __tablename__ = "equality_signature"
    __table_args__ = (
        UniqueConstraint("version_id", "role_key", name="uq_equality_signature_role"),
        UniqueConstraint("version_id", "person_id", name="uq_equality_signature_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("equality_version.id"))
    role_key: Mapped[str] = mapped_column(String(80), comment="Sign-off role of the assessment's source")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
