"""What every test may ask for: an app on a real database, an auditing client, and people signed in."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, session
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from werkzeug.routing import Rule

from participation.accounts import passwords, sessions
from participation.accounts.models import Person
from participation.accounts.services import add_person
from participation.factory import create_app
from participation.foundation.access import Role
from participation.foundation.database import db, driver_address
from participation.foundation.migrating import migrate
from participation.foundation.transactions import transaction
from participation.settings import Settings, load_settings
from tests.auditing_client import AuditingClient
from tests.cheaper_sites import COMPILED_RULES, COMPILED_TEMPLATES, QUICK_HASHER

POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql:///postgres")
PASSWORD = "three plain test words"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="collect the long tests in tests/soak")
    parser.addoption("--soak-requests", type=int, default=20_000, help="how many requests the fuzz sends")
    parser.addoption(
        "--soak-kills", type=int, default=200, help="how often something is killed, on each store"
    )
    parser.addoption(
        "--soak-minutes", type=float, default=30.0, help="how long the site is used at half capacity"
    )
    parser.addoption("--soak-seed", type=int, default=1, help="what the order of the kills is drawn from")
    parser.addoption("--soak-out", default="", help="file that the reports are added to, as JSON")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    is_long = collection_path.is_relative_to(Path(__file__).parent / "soak")
    return True if is_long and not config.getoption("soak") else None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_stores: runs on SQLite and, where there is one, on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_stores")
        metafunc.parametrize("store", ["sqlite", "postgresql"] if both else ["sqlite"], indirect=True)


@pytest.fixture(scope="session", autouse=True)
def _cheaper_sites() -> Iterator[None]:
    gc.collect()
    gc.freeze()  # what is imported stays: looking through it again after every few tests finds nothing
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_hasher", lambda: QUICK_HASHER)
        patched.setattr(Rule, "_compile_builder", lambda *given: COMPILED_RULES.of(*given))
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database to copy."""
    path = tmp_path_factory.mktemp("template") / "participation.db"
    migrate(f"sqlite:///{path}")
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_template(worker_id: str) -> Iterator[str]:
    """The name of a migrated, empty PostgreSQL database to copy; skips where no server answers."""
    name = f"participation_template_{worker_id}"
    try:
        _administer(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    except OperationalError:
        pytest.skip("no PostgreSQL server answers; set TEST_POSTGRESQL_URL to test on one")
    migrate(_postgresql(name))
    yield name
    _administer(f"DROP DATABASE IF EXISTS {name}")


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[str]:
    """The address of an empty, migrated database of this test's own."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "participation.db")
        yield f"sqlite:///{tmp_path / 'participation.db'}"
        return
    template = request.getfixturevalue("postgresql_template")
    name = f"participation_test_{worker_id}"
    _administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _postgresql(name)
    _administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def settings(store: str, tmp_path: Path) -> Settings:
    """Settings of a small deployment in a folder of its own."""
    return load_settings(
        data_dir=tmp_path,
        database_url=store,
        log_level="error",
        redis_url="",
        sign_out_after_minutes=720,  # tests travel through whole days; those of sessions set their own
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole site, on a real database."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    app.test_client_class = AuditingClient
    with app.app_context():
        yield app
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> AuditingClient:
    """Somebody with a browser and no account."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def staff(app: Flask) -> Callable[..., AuditingClient]:
    """`staff(Role.MODERATOR, …)` gives the client of a signed-in member of staff with these roles."""

    def sign_in(*roles: Role, email: str = "") -> AuditingClient:
        address = email or f"{'-'.join(roles)}@example.org".replace("_", "-")
        with transaction():
            person = add_person(address, address.split("@")[0].title(), PASSWORD, roles)
            person_id = person.id
        client: AuditingClient = app.test_client()  # type: ignore[assignment]
        with client.session_transaction() as cookie:
            cookie.update(_begun(app, person_id))
        client.person_id = person_id
        return client

    return sign_in


def _begun(app: Flask, person_id: int) -> dict[str, Any]:
    """What the cookie holds once somebody signed in; going through the two pages each time would say no more."""
    with app.test_request_context("/staff/"):
        with transaction():
            sessions.begin(db.session.get_one(Person, person_id), is_strong=False)
        return dict(session)


def _postgresql(name: str) -> str:
    return make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)


def _administer(*statements: str) -> None:
    engine = create_engine(driver_address(POSTGRESQL), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def worker_id() -> str:
    """Name of this test process, so that processes running side by side do not share a database."""
    return f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}"
