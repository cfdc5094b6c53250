"""How many views of each group were held for a closer look, and how many were not used. Behind the board's mask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from analysis.counting import mask_rules
from analysis.themes.comparing import Comparison, compare
from analysis.themes.filters import channel_name, groupings_of
from moderation.domain import Lane
from moderation.models import Screening
from moderation.queue_filters import language_name
from participation.foundation.database import db
from surveys.domain import Channel, SubmissionState
from surveys.models import Answer, Submission

HELD, NOT_USED = "held", "not_used"
ROWS = ((HELD, "Held for a closer look"), (NOT_USED, "Not used"))
NOT_SAID = "Not said"
#: Kinds of question that say who somebody is.
ASKED = {"age_band": "By age band", "place": "By place"}


@dataclass(frozen=True)
class Group:
    """One way to group views, and what became of them in each group."""

    title: str
    found: Comparison

    @property
    def standing_out(self) -> list[str]:
        """In words, each figure that differs from all other groups beyond what chance explains."""
        return [
            f"{name}: {self.found.cells[key, column].stands_out} often in “{column}”"
            for key, name in self.found.rows
            for column in self.found.columns
            if not self.found.is_withheld and self.found.cells[key, column].stands_out
        ]


def groups_of(campaign_id: int) -> list[Group]:
    """What became of the views of a campaign that a person has read, by who sent them and how."""
    found = [
        Group(ASKED[each.kind], _compared(_by_answer(campaign_id, each.key), dict(each.options)))
        for each in groupings_of(campaign_id)
        if each.kind in ASKED
    ]
    languages = _rows(campaign_id, Screening.language)
    channels = _rows(campaign_id, Submission.channel)
    return [
        *found,
        Group(
            "By language",
            _compared(languages, {row[0]: language_name(row[0]) for row in languages if row[0]}),
        ),
        Group("By how they reached us", _compared(channels, {c.value: channel_name(c) for c in Channel})),
    ]


def _by_answer(campaign_id: int, question_key: str) -> list[Any]:
    return _rows(campaign_id, Answer.choices, question_key)


def _rows(campaign_id: int, group: ColumnElement[Any] | Any, question_key: str = "") -> list[Any]:
    """(group, views read, held, not used) of views that a person has read and nobody took back."""
    held = func.sum(case((Submission.lane_rank < Lane.NORMAL.rank, 1), else_=0))
    not_used = func.sum(case((Submission.state == SubmissionState.REJECTED, 1), else_=0))
    statement = (
        select(group, func.count(), held, not_used)
        .select_from(Submission)
        .outerjoin(Screening, Screening.submission_id == Submission.id)
        .outerjoin(Answer, (Answer.submission_id == Submission.id) & (Answer.question_key == question_key))
        .where(
            Submission.campaign_id == campaign_id,
            Submission.state != SubmissionState.PENDING,
            Submission.withdrawn_on.is_(None),
        )
        .group_by(group)
    )
    return list(db.session.execute(statement).all())


def _compared(rows: Iterable[Any], labels: Mapping[str, str]) -> Comparison:
    columns = [*dict.fromkeys(labels.values()), NOT_SAID]
    bases = dict.fromkeys(columns, 0)
    counts = {(key, column): 0 for key, _ in ROWS for column in columns}
    for group, number, held, not_used in rows:
        column = labels.get(group, NOT_SAID)
        bases[column] += number
        counts[HELD, column] += int(held)
        counts[NOT_USED, column] += int(not_used)
    return compare(ROWS, columns, counts, bases, mask_rules())
