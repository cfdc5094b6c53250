"""How Alembic reaches the database: the address comes from the caller, the tables from the models."""

from importlib import import_module
from typing import Any

from alembic import context
from sqlalchemy import Connection, create_engine, event, func, pool, select

from moderation import search_index
from participation.foundation.database import Base, driver_address, engine_options, prepare_engine, will_write

MODEL_MODULES = (
    "participation.foundation.audit",
    "participation.foundation.jobs",
    "participation.accounts.models",
    "participation.languages.models",
    "participation.look.models",
    "participation.plan.models",
    "participation.campaigns.models",
    "surveys.models",
    "surveys.drawings.models",
    "moderation.models",
    "moderation.house_rules.models",
    "moderation.rota.models",
    "moderation.alerts.models",
    "moderation.proof.models",
    "analysis.models",
    "analysis.tallies",
    "analysis.approvals.models",
    "analysis.reach.models",
    "analysis.scorecard.models",
    "participation.pages.complaints.models",
)
#: Any number that nothing else on this database locks.
ONE_AT_A_TIME = 0x7061_7274

for module in MODEL_MODULES:
    import_module(module)


def run() -> None:
    """Migrate, each step in a transaction of its own: whoever is killed half-way leaves the last whole step.

    SQLite runs with foreign keys off and checks them afterwards, because a batch alter rebuilds the table and
    would delete the rows that refer to it. Its driver would begin no transaction before a table is changed, so the
    engine begins each one itself, with the write lock: nobody serves from tables between two steps of a change.
    """
    address = driver_address(context.config.attributes["address"])
    engine = create_engine(
        address, poolclass=pool.NullPool, connect_args=engine_options(address)["connect_args"]
    )
    is_sqlite = engine.dialect.name == "sqlite"
    prepare_engine(engine)
    if is_sqlite:
        event.listen(engine, "connect", _leave_references_alone)
    token = will_write.set(True)
    try:
        with engine.connect() as connection:
            _migrate(connection, is_sqlite)
    finally:
        will_write.reset(token)
        engine.dispose()


def _migrate(connection: Connection, is_sqlite: bool) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=is_sqlite,
        compare_type=True,
        include_name=lambda name, *_: not (name or "").startswith(search_index.NAME),
        transaction_per_migration=True,
        transactional_ddl=True,
    )
    if not is_sqlite:
        _wait_for_others(connection)
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite:
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"the migration left {len(orphans)} rows that refer to nothing")


def _wait_for_others(connection: Connection) -> None:
    """Let one machine migrate at a time: each one that starts tries to. The lock ends with the connection."""
    connection.execute(select(func.pg_advisory_lock(ONE_AT_A_TIME)))
    connection.commit()


def _leave_references_alone(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")


run()
