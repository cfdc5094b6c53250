"""Counts of a campaign as they are: for the mask, the snapshot and an analyst's own screen only."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, false, func, or_, select, true, union_all

from analysis import tallies
from analysis.disclosure import MaskRules
from analysis.models import AnswerCoding
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
        board_minimum=settings.board_suppress_up_to + 1,
        rounding=settings.public_round_to,
    )


def count_answers(campaign_id: int, question_key: str, theme_keys: list[str]) -> Counts:
    """Count the answers to a question by theme, channel and status.

    From tallies that are kept as answers change; only the few kept private are counted here, one by one.
    """
    channels = Counter(tallies.approved_by_channel(campaign_id, question_key))
    private = _pairs(
        select(Submission.channel, func.count())
        .where(*_is_private(campaign_id, question_key))
        .group_by(Submission.channel)
    )
    channels += private
    base = channels.total()
    stances = _stances(campaign_id, question_key, theme_keys)
    themes = {key: sum(numbers.values()) for key, numbers in stances.items()}
    statuses, corrected = Counter[str](), 0
    for (status, is_by_person), number in tallies.coded_by_status(campaign_id, question_key).items():
        statuses[status] += number
        corrected += number if is_by_person else 0
    statuses["waiting"] = base - statuses.total()
    return Counts(base, themes, stances, channels, statuses, corrected, private.total())


def count_captured(campaign_id: int, question_key: str) -> dict[str, int]:
    """The responses to a question by how they were taken down; adds up to the base."""
    all_counted = counted(campaign_id, question_key)
    return dict(
        _pairs(
            select(Submission.captured, func.count())
            .join(all_counted, all_counted.c.submission_id == Submission.id)
            .group_by(Submission.captured)
        )
    )


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
    private = select(Submission.id, Submission.channel, Submission.received_on, true()).where(
        *_is_private(campaign_id, question_key)
    )
    return union_all(approved, private).subquery()


def _is_private(campaign_id: int, question_key: str) -> tuple[ColumnElement[bool], ...]:
    """What a view must be to count for a question though its words are kept private."""
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
    return (
        Submission.campaign_id == campaign_id,
        Submission.state == SubmissionState.PRIVATE,
        Submission.withdrawn_on.is_(None),
        or_(has_words, is_themed),
    )


def _stances(campaign_id: int, question_key: str, theme_keys: list[str]) -> dict[str, dict[str, int]]:
    """Each theme's responses by stance."""
    found = {key: dict.fromkeys((stance.value for stance in Stance), 0) for key in theme_keys}
    for (theme, stance, _status), number in tallies.themed(campaign_id, question_key).items():
        if theme in found:
            found[theme][stance] += number
    return found


def _pairs(statement: "object") -> Counter[str]:
    rows = db.session.execute(statement).all()  # type: ignore[call-overload]
    return Counter({str(row[0]): int(row[1]) for row in rows})
