"""Tables of equality questions. Nothing says whose an answer is: `link` means nothing without the site's key."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation import clock
from participation.foundation.database import Base


class EqualitySetup(Base):
    """Which equality questions a campaign asks of whom, and why."""

    __tablename__ = "equality_setup"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    asked: Mapped[dict[str, Any]] = mapped_column(JSON, comment="Band to the keys of what it is asked")
    because: Mapped[str] = mapped_column(String(500), comment="Why it is asked, as people read it")
    agreed_by: Mapped[str] = mapped_column(String(200), comment="Who agreed and when: a role, not a name")
    set_on: Mapped[date] = mapped_column(default=clock.today)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    counted_on: Mapped[date | None] = mapped_column(comment="The day the answers were counted and erased")


class EqualityAnswer(Base):
    """One answer, until it is counted. It lies in no order of arrival and names no view."""

    __tablename__ = "equality_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    link: Mapped[bytes] = mapped_column(
        LargeBinary(32), primary_key=True, comment="Keyed hash of the view it came with; goes with the row"
    )
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    option: Mapped[str] = mapped_column(String(40))


class EqualityCount(Base):
    """How many chose an answer, all that is left once they are counted. It leaves only behind the mask."""

    __tablename__ = "equality_count"
    __table_args__ = (CheckConstraint("number > 0", name="somebody"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    option: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]
