"""The seven success statements year by year: one table for each wording, so that no line joins two questions."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select

from analysis.counting import mask_rules
from analysis.disclosure import AudienceClass, TableKind, mask_counts
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from surveys.definition import SurveyDefinition
from surveys.domain import SubmissionState
from surveys.models import Answer, Submission
from surveys.queries import definition_of, latest_version
from surveys.success_statements import AGREE, LISTENED, STATEMENTS, series_of

#: With fewer years than this, nothing is called a trend.
FEWEST_FOR_A_TREND = 3
ASKED = (*STATEMENTS, LISTENED)


@dataclass(frozen=True)
class Series:
    """One wording, asked in one or more years. `rows`: the statement, and for each year what may be shown."""

    key: str
    years: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def is_trend(self) -> bool:
        """Whether there are years enough to speak of a trend."""
        return len(self.years) >= FEWEST_FOR_A_TREND


def success_series() -> list[Series]:
    """Every series there is, the one asked last first."""
    found: dict[str, list[tuple[Campaign, SurveyDefinition]]] = defaultdict(list)
    for campaign in db.session.scalars(
        select(Campaign).where(Campaign.opened_at.is_not(None)).order_by(Campaign.opens_on, Campaign.id)
    ):
        version = latest_version(campaign.id)
        definition = definition_of(version.id) if version else SurveyDefinition(())
        key = series_of(definition.questions)
        if key:
            found[key].append((campaign, definition))
    return [_series(key, asked) for key, asked in reversed(found.items())]


def agreeing(campaign_id: int | None, question_key: str) -> tuple[int, int]:
    """How many agreed with a statement, and how many answered it; over all campaigns when none is named."""
    rows = db.session.execute(
        select(Answer.choices, func.count())
        .join(Submission, Submission.id == Answer.submission_id)
        .where(
            Submission.state.in_([state for state in SubmissionState if state.counts]),
            Submission.withdrawn_on.is_(None),
            Answer.question_key == question_key,
            Answer.choices.is_not(None),
            *(() if campaign_id is None else (Submission.campaign_id == campaign_id,)),
        )
        .group_by(Answer.choices)
    ).all()
    return sum(row[1] for row in rows if row[0] in AGREE), sum(row[1] for row in rows)


def agreement_in_words(campaign_id: int | None, question_key: str) -> str:
    """How many agreed, of how many, behind the mask of the board."""
    agree, base = agreeing(campaign_id, question_key)
    if not base:
        return "nobody has answered"
    table = mask_counts(
        {"agree": agree, "other": base - agree},
        base,
        AudienceClass.BOARD,
        mask_rules(),
        kind=TableKind.PARTITION,
    )
    share = table.percent_text("agree")
    return f"{table.cells['agree'].text} of {table.base.text}{f' ({share})' if share else ''}"


def _series(key: str, asked: list[tuple[Campaign, SurveyDefinition]]) -> Series:
    wordings = {each.key: each.wording for _, definition in asked for each in definition.questions}
    return Series(
        key,
        tuple(_year(campaign) for campaign, _ in asked),
        tuple(
            (wordings[name], tuple(agreement_in_words(campaign.id, name) for campaign, _ in asked))
            for name in ASKED
            if name in wordings
        ),
    )


def _year(campaign: Campaign) -> str:
    day = campaign.opens_on or (clock.in_london(campaign.opened_at).date() if campaign.opened_at else None)
    return f"{campaign.title}, {day.year}" if day else campaign.title
