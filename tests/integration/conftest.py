"""Sites that several packages are tried on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from participation.factory import create_app
from participation.foundation.database import db
from participation.settings import load_settings
from tests.auditing_client import AuditingClient
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
