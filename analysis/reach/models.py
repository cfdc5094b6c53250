"""Tables of targets, and of how many settings of a kind there are."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation import clock
from participation.foundation.database import Base
from surveys.models import stored_words
from surveys.setting_kinds import SettingKind


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


class SettingFigure(Base):
    """How many settings of a kind a campaign could reach, who says so as of when, and how many are wanted."""

    __tablename__ = "setting_figure"
    __table_args__ = (UniqueConstraint("campaign_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[SettingKind] = mapped_column(stored_words(SettingKind, 20))
    number: Mapped[int | None] = mapped_column(comment="None where nobody has said how many there are")
    source: Mapped[str] = mapped_column(String(200), default="", comment="Where the number comes from")
    as_at: Mapped[date | None] = mapped_column(comment="The day for which the source says it")
    target: Mapped[int | None]
    set_on: Mapped[date] = mapped_column(default=clock.today)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
