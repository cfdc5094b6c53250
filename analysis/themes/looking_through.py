"""Pages of answers in the order they came, without going through a campaign.

Answers are looked at from the rarest thing asked for: the answers of a theme, of a coding, or with certain words. A
request looks at so many; where it has to stop before a page is full, it says how many it looked at, and the next
request goes on from there.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, Select, column, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from analysis.models import AnswerCoding, Assignment, CodeFrameVersion
from analysis.themes.filters import AnswerFilter, conditions
from moderation.models import ApprovedText
from moderation.searching import Search, all_when_few, in_order
from participation.foundation.database import db
from surveys.domain import SubmissionState
from surveys.models import Submission

#: So many answers are looked at, then so many more: the first few fill a page of whatever is followed by its index.
WINDOWS = (60, 240, 1_000, 4_000)
#: So many answers with certain words are put in order at once.
A_FEW = 2_000
#: Several words are followed side by side through so many views.
SPAN = 1_000_000
#: From a place, the views to look at next.
Follow = Callable[[int], Select[int]]


@dataclass(frozen=True)
class Found:
    """Rows of approved words and their coding.

    Attributes:
        following: the place to go on from; None when there is no more.
        looked_at: how many answers were looked at, where that was not enough to fill the page.
        too_short: beginnings of words that more words share than were looked for.
    """

    rows: Sequence[Any]
    following: int | None = None
    looked_at: int = 0
    too_short: tuple[str, ...] = ()


def look_through(frame: CodeFrameVersion, wanted: AnswerFilter, after: int, page: int) -> Found:
    """The first answers behind this place that are wanted."""
    search = wanted.search
    if not search.indexed:
        return _in_windows(frame, wanted, _followed(frame, wanted), after, page, WINDOWS)
    first, last, goes_on = _bounds(frame, search, after)
    by_words = in_order(search, frame.question_key, last)
    if by_words is None:
        return _with_few(frame, wanted, search, after, page)
    found = _in_windows(frame, wanted, by_words, first, page, WINDOWS)
    if goes_on and found.following is None:
        found = Found(found.rows, last, SPAN)
    return replace(found, too_short=search.too_short)


def _with_few(frame: CodeFrameVersion, wanted: AnswerFilter, search: Search, after: int, page: int) -> Found:
    """Common words are met at once on the way through; of rarer ones the store may hold only a few."""
    every = _followed(frame, wanted)
    first = _in_windows(frame, wanted, every, after, page, WINDOWS[:2])
    if not first.looked_at:
        return first
    few = all_when_few(search, frame.question_key, A_FEW)
    if few is None:
        return _in_windows(frame, wanted, every, after, page, WINDOWS)
    rows = _wanted_among(frame, wanted, [number for number in few if number > after], page + 1)
    return _full(rows, page) if len(rows) > page else Found(rows)


def _in_windows(
    frame: CodeFrameVersion,
    wanted: AnswerFilter,
    follow: Follow,
    after: int,
    page: int,
    windows: Sequence[int],
) -> Found:
    rows, place = list[Any](), after
    for window in windows:
        looked_at = db.session.scalars(follow(place).limit(window)).all()
        rows += _wanted_among(frame, wanted, looked_at, page - len(rows))
        if len(rows) == page:
            return _full(rows, page)
        if len(looked_at) < window:
            return Found(rows)
        place = looked_at[-1]
    return Found(rows, place, sum(windows))


def _full(rows: Sequence[Any], page: int) -> Found:
    return Found(rows[:page], rows[page - 1].ApprovedText.submission_id)


def _wanted_among(
    frame: CodeFrameVersion, wanted: AnswerFilter, ids: Sequence[int], most: int
) -> Sequence[Any]:
    """Those of these views that are wanted, each looked up by its number.

    The numbers are given as a table. Named one by one they are no way in for either store: SQLite goes through the
    whole campaign instead, and PostgreSQL through every answer with the words.
    """
    if not ids:
        return []
    number = _as_table(ids)
    statement = answers_of(frame).join_from(ApprovedText, number.table, ApprovedText.submission_id == number)
    return db.session.execute(statement.where(*conditions(frame, wanted)).limit(most)).all()


def _as_table(ids: Sequence[int]) -> Any:
    """A column of these numbers."""
    if db.engine.dialect.name == "sqlite":
        return func.json_each(json.dumps(list(ids))).table_valued(column("value", Integer)).c.value
    listed = func.unnest(literal(list(ids), ARRAY(Integer)))
    return listed.table_valued(column("value", Integer), name="listed").render_derived().c.value


def _bounds(frame: CodeFrameVersion, search: Search, after: int) -> tuple[int, int, bool]:
    """The places between which to look for words, and whether answers may follow.

    Two words of which each is common and both together are rare have to be followed side by side.
    """
    its_own = (Submission.campaign_id == frame.campaign_id, Submission.state == SubmissionState.APPROVED)
    first, last = (
        db.session.scalar(select(edge(Submission.id)).where(*its_own)) or 0 for edge in (func.min, func.max)
    )
    start = max(after, first - 1)
    if len(search.indexed) > 1 and last > start + SPAN:
        return start, start + SPAN, True
    return start, last, False


def _followed(frame: CodeFrameVersion, wanted: AnswerFilter) -> Follow:
    """Views in order, as an index holds them for the rarest thing asked for."""
    number = _column_to_follow(wanted)
    statement = select(number).where(*_what_it_holds(frame, wanted)).order_by(number)
    return lambda place: statement.where(number > place)


def _column_to_follow(wanted: AnswerFilter) -> InstrumentedAttribute[int]:
    if wanted.theme and wanted.theme != "none":
        return Assignment.submission_id
    return AnswerCoding.submission_id if wanted.status else Submission.id


def _what_it_holds(frame: CodeFrameVersion, wanted: AnswerFilter) -> list[ColumnElement[bool]]:
    table = _column_to_follow(wanted).class_
    if table is Submission:
        return [Submission.campaign_id == frame.campaign_id, Submission.state == SubmissionState.APPROVED]
    found = [table.campaign_id == frame.campaign_id, table.question_key == frame.question_key]
    if table is Assignment:
        return [*found, Assignment.theme_key == wanted.theme]
    if wanted.status == "person":
        return [*found, AnswerCoding.corrected_by_id.is_not(None)]
    return [*found, AnswerCoding.status == wanted.status]


def answers_of(frame: CodeFrameVersion) -> Select[ApprovedText, AnswerCoding]:
    """Approved answers to the question of a theme list with their coding, in the order they came."""
    return (
        select(ApprovedText, AnswerCoding)
        .join(Submission, Submission.id == ApprovedText.submission_id)
        .outerjoin(
            AnswerCoding,
            (AnswerCoding.submission_id == ApprovedText.submission_id)
            & (AnswerCoding.question_key == ApprovedText.question_key),
        )
        .where(Submission.campaign_id == frame.campaign_id, ApprovedText.question_key == frame.question_key)
        .order_by(ApprovedText.submission_id)
    )
