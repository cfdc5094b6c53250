"""Background work as rows: nothing is lost when a worker dies, and nothing hopeless is tried for ever."""

import gc
import weakref
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from participation.factory import create_app
from participation.foundation import audit, clock, jobs
from participation.foundation.database import db
from participation.foundation.jobs import (
    BACK_OFF_SECONDS,
    LEASE,
    MOST_ATTEMPTS,
    MOST_BEGINNINGS,
    UNREADABLE,
    WORKERS_DIED,
    Job,
    JobState,
)
from participation.foundation.transactions import transaction
from participation.jobs import look
from participation.settings import Settings

KIND = "trial"


@pytest.fixture
def done() -> Iterator[list[int]]:
    """Ids of the jobs that the trial handler did, in order."""
    seen: list[int] = []
    jobs.handles(KIND, lambda job: seen.append(job.id))
    yield seen
    jobs._handlers.pop(KIND)


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-03-01T12:00:00+00:00", tick=False) as traveller:
        yield traveller


def ask() -> int:
    with transaction():
        return jobs.ask_for(KIND, campaign_id=1).id


def ask_and_fail() -> None:
    with transaction():
        jobs.ask_for(KIND)
        raise RuntimeError


def lease() -> Job | None:
    with transaction():
        return jobs.lease_next()


def state(job_id: int) -> JobState:
    db.session.rollback()  # the worker has a session of its own: look again
    return JobState(db.session.get_one(Job, job_id).state)


@pytest.mark.both_stores
def test_a_job_is_done_once_and_then_is_done(app: Flask, done: list[int]) -> None:
    first, second = ask(), ask()
    assert jobs.open_count() == 2
    assert look(app, tail=0) >= 2
    assert done == [first, second]
    assert state(first) is state(second) is JobState.DONE
    assert jobs.open_count() == 0
    look(app, tail=0)
    assert done == [first, second]


def test_a_job_that_was_asked_for_in_work_that_failed_never_existed(app: Flask, done: list[int]) -> None:
    woken: list[bool] = []
    app.extensions[jobs.WAKER] = lambda: woken.append(True)
    with pytest.raises(RuntimeError):
        ask_and_fail()
    assert jobs.open_count() == 0
    assert woken == []
    ask()
    assert woken == [True]


def test_asking_for_what_nothing_does_fails_at_once(app: Flask) -> None:
    with pytest.raises(LookupError, match="nothing handles jobs of kind unheard"):
        jobs.ask_for("unheard")


@pytest.mark.both_stores
@pytest.mark.usefixtures("done")
def test_a_leased_job_is_nobody_elses_until_its_worker_must_be_dead(
    app: Flask, time: time_machine.Traveller
) -> None:
    job_id = ask()
    taken = lease()
    assert taken is not None
    assert taken.id == job_id
    assert lease() is None
    time.shift(LEASE - timedelta(seconds=1))
    assert lease() is None
    time.shift(timedelta(seconds=2))
    again = lease()
    assert again is not None
    assert (again.id, again.attempts) == (job_id, 2)


@pytest.mark.usefixtures("done")
def test_reporting_progress_keeps_the_lease(app: Flask, time: time_machine.Traveller) -> None:
    job_id = ask()
    lease()
    time.shift(LEASE - timedelta(seconds=1))
    with transaction():
        jobs.report_progress(job_id, 3, 10)
    time.shift(timedelta(seconds=30))
    assert lease() is None
    job = db.session.get_one(Job, job_id)
    assert (job.progress_done, job.progress_total) == (3, 10)


@pytest.mark.both_stores
def test_a_job_that_fails_is_tried_again_ever_later_and_at_last_given_up_in_sight(
    app: Flask, time: time_machine.Traveller
) -> None:
    tries: list[int] = []

    def fail(job: Job) -> None:
        tries.append(job.attempts)
        raise ValueError("words that somebody typed")

    jobs.handles(KIND, fail)
    job_id = ask()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        look(app, tail=0)
        assert tries == list(range(1, attempt + 1))
        look(app, tail=0)
        assert len(tries) == attempt, "not again before its time"
        if attempt < MOST_ATTEMPTS:
            assert state(job_id) is JobState.WAITING
            time.shift(timedelta(seconds=BACK_OFF_SECONDS * 2**attempt - 1))
            look(app, tail=0)
            assert len(tries) == attempt
            time.shift(timedelta(seconds=2))
    assert state(job_id) is JobState.DEAD
    time.shift(timedelta(days=1))
    look(app, tail=0)
    assert len(tries) == MOST_ATTEMPTS
    db.session.rollback()
    (dead,) = jobs.dead_letters()
    assert (dead.id, dead.last_error) == (job_id, "ValueError")
    jobs._handlers.pop(KIND)


