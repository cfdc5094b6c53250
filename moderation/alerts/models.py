"""Table of alerts: who was told that something waits, and whether an e-mail said so."""

from datetime import datetime

from sqlalchemy import ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from moderation.alerts.domain import AlertKind
from participation.foundation import clock
from participation.foundation.database import Base


class Alert(Base):
    """Somebody is told that a concern or a view waits. It holds no word of either."""

    __tablename__ = "alert"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "step", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AlertKind] = mapped_column(String(10))
    step: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(comment="The concern, or the view")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    try_after: Mapped[datetime | None] = mapped_column(
        default=clock.now, index=True, comment="None: sent or given up"
    )
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
