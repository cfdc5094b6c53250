"""One command shows the demonstration: it serves, works, says where to go, and stops as one."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from participation.accounts.services import add_person
from participation.demonstration.people import DEMO_PEOPLE, PASSWORD
from participation.factory import create_app
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.transactions import transaction
from participation.settings import load_settings

WITHIN_SECONDS = 180
LAST_WORDS = "Ctrl+C stops it."
COMMAND = (sys.executable, "-W", "ignore", "-c", "from participation.cli import main; main()")


class Running:
    """`participation run --with-demo` on a folder of data."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        self.address = f"http://127.0.0.1:{port}"
        self._said = folder / "said.txt"
        environment = {
            **os.environ,
            "DATA_DIR": str(folder),
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "OMP_NUM_THREADS": "1",
            "PYTHONUNBUFFERED": "1",
        }
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                [*COMMAND, "run", "--with-demo", "--port", port, "--workers", "1"],
                env=environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        """Everything printed so far."""
        return self._said.read_text(encoding="utf-8")

    def wait_until_said(self, words: str) -> None:
        """Wait until it printed these words."""
        until = time.monotonic() + WITHIN_SECONDS
        while words not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < until, self.said
            time.sleep(0.2)

    def answers(self) -> bool:
        """Whether the site says that it is well."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=10) as response:
                return bool(response.status == 200)
        except urllib.error.HTTPError:
            return False
        except (urllib.error.URLError, ConnectionError):
            return False


@pytest.fixture
def folder(sqlite_template: Path, tmp_path: Path) -> Path:
    """Data of an empty, migrated site."""
    shutil.copy(sqlite_template, tmp_path / "participation.db")
    return tmp_path


@pytest.fixture
def running(folder: Path, request: pytest.FixtureRequest) -> Iterator[Running]:
    """The command on `folder`, stopped hard when a test fails half-way."""
    request.getfixturevalue(request.param)
    started = Running(folder)
    yield started
    if started.process.poll() is None:
        os.killpg(started.process.pid, signal.SIGKILL)
        started.process.wait()


@pytest.fixture
def with_the_whole_demo(folder: Path, whole_demo: Flask) -> None:
    """The demo was loaded in an earlier run."""
    with whole_demo.app_context():
        source = deployment().settings.data_dir
    with (
        closing(sqlite3.connect(source / "participation.db")) as loaded,
        closing(sqlite3.connect(folder / "participation.db")) as copy,
    ):
        loaded.backup(copy)
    shutil.copytree(source / "keys", folder / "keys")


@pytest.fixture
def with_a_real_moderator(folder: Path) -> None:
    """Somebody real has an address that the demo needs."""
    app = create_app(load_settings(data_dir=folder, database_url="", log_level="error"))
    with app.app_context():
        with transaction():
            add_person("moderator@example.org", "Real Person", "three plain test words", [Role.MODERATOR])
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("running", ["with_the_whole_demo"], indirect=True)
def test_it_says_where_to_go_and_who_can_sign_in_and_stops_as_one(running: Running) -> None:
    running.wait_until_said(LAST_WORDS)
    assert running.answers()
    assert f"{running.address}/c/i-live-in-dorset/take-part" in running.said
    assert all(person.email in running.said for person in DEMO_PEOPLE)
    assert PASSWORD in running.said
    assert "loaded before" in running.said
    running.process.terminate()
    assert running.process.wait(timeout=60) == 0
    assert not running.answers()


@pytest.mark.parametrize("running", ["with_a_real_moderator"], indirect=True)
def test_it_stops_with_the_reason_when_the_demo_cannot_be_loaded(running: Running) -> None:
    assert running.process.wait(timeout=WITHIN_SECONDS) == 1
    assert "Something real is here already: moderator@example.org" in running.said
    assert "Traceback" not in running.said
    assert not running.answers()
