"""Background work as rows: the truth about what is to be done lies in the main database.

A job is written in the same transaction as whatever asked for it. Workers lease a row, so a killed worker's
job comes back when its lease runs out. What wakes the workers is not decided here: the app's own waker is called
after the commit.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flask import current_app
from sqlalchemy import JSON, Index, String, func, or_, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation import clock
from participation.foundation.database import Base, db
from participation.foundation.metrics import Metric, single
from participation.foundation.registries import Registry
from participation.foundation.transactions import after_commit

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 5
BACK_OFF_SECONDS = 5
FURTHEST_AHEAD = timedelta(minutes=15)
#: Failures are counted by those who meet them; a worker that dies can count nothing, so beginnings are.
MOST_BEGINNINGS = 20
WORKERS_DIED = "WorkersDied"
UNREADABLE = "Unreadable"

#: The extension of an app that wakes its workers.
WAKER = "jobs.waker"
#: Called by every look of a worker: does pending work that has no job row, and gives how much it did.
sweepers: Registry[[]] = Registry("pending work without a job row")


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"


class Job(Base):
    """One piece of background work. Arguments are ids and names, never words anyone wrote."""

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "ix_job_open",
            "state",
            "run_after",
            sqlite_where=text("state IN ('waiting', 'leased')"),
            postgresql_where=text("state IN ('waiting', 'leased')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, int | str | None]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(String(10), default=JobState.WAITING)
    run_after: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    created_by_id: Mapped[int | None]

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.state in (JobState.WAITING, JobState.LEASED)


Handler = Callable[[Job], None]
_handlers: dict[str, Handler] = {}


def handles(kind: str, handler: Handler) -> None:
    """Say what does jobs of a kind. Handlers must be safe to run twice."""
    _handlers[kind] = handler


def ask_for(kind: str, *, created_by_id: int | None = None, **arguments: int | str | None) -> Job:
    """Store a job in the transaction in hand and wake a worker once it is committed."""
    if kind not in _handlers:
        raise LookupError(f"nothing handles jobs of kind {kind}")
    job = Job(
        kind=kind,
        arguments=arguments,
        run_after=clock.now(),
        created_at=clock.now(),
        created_by_id=created_by_id,
    )
    db.session.add(job)
    db.session.flush()
    after_commit(wake)
    return job


def wake() -> None:
    """Wake a worker of this app, if it has any to wake: a job was stored, or pending work came up."""
    waker = current_app.extensions.get(WAKER)
    if waker is not None:
        waker()


@dataclass(frozen=True)
class NowAndThen:
    """A sweeper that does its work at most once in so many seconds, however often workers look.

    Two of the same name, time and work are one: each app of a process adds its sweepers to the same list.
    """

    name: str
    seconds: float
    work: Callable[[], int]

    def __call__(self) -> int:
        """Do the work when it is time; gives how much it did."""
        key = f"swept.{self.name}"
        last, moment = current_app.extensions.get(key), time.monotonic()
        if last is not None and moment - last < self.seconds:
            return 0
        current_app.extensions[key] = moment
        return self.work()


def lease_next() -> Job | None:
    """Take the oldest job that is due, or whose worker died. Call inside a transaction of its own.

    A job that so many workers died of is given up, where people can see it: it would go on killing them.
    """
    while (job := _next_due()) is not None and job.attempts >= MOST_BEGINNINGS:
        job.state, job.finished_at, job.leased_until = JobState.DEAD, clock.now(), None
        job.last_error = WORKERS_DIED
        db.session.flush()
    if job is not None:
        job.state, job.leased_until = JobState.LEASED, clock.now() + LEASE
        job.attempts += 1
    return job


def _next_due() -> Job | None:
    moment = clock.now()
    # What lies further ahead than anything ever does was written before somebody put the clock back.
    is_due = or_(Job.run_after <= moment, Job.run_after > moment + FURTHEST_AHEAD)
    is_left = or_(Job.leased_until < moment, Job.leased_until > moment + FURTHEST_AHEAD)
    due = or_((Job.state == JobState.WAITING) & is_due, (Job.state == JobState.LEASED) & is_left)
    first = select(Job.id).where(due).order_by(Job.run_after, Job.id).limit(1)
    while (job_id := db.session.scalar(first.with_for_update(skip_locked=True))) is not None:
        try:
            return db.session.get_one(Job, job_id, populate_existing=True)
        except ValueError:
            _give_up_unread(job_id)
    return None


def _give_up_unread(job_id: int) -> None:
    """Make a row that cannot be read, after damage to the store, one that can and that nobody does any more."""
    moment = clock.now()
    readable = {"arguments": {}, "run_after": moment, "created_at": moment, "leased_until": None}
    ended = {"state": JobState.DEAD, "finished_at": moment, "last_error": UNREADABLE}
    db.session.execute(update(Job).where(Job.id == job_id).values(**readable, **ended))


def run(job: Job) -> None:
    """Do a leased job. Its handler commits its own steps."""
    _handlers[job.kind](job)


def finish(job_id: int) -> None:
    """Note that a job is done."""
    job = db.session.get_one(Job, job_id)
    job.state, job.finished_at, job.leased_until = JobState.DONE, clock.now(), None


def fail(job_id: int, error: BaseException) -> None:
    """Note a failure: try again later, at last give up where people can see it."""
    job = db.session.get_one(Job, job_id)
    job.last_error = type(error).__name__  # never the message: it could hold somebody's words
    job.leased_until = None
    if job.attempts >= MOST_ATTEMPTS:
        job.state, job.finished_at = JobState.DEAD, clock.now()
    else:
        job.state = JobState.WAITING
        job.run_after = clock.now() + timedelta(seconds=BACK_OFF_SECONDS * 2**job.attempts)


def put_back(job_id: int) -> None:
    """The store was away: nobody's fault, so this beginning does not count against the job."""
    job = db.session.get_one(Job, job_id)
    job.state, job.leased_until, job.attempts = JobState.WAITING, None, max(0, job.attempts - 1)
    job.run_after = clock.now() + timedelta(seconds=BACK_OFF_SECONDS)


