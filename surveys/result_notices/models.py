"""The table of those who asked to be told of results. Nothing ties a row to a session, and only the day is kept."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation import clock
from participation.foundation.database import Base


class ResultNotice(Base):
    """Somebody who ran a session wants one e-mail when the results of its campaign are out."""

    __tablename__ = "result_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    identity: Mapped[bytes] = mapped_column(
        LargeBinary(32),
        unique=True,
        comment="Keyed hash of campaign and address, so that asking twice asks once",
    )
    sealed_address: Mapped[bytes] = mapped_column(LargeBinary, comment="The e-mail address: encrypted")
    asked_on: Mapped[date] = mapped_column(default=clock.today, index=True)
