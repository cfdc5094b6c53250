"""The queue as it is read: what waits in which lane, what comes next, what can be read together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, not_, or_, select
from sqlalchemy.orm import selectinload

from moderation import claims
from moderation.domain import Lane
from moderation.models import Claim, Screening
from moderation.offering import offered_to
from moderation.opening import words_or_none
from moderation.queue_filters import Scope, conditions, is_pending
from moderation.reasons import ShownSignal, reasons_of
from moderation.stacks import is_under_another, stack_sizes
from participation.accounts.models import Person
from participation.campaigns.models import Campaign
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
class Place:
    """A place in the queue: by lane, then oldest."""

    rank: int
    submission_id: int


@dataclass(frozen=True)
class Row:
    """One line of the list. A view that may tell of a child at risk shows no words but those that say so.

    Attributes:
        tells_of_risk: whether the check sees any sign of a child at risk.
        reasons: the signs of a child at risk, with the words that say so.
        stacked: how many others of its lane say nearly the same and wait under it.
    """

    submission_id: int
    lane: Lane
    is_checked: bool
    tells_of_risk: bool
    campaign_title: str
    waiting_since: datetime | None
    excerpt: str
    reasons: tuple[ShownSignal, ...]
    stacked: int
    reader_name: str
    place: Place


@dataclass(frozen=True)
class ShownTogether:
    """A view as bulk reading shows it: every word, nothing cut."""

    submission_id: int
    campaign_title: str
    words: tuple[str, ...]


def counts(person_id: int, scope: Scope) -> dict[Lane, int]:
    """How many views wait for this person in each lane of this part of the queue, at most `MOST_COUNTED` each."""
    columns, offered = [], offered_to(person_id)
    for lane in Lane:
        counted: Select[str] = _narrow(
            select(literal_column("1")).select_from(Submission), replace(scope, lane=lane)
        ).where(*offered)
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


def page(person_id: int, scope: Scope, after: Place | None = None) -> tuple[list[Row], Place | None]:
    """One page of views waiting for this person, most pressing first, and its last place.

    The place is None when there is no further page.
    """
    statement = _narrow(
        select(Submission, Campaign.title, Person.name, Screening)
        .join(Campaign, Campaign.id == Submission.campaign_id)
        .outerjoin(Screening, Screening.submission_id == Submission.id)
        .outerjoin(Claim, and_(Claim.submission_id == Submission.id, claims.is_live()))
        .outerjoin(Person, Person.id == Claim.person_id),
        scope,
    ).where(*offered_to(person_id), *_on_top(scope))
    statement = statement.order_by(Submission.lane_rank, Submission.id).options(
        selectinload(Submission.answers)
    )
    found: list[Any] = []
    for part in _parts_behind(after):
        found += db.session.execute(statement.where(*part).limit(PAGE + 1 - len(found))).all()
        if len(found) > PAGE:
            break
    stacked = {}
    if not scope.is_filtered:
        stacked = stack_sizes([screening for *_, screening in found[:PAGE] if screening is not None])
    rows = [
        _row(submission, title, reader, screening, stacked.get(submission.id, 0))
        for submission, title, reader, screening in found[:PAGE]
    ]
    return rows, rows[-1].place if len(found) > PAGE else None


def next_free(person_id: int, scope: Scope, passed_over: Sequence[int] = ()) -> int | None:
    """The first waiting view that is for this person, that nobody else holds and that was not passed over."""
    statement = _narrow(_free(person_id, select(Submission.id)), scope)
    statement = statement.where(*offered_to(person_id), *_on_top(scope))
    if passed_over:
        statement = statement.where(Submission.id.not_in(passed_over))
    return db.session.scalars(statement.order_by(Submission.lane_rank, Submission.id).limit(1)).first()


def for_reading_together(person_id: int, scope: Scope) -> list[ShownTogether]:
    """The oldest views of the normal lane that nobody holds, in full."""
    statement = _narrow(
        _free(
            person_id,
            select(Submission, Campaign.title).join(Campaign, Campaign.id == Submission.campaign_id),
        ),
        replace(scope, lane=Lane.NORMAL),
    ).where(Submission.is_checked, *offered_to(person_id))
    rows = db.session.execute(
        statement.order_by(Submission.id).limit(TOGETHER).options(selectinload(Submission.answers))
    ).all()
    opened = [(submission.id, title, words_or_none(submission)) for submission, title in rows]
    return [
        ShownTogether(number, title, tuple(words.values()))
        for number, title, words in opened
        if words is not None
    ]


def _row(
    submission: Submission, title: str, reader: str | None, screening: Screening | None, stacked: int
) -> Row:
    words = words_or_none(submission)
    is_hard = submission.lane == Lane.URGENT or (screening is not None and screening.tells_of_risk)
    return Row(
        submission.id,
        Lane(submission.lane),
        submission.is_checked,
        is_hard,
        title,
        submission.arrived_at,
        "" if is_hard else _excerpt(words),
        tuple(each for each in reasons_of(screening, words or {}) if each.family == "safeguarding"),
        stacked,
        reader or "",
        Place(submission.lane_rank, submission.id),
    )


def _excerpt(opened: dict[str, str] | None) -> str:
    if opened is None:
        return UNREADABLE
    words = " / ".join(" ".join(text.split()) for text in opened.values())
    return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _free(person_id: int, statement: Select[*Found]) -> Select[*Found]:
    """Views that nobody but this person holds."""
    return statement.outerjoin(Claim, Claim.submission_id == Submission.id).where(
        or_(Claim.submission_id.is_(None), not_(claims.is_live()), Claim.person_id == person_id)
    )


def _narrow(statement: Select[*Found], scope: Scope) -> Select[*Found]:
    """Only views that wait for a person; a withdrawn one still does when a child may be at risk."""
    return statement.where(
        is_pending(),
        or_(Submission.lane_rank <= Lane.SOON.rank, Submission.withdrawn_on.is_(None)),
        *conditions(scope),
    )


def _on_top(scope: Scope) -> list[ColumnElement[bool]]:
    """Only the top of a stack; every view when some of its stack may lie outside what is looked for."""
    return [] if scope.is_filtered else [~is_under_another()]


def _parts_behind(place: Place | None) -> list[list[ColumnElement[bool]]]:
    """What lies behind a place, in parts that follow one another: first the rest of its lane.

    Asked for both numbers at once, SQLite goes through the whole lane.
    """
    if place is None:
        return [[]]
    rest = [Submission.lane_rank == place.rank, Submission.id > place.submission_id]
    return [rest, [Submission.lane_rank > place.rank]]
