"""Tables of meetings, and of which views were said at one."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base
from surveys.models import stored_words
from surveys.records.domain import MeetingKind
from surveys.setting_kinds import LONGEST_NAME, SettingKind


class Meeting(Base):
    """A meeting or workshop in which people said something. It knows how many came, never who."""

    __tablename__ = "meeting"
    __table_args__ = (CheckConstraint("attended >= 0", name="nobody_less_than_none"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    kind: Mapped[MeetingKind] = mapped_column(stored_words(MeetingKind, 20))
    held_on: Mapped[date]
    setting: Mapped[str] = mapped_column(String(120), default="", comment="Where, as whoever ran it wrote")
    attended: Mapped[int] = mapped_column(comment="How many took part, those who ran it left out")
    setting_kind: Mapped[SettingKind | None] = mapped_column(
        stored_words(SettingKind, 20), comment="Kind of the setting, as staff say"
    )
    setting_name: Mapped[str] = mapped_column(
        String(LONGEST_NAME), default="", server_default="", comment="So that one setting counts once"
    )
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class MeetingNote(Base):
    """A view that was said at a meeting."""

    __tablename__ = "meeting_note"

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
