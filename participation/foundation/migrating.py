"""Bringing the database to the version this code expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def alembic_config(address: str) -> Config:
    """Alembic's settings for the database at `address`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["address"] = address
    return config


def migrate(address: str, revision: str = "head") -> None:
    """Bring the database to a revision, upward."""
    command.upgrade(alembic_config(address), revision)


def is_current(engine: Engine) -> bool:
    """Whether the database is at the revision this code expects."""
    expected = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == expected
