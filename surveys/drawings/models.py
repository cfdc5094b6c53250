"""The table of drawings and photos."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base


class Drawing(Base):
    """One picture of a view. Its answer says only that there is one."""

    __tablename__ = "drawing"
    __table_args__ = (UniqueConstraint("submission_id", "question_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(String(40))
    sealed: Mapped[bytes] = mapped_column(
        LargeBinary, deferred=True, comment="The picture, drawn anew without metadata, encrypted"
    )
    seen_on: Mapped[date | None] = mapped_column(comment="When a moderator first looked at it")
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
