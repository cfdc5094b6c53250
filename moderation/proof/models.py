"""Tables of the second reading: the draw of each day, and what second readers said."""

from datetime import date

from sqlalchemy import Float, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base


class SampleDay(Base):
    """How the views decided on one day are drawn. Made when the day is over."""

    __tablename__ = "sample_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    seed: Mapped[str] = mapped_column(String(32))
    share: Mapped[float] = mapped_column(Float, comment="0 to 1")
    decided: Mapped[int] = mapped_column(comment="Views decided on the day")


class SecondReading(Base):
    """What a second person said of a drawn view, who saw neither marks nor the first decision."""

    __tablename__ = "second_reading"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    read_on: Mapped[date]
    lane: Mapped[str] = mapped_column(String(16), comment="Lane at the first decision")
    first_outcome: Mapped[str] = mapped_column(String(60), comment="Decision, and house rule of a rejection")
    outcome: Mapped[str] = mapped_column(String(60))
    is_concern: Mapped[str] = mapped_column(String(10), comment="yes, no or not_sure")
