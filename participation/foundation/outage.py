"""Telling a store that does not answer from a mistake of ours: the one passes by itself, the other does not."""

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from participation.foundation.errors import Busy

RETRY_SECONDS = 10
#: What PostgreSQL says when it may only be read: while another machine takes over, or its disk is full.
READ_ONLY = "25006"
AWAY = "Our store of answers is not there for a moment. Nothing you sent is half done. Wait a little and try again."


class StoreAway(Busy):
    """The database cannot be reached, or cannot write: nobody's mistake, and over soon."""

    title = "We cannot look anything up right now"

    def __init__(self) -> None:
        super().__init__(AWAY, RETRY_SECONDS)


def is_outage(error: BaseException | None) -> bool:
    """Whether the store was away, full, locked or not to be written; a wrong statement is no outage."""
    if isinstance(error, PoolTimeoutError):
        return True
    if not isinstance(error, (OperationalError, InterfaceError)):
        return isinstance(error, DBAPIError) and (error.connection_invalidated or _says(error) == READ_ONLY)
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is None or code != sqlite3.SQLITE_ERROR


def _says(error: DBAPIError) -> str:
    """PostgreSQL's own code of an error; empty on other stores."""
    return str(getattr(error.orig, "sqlstate", ""))
