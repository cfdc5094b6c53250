"""Tables of complaints about data."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base


class DataComplaint(Base):
    """Somebody complained about their data. Nothing ties it to a view, and only the day is kept."""

    __tablename__ = "data_complaint"

    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[bytes] = mapped_column(
        LargeBinary(32), unique=True, comment="Keyed hash, so that pressing twice complains once"
    )
    words_hash: Mapped[bytes | None] = mapped_column(
        LargeBinary(32), unique=True, index=True, comment="Keyed hash of the words its sender comes back with"
    )
    received_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(comment="Last day to acknowledge it, as promised on the day it came")
    sealed_words: Mapped[bytes] = mapped_column(
        LargeBinary, comment="What happened, what is wanted, how to reach them: encrypted"
    )
    sealed_answer: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="What its sender is answered: encrypted"
    )
    is_reachable: Mapped[bool] = mapped_column(comment="Whether they said how to reach them")
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    acknowledged_on: Mapped[date | None]
    answered_on: Mapped[date | None] = mapped_column(index=True)
    told_on: Mapped[date | None] = mapped_column(comment="Day on which staff were last told of it by e-mail")
    is_demo: Mapped[bool] = mapped_column(default=False)


class ComplaintNote(Base):
    """What was done about a complaint. It goes when the complaint is erased."""

    __tablename__ = "complaint_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("data_complaint.id", ondelete="CASCADE"), index=True)
    written_on: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sealed_note: Mapped[bytes] = mapped_column(LargeBinary)
