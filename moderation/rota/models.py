"""Table of the rota."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from moderation.rota.domain import Part
from participation.foundation import clock
from participation.foundation.database import Base


class RotaTurn(Base):
    """Somebody is on duty for a part, from one day to another or until further notice."""

    __tablename__ = "rota_turn"
    __table_args__ = (
        CheckConstraint("last_day IS NULL OR last_day >= first_day", name="ends_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[Part] = mapped_column(String(10))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    weekdays: Mapped[str] = mapped_column(String(7), default="0123456", comment="0 is Monday")
    is_cover: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
