"""Counting who has answered so far, while a campaign is open. Everything leaves here masked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from analysis.counting import mask_rules
from analysis.disclosure import AudienceClass, MaskedCell, MaskedCrossTable, mask_cross_table, mask_total
from analysis.reach.domain import NOT_SAID, ReachedGroup, reached, step_for_age, step_for_place
from analysis.reach.models import ResponseTarget
from analysis.themes.filters import Grouping, channel_name, groupings_of
from participation.campaigns.models import Campaign
from participation.foundation.database import db
from participation.plan.domain import base_problem
from participation.plan.queries import chosen_bases
from surveys.domain import Captured, Channel, SubmissionState
from surveys.models import Answer, Submission
from surveys.queries import source_links
from surveys.wordings import AskedAs, in_plain_words

AGE, PLACE = "age_band", "place"
LEFT_OUT = "Not said"


@dataclass(frozen=True)
class ReachTable:
    """One way to group responses; `name` is that of its fields for targets, empty where none are set."""

    title: str
    groups: tuple[ReachedGroup, ...]
    question_key: str = ""


@dataclass(frozen=True)
class Reach:
    """Who has answered a campaign so far."""

    total: MaskedCell
    target: int
    tables: tuple[ReachTable, ...]
    ages_by_place: MaskedCrossTable | None


def reach_of(campaign: Campaign) -> Reach:
    """Everything the page of reach shows."""
    targets = targets_of(campaign.id)
    asked = {each.kind: each for each in groupings_of(campaign.id) if each.kind in (AGE, PLACE)}
    tables = [_by_answer(campaign, each, targets) for each in asked.values()]
    tables += [
        _by_column("How they took part", campaign.id, Submission.channel, _channels()),
        _by_column("How answers were taken down", campaign.id, Submission.captured, _ways_captured()),
        _by_column("In which words", campaign.id, Submission.asked_as, None),
    ]
    links = [(each.label, each.place) for each in source_links(campaign.id)]
    if links:
        by_link = [("", "By no such link"), *links]
        tables.append(_by_column("By which link", campaign.id, Submission.came_from, by_link))
    return Reach(
        total_of(campaign.id),
        targets.get(("", ""), 0),
        tuple(table for table in tables if len(table.groups) > 1),
        _crossed(campaign.id, asked) if len(asked) > 1 else None,
    )


def targets_of(campaign_id: int) -> dict[tuple[str, str], int]:
    """The targets of a campaign, by question and option; both are empty for all together."""
    rows = db.session.scalars(select(ResponseTarget).where(ResponseTarget.campaign_id == campaign_id))
    return {(row.question_key, row.option_id): row.number for row in rows}


def counts_for_reach() -> list[ColumnElement[bool]]:
    """Of which views reach is counted: all that nobody took back and nobody rejected, read or not."""
    return [
        Submission.withdrawn_on.is_(None),
        Submission.state != SubmissionState.REJECTED,
        Submission.channel != Channel.CHECK_BACK,
    ]


def total_of(campaign_id: int) -> MaskedCell:
    """How many views a campaign has so far."""
    statement = select(func.count()).select_from(Submission)
    total = db.session.scalar(statement.where(Submission.campaign_id == campaign_id, *counts_for_reach()))
    return mask_total(total or 0, AudienceClass.BOARD, mask_rules())


def _by_answer(campaign: Campaign, asked: Grouping, targets: dict[tuple[str, str], int]) -> ReachTable:
    rows = db.session.execute(
        select(Answer.choices, func.count())
        .select_from(Submission)
        .outerjoin(Answer, (Answer.submission_id == Submission.id) & (Answer.question_key == asked.key))
        .where(Submission.campaign_id == campaign.id, *counts_for_reach())
        .group_by(Answer.choices)
    )
    known = {id_ for id_, _ in asked.options}
    counts = Counter[str]()
    for said, number in rows:
        counts[said if said in known else NOT_SAID] += number
    is_age = asked.kind == AGE
    steps = {id_: step_for_age(id_) if is_age else step_for_place(label) for id_, label in asked.options}
    groups = reached(
        [*asked.options, (NOT_SAID, LEFT_OUT)],
        counts,
        mask_rules(),
        steps,
        {id_: number for (key, id_), number in targets.items() if key == asked.key},
        _who_lives_here(known) if is_age else {},
    )
    return ReachTable(asked.wording, groups, asked.key)


def _by_column(
    title: str,
    campaign_id: int,
    column: Any,
    groups: Sequence[tuple[str, str]] | None,
) -> ReachTable:
    rows = db.session.execute(
        select(column, func.count())
        .where(Submission.campaign_id == campaign_id, *counts_for_reach())
        .group_by(column)
    ).all()
    counts = {str(value): int(number) for value, number in rows}
    if groups is None:
        groups = [(kept, in_plain_words(AskedAs.read(kept)).capitalize()) for kept in sorted(counts)]
    used = [(id_, label) for id_, label in groups if id_ in counts or column is Submission.came_from]
    return ReachTable(title, reached(used, counts, mask_rules(), {}, {}, {}) if used else ())


def _crossed(campaign_id: int, asked: dict[str, Grouping]) -> MaskedCrossTable:
    """Responses by age band and place together; those that left one out stand in a row or column of their own."""
    age, place = asked[AGE], asked[PLACE]
    by_age, by_place = (
        select(Answer.submission_id, Answer.choices).where(Answer.question_key == each.key).subquery()
        for each in (age, place)
    )
    rows = db.session.execute(
        select(by_age.c.choices, by_place.c.choices, func.count())
        .select_from(Submission)
        .outerjoin(by_age, by_age.c.submission_id == Submission.id)
        .outerjoin(by_place, by_place.c.submission_id == Submission.id)
        .where(Submission.campaign_id == campaign_id, *counts_for_reach())
        .group_by(by_age.c.choices, by_place.c.choices)
    )
    ages, places = dict(age.options), dict(place.options)
    counts = Counter[tuple[str, str]]()
    for said_age, said_place, number in rows:
        counts[places.get(said_place, LEFT_OUT), ages.get(said_age, LEFT_OUT)] += number
    names = ([*places.values(), LEFT_OUT], [*ages.values(), LEFT_OUT])
    return mask_cross_table(*names, counts, AudienceClass.BOARD, mask_rules())


def _who_lives_here(bands: set[str]) -> dict[str, str]:
    """How many of each age band live here, where a figure counts exactly those ages on a known day."""
    found = {}
    for youngest, oldest, figure in chosen_bases():
        band = f"{youngest}-{oldest}"
        if band in bands and not base_problem(figure, youngest, oldest):
            found[band] = f"{figure.figure} ({figure.as_at})"
    return found


def _channels() -> list[tuple[str, str]]:
    return [(each.value, channel_name(each)) for each in Channel]


def _ways_captured() -> list[tuple[str, str]]:
    return [
        (
            each.value,
            each.label[:1].upper() + each.label[1:] if each.label else "By the sender alone, or not said",
        )
        for each in Captured
    ]
