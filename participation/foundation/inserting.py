"""Inserting a row that may be there already, on either store."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from participation.foundation.database import Base, db


def insert_into(table: type[Base]) -> Any:
    """An insert statement that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if db.engine.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
