"""Storing views on SQLite, which allows one writer at a time and makes each commit wait for the disk.

So each process has one write owner, which commits all views that wait in one go (group commit), and the
processes of a machine take turns by a lock that queues.
"""

import fcntl
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from participation.foundation.errors import Busy
from participation.foundation.logs import log_failure
from surveys.new_views import Receipt, SealedView
from surveys.writers import BUSY, COLUMNS, LONGEST_WAIT_SECONDS, CannotWrite, is_more_careful

MOST_WAITING = 512
MOST_IN_ONE_COMMIT = 128
LOCK_MILLISECONDS = 5_000


class _Waiting:
    """A view in the queue, and what became of it."""

    def __init__(self, view: SealedView) -> None:
        self.view = view
        self.receipt: Receipt | None = None
        self.has_failed = False

    @property
    def is_settled(self) -> bool:
        return self.receipt is not None or self.has_failed


class GroupCommitWriter:
    """Whoever holds the owner's lock commits everything that waits; the others then find theirs done."""

    _INSERT = (
        f"INSERT INTO submission ({COLUMNS}) VALUES"  # noqa: S608 - fixed column names, values are bound
        " (?, ?, ?, ?, ?, ?, ?, 'pending', 'soon', 1, 0, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
    )
    _ANSWER = (
        "INSERT INTO answer (submission_id, question_key, position, sealed, choices) VALUES (?, ?, ?, ?, ?)"
    )

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: deque[_Waiting] = deque()
        self._queue_lock = threading.Lock()
        self._owner = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._turns: int | None = None
        event.listen(engine, "engine_disposed", lambda _engine: self.close())

    def write(self, view: SealedView) -> Receipt:
        mine = _Waiting(view)
        with self._queue_lock:
            if len(self._queue) >= MOST_WAITING:
                raise Busy(BUSY)
            self._queue.append(mine)
        if not self._owner.acquire(timeout=LONGEST_WAIT_SECONDS):
            self._leave_queue(mine)
            raise Busy(BUSY)
        try:
            while not mine.is_settled:
                self._commit(self._take())
        finally:
            self._owner.release()
        if mine.receipt is None:
            raise CannotWrite
        return mine.receipt

    def close(self) -> None:
        """Close the file; the next view opens it again."""
        with self._owner:
            if self._connection is not None:
                self._connection.close()
            if self._turns is not None:
                os.close(self._turns)
            self._connection = self._turns = None

    def _leave_queue(self, waiting: _Waiting) -> None:
        """Take a view back that nobody has begun to store, so that nothing is stored after saying no."""
        with self._queue_lock:
            if waiting in self._queue:
                self._queue.remove(waiting)

    def _take(self) -> list[_Waiting]:
        with self._queue_lock:
            return [self._queue.popleft() for _ in range(min(len(self._queue), MOST_IN_ONE_COMMIT))]

    def _commit(self, batch: list[_Waiting]) -> None:
        """Store all of them in one transaction, or each alone when one of them spoils it for the others."""
        try:
            receipts = self._insert_all([each.view for each in batch])
        except (sqlite3.Error, OSError) as error:
            if len(batch) > 1 and isinstance(error, sqlite3.IntegrityError):
                for each in batch:
                    self._commit([each])
                return
            log_failure(error)
            for each in batch:
                each.has_failed = True
            return
        for each, receipt in zip(batch, receipts, strict=True):
            each.receipt = receipt

    def _insert_all(self, views: list[SealedView]) -> list[Receipt]:
        connection = self._open()
        with self._turn():
            cursor = connection.cursor()
            try:
                cursor.execute("BEGIN IMMEDIATE")
                receipts = [self._insert(cursor, view) for view in views]
                cursor.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    cursor.execute("ROLLBACK")
                raise
            finally:
                cursor.close()
        return receipts

    def _insert(self, cursor: sqlite3.Cursor, view: SealedView) -> Receipt:
        for turn, words, receipt_hash in view.receipts():
            cursor.execute(
                self._INSERT,
                (
                    view.campaign_id,
                    view.survey_version_id,
                    view.identity,
                    receipt_hash,
                    turn,
                    view.channel.value,
                    view.may_quote.value,
                    view.received_on.isoformat(),
                    f"{view.arrived_at:%Y-%m-%d %H:%M:%S.%f}",
                    view.group_session_id,
                    view.captured.value,
                    view.asked_as,
                    view.came_from,
                ),
            )
            if cursor.rowcount == 1:
                number = cursor.lastrowid or 0
                cursor.executemany(
                    self._ANSWER,
                    [
                        (number, row.question_key, row.position, row.sealed, row.choices)
                        for row in view.answers
                    ],
                )
                return Receipt(words, False, number)
            found = cursor.execute(
                "SELECT id, receipt_turn, may_quote FROM submission WHERE identity = ?", (view.identity,)
            ).fetchone()
            if found:
                if is_more_careful(view.may_quote, found[2]):
                    cursor.execute(
                        "UPDATE submission SET may_quote = ? WHERE id = ?", (view.may_quote.value, found[0])
                    )
                return Receipt(view.receipt(found[1]), True, found[0])
        raise sqlite3.IntegrityError("no free receipt words")

    def _open(self) -> sqlite3.Connection:
        """This process's own connection, set up as all others are."""
        if self._connection is None:
            pooled = self._engine.raw_connection()
            connection: sqlite3.Connection = pooled.driver_connection  # type: ignore[assignment]
            pooled.detach()
            connection.execute(f"PRAGMA busy_timeout={LOCK_MILLISECONDS}")
            self._connection = connection
        return self._connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """This process's turn among all of this machine.

        SQLite's own waiting sleeps and looks again, which lets some wait a thousand times as long as others.
        Waiting here queues. Nobody holds it for long: what happens inside is bounded by `LOCK_MILLISECONDS`.
        """
        if self._turns is None:
            self._turns = os.open(f"{self._engine.url.database}.turns", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._turns, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._turns, fcntl.LOCK_UN)
