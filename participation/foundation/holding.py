"""Rows held for a change: whoever else wants to change them waits, and then sees what was changed."""

from typing import Any, TypeVar

from sqlalchemy import Select

S = TypeVar("S", bound=Select[Any])


def to_change(statement: S) -> S:
    """The same statement, its rows held until the work in hand is over, and read as they are stored then.

    A row that was looked at earlier in this work would else keep what it said before the wait: what works once
    would work twice.
    """
    return statement.with_for_update().execution_options(populate_existing=True)
