"""Theming in the background: the engine reads approved answers and says what each is about.

What a person has said about an answer is never overwritten; it teaches the engine instead. A view kept private is
read too, because it counts: its themes are stored, and nothing that holds one of its words.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import islice

from flask import current_app
from sqlalchemy import delete, func, select, update

from analysis import tallies
from analysis.models import (
    AnswerCoding,
    Assignment,
    AuditItem,
    BlindCoding,
    CodeFrameVersion,
    Correction,
    DiscoveryRun,
    QuoteChoice,
    ThemingRun,
)
from analysis.themes.frames import begin_frame, current_frame
from analysis.themes.reading import Reader, engine_name
from analysis.theming.assignment import Assignment as Given
from analysis.theming.encoders import EngineName
from analysis.theming.stance import Stance
from moderation.models import ApprovedText
from moderation.words_for_theming import CountedAnswer, counted_answers, counted_answers_of, private_ids
from participation.foundation import audit, clock, jobs
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import SubmissionState
from surveys.models import Submission

Progress = Callable[[int, int], None]

JOB = "theme_campaign"
BATCH = 500
NEW_AT_ONCE = 2_000
#: Where a worker notes, by theme list, how things stood when nothing was left to theme.
SETTLED = "analysis.settled"


def ask_for_theming(campaign_id: int, actor_id: int | None, engine: EngineName = "core") -> ThemingRun:
    """Ask a worker to theme everything approved in a campaign again."""
    frame = begin_frame(campaign_id, actor_id)
    run = ThemingRun(campaign_id=campaign_id, code_frame_version_id=frame.id, engine=engine)
    db.session.add(run)
    db.session.flush()
    run.job_id = jobs.ask_for(JOB, created_by_id=actor_id, run_id=run.id).id
    audit.record("asked_for_theming", "campaign", campaign_id, actor_id=actor_id, detail={"engine": engine})
    return run


def latest_run(campaign_id: int) -> ThemingRun | None:
    """The newest pass of the engine over a campaign, finished or not."""
    return db.session.scalars(
        select(ThemingRun)
        .where(ThemingRun.campaign_id == campaign_id)
        .order_by(ThemingRun.id.desc())
        .limit(1)
    ).first()


def is_under_way(run: ThemingRun) -> bool:
    """Whether a worker is doing this pass, or is about to."""
    job = db.session.get(jobs.Job, run.job_id) if run.job_id else None
    return run.finished_at is None and job is not None and job.is_open


def do_theming(job: jobs.Job, watch: Progress | None = None) -> None:
    """Do the job: theme all answers that count and that no person has coded. Safe to run twice.

    Args:
        watch: hears (answers done, of how many) besides the job's own row.
    """
    run = db.session.get_one(ThemingRun, int(str(job.arguments["run_id"])))
    run_id, job_id, campaign_id = run.id, job.id, run.campaign_id
    frame = db.session.get_one(CodeFrameVersion, run.code_frame_version_id)
    reader = Reader.of(frame, engine_name(run.engine))
    answers = _uncorrected(campaign_id, frame.question_key)
    db.session.rollback()

    def progress(done: int, total: int) -> None:
        with transaction():
            jobs.report_progress(job_id, done, total)
        if watch is not None:
            watch(done, total)

    given = reader.read([answer.text for answer in answers], progress)
    _store_in_batches(zip(answers, given, strict=True), campaign_id, run_id)
    with transaction():
        run = db.session.get_one(ThemingRun, run_id)
        run.engine_version, run.finished_at = reader.version_of(given), clock.now()
        run.answer_count, run.correction_count = len(answers), len(reader.corrections)


def theme_new_answers(only_campaign: int | None = None) -> int:
    """Theme answers approved since the last pass, in campaigns whose themes are in use. Gives how many."""
    done = 0
    for frame_id in _frames_in_use(only_campaign):
        frame = db.session.get_one(CodeFrameVersion, frame_id)
        run = latest_run(frame.campaign_id)
        waiting = [] if run is not None and is_under_way(run) else _not_coded(frame)
        if not waiting:
            continue
        reader = Reader.of(frame, engine_name(run.engine) if run else "core")
        campaign_id, run_id = frame.campaign_id, run.id if run else None
        db.session.rollback()
        given = reader.read([answer.text for answer in waiting])
        _store_in_batches(zip(waiting, given, strict=True), campaign_id, run_id)
        done += len(waiting)
    db.session.rollback()
    return done


def answers_to_read(campaign_id: int, question_key: str) -> list[CountedAnswer]:
    """Every answer that counts, those kept private among them: for the engine to read, never to be shown."""
    return list(counted_answers(campaign_id, question_key))


def follow_decision(submission_id: int) -> None:
    """After a decision: a view that does not count is about nothing; one kept private keeps its themes alone."""
    has_words = db.session.scalars(
        select(ApprovedText.submission_id).where(ApprovedText.submission_id == submission_id).limit(1)
    ).first()
    state = db.session.scalar(select(Submission.state).where(Submission.id == submission_id))
    if has_words is None and state != SubmissionState.PRIVATE:
        forget(submission_id)
        return
    if has_words is None:
        _keep_themes_alone(submission_id)
    jobs.wake()


def forget(submission_id: int) -> None:
    """Take a view out of every theme, sample and quote. Groups it helped to name go with it."""
    _forget_what_shows_words(submission_id)
    for table in (Assignment, AnswerCoding):
        db.session.execute(delete(table).where(table.submission_id == submission_id))


def _keep_themes_alone(submission_id: int) -> None:
    """A view is kept private from now on: it stays in its themes, and the engine may read it again."""
    _forget_what_shows_words(submission_id)
    db.session.execute(
        update(AnswerCoding)
        .where(AnswerCoding.submission_id == submission_id)
        .values(reason={}, corrected_by_id=None, corrected_at=None)
        .execution_options(synchronize_session="fetch")
    )


def _forget_what_shows_words(submission_id: int) -> None:
    was_themed = select(AnswerCoding.campaign_id).where(AnswerCoding.submission_id == submission_id)
    db.session.execute(delete(DiscoveryRun).where(DiscoveryRun.campaign_id.in_(was_themed)))
    for table in (Correction, AuditItem, BlindCoding, QuoteChoice):
        db.session.execute(delete(table).where(table.submission_id == submission_id))


def store(answer: CountedAnswer, given: Given, campaign_id: int, run_id: int | None) -> None:
    """Write what the engine said about one answer, in place of what it said before."""
    place = {"submission_id": answer.submission_id, "question_key": answer.question_key}
    coding = db.session.get(AnswerCoding, (answer.submission_id, answer.question_key))
    if coding is not None and coding.corrected_by_id is not None:
        return
    if coding is None:
        coding = AnswerCoding(**place, campaign_id=campaign_id)
        db.session.add(coding)
    coding.status, coding.confidence, coding.run_id = given.status.value, round(given.confidence, 4), run_id
    coding.reason = {} if answer.is_private else _reason(given)
    stances = {key: given.stance_on(key) for key in given.themes}
    replace_themes(answer.submission_id, answer.question_key, campaign_id, stances)


def _reason(given: Given) -> dict[str, object]:
    return {
        "matched_words": list(given.reason.matched_words),
        "nearest_example": given.reason.nearest_example,
    }


def themes_of(submission_id: int, question_key: str) -> list[str]:
    """What an answer is about as things stand, the main theme first."""
    return list(stances_of(submission_id, question_key))


def stances_of(submission_id: int, question_key: str) -> dict[str, Stance]:
    """How an answer stands to each theme it is about, the main theme first."""
    rows = db.session.execute(
        select(Assignment.theme_key, Assignment.stance)
        .where(Assignment.submission_id == submission_id, Assignment.question_key == question_key)
        .order_by(Assignment.rank)
    )
    return {row.theme_key: Stance(row.stance) for row in rows}


def replace_themes(
    submission_id: int, question_key: str, campaign_id: int, stances: Mapping[str, Stance]
) -> None:
    """Link an answer to these themes and no others, the main one first, each with how it stands to it."""
    db.session.execute(
        delete(Assignment).where(
            Assignment.submission_id == submission_id, Assignment.question_key == question_key
        )
    )
    db.session.add_all(
        Assignment(
            submission_id=submission_id,
            question_key=question_key,
            campaign_id=campaign_id,
            theme_key=key,
            rank=rank,
            stance=stance.value,
        )
        for rank, (key, stance) in enumerate(stances.items())
    )


def _store_in_batches(
    pairs: Iterable[tuple[CountedAnswer, Given]], campaign_id: int, run_id: int | None
) -> None:
    iterator = iter(pairs)
    while batch := list(islice(iterator, BATCH)):
        with transaction():
            ids = [answer.submission_id for answer, _ in batch]
            shown, private = _still_shown(ids), _private_now(ids)
            for answer, given in batch:
                if answer.submission_id in shown | private:
                    is_private = answer.submission_id not in shown
                    store(replace(answer, is_private=is_private), given, campaign_id, run_id)


def _still_shown(ids: list[int]) -> set[int]:
    """A view may have been withdrawn, or decided anew, while the engine was reading."""
    return set(
        db.session.scalars(select(ApprovedText.submission_id).where(ApprovedText.submission_id.in_(ids)))
    )


def _private_now(ids: list[int]) -> set[int]:
    return set(
        db.session.scalars(
            select(Submission.id).where(
                Submission.id.in_(ids),
                Submission.state == SubmissionState.PRIVATE,
                Submission.withdrawn_on.is_(None),
            )
        )
    )


def _uncorrected(campaign_id: int, question_key: str) -> list[CountedAnswer]:
    by_people = set(
        db.session.scalars(
            select(AnswerCoding.submission_id).where(
                AnswerCoding.campaign_id == campaign_id, AnswerCoding.corrected_by_id.is_not(None)
            )
        )
    )
    return [a for a in answers_to_read(campaign_id, question_key) if a.submission_id not in by_people]


def _not_coded(frame: CodeFrameVersion) -> list[CountedAnswer]:
    """Answers that nobody has themed yet, at most so many. Not looked for while nothing changed since none was."""
    settled: dict[int, object] = current_app.extensions.setdefault(SETTLED, {})
    now = (tallies.mark(), _private_count(frame))
    if settled.get(frame.id) == now:
        return []
    waiting = _waiting_ids(frame)
    if not waiting:
        settled[frame.id] = now
        return []
    return counted_answers_of(frame.campaign_id, frame.question_key, waiting)


def _waiting_ids(frame: CodeFrameVersion) -> set[int]:
    # By its key alone: asked by campaign too, SQLite would go through all codings of it for every answer.
    is_coded = (
        select(AnswerCoding.submission_id)
        .where(AnswerCoding.submission_id == Submission.id, AnswerCoding.question_key == frame.question_key)
        .correlate(Submission)
        .exists()
    )
    waiting = set(
        db.session.scalars(
            select(ApprovedText.submission_id)
            .join(Submission, Submission.id == ApprovedText.submission_id)
            .where(
                Submission.campaign_id == frame.campaign_id,
                ApprovedText.question_key == frame.question_key,
                ~is_coded,
            )
            .limit(NEW_AT_ONCE)
        )
    )
    private = private_ids(frame.campaign_id, frame.question_key).where(~is_coded)
    return waiting | set(db.session.scalars(private.limit(NEW_AT_ONCE)))


def _private_count(frame: CodeFrameVersion) -> int:
    private = private_ids(frame.campaign_id, frame.question_key).subquery()
    return db.session.scalar(select(func.count()).select_from(private)) or 0


def _frames_in_use(only_campaign: int | None) -> list[int]:
    campaigns = db.session.scalars(select(CodeFrameVersion.campaign_id).distinct()).all()
    if only_campaign is not None:
        campaigns = [campaign_id for campaign_id in campaigns if campaign_id == only_campaign]
    frames = [current_frame(campaign_id) for campaign_id in campaigns]
    return [frame.id for frame in frames if frame is not None]
