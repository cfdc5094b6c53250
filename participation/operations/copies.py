"""Backups: one sealed file of everything in the database at one moment, and bringing it back, compared.

The keys are not in it: a backup and the keys are kept apart, so that whoever finds one of them can read nothing.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, func, select

from participation.foundation import clock
from participation.foundation.database import will_write
from participation.foundation.errors import DomainError
from participation.foundation.keys import Keys
from participation.foundation.migrating import migrate
from participation.operations.archive import ArchiveReader, ArchiveWriter, NotAnArchive, is_archive, key_name
from participation.operations.drafts import draft_of
from participation.operations.tables import (
    Store,
    Tally,
    continue_numbering,
    empty,
    fill,
    is_in_use,
    open_store,
    revision_of,
    rows_of,
    tally_of,
)

FORMAT = 1
SECONDS_IN_A_DAY = 24 * 60 * 60
Progress = Callable[[int, int], None]


class CannotRestore(DomainError):
    """The backup does not fit this deployment."""

    title = "This backup was not brought back"


@dataclass
class Contents:
    """What a backup holds.

    Attributes:
        made_at: ISO 8601, UTC.
        revision: the migration its tables are at.
        keys: names of the keys that its sealed words and receipts need.
        tables: table name to rows and hash.
    """

    made_at: str
    revision: str
    keys: dict[str, str]
    total: int = 0
    tables: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows in all tables together."""
        return sum(rows for rows, _ in self.tables.values())


def names_of_keys(keys: Keys) -> dict[str, str]:
    """Short names of the keys without which sealed words and receipts are lost."""
    sealing = {f"sealing {number}": key for number, key in keys.sealing.items()}
    return {name: key_name(key).hex() for name, key in {"receipt": keys.receipt, **sealing}.items()}


def back_up(address: str, path: Path, backup_key: bytes, keys: Keys, progress: Progress) -> Contents:
    """Write a backup of the store at `address` and read it back; the site may be in use meanwhile.

    The file appears under its name only when it is whole and checked.
    """
    with draft_of(path) as (draft, file):
        writer = ArchiveWriter(file, backup_key)
        with open_store(address) as store, store.frozen() as connection:
            _write_store(writer, store, connection, keys, progress)
        writer.close()
        file.flush()
        os.fsync(file.fileno())
        contents = look_into(draft, backup_key)
        draft.replace(path)
    return contents


def look_into(path: Path, backup_key: bytes) -> Contents:
    """Read a backup from end to end and check every row against what was noted when it was made.

    Raises:
        NotAnArchive: when it is damaged, cut short, or sealed with another key.
    """
    with ArchiveReader(path, backup_key) as reader:
        contents: Contents | None = None
        for so_far, _name, _columns, lines in _parts(reader):
            contents = so_far
            for _line in lines:
                pass
    if contents is None:
        raise NotAnArchive(f"{path.name} holds no table.")
    return contents


def take_away_old(folder: Path, days: int) -> int:
    """Delete backups of this product in a folder that are older than so many days; gives how many went."""
    oldest = clock.now().timestamp() - days * SECONDS_IN_A_DAY
    old = [path for path in folder.glob("*.backup") if is_archive(path) and path.stat().st_mtime < oldest]
    for path in old:
        path.unlink()
    return len(old)


def restore(address: str, path: Path, backup_key: bytes, keys: Keys, progress: Progress) -> Contents:
    """Bring a backup back into a new, unused store, and compare every table with the backup before it counts.

    Raises:
        CannotRestore: when the store is in use, the keys are others, or a table came out different. Nothing is
            changed then.
    """
    found = look_into(path, backup_key)
    _require_keys(found, keys)
    migrate(address, found.revision)
    with open_store(address) as store, ArchiveReader(path, backup_key) as reader:
        _bring_back(store, reader, progress)
    migrate(address)
    return found


def _write_store(
    writer: ArchiveWriter, store: Store, connection: Connection, keys: Keys, progress: Progress
) -> None:
    total = sum(
        connection.execute(select(func.count()).select_from(table)).scalar_one() for table in store.tables
    )
    head = {
        "format": FORMAT,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "revision": revision_of(connection),
        "keys": names_of_keys(keys),
        "total": total,
    }
    writer.write(json.dumps(head))
    done = 0
    for table in store.tables:
        names = sorted(column.name for column in table.columns)
        writer.write(json.dumps({"table": table.name, "columns": names}))
        tally = Tally()
        for line in rows_of(connection, table):
            writer.write(line)
            tally.add(line)
            done += 1
            if done % 500 == 0:
                progress(done, total)
        writer.write(json.dumps({"end": table.name, "rows": tally.rows, "hash": tally.hash}))
    progress(total, total)


