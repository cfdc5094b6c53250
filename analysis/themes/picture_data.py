"""The figures of the desk's pictures: counted here, masked as for the board before anything is drawn."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from analysis.counting import count_answers, counted, mask_rules
from analysis.disclosure import MaskedTable, TableKind, mask_counts
from analysis.models import Assignment, CodeFrameVersion
from analysis.quality.wording import corrected_in_words
from analysis.reports.word_cloud import WordCount, word_counts
from analysis.stance_figures import masked_stances
from analysis.themes.checked import check_of, content_of
from analysis.themes.comparing import AUDIENCE, Comparison, compare
from analysis.themes.drawing import SizeRow
from analysis.themes.filters import Grouping, groupings_of
from moderation.models import ApprovedText
from participation.foundation.database import db
from surveys.domain import MayQuote
from surveys.models import Answer, Submission

WEEKS_SHOWN = 24
COMPARED_KINDS = ("age_band", "place")


@dataclass(frozen=True)
class Sizes:
    """Theme sizes for the chart and its table, and how good the coding is."""

    rows: tuple[SizeRow, ...]
    table: MaskedTable
    corrected: Mapping[str, str]
    keys: tuple[str, ...]


def sizes_of(frame: CodeFrameVersion) -> Sizes:
    """How large each theme is, largest first, with the corrected share where the sample tells it."""
    check = check_of(frame)
    content = content_of(check)
    counts = check.counts
    table = mask_counts(counts.themes, counts.base, AUDIENCE, mask_rules(), kind=TableKind.OVERLAPPING)
    names = {theme.key: theme.name for theme in frame.themes}
    keys = sorted(names, key=lambda key: (-(table.cells[key].value or 0), names[key]))
    rows = tuple(_size_row(names[key], key, table, content) for key in keys)
    corrected = {
        key: corrected_in_words(content, key, is_hidden=table.cells[key].is_suppressed) for key in keys
    }
    return Sizes(rows, table, corrected, tuple(keys))


def stances_of(frame: CodeFrameVersion, *, is_sensitive: bool) -> list[tuple[str, ...]]:
    """Theme, its responses, and how many of them stand how, masked as in files; large themes first."""
    counts = count_answers(frame.campaign_id, frame.question_key, [theme.key for theme in frame.themes])
    table = mask_counts(counts.themes, counts.base, AUDIENCE, mask_rules(), kind=TableKind.OVERLAPPING)
    content = {
        "base": counts.base,
        "themes": counts.themes,
        "stances": counts.stances,
        "about": {"is_sensitive": is_sensitive},
    }
    found = masked_stances(content, table)
    return [
        (name, table.cells[key].text, *(cell.text for cell in found[key].values()))
        for key, name in _by_size(frame)
        if key in found
    ]


def compared_questions(campaign_id: int) -> list[Grouping]:
    """The questions themes are compared by: age band and place."""
    return [group for group in groupings_of(campaign_id) if group.kind in COMPARED_KINDS]


def themes_by(frame: CodeFrameVersion, group: Grouping) -> Comparison:
    """Each theme's share in each group of those who answered the question."""
    labels, answered = dict(group.options), counted(frame.campaign_id, frame.question_key)
    bases = _labelled(
        db.session.execute(
            select(Answer.choices, func.count())
            .join(answered, answered.c.submission_id == Answer.submission_id)
            .where(Answer.question_key == group.key)
            .group_by(Answer.choices)
        ),
        labels,
    )
    rows = db.session.execute(
        select(Assignment.theme_key, Answer.choices, func.count())
        .join(Answer, Answer.submission_id == Assignment.submission_id)
        .where(
            Assignment.campaign_id == frame.campaign_id,
            Assignment.question_key == frame.question_key,
            Answer.question_key == group.key,
        )
        .group_by(Assignment.theme_key, Answer.choices)
    )
    counts = {(row[0], labels[row[1]]): int(row[2]) for row in rows if row[1] in labels}
    return compare(_by_size(frame), list(labels.values()), counts, bases, mask_rules())


def themes_over_time(frame: CodeFrameVersion) -> Comparison:
    """Each theme's share week by week, the last half-year of the campaign."""
    weeks: Counter[str] = Counter()
    answered = counted(frame.campaign_id, frame.question_key)
    order: dict[str, int] = {}
    for day, number in db.session.execute(
        select(answered.c.received_on, func.count())
        .group_by(answered.c.received_on)
        .order_by(answered.c.received_on)
    ):
        weeks[_week(day)] += number
        order.setdefault(_week(day), len(order))
    counts: Counter[tuple[str, str]] = Counter()
    for key, day, number in db.session.execute(
        select(Assignment.theme_key, Submission.received_on, func.count())
        .join(Submission, Submission.id == Assignment.submission_id)
        .where(Assignment.campaign_id == frame.campaign_id, Assignment.question_key == frame.question_key)
        .group_by(Assignment.theme_key, Submission.received_on)
    ):
        counts[key, _week(day)] += number
    columns = sorted(order, key=lambda week: order[week])[-WEEKS_SHOWN:]
    return compare(_by_size(frame), columns, counts, weeks, mask_rules())


def words_of(frame: CodeFrameVersion) -> tuple[WordCount, ...]:
    """Words that enough quotable answers share, with their masked figures."""
    texts = db.session.scalars(
        select(ApprovedText.text)
        .join(Submission, Submission.id == ApprovedText.submission_id)
        .where(*_here(frame), ApprovedText.is_quotable, Submission.may_quote == MayQuote.YES)
        .order_by(ApprovedText.submission_id)
    )
    return word_counts(texts, AUDIENCE, mask_rules())


def _size_row(name: str, key: str, table: MaskedTable, content: Mapping[str, Any]) -> SizeRow:
    cell, base = table.cells[key], table.base.value
    if cell.value is None or not base:
        return SizeRow(name, None, cell.text)
    told = content.get("themes", {}).get(key)
    interval = told["corrected"] if told else None
    text = f"{cell.text} ({table.percent_text(key)})" if table.percent_text(key) else cell.text
    return SizeRow(name, cell.value / base, text, (interval[1], interval[2]) if interval else None)


def _by_size(frame: CodeFrameVersion) -> list[tuple[str, str]]:
    sizes = dict(
        db.session.execute(
            select(Assignment.theme_key, func.count())
            .where(Assignment.campaign_id == frame.campaign_id, Assignment.question_key == frame.question_key)
            .group_by(Assignment.theme_key)
        ).all()
    )
    ordered = sorted(frame.themes, key=lambda theme: (-sizes.get(theme.key, 0), theme.position))
    return [(theme.key, theme.name) for theme in ordered]


def _here(frame: CodeFrameVersion) -> tuple[Any, ...]:
    return (Submission.campaign_id == frame.campaign_id, ApprovedText.question_key == frame.question_key)


def _labelled(rows: Any, labels: Mapping[str, str]) -> dict[str, int]:
    return {labels[row[0]]: int(row[1]) for row in rows if row[0] in labels}


def _week(day: Any) -> str:
    monday = day - timedelta(days=day.weekday())
    return f"{monday.day} {monday:%b %y}"
