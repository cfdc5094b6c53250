"""Workers: Huey wakes them, the rows in the main database say what there is to do.

Huey forgets a task when its worker is killed, so nothing is ever entrusted to it: a wake-up only means "look".
A look also happens every minute, and whenever a worker starts.
"""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import redis
import structlog
from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.registry import Message
from huey.serializer import Serializer

from participation.foundation import jobs, retention
from participation.foundation.database import db
from participation.foundation.forgetting import forget_everything_deleted
from participation.foundation.logs import log_failure
from participation.foundation.outage import is_outage
from participation.foundation.transactions import transaction
from participation.settings import Settings

WAKE_AT_MOST_EVERY = 1.0
TAIL_SECONDS = 1.5
REDIS_SECONDS = 3  # longer than a worker waits for the next wake-up
LOOK_ANYWAY_SECONDS = 75.0  # a little longer than the minute after which every worker looks

LOOKED = "jobs.looked"


class JsonSerializer(Serializer):
    """Messages as JSON, so that a tampered job store can never run code."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data._asdict() if hasattr(data, "_asdict") else data, default=str).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(**json.loads(data))


def make_huey(settings: Settings) -> Huey:
    """The wake-up channel: Redis when it is set, else a small SQLite file."""
    options: dict[str, Any] = {"results": False, "serializer": JsonSerializer(), "utc": True}
    if settings.redis_url:
        # A Redis that takes connections and says nothing must not hold up whoever just sent a view.
        pool = redis.ConnectionPool.from_url(
            settings.redis_url, socket_connect_timeout=1, socket_timeout=REDIS_SECONDS
        )
        return RedisHuey("participation", connection_pool=pool, blocking=True, read_timeout=1, **options)
    path: Path = settings.data_dir / "jobs.db"
    return SqliteHuey("participation", filename=str(path), fsync=False, **options)


def clean_up() -> None:
    """What is done now and then, whichever worker looks: what is past its term goes, and the log is cut."""
    try:
        retention.run_if_due()
    except Exception as error:
        db.session.rollback()
        log_failure(error)
    forget_everything_deleted()


class Waker:
    """Wakes a worker, at most once a second: each wake-up clears everything that waits."""

    def __init__(self, wake: Callable[[], Any]) -> None:
        self._wake = wake
        self._last = 0.0
        self._lock = threading.Lock()

    def __call__(self, *_args: object) -> None:
        with self._lock:
            moment = time.monotonic()
            if moment - self._last < WAKE_AT_MOST_EVERY:
                return
            self._last = moment
        try:
            self._wake()
        except Exception as error:  # a lost wake-up costs a minute; it must never cost a view
            log_failure(error)


class Lookout(threading.Thread):
    """Looks when nothing made this worker look for too long: wake-ups and minutes both come by way of Redis."""

    def __init__(self, app: Flask, seconds: float = LOOK_ANYWAY_SECONDS) -> None:
        super().__init__(name="lookout", daemon=True)
        self._app, self._seconds = app, seconds
        self._may_stop = threading.Event()

    def run(self) -> None:
        """Look until stopped; a look that fails is noted, and the next one comes."""
        while not self._may_stop.wait(self._seconds / 5):
            self.look_if_due(time.monotonic())

    def look_if_due(self, moment: float) -> bool:
        """Look when the last one is too long ago; whether it did."""
        if moment - self._app.extensions.setdefault(LOOKED, moment) < self._seconds:
            return False
        try:
            look(self._app, tail=0)
            with self._app.app_context():
                clean_up()
        except Exception as error:
            log_failure(error)
        return True

    def stop(self) -> None:
        """Look no more."""
        self._may_stop.set()


def install(app: Flask, settings: Settings) -> Huey:
    """Tie wake-ups to the app and return the channel that a worker listens on."""
    huey = make_huey(settings)

    @huey.task(name="wake")  # type: ignore[untyped-decorator]
    def wake() -> None:
        look(app)

    @huey.periodic_task(crontab(minute="*"), name="sweep")  # type: ignore[untyped-decorator]
    def sweep() -> None:
        look(app, tail=0)
        with app.app_context():
            clean_up()

    app.extensions[jobs.WAKER] = Waker(wake)
    app.extensions["huey"] = huey
    return huey


def look(app: Flask, tail: float = TAIL_SECONDS) -> int:
    """Do everything there is to do, and stay a moment for what comes in behind it. Gives how much was done."""
    done, quiet_since = 0, time.monotonic()
    while True:
        app.extensions[LOOKED] = time.monotonic()
        with app.app_context():
            step = _sweep_once() + _work_once()
        done += step
        if step:
            quiet_since = time.monotonic()
        elif time.monotonic() - quiet_since >= tail:
            return done
        else:
            time.sleep(0.25)


def _sweep_once() -> int:
    """Pending state in the main database that needs work, such as views not yet checked."""
    try:
        return sum(int(str(count)) for count in jobs.sweepers.call())
    except Exception as error:
        db.session.rollback()
        log_failure(error)
        return 0


def _work_once() -> int:
    with transaction():
        job = jobs.lease_next()
        job_id = job.id if job else None
    if job is None or job_id is None:
        return 0
    log = structlog.get_logger("jobs").bind(job_id=job_id, kind=job.kind)
    try:
        jobs.run(job)
        with transaction():
            jobs.finish(job_id)
        log.info("job_done")
    except Exception as error:
        db.session.rollback()
        log_failure(error)
        with transaction():
            jobs.put_back(job_id) if is_outage(error) else jobs.fail(job_id, error)
        log.warning("job_failed", error=type(error).__name__)
    return 1
