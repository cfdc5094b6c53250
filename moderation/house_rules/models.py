"""The table of house rules: a row a version, never changed, so that an old decision keeps its wording."""

from datetime import datetime

from sqlalchemy import ForeignKey, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from moderation.house_rules.domain import Outcome
from participation.foundation import clock
from participation.foundation.database import Base


class HouseRuleVersion(Base):
    """One version of a house rule. Append-only: an edit is the next version."""

    __tablename__ = "house_rule_version"
    __table_args__ = (UniqueConstraint("code", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    number: Mapped[int] = mapped_column(SmallInteger)
    label: Mapped[str] = mapped_column(String(120))
    kind_words: Mapped[str] = mapped_column(Text, comment="What the sender reads with their receipt")
    outcome: Mapped[Outcome] = mapped_column(String(16))
    is_active: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="Empty for those it came with"
    )
