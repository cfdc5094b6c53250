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
    is_entered_here: Mapped[bool] = mapped_column(default=False, comment="Entered on the site, not shipped")

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
    why: Mapped[str] = mapped_column(Text, default="", comment="Why is this important?")
    where_now: Mapped[str] = mapped_column(Text, default="", comment="Where are we now?")
    source_line: Mapped[int | None]

    actions: Mapped[list["DeliveryAction"]] = relationship(order_by="DeliveryAction.due_on", lazy="selectin")


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


class PriorityMapping(Base):
    """What became of a priority in the plan that came after: a person said so."""

    __tablename__ = "priority_mapping"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), unique=True)
    to_priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class DeliveryAction(Base):
    """One thing that is done for a priority, with who does it and by when."""

    __tablename__ = "delivery_action"

    id: Mapped[int] = mapped_column(primary_key=True)
    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(200), comment="Role that does it, not a person")
    due_on: Mapped[date]
    done_on: Mapped[date | None]


class Locality(Base):
    """One area of a plan, and what its local alliance group does there."""

    __tablename__ = "locality"
    __table_args__ = (UniqueConstraint("plan_version_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    name: Mapped[str] = mapped_column(String(120))
    group_name: Mapped[str] = mapped_column(
        String(200), default="", comment="Local alliance group that works there"
    )
    lead: Mapped[str] = mapped_column(String(200), default="", comment="Role that leads it, not a person")
    local_plan: Mapped[str] = mapped_column(Text, default="", comment="What the group does there")


class PopulationBase(Base):
    """The figure that responses of an age range are compared with."""

    __tablename__ = "population_base"
    __table_args__ = (UniqueConstraint("youngest", "oldest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    youngest: Mapped[int]
    oldest: Mapped[int]
    source: Mapped[str] = mapped_column(String(80), comment="Plan whose source gives it")
    population_key: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
