"""What the officer's desk shows: the campaigns, the board of themes, and pages of answers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from analysis import tallies
from analysis.counting import Counts, count_answers
from analysis.models import AnswerCoding, Assignment, CodeFrameVersion, Theme, ThemingRun
from analysis.tallies import approved_by_campaign
from analysis.themes.filters import AnswerFilter
from analysis.themes.frames import current_frame
from analysis.themes.looking_through import answers_of, look_through
from analysis.themes.signing import Signature, signature_under
from analysis.themes.theming import latest_run
from analysis.theming.stance import Stance
from moderation.models import ApprovedText
from participation.campaigns.models import Campaign
from participation.foundation.database import db
from participation.foundation.jobs import Job
from surveys.domain import SubmissionState
from surveys.models import Submission

PAGE = 20
LOOKED_AT_FOR_A_FEW = 200


@dataclass(frozen=True)
class DeskCampaign:
    """A campaign in the list of what can be themed."""

    campaign: Campaign
    approved: int
    signature: Signature | None


@dataclass(frozen=True)
class ThemeOnBoard:
    """One theme of the board, with its true count: for an analyst's screen only."""

    theme: Theme
    count: int
    unsure: int
    share: int
    quotes: tuple[str, ...]
    stances: tuple[tuple[Stance, int], ...]
    """How its responses stand to it; those that nobody has are left out."""


@dataclass(frozen=True)
class Board:
    """The desk of one campaign."""

    frame: CodeFrameVersion | None
    counts: Counts | None
    themes: tuple[ThemeOnBoard, ...]
    run: ThemingRun | None
    job: Job | None
    signature: Signature | None

    @property
    def is_working(self) -> bool:
        """Whether a worker is theming right now, or about to."""
        return self.job is not None and self.job.is_open

    @property
    def percent_done(self) -> int:
        """How far the worker is."""
        return _percent(self.job) if self.job is not None else 0


@dataclass(frozen=True)
class AnswerOnDesk:
    """One approved answer with what it is about and why."""

    submission_id: int
    text: str
    is_quotable: bool
    stances: dict[str, Stance]
    status: str
    confidence: float
    matched_words: tuple[str, ...]
    nearest_example: str | None
    is_by_person: bool

    @property
    def theme_keys(self) -> tuple[str, ...]:
        """The themes it is about, the main one first."""
        return tuple(self.stances)


@dataclass(frozen=True)
class AnswersPage:
    """One page of answers.

    Attributes:
        following: the place to go on from; None when there is no more.
        looked_at: how many answers were looked at, where that was not enough to fill the page.
        too_short: beginnings of words that more words share than were looked for.
    """

    answers: list[AnswerOnDesk]
    following: int | None
    looked_at: int
    too_short: tuple[str, ...]


def desk_campaigns() -> list[DeskCampaign]:
    """Campaigns that were ever opened, newest first, with how many answers in words were approved."""
    approved = approved_by_campaign()
    campaigns = db.session.scalars(
        select(Campaign).where(Campaign.opened_at.is_not(None)).order_by(Campaign.id.desc())
    ).all()
    return [DeskCampaign(c, approved.get(c.id, 0), signature_under(c.id)) for c in campaigns]


def board_of(campaign_id: int) -> Board:
    """The board of a campaign; without a theme list it is empty."""
    frame, run = current_frame(campaign_id), latest_run(campaign_id)
    job = db.session.get(Job, run.job_id) if run and run.job_id else None
    if frame is None:
        return Board(None, None, (), run, job, None)
    counts = count_answers(campaign_id, frame.question_key, [theme.key for theme in frame.themes])
    unsure = _unsure_by_theme(campaign_id, frame.question_key)
    themes = tuple(
        ThemeOnBoard(
            theme,
            counts.themes[theme.key],
            unsure.get(theme.key, 0),
            round(100 * counts.themes[theme.key] / counts.base) if counts.base else 0,
            tuple(_a_few(campaign_id, frame.question_key, theme.key)),
            tuple((stance, n) for stance in Stance if (n := counts.stances[theme.key][stance])),
        )
        for theme in frame.themes
    )
    return Board(frame, counts, themes, run, job, signature_under(campaign_id))


def count_answers_of(frame: CodeFrameVersion) -> Counts:
    """True counts of a theme list's campaign."""
    return count_answers(frame.campaign_id, frame.question_key, [theme.key for theme in frame.themes])


def answers_page(
    frame: CodeFrameVersion, wanted: AnswerFilter, after: int = 0, page: int = PAGE
) -> AnswersPage:
    """One page of approved answers, in the order they came; `after` continues behind the last one seen."""
    found = look_through(frame, wanted, after, page)
    return AnswersPage(shown_answers(frame, found.rows), found.following, found.looked_at, found.too_short)


