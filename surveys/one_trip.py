"""Storing views on PostgreSQL, which groups commits by itself: one view is one statement, one round trip."""

import time
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from participation.foundation.errors import Busy
from participation.foundation.logs import log_failure
from surveys.new_views import Receipt, SealedView
from surveys.writers import BUSY, COLUMNS, LONGEST_WAIT_SECONDS, CannotWrite, is_more_careful

CONNECTIONS = 8


class OneTripWriter:
    """View and answers in one statement, on a connection that commits by itself."""

    _INSERT = (
        f"WITH stored AS (INSERT INTO submission ({COLUMNS}) VALUES"  # noqa: S608 - as above
        " (%s, %s, %s, %s, %s, %s, %s, 'pending', 'soon', 1, FALSE, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT DO NOTHING RETURNING id), answers AS ("
        "INSERT INTO answer (submission_id, question_key, position, sealed, choices)"
        " SELECT stored.id, said.* FROM stored,"
        " unnest(%s::text[], %s::smallint[], %s::bytea[], %s::text[]) AS said)"
        " SELECT id FROM stored"
    )

    def __init__(self, engine: Engine) -> None:
        # Without a look before use: a connection that broke is noticed by the insert, and one retry is safe
        # because a view is stored once however often it is sent.
        self._engine = create_engine(
            engine.url,
            isolation_level="AUTOCOMMIT",
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=LONGEST_WAIT_SECONDS,
            pool_reset_on_return=None,
            connect_args={"options": "-c jit=off -c statement_timeout=10000", "connect_timeout": 5},
        )
        event.listen(engine, "engine_disposed", lambda _engine: self._engine.dispose())

    def write(self, view: SealedView) -> Receipt:
        try:
            try:
                return self._write_once(view)
            except (psycopg.OperationalError, psycopg.InterfaceError):
                time.sleep(0.05)
                return self._write_once(view)
        except PoolTimeoutError:
            raise Busy(BUSY) from None
        except psycopg.Error as error:
            log_failure(error)
            raise CannotWrite from None

    def _write_once(self, view: SealedView) -> Receipt:
        pooled = self._engine.raw_connection()
        try:
            cursor: psycopg.Cursor[Any] = pooled.cursor()  # type: ignore[assignment]
            with cursor:
                return self._insert(cursor, view)
        except (psycopg.OperationalError, psycopg.InterfaceError):
            pooled.invalidate()
            raise
        finally:
            pooled.close()

    def _insert(self, cursor: "psycopg.Cursor[Any]", view: SealedView) -> Receipt:
        rows = view.answers
        for turn, words, receipt_hash in view.receipts():
            stored = cursor.execute(
                self._INSERT,
                (
                    view.campaign_id,
                    view.survey_version_id,
                    view.identity,
                    receipt_hash,
                    turn,
                    view.channel.value,
                    view.may_quote.value,
                    view.received_on,
                    view.arrived_at,
                    view.group_session_id,
                    view.captured.value,
                    view.asked_as,
                    view.came_from,
                    [row.question_key for row in rows],
                    [row.position for row in rows],
                    [row.sealed for row in rows],
                    [row.choices for row in rows],
                ),
            ).fetchone()
            if stored:
                return Receipt(words, False, stored[0])
            found = cursor.execute(
                "SELECT id, receipt_turn, may_quote FROM submission WHERE identity = %s", (view.identity,)
            ).fetchone()
            if found:
                if is_more_careful(view.may_quote, found[2]):
                    cursor.execute(
                        "UPDATE submission SET may_quote = %s WHERE id = %s", (view.may_quote.value, found[0])
                    )
                return Receipt(view.receipt(found[1]), True, found[0])
        raise psycopg.IntegrityError("no free receipt words")
