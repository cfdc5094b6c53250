"""What the check-up finds of the machine: its database, its keys, its disk, its Redis."""

import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import redis
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from participation.foundation.database import db, will_write
from participation.foundation.deployment import deployment
from participation.foundation.health import Finding, fine, look, unsafe
from participation.foundation.migrating import is_current

LEAST_FREE_BYTES = 1_000_000_000
OTHERS_MAY_READ = stat.S_IRWXG | stat.S_IRWXO


def database() -> Iterator[Finding]:
    """Whether it answers, at the version of this code."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        yield unsafe(
            "database", f"does not answer ({type(error).__name__})", "Start it, or put DATABASE_URL right."
        )
        return
    if is_current(db.engine):
        yield fine("database", f"answers and is up to date ({db.engine.dialect.name})")
    else:
        yield unsafe("database", "is not at the version of this code", "Run `participation migrate`.")


def writing() -> Iterator[Finding]:
    """Whether the database and the data folder take anything; nothing is left in them."""
    what = "writing"
    refused = [
        place for place in (_database_refuses(), _folder_refuses(deployment().settings.data_dir)) if place
    ]
    if refused:
        yield unsafe(
            what,
            "; ".join(refused),
            "Until it is put right views are refused and wait on the phones. Look who owns the files and whether "
            "the disk is mounted read-only.",
        )
    else:
        yield fine(what, "the database and the data folder take what is written")


def _database_refuses() -> str:
    """Why nothing can be written to the database; empty when it can."""
    token = will_write.set(True)  # SQLite then takes its write lock, which it refuses where it cannot write
    try:
        with db.engine.connect() as connection:
            is_sqlite = connection.dialect.name == "sqlite"
            asked = "SELECT 'off'" if is_sqlite else "SHOW transaction_read_only"
            is_read_only = connection.execute(text(asked)).scalar() == "on"
    except SQLAlchemyError as error:
        return f"the database takes nothing ({getattr(error, 'orig', error)})"
    finally:
        will_write.reset(token)
    return "the database may only be read" if is_read_only else ""


def _folder_refuses(folder: Path) -> str:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"the data folder takes nothing ({error.strerror})"


def keys() -> Iterator[Finding]:
    """Whether others on the machine may read them."""
    folder = deployment().settings.keys_dir
    if not folder.is_dir():
        yield fine("keys", "all of them come from settings")
        return
    loose = [
        path.name for path in (folder, *sorted(folder.iterdir())) if path.stat().st_mode & OTHERS_MAY_READ
    ]
    if loose:
        yield unsafe(
            "keys",
            f"other accounts of this machine may read {', '.join(loose)}",
            "Run `chmod -R go-rwx` on the keys folder.",
        )
    else:
        yield fine("keys", "only this account may read them")


def disk() -> Iterator[Finding]:
    """How much room is left."""
    free = shutil.disk_usage(_existing(deployment().settings.data_dir)).free
    said = f"{free / 1e9:.1f} GB free where the data lie"
    if free < LEAST_FREE_BYTES:
        yield unsafe("disk", said, "Make room: on a full disk views are refused and wait on the phones.")
    else:
        yield fine("disk", said)


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def redis_server() -> Iterator[Finding]:
    """Whether it answers, where there is one."""
    address = deployment().settings.redis_url
    if not address:
        return
    try:
        redis.Redis.from_url(address, socket_timeout=1, socket_connect_timeout=1).ping()
    except redis.RedisError as error:
        yield look(
            "Redis",
            f"does not answer ({type(error).__name__})",
            "Start it. Meanwhile limits are counted in each process and work is found by the minute.",
        )
    else:
        yield fine("Redis", "answers")
