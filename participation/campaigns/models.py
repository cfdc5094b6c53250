"""Table of campaigns."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.campaigns.domain import CampaignState, PrivacyLevel, campaign_state, reading_words
from participation.foundation import clock
from participation.foundation.database import Base


def _later(length: int, comment: str) -> Mapped[str]:
    """A text that campaigns from before it was asked for do not have."""
    return mapped_column(String(length), default="", server_default="", comment=comment)


class Campaign(Base):
    """One consultation. Its state follows from its dates, so that no status column can go stale."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="closed_after_opened"),
        CheckConstraint(
            "closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on", name="closes_after_opens"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(
        String(300), default="", comment="One or two sentences for the home page"
    )
    purpose: Mapped[str] = mapped_column(Text, default="", comment="What is asked and why")
    decision: Mapped[str] = mapped_column(Text, default="", comment="The decision it feeds")
    decision_maker: Mapped[str] = mapped_column(
        String(200), default="", comment="Role that decides, not a person"
    )
    can_change: Mapped[str] = mapped_column(Text, default="")
    cannot_change: Mapped[str] = mapped_column(Text, default="")
    who_reads: Mapped[str] = mapped_column(Text, default="")
    minutes_needed: Mapped[int] = mapped_column(default=1)
    youngest: Mapped[int] = mapped_column(default=5)
    oldest: Mapped[int] = mapped_column(default=25)
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    hear_back_by: Mapped[date | None]
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    decided_on: Mapped[date | None] = mapped_column(comment="The day on which whoever decides does so")
    holidays_because: Mapped[str] = _later(300, "Why its days are right though most are school holidays")
    elections_because: Mapped[str] = _later(300, "Who agreed that it is open before an election, and why")
    left_out: Mapped[str] = _later(1000, "Who might be left out, and what is done about it")
    other_ways: Mapped[str] = _later(1000, "Ways to take part beside this site")
    easy_summary: Mapped[str] = _later(1000, "What is asked and why, in Easy Read")
    access_checked_by: Mapped[str] = _later(200, "Who tried the pages, as roles, not names")
    access_checked_on: Mapped[date | None]
    privacy_level: Mapped[str] = _later(2, "L0 to L3: how much is known of who takes part")
    dpia_reference: Mapped[str] = _later(120, "Reference of the data protection impact assessment")
    ethics_approval: Mapped[str] = _later(300, "Who approved the ethics of a sensitive topic, and when")
    support: Mapped[str] = _later(1000, "Who is there for people whom a sensitive topic upsets")
    quick_ask_setting: Mapped[str] = _later(120, "The one setting a quick ask is for; empty for others")
    record: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, default=list, server_default="[]", comment="What each opening gate was answered when it opened"
    )
    asks_researchers: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        comment="A young researcher approves public wording before it goes out",
    )
    is_demo: Mapped[bool] = mapped_column(default=False)
    accent: Mapped[str] = mapped_column(String(20), default="sea")
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    unread_since: Mapped[date | None] = mapped_column(comment="First day without anybody on the rota to read")
    next_read_on: Mapped[date | None] = mapped_column(
        comment="While nobody is there: the day somebody is again"
    )
    paused_on: Mapped[date | None] = mapped_column(comment="The rota was broken for too long")
    stopped_on: Mapped[date | None] = mapped_column(comment="Staff paused it on this day")
    stopped_because: Mapped[str] = mapped_column(
        String(300), default="", server_default="", comment="Why staff paused it, as the public is told"
    )
    closed_because: Mapped[str] = mapped_column(
        String(300), default="", server_default="", comment="Why it closed early, as the public is told"
    )
    finished_on: Mapped[date | None] = mapped_column(comment="The day every main theme had its decision")
    outcome: Mapped[list[dict[str, str]]] = mapped_column(
        JSON,
        default=list,
        server_default="[]",
        comment="What was decided on each main theme, and why, when it was finished",
    )
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @property
    def label(self) -> str:
        """Where it stands, as the screen names it: a closed campaign is finished once it is decided."""
        return "Finished" if self.finished_on else self.state.label

    @property
    def state(self) -> CampaignState:
        """Where the campaign stands today."""
        return campaign_state(
            self.opened_at is not None,
            self.closed_at is not None,
            self.opens_on,
            self.closes_on,
            clock.today(),
            is_paused=self.paused_on is not None or self.stopped_on is not None,
        )

    def reading_words(self, usual_hours: str) -> str:
        """When people read, as the public is told now."""
        return reading_words(usual_hours, self.unread_since, self.next_read_on)

    @property
    def promise(self) -> str:
        """What the public is told of how much staff come to know; empty for campaigns from before it was asked."""
        return PrivacyLevel(self.privacy_level).promise if self.privacy_level else ""

    @property
    def closed_day(self) -> date | None:
        """The last day people can (or could) take part: earlier than planned when it was closed early."""
        closed = clock.in_london(self.closed_at).date() if self.closed_at else None
        return min(filter(None, (closed, self.closes_on)), default=None)


class BestInterestsSignOff(Base):
    """Somebody's word that a campaign serves the best interests of children. Kept for good; the last one counts."""

    __tablename__ = "best_interests_sign_off"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_as: Mapped[str] = mapped_column(String(120), comment="The role in which they signed")
    signed_on: Mapped[date] = mapped_column(default=clock.today)
    statement: Mapped[str] = mapped_column(String(1000))
    seal: Mapped[str] = mapped_column(String(64), comment="Names what was signed: another when it changes")


class LegalHold(Base):
    """Keeps the data of a campaign past their term. Holds are ended, never deleted."""

    __tablename__ = "legal_hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    placed_on: Mapped[date] = mapped_column(default=clock.today)
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ends_on: Mapped[date]
    lifted_on: Mapped[date | None]

    campaign: Mapped[Campaign] = relationship()

    @property
    def is_in_force(self) -> bool:
        """Whether it keeps anything today."""
        return self.lifted_on is None and self.ends_on >= clock.today()