def report_progress(job_id: int, done: int, total: int) -> None:
    """Show how far a job is, and keep its lease. Call inside a transaction of its own."""
    job = db.session.get_one(Job, job_id)
    job.progress_done, job.progress_total, job.leased_until = done, total, clock.now() + LEASE


def dead_letters() -> list[Job]:
    """Jobs that were given up, newest first."""
    return list(
        db.session.scalars(select(Job).where(Job.state == JobState.DEAD).order_by(Job.id.desc()).limit(100))
    )


def open_count() -> int:
    """How many jobs wait or run."""
    return (
        db.session.scalar(select(func.count()).where(Job.state.in_((JobState.WAITING, JobState.LEASED)))) or 0
    )


def figures() -> Iterator[Metric]:
    """Background work for machines that watch: what waits, for how long, and what was given up."""
    open_jobs = select(Job.kind, func.count().label("number")).where(
        Job.state.in_((JobState.WAITING, JobState.LEASED))
    )
    by_kind = {row.kind: row.number for row in db.session.execute(open_jobs.group_by(Job.kind))}
    yield single("jobs_open", "Background jobs that wait or run.", sum(by_kind.values()))
    yield Metric(
        "jobs_open_by_kind",
        "Background jobs that wait or run, by kind; tell_staff and remind_owner are e-mail.",
        tuple(({"kind": kind}, by_kind.get(kind, 0)) for kind in sorted(_handlers)),
    )
    oldest = db.session.scalar(
        select(func.min(Job.run_after)).where(Job.state == JobState.WAITING, Job.run_after <= clock.now())
    )
    late = (clock.now() - oldest).total_seconds() if oldest else 0.0
    yield single(
        "jobs_oldest_due_seconds", "How long the first job that is due has waited for a worker.", late
    )
    dead = select(func.count()).select_from(Job).where(Job.state == JobState.DEAD)
    yield single("jobs_dead", "Background jobs that were given up.", db.session.scalar(dead) or 0)
