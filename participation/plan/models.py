"""Tables of plan versions. A priority and an outcome are different things and never share a table."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.foundation import clock
from participation.foundation.database import Base


class PlanVersion(Base):
    """One plan as adopted for a period."""

    __tablename__ = "plan_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    vision: Mapped[str] = mapped_column(Text, default="")
    source_title: Mapped[str] = mapped_column(String(200), default="")
    source_url: Mapped[str] = mapped_column(String(500), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    content_hash: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(default=clock.now)

    priorities: Mapped[list["Priority"]] = relationship(order_by="Priority.position", lazy="selectin")
    outcomes: Mapped[list["Outcome"]] = relationship(order_by="Outcome.position", lazy="selectin")

    def is_expired(self, today: date) -> bool:
        """Whether the plan's period is over, which every page that shows it must say."""
        return today > self.ends_on


class Priority(Base):
    """What the partnership works on."""

    __tablename__ = "priority"
    __table_args__ = (UniqueConstraint("plan_version_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    key: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(String(200))
    friendly_name: Mapped[str | None] = mapped_column(
        String(200), comment="Children's words; none means not set"
    )
    focus_points: Mapped[list[str]] = mapped_column(JSON)
    source_line: Mapped[int | None]


class Outcome(Base):
    """How life should be."""

    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("plan_version_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    key: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    friendly_name: Mapped[str | None] = mapped_column(
        String(200), comment="Children's words; none means not set"
    )
    source_line: Mapped[int | None]


class PlanEntry(Base):
    """Anything else a plan says: pillar, principle, ambition, aim, success criterion, population, commitment,
    protected characteristic, locality scheme, language count. `details` holds the source's own fields."""

    __tablename__ = "plan_entry"
    __table_args__ = (UniqueConstraint("plan_version_id", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
