"""A migration that is killed at any statement leaves a store that migrating again brings up to date."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

from participation.factory import create_app
from participation.foundation.database import db, driver_address
from participation.foundation.migrating import is_current, migrate
from participation.settings import load_settings
from tests.integration.dying import begin, die, ended, is_killed_in

#: A migration changes the tables by these; a kill right after one of them is a kill in the middle of a step.
CHANGES = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")
#: The first kill comes after so many changes, each later one after some more, so that the longest step is passed.
FIRST, MORE = 20, 11


def killed_after(changes: int, address: str) -> bool:
    """Migrate, and be killed right after so many changes; whether it came so far."""

    def migrate_and_die() -> None:
        left = changes

        def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            nonlocal left
            left -= statement.lstrip().upper().startswith(CHANGES)
            if left <= 0:
                die()

        event.listen(Engine, "after_cursor_execute", count)
        migrate(address)

    return is_killed_in(migrate_and_die)


def test_however_often_it_is_killed_it_goes_on_from_the_last_whole_step(empty: str) -> None:
    kills = 0
    while killed_after(FIRST + kills * MORE, empty):
        kills += 1
        assert kills < 100, "it never gets any further"
    assert kills > 5
    migrate(empty)
    engine = create_engine(driver_address(empty))
    assert is_current(engine)
    engine.dispose()


def test_a_half_migrated_store_is_not_served(empty: str, tmp_path: Path) -> None:
    assert killed_after(400, empty)
    app = create_app(load_settings(data_dir=tmp_path, database_url=empty, log_level="error", redis_url=""))
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"status": "migrations are missing"}
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_machines_that_start_at_once_migrate_one_after_the_other(empty_postgresql: str) -> None:
    children = [begin(lambda: migrate(empty_postgresql)) for _ in range(3)]
    assert [ended(child) for child in children] == [0, 0, 0]
