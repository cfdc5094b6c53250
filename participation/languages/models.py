"""Table of reviews of a language."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation import clock
from participation.foundation.database import Base


class LanguageReview(Base):
    """Somebody's word that the pages say in a language what they should. Kept for good; the last one counts."""

    __tablename__ = "language_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(8), index=True)
    seal: Mapped[str] = mapped_column(
        String(64),
        comment="Names the words that were read: another when they change; empty when switched off",
    )
    reviewed_as: Mapped[str] = mapped_column(String(120), comment="Who read them, as a role, not a name")
    reviewed_on: Mapped[date] = mapped_column(default=clock.today)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="Who put it on record")
