"""Migrations, with rows in the tables, on both stores."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    create_engine,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from moderation import search_index
from participation.foundation.append_only import APPEND_ONLY
from participation.foundation.database import Base, driver_address
from participation.foundation.migrating import MIGRATIONS, alembic_config, is_current, migrate
from participation.foundation.tallies import TALLIES, TRIGGERS

#: SQLite cannot read back an index over an expression; a test below tries what it is for.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection"),
    pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index"),
]

FIRST = "0001"
#: Columns whose rules a made-up value of the right type would break.
PARTICULAR: dict[str, dict[str, Any]] = {
    "answer": {"sealed": b"sealed", "choices": None},
    "submission": {"state": "pending"},
    "group_session": {"is_told_first": True},
    "indicator": {"performance_column": None},
    "keyed_paper": {"second_by_id": None},
}
#: The later migration fills these itself.
FILLED_BY_MIGRATIONS = {"audit_head", "alembic_version", "house_rule_version", *TALLIES}


@contextmanager
def opened(address: str) -> Iterator[Engine]:
    engine = create_engine(driver_address(address))
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture
def engine(empty: str) -> Iterator[Engine]:
    """The engine of the empty database."""
    with opened(empty) as engine:
        yield engine


@pytest.fixture
def migrated(store: str) -> Iterator[Engine]:
    """The engine of a database at the newest revision."""
    with opened(store) as engine:
        yield engine


def is_ours(name: str | None, *_: object) -> bool:
    """Whether this is more than the search index, which fills itself; a test of its own holds that."""
    return not (name or "").startswith(search_index.NAME)


def reflected(engine: Engine) -> MetaData:
    metadata = MetaData()
    metadata.reflect(engine, only=is_ours)
    return metadata


def made_up(table: Table) -> dict[str, Any]:
    """One row that fits a table: ids are 1, so every reference points at the one row there is."""
    row: dict[str, Any] = {}
    for column in table.columns:
        if isinstance(column.type, JSON):
            value: Any = {}
        elif isinstance(column.type, LargeBinary):
            value = b"\x01" * 32
        elif isinstance(column.type, Boolean):
            value = False
        elif isinstance(column.type, DateTime):
            value = datetime(2026, 3, 1, tzinfo=UTC)
        elif isinstance(column.type, Date):
            value = date(2026, 3, 1)
        else:
            value = 1 if column.type.python_type is int else "1"
        row[column.name] = value
    return {**row, **PARTICULAR.get(table.name, {})}


def fill(engine: Engine) -> set[str]:
    """Put one row into every table and give the tables' names."""
    metadata = reflected(engine)
    tables = [table for table in metadata.sorted_tables if table.name not in FILLED_BY_MIGRATIONS]
    with engine.begin() as connection:
        for table in tables:
            connection.execute(table.insert().values(made_up(table)))
    return {table.name for table in tables}


def rows(engine: Engine) -> dict[str, int]:
    metadata = reflected(engine)
    with engine.connect() as connection:
        return {
            table.name: len(connection.execute(select(table)).all())
            for table in metadata.sorted_tables
            if table.name not in FILLED_BY_MIGRATIONS
        }


def orphans(engine: Engine) -> list[Any]:
    if engine.dialect.name != "sqlite":
        return []  # this store checks every reference itself
    with engine.connect() as connection:
        return list(connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall())


def test_every_step_from_the_first_tables_to_today_keeps_the_rows(empty: str, engine: Engine) -> None:
    migrate(empty, FIRST)
    filled = fill(engine)
    assert len(filled) > 20
    migrate(empty)
    assert {name: rows(engine)[name] for name in filled} == dict.fromkeys(filled, 1)
    assert orphans(engine) == []
    assert is_current(engine)


def test_down_to_nothing_and_up_again_with_rows_in_the_tables(empty: str, engine: Engine) -> None:
    migrate(empty)
    fill(engine)
    command.downgrade(alembic_config(empty), "base")
    assert set(reflected(engine).tables) <= {"alembic_version"}
    migrate(empty)
    assert is_current(engine)
    assert set(rows(engine).values()) == {0}
    assert orphans(engine) == []
    fill(engine)


def test_each_single_step_goes_down_and_up(empty: str, engine: Engine) -> None:
    migrate(empty)
    revisions = [step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    for revision in revisions:
        command.downgrade(alembic_config(empty), f"{revision}-1" if revision == FIRST else "-1")
        migrate(empty, revision)
        command.downgrade(alembic_config(empty), "-1")
    migrate(empty)
    assert is_current(engine)


@pytest.mark.both_stores
def test_the_tables_are_what_the_models_say(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing(empty: str, engine: Engine) -> None:
    migrate(empty)
    before = rows(engine)
    migrate(empty)
    assert rows(engine) == before


@pytest.mark.both_stores
def test_rows_that_must_stay_cannot_be_changed_or_deleted(migrated: Engine) -> None:
    fill(migrated)
    tables = reflected(migrated).tables
    for name, operations in APPEND_ONLY.items():
        column = tables[name].columns[0].name
        count = text(f"SELECT count(*) FROM {name}")
        with migrated.connect() as connection:
            before = connection.execute(count).scalar_one()
        statements = {"UPDATE": f"UPDATE {name} SET {column} = {column}", "DELETE": f"DELETE FROM {name}"}
        for operation in operations:
            with pytest.raises(DBAPIError, match="append-only"), migrated.begin() as connection:
                connection.execute(text(statements[operation]))
        with migrated.connect() as connection:
            assert connection.execute(count).scalar_one() == before > 0


@pytest.mark.both_stores
def test_two_addresses_that_differ_in_capitals_are_one_person(migrated: Engine) -> None:
    person = reflected(migrated).tables["person"]
    with migrated.begin() as connection:
        connection.execute(person.insert().values({**made_up(person), "email": "a@example.org"}))
    with pytest.raises(DBAPIError, match=r"(?i)unique"), migrated.begin() as connection:
        connection.execute(person.insert().values({**made_up(person), "id": 2, "email": "A@Example.org"}))


@pytest.mark.both_stores
def test_the_triggers_that_keep_tallies_are_there_at_the_newest_revision(migrated: Engine) -> None:
    """A migration that rebuilds a table on SQLite loses its triggers, and must call `keep_tallies`."""
    listed = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if migrated.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger"
    )
    with migrated.connect() as connection:
        there = set(connection.execute(text(listed)).scalars())
    assert set(TRIGGERS) <= there
