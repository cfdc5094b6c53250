"""What is asked of the store, and how it would find the rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from participation.foundation.database import db


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Every statement sent to the store meanwhile, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def plan_of(statement: str, parameters: Any) -> str:
    """How the store would find the rows."""
    ask = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    rows = db.session.connection().exec_driver_sql(f"{ask} {statement}", parameters)
    return "\n".join(" ".join(map(str, row)) for row in rows)


def plans_of(sent: Sequence[tuple[str, Any]]) -> list[str]:
    """How the store would find the rows of each statement, under the settings that were made in between."""
    plans = []
    for statement, parameters in sent:
        if statement.startswith(("SET ", "RESET ")):
            db.session.connection().exec_driver_sql(statement)
        else:
            plans.append(plan_of(statement, parameters))
    return plans
