"""The counts that the database keeps as rows change (`participation.foundation.tallies`), to be read."""

from sqlalchemy import BigInteger, Index, Integer, String, func, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from participation.foundation.database import Base, db
from participation.foundation.tallies import gather
from participation.foundation.transactions import transaction

_Number = BigInteger().with_variant(Integer, "sqlite")


class _Tally:
    """What each of them counts by, and how many: rows of one key add up."""

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index]:
        return (Index(f"ix_{cls.__tablename__}_counted", "campaign_id", "question_key"),)  # type: ignore[attr-defined]

    id: Mapped[int] = mapped_column(_Number, primary_key=True)
    campaign_id: Mapped[int]
    question_key: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(BigInteger)


class ApprovedTally(_Tally, Base):
    """Approved answers to a question, by how they reached us."""

    __tablename__ = "approved_tally"

    channel: Mapped[str] = mapped_column(String(20))


class CodingTally(_Tally, Base):
    """Themed answers to a question, by how sure that is and whether a person said it."""

    __tablename__ = "coding_tally"

    status: Mapped[str] = mapped_column(String(12))
    is_by_person: Mapped[bool]


class ThemeTally(_Tally, Base):
    """Answers in each theme, by how they stand to it and how sure that is."""

    __tablename__ = "theme_tally"

    theme_key: Mapped[str] = mapped_column(String(80))
    stance: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(12))


def approved_by_campaign() -> dict[int, int]:
    """Approved answers of each campaign that has any, to all its questions together."""
    rows = db.session.execute(
        select(ApprovedTally.campaign_id, func.sum(ApprovedTally.number)).group_by(ApprovedTally.campaign_id)
    )
    return {campaign_id: int(number) for campaign_id, number in rows if number}


def approved_by_channel(campaign_id: int, question_key: str) -> dict[str, int]:
    """Approved answers to a question, by channel."""
    rows = db.session.execute(
        select(ApprovedTally.channel, func.sum(ApprovedTally.number))
        .where(ApprovedTally.campaign_id == campaign_id, ApprovedTally.question_key == question_key)
        .group_by(ApprovedTally.channel)
    )
    return {channel: int(number) for channel, number in rows if number}


def coded_by_status(campaign_id: int, question_key: str) -> dict[tuple[str, bool], int]:
    """Themed answers to a question, by status and whether a person confirmed or changed it."""
    keys = (CodingTally.status, CodingTally.is_by_person)
    rows = db.session.execute(
        select(*keys, func.sum(CodingTally.number))
        .where(CodingTally.campaign_id == campaign_id, CodingTally.question_key == question_key)
        .group_by(*keys)
    )
    return {(status, bool(is_by_person)): int(number) for status, is_by_person, number in rows if number}


def themed(campaign_id: int, question_key: str) -> dict[tuple[str, str, str], int]:
    """Answers to a question in each theme, by theme, stance and status."""
    keys = (ThemeTally.theme_key, ThemeTally.stance, ThemeTally.status)
    rows = db.session.execute(
        select(*keys, func.sum(ThemeTally.number))
        .where(ThemeTally.campaign_id == campaign_id, ThemeTally.question_key == question_key)
        .group_by(*keys)
    )
    return {(theme, stance, status): int(number) for theme, stance, status, number in rows if number}


def mark() -> tuple[object, ...]:
    """Differs whenever an answer was approved, taken back, or themed in between; nothing else can be read from it."""
    columns = []
    for model in (ApprovedTally, CodingTally):
        columns += [func.count(model.id), func.max(model.id), func.sum(model.number)]
    rows = [db.session.execute(select(*columns[place : place + 3])).one() for place in (0, 3)]
    return tuple(tuple(row) for row in rows)


def gather_tallies() -> int:
    """What a worker does now and then: few rows to add up on each page. No work that anybody waits for."""
    with transaction():
        gather(db.session.connection())
    return 0
