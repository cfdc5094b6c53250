"""Telling a store that does not answer from a mistake of ours: the one passes by itself, the other does not."""

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from participation.foundation.errors import Busy

RETRY_SECONDS = 10
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
        return isinstance(error, DBAPIError) and error.connection_invalidated
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is None or code != sqlite3.SQLITE_ERROR
