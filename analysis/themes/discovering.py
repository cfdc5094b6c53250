"""What else is in here: groups of like answers among the unsure or inside a theme. A person makes them themes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from analysis.models import AnswerCoding, Assignment, CodeFrameVersion, DiscoveryRun
from analysis.themes.filters import has_theme
from analysis.themes.stability import stability, steadiness_in_words
from analysis.theming.discovery import Discovery, discover
from moderation.domain import Lane
from moderation.models import ApprovedText, Screening
from participation.foundation import audit, clock, jobs
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.foundation.transactions import transaction
from surveys.models import Submission

JOB = "discover_groups"
UNSURE = "unsure"
MOST_ANSWERS = 20_000
MOST_MEMBERS = 300
SMALL_SHARE, SMALL_COUNT = 0.01, 5
SERIOUS_LANES = (Lane.URGENT, Lane.SOON)
MOST_SERIOUS = 30


@dataclass(frozen=True)
class Group:
    """One group of like answers, as found.

    Attributes:
        place: names it within its run.
        quotes: up to three of its most central answers, with their numbers.
        serious: how many of its answers the automatic check had marked urgent or soon.
    """

    place: int
    label: str
    words: tuple[str, ...]
    quotes: tuple[tuple[int, str], ...]
    size: int
    steadiness: str
    serious: int


def look(frame: CodeFrameVersion, scope: str, actor_id: int) -> DiscoveryRun:
    """Ask a worker what else is in the unsure answers, or in a theme.

    Raises:
        NotFound: when the theme is not on the list.
    """
    if scope != UNSURE and scope not in {theme.key for theme in frame.themes}:
        raise NotFound("This theme is no longer on the list.")
    run = DiscoveryRun(
        campaign_id=frame.campaign_id,
        code_frame_version_id=frame.id,
        question_key=frame.question_key,
        scope=scope,
        asked_by_id=actor_id,
    )
    db.session.add(run)
    db.session.flush()
    run.job_id = jobs.ask_for(JOB, created_by_id=actor_id, run_id=run.id).id
    audit.record("asked_for_discovery", "campaign", frame.campaign_id, actor_id=actor_id)
    return run


def do_discovery(job: jobs.Job) -> None:
    """Do the job: group the answers and note how steady each group is. Safe to run twice."""
    run = db.session.get(DiscoveryRun, int(str(job.arguments["run_id"])))
    if run is None:  # a view was taken back meanwhile, and with it what was found
        return
    run_id, job_id = run.id, job.id
    rows = _answers(run)
    db.session.rollback()

    def progress(done: int, total: int) -> None:
        with transaction():
            jobs.report_progress(job_id, done, total)

    texts = [text for _, text in rows]
    found = discover(texts, progress=progress)
    steady = stability(texts, found.assignments, lambda some: discover(list(some)).assignments)
    content = _content([number for number, _ in rows], found, steady)
    with transaction():
        stored = db.session.get(DiscoveryRun, run_id)
        if stored is not None:
            stored.content, stored.finished_at = content, clock.now()


def latest_discovery(campaign_id: int, scope: str) -> DiscoveryRun | None:
    """The newest look at the unsure, or into a theme."""
    return db.session.scalars(
        select(DiscoveryRun)
        .where(DiscoveryRun.campaign_id == campaign_id, DiscoveryRun.scope == scope)
        .order_by(DiscoveryRun.id.desc())
        .limit(1)
    ).first()


def groups_of(run: DiscoveryRun) -> list[Group]:
    """The groups of a finished look, the largest first; answers taken back since are gone."""
    content = run.content or {"groups": []}
    texts = _texts([n for group in content["groups"] for n in group["quotes"]], run.question_key)
    serious = _serious([n for group in content["groups"] for n in group["members"]])
    return [
        Group(
            place,
            group["label"],
            tuple(group["words"]),
            tuple((number, texts[number]) for number in group["quotes"] if number in texts),
            group["size"],
            steadiness_in_words(group["stability"]),
            len(serious & set(group["members"])),
        )
        for place, group in enumerate(content["groups"])
    ]


def group_numbered(campaign_id: int, name: str) -> tuple[DiscoveryRun, dict[str, Any]]:
    """A group by `run:place`, as an address names it.

    Raises:
        NotFound: when there is none.
    """
    run_id, _, place = name.partition(":")
    if run_id.isdigit() and place.isdigit() and len(name) < 20:
        run = db.session.get(DiscoveryRun, int(run_id))
        groups = (run.content or {"groups": []})["groups"] if run and run.campaign_id == campaign_id else []
        if run is not None and int(place) < len(groups):
            return run, groups[int(place)]
    raise NotFound("This group is not there any more. Look again for what else is in the answers.")


def rare_but_serious(frame: CodeFrameVersion, small_themes: list[str]) -> list[tuple[int, str]]:
    """Answers that the automatic check had marked urgent or soon, and that no large theme shows: approved, and easily
    overlooked. At most thirty, the newest first."""
    shown_by_large = (
        select(Assignment.submission_id)
        .where(
            Assignment.submission_id == ApprovedText.submission_id,
            Assignment.question_key == frame.question_key,
            Assignment.theme_key.not_in(small_themes),
        )
        .exists()
    )
    unsure = (
        select(AnswerCoding.submission_id)
        .where(
            AnswerCoding.submission_id == ApprovedText.submission_id,
            AnswerCoding.question_key == frame.question_key,
            AnswerCoding.status == "unsure",
        )
        .exists()
    )
    rows = db.session.execute(
        select(ApprovedText.submission_id, ApprovedText.text)
        .join(Submission, Submission.id == ApprovedText.submission_id)
        .join(Screening, Screening.submission_id == ApprovedText.submission_id)
        .where(
            Submission.campaign_id == frame.campaign_id,
            ApprovedText.question_key == frame.question_key,
            Screening.lane.in_(SERIOUS_LANES),
            ~shown_by_large | unsure,
        )
        .order_by(ApprovedText.submission_id.desc())
        .limit(MOST_SERIOUS)
    )
    return [(row.submission_id, row.text) for row in rows]


def is_small(count: int, base: int) -> bool:
    """Whether a theme is so small that a summary would pass over it."""
    return count < max(SMALL_COUNT, SMALL_SHARE * base)


def _answers(run: DiscoveryRun) -> list[tuple[int, str]]:
    frame = db.session.get_one(CodeFrameVersion, run.code_frame_version_id)
    unsure: ColumnElement[bool] = (AnswerCoding.status == "unsure") | (
        ~has_theme(frame) & (AnswerCoding.status != "no_answer")
    )
    rows = db.session.execute(
        select(ApprovedText.submission_id, ApprovedText.text)
        .join(
            AnswerCoding,
            (AnswerCoding.submission_id == ApprovedText.submission_id)
            & (AnswerCoding.question_key == ApprovedText.question_key),
        )
        .where(
            AnswerCoding.campaign_id == run.campaign_id,
            ApprovedText.question_key == run.question_key,
            unsure if run.scope == UNSURE else has_theme(frame, run.scope),
        )
        .order_by(ApprovedText.submission_id)
        .limit(MOST_ANSWERS)
    )
    return [(row.submission_id, row.text) for row in rows]


def _content(numbers: list[int], found: Discovery, steady: dict[str, float]) -> dict[str, Any]:
    members: dict[str, list[int]] = {}
    for number, group in zip(numbers, found.assignments, strict=True):
        if group is not None:
            members.setdefault(group, []).append(number)
    groups = [
        {
            "label": theme.label,
            "words": list(theme.words),
            "quotes": [numbers[row] for row in theme.quotes],
            "members": members[theme.id][:MOST_MEMBERS],
            "size": theme.size,
            "stability": steady.get(theme.id, 0.0),
        }
        for theme in found.themes
    ]
    return {"read": len(numbers), "groups": groups}


def _texts(numbers: list[int], question_key: str) -> dict[int, str]:
    rows = db.session.execute(
        select(ApprovedText.submission_id, ApprovedText.text).where(
            ApprovedText.submission_id.in_(numbers), ApprovedText.question_key == question_key
        )
    )
    return {row.submission_id: row.text for row in rows}


def _serious(numbers: list[int]) -> set[int]:
    return set(
        db.session.scalars(
            select(Screening.submission_id).where(
                Screening.submission_id.in_(numbers), Screening.lane.in_(SERIOUS_LANES)
            )
        )
    )
