"""Every table of a store as lines, and back: the same lines whichever store they came from.

The tables are read from the database, not from the models, so that a copy made by an older version can be brought
back before it is migrated.
"""

import base64
import hashlib
import json
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    MetaData,
    Table,
    bindparam,
    create_engine,
    func,
    select,
    text,
)
from sqlalchemy.exc import SAWarning

from moderation import search_index
from participation.foundation.append_only import allow_changes, refuse_changes
from participation.foundation.database import driver_address, engine_options, prepare_engine
from participation.foundation.tallies import TALLIES

VERSION_TABLE = "alembic_version"
#: Tallies follow from the other tables: a store counts anew while its rows are put in.
LEFT_OUT = {VERSION_TABLE, *TALLIES}
VERSION = text("SELECT version_num FROM alembic_version")
BATCH = 500
HASH_SPACE = 2**256


@dataclass
class Tally:
    """How many rows a table has, and what they say: the sum of the hashes of its rows, whatever their order."""

    rows: int = 0
    total: int = 0

    def add(self, line: str) -> None:
        """Count one row, given as its line."""
        self.rows += 1
        digest = hashlib.sha256(line.encode("utf-8")).digest()
        self.total = (self.total + int.from_bytes(digest, "big")) % HASH_SPACE

    @property
    def hash(self) -> str:
        """The sum as hexadecimal."""
        return f"{self.total:064x}"


@dataclass(frozen=True)
class Store:
    """One database with the tables it has, parents before children."""

    engine: Engine
    tables: list[Table] = field(default_factory=list)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a single file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def frozen(self) -> Iterator[Connection]:
        """A connection that sees one moment of the store, however much is written meanwhile."""
        connection = self.engine.connect()
        if not self.is_sqlite:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection, connection.begin():
            connection.execute(VERSION).all()  # the moment begins here
            yield connection


@contextmanager
def open_store(address: str) -> Iterator[Store]:
    """The store at an address, with the tables it has now."""
    address = driver_address(address)
    engine = create_engine(address, **engine_options(address))
    prepare_engine(engine)
    known = MetaData()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # indexes that cannot be read do not matter here
            known.reflect(engine, only=_is_no_index)
            tables = [table for table in known.sorted_tables if table.name not in LEFT_OUT]
        for table in tables:
            _keep_nulls_apart(table)
        yield Store(engine, tables)
    finally:
        engine.dispose()


def revision_of(connection: Connection) -> str:
    """The migration the store is at."""
    return str(connection.execute(VERSION).scalar_one())


def rows_of(connection: Connection, table: Table) -> Iterator[str]:
    """The rows of a table, each as a line of JSON, columns by name; read in batches."""
    columns = sorted(table.columns, key=lambda column: column.name)
    query = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    for row in connection.execute(query):
        yield json.dumps(
            [_plain(value) for value in row], ensure_ascii=False, separators=(",", ":"), sort_keys=True
        )


def fill(connection: Connection, table: Table, names: list[str], lines: Iterable[str]) -> Tally:
    """Put rows into an empty table; a column that refers to its own table is set once all rows are there."""
    own = [name for name in names if _refers_to_itself(table.columns[name])]
    tally, later = Tally(), []
    for batch in _batches(lines):
        rows = []
        for line in batch:
            tally.add(line)
            row = dict(zip(names, map(_value, json.loads(line)), strict=True))
            for name in own:
                if row[name] is not None:
                    later.append(_own_reference(table, row, name))
                row[name] = None
            rows.append({name: _json_null(table.columns[name], value) for name, value in row.items()})
        connection.execute(table.insert(), rows)
    for name in own:
        _set_later(connection, table, name, [each for each in later if each["column"] == name])
    return tally


def tally_of(connection: Connection, table: Table) -> Tally:
    """What a table holds now."""
    tally = Tally()
    for line in rows_of(connection, table):
        tally.add(line)
    return tally


def is_in_use(connection: Connection, tables: list[Table]) -> bool:
    """Whether people have already put something into the store; what every new store has does not count."""
    made_by_people = {"person", "campaign", "submission", "audit_event"}
    return any(
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables
        if table.name in made_by_people
    )


def empty(connection: Connection, tables: list[Table]) -> None:
    """Take away the rows that every new store has, such as the house rules it begins with."""
    allow_changes(connection)
    for table in reversed(tables):
        connection.execute(table.delete())
    refuse_changes(connection)


def continue_numbering(connection: Connection, tables: list[Table]) -> None:
    """Have PostgreSQL number new rows after those that were put in."""
    if connection.dialect.name == "sqlite":
        return
    for table in tables:
        for column in table.primary_key.columns:
            sequence = connection.execute(
                select(func.pg_get_serial_sequence(table.name, column.name))
            ).scalar_one()
            highest = connection.execute(select(func.max(column))).scalar_one() if sequence else None
            if highest is not None:
                connection.execute(select(func.setval(sequence, highest)))


def _is_no_index(name: str, _metadata: MetaData) -> bool:
    """Whether a table is more than an index that its triggers fill by themselves."""
    return not name.startswith(search_index.NAME)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(bytes(value)).decode("ascii")}
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return {"moment": moment.isoformat(timespec="microseconds")}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, dict | list):
        return {"json": value}
    return value


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    ((kind, content),) = plain.items()
    if kind == "bytes":
        return base64.b64decode(content)
    if kind == "moment":
        return datetime.fromisoformat(content)
    return date.fromisoformat(content) if kind == "day" else content


def _keep_nulls_apart(table: Table) -> None:
    """Read an empty JSON column as nothing at all, and never write the word null into it."""
    for column in table.columns:
        if isinstance(column.type, JSON):
            column.type = JSON(none_as_null=True)


def _json_null(column: Column[Any], value: Any) -> Any:
    must_have = value is None and isinstance(column.type, JSON) and not column.nullable
    return JSON.NULL if must_have else value


def _refers_to_itself(column: Column[Any]) -> bool:
    return any(key.column.table is column.table for key in column.foreign_keys)


def _own_reference(table: Table, row: dict[str, Any], name: str) -> dict[str, Any]:
    keys = {f"key_{column.name}": row[column.name] for column in table.primary_key.columns}
    return {"column": name, "other": row[name], **keys}


def _set_later(connection: Connection, table: Table, name: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    change = table.update().values({name: bindparam("other")})
    for column in table.primary_key.columns:
        change = change.where(column == bindparam(f"key_{column.name}"))
    connection.execute(change, [{k: v for k, v in row.items() if k != "column"} for row in rows])


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
