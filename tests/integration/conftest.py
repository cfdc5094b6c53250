"""Sites that several packages are tried on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from participation.factory import create_app
from participation.foundation.database import db
from participation.settings import load_settings
from tests.auditing_client import AuditingClient
from tests.conftest import _administer, _postgresql
from tests.mail_server import MailServer, mail_server


@pytest.fixture
def post(tmp_path: Path, store: str) -> Iterator[tuple[Flask, MailServer]]:
    """A site that sends e-mail, and the server that takes it."""
    with mail_server() as server:
        settings = load_settings(
            data_dir=tmp_path,
            database_url=store,
            log_level="error",
            mail_server=server.address,
            mail_from="site@example.org",
        )
        app = create_app(settings)
        app.test_client_class = AuditingClient
        with app.app_context():
            yield app, server
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def empty_postgresql(worker_id: str) -> Iterator[str]:
    """The address of a PostgreSQL database without tables."""
    name = f"participation_empty_{worker_id}"
    try:
        _administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    except OperationalError:
        pytest.skip("no PostgreSQL server answers; set TEST_POSTGRESQL_URL to test on one")
    yield _postgresql(name)
    _administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables, on each store in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgresql"))