def _parts(reader: ArchiveReader) -> Iterator[tuple[Contents, str, list[str], Iterator[str]]]:
    """Each table of a backup: what is known so far, its name, its columns and its lines, checked at their end."""
    lines = reader.lines()
    head = json.loads(next(lines, "{}"))
    if head.get("format") != FORMAT:
        raise NotAnArchive("This backup was made by a newer version. Install that version first.")
    contents = Contents(head["made_at"], head["revision"], head["keys"], head["total"])
    for line in lines:
        start = json.loads(line)
        yield contents, start["table"], start["columns"], _rows(lines, contents)


def _rows(lines: Iterator[str], contents: Contents) -> Iterator[str]:
    """The rows up to the end of the table. A row is a list, so that the note at the end cannot be mistaken."""
    tally = Tally()
    for line in lines:
        if line.startswith("["):
            tally.add(line)
            yield line
            continue
        end = json.loads(line)
        if (end["rows"], end["hash"]) != (tally.rows, tally.hash):
            raise NotAnArchive(f"The table {end['end']} in this backup is not what was written.")
        contents.tables[end["end"]] = (tally.rows, tally.hash)
        return
    raise NotAnArchive("This backup ends in the middle of a table.")


def _require_keys(contents: Contents, keys: Keys) -> None:
    here = names_of_keys(keys)
    missing = [name for name, short in contents.keys.items() if here.get(name) != short]
    if missing:
        raise CannotRestore(
            "The keys on this machine are not those of the backup, so its sealed words could never be opened: "
            f"{', '.join(missing)}. Put the keys folder of the old machine in place first."
        )


def _bring_back(store: Store, reader: ArchiveReader, progress: Progress) -> None:
    tables = {table.name: table for table in store.tables}
    token = will_write.set(True)
    try:
        with store.engine.begin() as connection:
            if is_in_use(connection, store.tables):
                raise CannotRestore(
                    "There is data in this database already. Restore into a new one (another DATA_DIR or "
                    "DATABASE_URL), look at it, then point the site there."
                )
            empty(connection, store.tables)
            done = 0
            for contents, name, columns, lines in _parts(reader):
                put_in = fill(connection, tables[name], columns, lines)
                require_equal(name, put_in, tally_of(connection, tables[name]))
                done += put_in.rows
                progress(done, contents.total)
            continue_numbering(connection, store.tables)
    finally:
        will_write.reset(token)


def require_equal(name: str, given: Tally, found: Tally) -> None:
    """Refuse a table that came out different.

    Raises:
        CannotRestore: naming the table.
    """
    if (given.rows, given.total) != (found.rows, found.total):
        raise CannotRestore(
            f"The table {name} came out different ({given.rows} rows given, {found.rows} found); "
            "nothing was kept."
        )


def move(source: str, target: str, progress: Progress) -> dict[str, tuple[int, str]]:
    """Copy a whole store into another, new one, and compare; nobody can write to the old one meanwhile.

    Returns:
        Table name to rows and hash, the same in both.

    Raises:
        CannotRestore: when the target is in use or a table came out different; the target stays empty.
    """
    with open_store(source) as old:
        token = will_write.set(True)  # SQLite: nobody else writes while we read
        try:
            with old.engine.connect() as reading, reading.begin():
                _keep_others_from_writing(old, reading)
                migrate(target, revision_of(reading))
                with open_store(target) as new:
                    counts = _copy(old, reading, new, progress)
        finally:
            will_write.reset(token)
    migrate(target)
    return counts


def _keep_others_from_writing(store: Store, connection: Connection) -> None:
    if not store.is_sqlite:
        names = ", ".join(f'"{table.name}"' for table in store.tables)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")


def _copy(old: Store, reading: Connection, new: Store, progress: Progress) -> dict[str, tuple[int, str]]:
    targets = {table.name: table for table in new.tables}
    result: dict[str, tuple[int, str]] = {}
    with new.engine.begin() as writing:
        if is_in_use(writing, new.tables):
            raise CannotRestore("There is data in the new database already. Give an empty one.")
        empty(writing, new.tables)
        for done, table in enumerate(old.tables):
            names = sorted(column.name for column in table.columns)
            put_in = fill(writing, targets[table.name], names, rows_of(reading, table))
            require_equal(table.name, put_in, tally_of(writing, targets[table.name]))
            result[table.name] = (put_in.rows, put_in.hash)
            progress(done + 1, len(old.tables))
        continue_numbering(writing, new.tables)
    return result
