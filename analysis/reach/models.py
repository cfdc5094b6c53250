"""Table of targets."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation import clock
from participation.foundation.database import Base


class ResponseTarget(Base):
    """How many responses a campaign wants, in all or of one group."""

    __tablename__ = "response_target"
    __table_args__ = (UniqueConstraint("campaign_id", "question_key", "option_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    question_key: Mapped[str] = mapped_column(String(40), default="", comment="Empty for all together")
    option_id: Mapped[str] = mapped_column(String(40), default="")
    number: Mapped[int]
    set_on: Mapped[date] = mapped_column(default=clock.today)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
