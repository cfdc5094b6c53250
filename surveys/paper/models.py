"""The table of papers that were keyed."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base


class KeyedPaper(Base):
    """One paper, known by the number that is written on it. What it says lies in its view alone."""

    __tablename__ = "keyed_paper"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("second_by_id IS NULL OR second_by_id <> keyed_by_id", name="keyed_by_two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int] = mapped_column(comment="As written on the sheet")
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), unique=True)
    keyed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    keyed_on: Mapped[date]
    is_sampled: Mapped[bool] = mapped_column(comment="Drawn to be keyed a second time")
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    second_on: Mapped[date | None]
    compared: Mapped[int] = mapped_column(default=0, comment="Answers that either keying has")
    differed: Mapped[int] = mapped_column(default=0, comment="Of these, answers that were not the same")