def answers_numbered(frame: CodeFrameVersion, numbers: Sequence[int]) -> list[AnswerOnDesk]:
    """These answers, in the order given; one that is no longer approved is left out."""
    statement = answers_of(frame).where(ApprovedText.submission_id.in_(numbers))
    found = shown_answers(frame, db.session.execute(statement).all())
    return sorted(found, key=lambda answer: numbers.index(answer.submission_id))


def shown_answers(frame: CodeFrameVersion, rows: Sequence[Any]) -> list[AnswerOnDesk]:
    """Rows of approved words and their coding, as the desk shows them."""
    themes = _themes_of(frame, [row.ApprovedText.submission_id for row in rows])
    return [_shown(row, themes) for row in rows]


def percent_done(job_id: int | None) -> int | None:
    """How far background work is; None when none is under way."""
    job = db.session.get(Job, job_id) if job_id else None
    return _percent(job) if job is not None and job.is_open else None


def _percent(job: Job) -> int:
    return min(100, 100 * job.progress_done // job.progress_total) if job.progress_total else 0


def _themes_of(frame: CodeFrameVersion, ids: Sequence[int]) -> dict[int, dict[str, Stance]]:
    themes: dict[int, dict[str, Stance]] = {}
    rows = db.session.execute(
        select(Assignment.submission_id, Assignment.theme_key, Assignment.stance)
        .where(Assignment.submission_id.in_(ids), Assignment.question_key == frame.question_key)
        .order_by(Assignment.rank)
    )
    for row in rows:
        themes.setdefault(row.submission_id, {})[row.theme_key] = Stance(row.stance)
    return themes


def _shown(row: Any, themes: dict[int, dict[str, Stance]]) -> AnswerOnDesk:
    answer, coding = row.ApprovedText, row.AnswerCoding
    reason = coding.reason if coding else {}
    return AnswerOnDesk(
        submission_id=answer.submission_id,
        text=answer.text,
        is_quotable=answer.is_quotable,
        stances=themes.get(answer.submission_id, {}),
        status=coding.status if coding else "waiting",
        confidence=coding.confidence if coding else 0.0,
        matched_words=tuple(reason.get("matched_words", ())),
        nearest_example=reason.get("nearest_example"),
        is_by_person=bool(coding and coding.corrected_by_id),
    )


def _unsure_by_theme(campaign_id: int, question_key: str) -> dict[str, int]:
    """Answers that somebody should look at, by theme; not those kept private, which nobody may look at."""
    unsure = Counter[str]()
    for (theme, _stance, status), number in tallies.themed(campaign_id, question_key).items():
        unsure[theme] += number if status == "unsure" else 0
    private = db.session.execute(
        select(Assignment.theme_key, func.count())
        .join(Submission, Submission.id == Assignment.submission_id)
        .join(
            AnswerCoding,
            (AnswerCoding.submission_id == Assignment.submission_id)
            & (AnswerCoding.question_key == Assignment.question_key),
        )
        .where(
            Submission.campaign_id == campaign_id,
            Submission.state == SubmissionState.PRIVATE,
            Assignment.question_key == question_key,
            AnswerCoding.status == "unsure",
        )
        .group_by(Assignment.theme_key)
    )
    unsure.subtract({row[0]: row[1] for row in private})
    return dict(unsure)


def _a_few(campaign_id: int, question_key: str, theme_key: str, most: int = 2) -> Sequence[str]:
    """A few answers the engine is surest of, as evidence on the card: among the first so many of the theme."""
    looked_at = (
        select(Assignment.submission_id, Assignment.rank)
        .where(
            Assignment.campaign_id == campaign_id,
            Assignment.theme_key == theme_key,
            Assignment.question_key == question_key,
        )
        .order_by(Assignment.submission_id)
        .limit(LOOKED_AT_FOR_A_FEW)
        .subquery("looked_at")
    )
    return db.session.scalars(
        select(ApprovedText.text)
        .join(looked_at, looked_at.c.submission_id == ApprovedText.submission_id)
        .join(AnswerCoding, AnswerCoding.submission_id == ApprovedText.submission_id)
        .where(
            looked_at.c.rank == 0,
            ApprovedText.question_key == question_key,
            AnswerCoding.question_key == question_key,
            func.length(ApprovedText.text).between(20, 200),
        )
        .order_by(AnswerCoding.confidence.desc(), ApprovedText.submission_id)
        .limit(most)
    ).all()
