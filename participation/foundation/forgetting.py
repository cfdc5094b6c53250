"""Sees to it that what was deleted is gone from the disk too, not only from the tables.

SQLite overwrites what it deletes (`secure_delete`), but the pages as they were before still stand in its
write-ahead log until the log is cut off. PostgreSQL's server looks after its own files.
"""

import sqlite3

from participation.foundation.database import db
from participation.foundation.logs import log_failure
from participation.foundation.registries import Registry
from participation.foundation.transactions import after_commit

#: Where deleted words stay on in an index: each takes them out at once where that is quick.
indexes: Registry[[]] = Registry("take deleted words out of an index")
#: The same, however long it takes; for a worker.
large_indexes: Registry[[]] = Registry("take deleted words out of a large index")

#: Whoever sends a view waits while the log is cut, so one that somebody still reads is left for later.
WAIT_MILLISECONDS = 500


def forget_deleted_pages() -> None:
    """Call with every deletion that must be real: the log is cut once the transaction in hand is stored.

    Should that fail, because somebody is reading just then or the process dies, the worker's look every
    minute makes up for it.
    """
    if db.engine.dialect.name == "sqlite":
        after_commit(_forget_now)


def forget_everything_deleted() -> None:
    """Make up for what could not be done at once. Must not be called within a transaction."""
    large_indexes.call()
    cut_log()


def _forget_now() -> None:
    indexes.call()
    cut_log()


def cut_log() -> bool:
    """Carry everything from the write-ahead log into the database file and empty it; whether that worked.

    Never raises: what was asked for is stored already. Must not be called within a transaction.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    try:
        pooled = db.engine.raw_connection()
        connection: sqlite3.Connection = pooled.driver_connection  # type: ignore[assignment]
        pooled.detach()  # so that the short wait set here goes with it
        try:
            connection.execute(f"PRAGMA busy_timeout={WAIT_MILLISECONDS}")
            is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            connection.close()
    except Exception as error:
        log_failure(error)
        return False
    return not is_busy