def test_a_job_that_every_worker_dies_of_is_given_up_in_sight(
    app: Flask, done: list[int], time: time_machine.Traveller
) -> None:
    deadly, harmless = ask(), ask()
    for _ in range(MOST_BEGINNINGS):
        leased = lease()
        assert leased is not None
        assert leased.id == deadly
        with transaction():
            jobs.finish(harmless)  # it stays out of the way, as if another worker had it
        time.shift(LEASE + timedelta(seconds=1))
    assert lease() is None
    db.session.rollback()
    (dead,) = jobs.dead_letters()
    assert (dead.id, dead.last_error) == (deadly, WORKERS_DIED)


def test_a_store_that_is_away_for_a_moment_never_uses_up_a_job(
    app: Flask, done: list[int], time: time_machine.Traveller
) -> None:
    job_id, good = ask(), jobs._handlers[KIND]

    def cut_off(_job: Job) -> None:
        raise OperationalError("a statement", {}, Exception("server closed the connection"))

    jobs.handles(KIND, cut_off)
    for _ in range(MOST_ATTEMPTS + 1):
        look(app, tail=0)
        time.shift(timedelta(seconds=BACK_OFF_SECONDS))
    assert state(job_id) is JobState.WAITING
    jobs.handles(KIND, good)
    look(app, tail=0)
    assert done == [job_id]


@pytest.mark.parametrize("is_leased", [True, False])
def test_jobs_go_on_at_once_when_somebody_puts_the_clock_back(
    app: Flask, done: list[int], time: time_machine.Traveller, is_leased: bool
) -> None:
    job_id = ask()
    if is_leased:
        assert lease() is not None
    time.shift(timedelta(hours=-5))
    again = lease()
    assert again is not None
    assert again.id == job_id


def test_a_job_of_a_kind_that_nothing_does_any_more_ends_in_sight(
    app: Flask, done: list[int], time: time_machine.Traveller
) -> None:
    job_id = ask()
    with transaction():
        db.session.get_one(Job, job_id).kind = "something from another version"
    for _ in range(MOST_ATTEMPTS):
        look(app, tail=0)
        time.shift(timedelta(minutes=10))
    assert state(job_id) is JobState.DEAD
    assert jobs.dead_letters()[0].last_error == "KeyError"


def test_one_failing_job_does_not_hold_up_the_others(app: Flask, done: list[int]) -> None:
    bad = ask()
    good = jobs._handlers[KIND]

    def choosy(job: Job) -> None:
        if job.id == bad:
            raise ValueError
        good(job)

    jobs.handles(KIND, choosy)
    other = ask()
    look(app, tail=0)
    assert done == [other]
    assert state(bad) is JobState.WAITING


def test_what_a_failing_handler_wrote_is_undone(app: Flask) -> None:
    def half(_job: Job) -> None:
        with transaction():
            audit.record("half_done", "job")
            raise ValueError

    jobs.handles(KIND, half)
    before = audit.verify().events
    ask()
    look(app, tail=0)
    db.session.rollback()
    assert audit.verify().events == before
    jobs._handlers.pop(KIND)


@pytest.mark.usefixtures("done")
def test_times_are_kept_in_utc(app: Flask) -> None:
    job = db.session.get_one(Job, ask())
    assert job.created_at.utcoffset() == timedelta(0)
    assert abs(job.run_after - clock.now()) < timedelta(minutes=1)


def test_an_app_that_nobody_holds_any_more_is_forgotten_and_leaves_no_sweeper(
    app: Flask, settings: Settings
) -> None:
    sweepers = list(jobs.sweepers._actions)
    made = weakref.ref(create_app(settings))
    gc.collect()
    assert made() is None, "every later app of this process would wake its workers too"
    assert jobs.sweepers._actions == sweepers


@pytest.mark.parametrize("column", ["arguments", "run_after", "created_at"])
def test_a_row_that_cannot_be_read_is_given_up_in_sight_and_holds_nothing_up(
    app: Flask, done: list[int], column: str
) -> None:
    spoilt, whole = ask(), ask()
    with transaction():
        db.session.execute(text(f"UPDATE job SET {column} = '{{spoilt' WHERE id = :id"), {"id": spoilt})
    look(app, tail=0)
    assert done == [whole]
    assert state(spoilt) is JobState.DEAD
    [letter] = jobs.dead_letters()
    assert (letter.id, letter.last_error) == (spoilt, UNREADABLE)
    assert [metric.name for metric in jobs.figures()][-1] == "jobs_dead"
