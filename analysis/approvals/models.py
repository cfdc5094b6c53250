"""Tables of the approval of public wording: what was put before young researchers, what they said. Append-only."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.foundation import clock
from participation.foundation.database import Base


class WordingProposal(Base):
    """Words as they were put before young researchers. Changed words need another."""

    __tablename__ = "wording_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    introduction: Mapped[str] = mapped_column(Text, comment="What is to stand above the results")
    replies_hash: Mapped[str] = mapped_column(String(64), comment="The words of every reply as they stood")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)

    verdicts: Mapped[list["WordingVerdict"]] = relationship(order_by="WordingVerdict.id", lazy="selectin")


class WordingVerdict(Base):
    """What one young researcher said of the words: yes, or what to change."""

    __tablename__ = "wording_verdict"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("wording_proposal.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_approved: Mapped[bool]
    said: Mapped[str] = mapped_column(Text, default="", comment="What to change")
    at: Mapped[datetime] = mapped_column(default=clock.now)
