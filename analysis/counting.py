"""Counts of a campaign as they are: for the mask, the snapshot and an analyst's own screen only."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Subquery, case, false, func, or_, select, true, union_all

from analysis.disclosure import MaskRules
from analysis.models import AnswerCoding, Assignment
from analysis.theming.stance import Stance
from moderation.models import ApprovedText
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from surveys.domain import SubmissionState
from surveys.models import Answer, Submission


@dataclass(frozen=True)
class Counts:
    """Responses to one question, counted once each.

    Attributes:
        base: responses with words to this question that a person read and that count, kept private or not.
        themes: theme id to responses in it; a response may be in several.
        stances: theme id to how its responses stand to it (see `Stance`); the four add up to the theme.
        channels: how the responses reached us; adds up to the base.
        statuses: sure, unsure, no_answer and waiting (not themed yet); adds up to the base.
        corrected: responses whose themes a person has confirmed or changed.
        private: those of the base whose words are shown to nobody, so that no person codes them.
    """

    base: int
    themes: dict[str, int]
    stances: dict[str, dict[str, int]]
    channels: dict[str, int]
    statuses: dict[str, int]
    corrected: int
    private: int = 0

    @property
    def in_no_theme(self) -> int:
        """Responses that are themed and belong to none."""
        return self.statuses.get("no_theme", 0)


def mask_rules() -> MaskRules:
    """The disclosure rules of this deployment."""
    settings = deployment().settings
    return MaskRules(
        public_minimum=settings.public_minimum_cell,
        public_rounding=settings.public_round_to,
        board_minimum=settings.board_suppress_up_to + 1,
    )


def count_answers(campaign_id: int, question_key: str, theme_keys: list[str]) -> Counts:
    """Count the answers to a question by theme, channel and status."""
    answered = counted(campaign_id, question_key)
    channels, private = Counter[str](), 0
    for channel, is_private, number in db.session.execute(
        select(answered.c.channel, answered.c.is_private, func.count()).group_by(
            answered.c.channel, answered.c.is_private
        )
    ):
        channels[str(channel)] += number
        private += number if is_private else 0
    base = channels.total()
    stances = _stances(campaign_id, question_key, theme_keys)
    themes = {key: sum(numbers.values()) for key, numbers in stances.items()}
    statuses = _pairs(
        select(AnswerCoding.status, func.count())
        .where(AnswerCoding.campaign_id == campaign_id, AnswerCoding.question_key == question_key)
        .group_by(AnswerCoding.status)
    )
    statuses["waiting"] = base - sum(statuses.values())
    corrected = db.session.scalar(
        select(func.count())
        .select_from(AnswerCoding)
        .where(AnswerCoding.campaign_id == campaign_id, AnswerCoding.corrected_by_id.is_not(None))
    )
    return Counts(base, themes, stances, channels, statuses, corrected or 0, private)


def counted(campaign_id: int, question_key: str) -> Subquery:
    """The responses to a question that count: `submission_id`, `channel`, `received_on` and `is_private`.

    One kept private counts by its sealed words and, once their term is over, by the themes that stayed.
    """
    approved = (
        select(
            ApprovedText.submission_id,
            Submission.channel,
            Submission.received_on,
            false().label("is_private"),
        )
        .join(Submission, Submission.id == ApprovedText.submission_id)
        .where(Submission.campaign_id == campaign_id, ApprovedText.question_key == question_key)
    )
    has_words = (
        select(Answer.submission_id)
        .where(
            Answer.submission_id == Submission.id,
            Answer.question_key == question_key,
            Answer.sealed.is_not(None),
        )
        .correlate(Submission)
        .exists()
    )
    is_themed = (
        select(AnswerCoding.submission_id)
        .where(AnswerCoding.submission_id == Submission.id, AnswerCoding.question_key == question_key)
        .correlate(Submission)
        .exists()
    )
    private = select(Submission.id, Submission.channel, Submission.received_on, true()).where(
        Submission.campaign_id == campaign_id,
        Submission.state == SubmissionState.PRIVATE,
        Submission.withdrawn_on.is_(None),
        or_(has_words, is_themed),
    )
    return union_all(approved, private).subquery()


def _stances(campaign_id: int, question_key: str, theme_keys: list[str]) -> dict[str, dict[str, int]]:
    """Each theme's responses by stance, in one pass over the index: a sum a stance, not a group a stance."""
    sums = [func.sum(case((Assignment.stance == stance.value, 1), else_=0)) for stance in Stance]
    rows = db.session.execute(
        select(Assignment.theme_key, *sums)
        .where(Assignment.campaign_id == campaign_id, Assignment.question_key == question_key)
        .group_by(Assignment.theme_key)
    ).all()
    names = [stance.value for stance in Stance]
    found = {row[0]: dict(zip(names, map(int, row[1:]), strict=True)) for row in rows}
    return {key: found.get(key, dict.fromkeys(names, 0)) for key in theme_keys}


def _pairs(statement: "object") -> Counter[str]:
    rows = db.session.execute(statement).all()  # type: ignore[call-overload]
    return Counter({str(row[0]): int(row[1]) for row in rows})
