"""The queue as it is read: what waits in which lane, what comes next, what can be read together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select, tuple_
from sqlalchemy.orm import selectinload

from moderation.domain import Lane
from moderation.models import Claim
from moderation.opening import words_or_none
from participation.accounts.models import Person
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from surveys.models import Submission

Found = TypeVarTuple("Found")

PAGE = 25
TOGETHER = 20
#: Counting stops here: beyond it the exact number helps nobody and counting costs time.
MOST_COUNTED = 5000
EXCERPT = 160
UNREADABLE = "These words cannot be opened with the keys on this machine."


@dataclass(frozen=True)
class Scope:
    """Which part of the queue somebody works through: one campaign or all, one lane or all."""

    campaign_id: int | None = None
    lane: Lane | None = None


@dataclass(frozen=True)
class Place:
    """A place in the queue: by lane, then oldest."""

    rank: int
    submission_id: int


@dataclass(frozen=True)
class Row:
    """One line of the list. `excerpt` is empty for urgent views: those are read whole or not at all."""

    submission_id: int
    lane: Lane
    is_checked: bool
    campaign_title: str
    waiting_since: datetime | None
    excerpt: str
    reader_name: str
    place: Place


@dataclass(frozen=True)
class ShownTogether:
    """A view as bulk reading shows it: every word, nothing cut."""

    submission_id: int
    campaign_title: str
    words: tuple[str, ...]


def counts(campaign_id: int | None = None) -> dict[Lane, int]:
    """How many views wait in each lane, at most `MOST_COUNTED` each."""
    columns = []
    for lane in Lane:
        counted: Select[str] = _narrow(
            select(literal_column("1")).select_from(Submission), Scope(campaign_id, lane)
        )
        columns.append(
            select(func.count())
            .select_from(counted.limit(MOST_COUNTED).subquery())
            .scalar_subquery()
            .label(lane.value)
        )
    row = db.session.execute(select(*columns)).one()
    return {lane: getattr(row, lane.value) for lane in Lane}


def shown_count(number: int) -> str:
    """A count as the screen shows it."""
    return f"{MOST_COUNTED:,}+" if number >= MOST_COUNTED else f"{number:,}"


def page(scope: Scope, after: Place | None = None) -> tuple[list[Row], Place | None]:
    """One page of waiting views, most pressing first, and its last place (None: there is no further page)."""
    statement = _narrow(
        select(Submission, Campaign.title, Person.name)
        .join(Campaign, Campaign.id == Submission.campaign_id)
        .outerjoin(Claim, and_(Claim.submission_id == Submission.id, Claim.until > clock.now()))
        .outerjoin(Person, Person.id == Claim.person_id),
        scope,
    )
    if after is not None:
        statement = statement.where(_after(after))
    found = db.session.execute(
        statement.order_by(Submission.lane_rank, Submission.id)
        .limit(PAGE + 1)
        .options(selectinload(Submission.answers))
    ).all()
    rows = [_row(submission, title, reader or "") for submission, title, reader in found[:PAGE]]
    return rows, rows[-1].place if len(found) > PAGE else None


def next_free(person_id: int, scope: Scope, passed_over: Sequence[int] = ()) -> int | None:
    """The first waiting view that nobody else holds and this person has not passed over."""
    statement = _narrow(_free(person_id, select(Submission.id)), scope)
    if passed_over:
        statement = statement.where(Submission.id.not_in(passed_over))
    return db.session.scalars(statement.order_by(Submission.lane_rank, Submission.id).limit(1)).first()


def place_of(submission: Submission) -> Place:
    """Where a view stands in the queue."""
    return Place(submission.lane_rank, submission.id)


def waiting_campaigns() -> list[tuple[str, str]]:
    """Campaigns with views waiting: slug and title, by title."""
    has_waiting = (
        select(literal_column("1"))
        .select_from(Submission)
        .where(Submission.campaign_id == Campaign.id, _is_pending())
        .exists()
    )
    rows = db.session.execute(
        select(Campaign.slug, Campaign.title).where(has_waiting).order_by(Campaign.title)
    )
    return [(row.slug, row.title) for row in rows]


def for_reading_together(person_id: int, scope: Scope) -> list[ShownTogether]:
    """The oldest views of the normal lane that nobody holds, in full."""
    statement = _narrow(
        _free(
            person_id,
            select(Submission, Campaign.title).join(Campaign, Campaign.id == Submission.campaign_id),
        ),
        Scope(scope.campaign_id, Lane.NORMAL),
    ).where(Submission.is_checked)
    rows = db.session.execute(
        statement.order_by(Submission.id).limit(TOGETHER).options(selectinload(Submission.answers))
    ).all()
    opened = [(submission.id, title, words_or_none(submission)) for submission, title in rows]
    return [
        ShownTogether(number, title, tuple(words.values()))
        for number, title, words in opened
        if words is not None
    ]


def _row(submission: Submission, title: str, reader: str) -> Row:
    lane = Lane(submission.lane)
    excerpt = "" if lane == Lane.URGENT else _excerpt(submission)
    return Row(
        submission.id,
        lane,
        submission.is_checked,
        title,
        submission.arrived_at,
        excerpt,
        reader,
        place_of(submission),
    )


def _excerpt(submission: Submission) -> str:
    opened = words_or_none(submission)
    if opened is None:
        return UNREADABLE
    words = " / ".join(" ".join(text.split()) for text in opened.values())
    return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _free(person_id: int, statement: Select[*Found]) -> Select[*Found]:
    """Views that nobody but this person holds."""
    return statement.outerjoin(Claim, Claim.submission_id == Submission.id).where(
        or_(Claim.submission_id.is_(None), Claim.until <= clock.now(), Claim.person_id == person_id)
    )


def _narrow(statement: Select[*Found], scope: Scope) -> Select[*Found]:
    """Only views that wait for a person; a withdrawn one still does when a child may be at risk."""
    statement = statement.where(
        _is_pending(), or_(Submission.lane_rank <= Lane.SOON.rank, Submission.withdrawn_on.is_(None))
    )
    if scope.campaign_id is not None:
        statement = statement.where(Submission.campaign_id == scope.campaign_id)
    if scope.lane is not None:
        statement = statement.where(Submission.lane_rank == scope.lane.rank)
    return statement


def _is_pending() -> ColumnElement[bool]:
    """Spelt out rather than bound: the index of waiting views is only used when the store sees this word."""
    return Submission.state == literal_column("'pending'")


def _after(place: Place) -> ColumnElement[bool]:
    return tuple_(Submission.lane_rank, Submission.id) > (place.rank, place.submission_id)
