"""How Alembic reaches the database: the address comes from the caller, the tables from the models."""

from importlib import import_module

from alembic import context
from sqlalchemy import create_engine, pool

from moderation import search_index
from participation.foundation.database import Base, driver_address, engine_options

MODEL_MODULES = (
    "participation.foundation.audit",
    "participation.foundation.jobs",
    "participation.accounts.models",
    "participation.languages.models",
    "participation.look.models",
    "participation.plan.models",
    "participation.campaigns.models",
    "surveys.models",
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
for module in MODEL_MODULES:
    import_module(module)


def run() -> None:
    """Migrate in one transaction. SQLite runs with foreign keys off and checks them afterwards, because a batch
    alter rebuilds the table and would delete the rows that refer to it."""
    address = driver_address(context.config.attributes["address"])
    engine = create_engine(address, poolclass=pool.NullPool, **_options(address))
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=is_sqlite,
            compare_type=True,
            include_name=lambda name, *_: not (name or "").startswith(search_index.NAME),
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if is_sqlite:
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if orphans:
                raise RuntimeError(f"the migration left {len(orphans)} rows that refer to nothing")
    engine.dispose()


def _options(address: str) -> dict[str, object]:
    options = engine_options(address)
    return {"connect_args": options["connect_args"]}


run()
