"""Tables of the outcomes scorecard: what is measured, and each figure with its day and source."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.foundation import clock
from participation.foundation.database import Base


class Indicator(Base):
    """One thing that is measured: how all children fare (under an outcome), or how a service does (in a column).

    Never both: the check holds what the form asks for.
    """

    __tablename__ = "indicator"
    __table_args__ = (
        CheckConstraint("(outcome_id IS NULL) <> (performance_column IS NULL)", name="population_or_service"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    definition: Mapped[str] = mapped_column(Text, comment="What exactly is counted")
    unit: Mapped[str] = mapped_column(String(40), default="", comment="Such as %")
    outcome_id: Mapped[int | None] = mapped_column(
        ForeignKey("outcome.id"), comment="Set for a population indicator"
    )
    performance_column: Mapped[str | None] = mapped_column(
        String(12), comment="how_much, how_well or better_off; set for a measure of a service"
    )
    service: Mapped[str] = mapped_column(String(200), default="", comment="The service that is measured")
    story_behind: Mapped[str] = mapped_column(Text, default="", comment="Why the figures are as they are")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    figures: Mapped[list["IndicatorFigure"]] = relationship(
        order_by="IndicatorFigure.as_at", cascade="all, delete-orphan", lazy="selectin"
    )


class IndicatorFigure(Base):
    """The figure of one day. Entering that day again replaces it; the audit trail keeps what it was."""

    __tablename__ = "indicator_figure"
    __table_args__ = (UniqueConstraint("indicator_id", "as_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id", ondelete="CASCADE"))
    as_at: Mapped[date] = mapped_column(comment="The day or the end of the period it is for")
    value: Mapped[float]
    source: Mapped[str] = mapped_column(String(300), comment="Who published it, and where")
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
