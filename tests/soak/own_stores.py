"""A PostgreSQL and a Redis of a test's own, each on a port and in a folder of its own, to be killed at will."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL
from typing import Any, Protocol

from tests.live_site import free_port

START_WITHIN_SECONDS = 60
PROGRAMS = "/usr/lib/postgresql/*/bin"
#: PostgreSQL refuses to run as root; this is the account that its packages make.
ACCOUNT = "postgres"


class Killable(Protocol):
    """Something that can be cut off at any moment, and started again on what it left."""

    name: str

    def kill(self) -> None:
        """End it with no chance to tidy up."""

    def start(self) -> None:
        """Start it, and wait until it answers."""


class OwnPostgresql:
    """A PostgreSQL server whose data lie in `folder`."""

    name = "database"

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port
        self._as = {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []} if os.geteuid() == 0 else {}
        self._process: subprocess.Popen[bytes] | None = None
        if self._as:
            shutil.chown(folder, ACCOUNT, ACCOUNT)
        made = [
            program("initdb"),
            "-D",
            str(folder / "data"),
            "-A",
            "trust",
            "-U",
            "soak",
            "--no-instructions",
        ]
        subprocess.run(made, check=True, capture_output=True, cwd=folder, **self._as)

    @property
    def address(self) -> str:
        """Where the site finds it."""
        return f"postgresql://soak@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        command = [program("postgres"), "-D", str(self._folder / "data"), "-p", str(self._port), "-k", ""]
        until = time.monotonic() + START_WITHIN_SECONDS
        while not self._answers():
            assert time.monotonic() < until, "PostgreSQL did not come back"
            if (
                self._process is None or self._process.poll() is not None
            ):  # what is left of the last one may hold on
                with (self._folder / "said.txt").open("ab") as said:
                    self._process = subprocess.Popen(
                        command,
                        stdout=said,
                        stderr=said,
                        cwd=self._folder,
                        start_new_session=True,
                        **self._as,
                    )
            time.sleep(0.1)

    def kill(self) -> None:
        _kill_family(self._process)
        self._process = None

    def _answers(self) -> bool:
        if self._process is None:
            return False
        asked = [program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self._port)]
        return subprocess.run(asked, check=False, cwd=self._folder).returncode == 0


class OwnRedis:
    """A Redis that keeps nothing on disk, as in `deploy/compose.yaml`."""

    name = "redis"

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the site finds it."""
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        command = [
            "redis-server",
            "--port",
            str(self._port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(self._folder),
        ]
        command += ["--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        wait_until(lambda: _is_open(self._port), "Redis did not answer")

    def kill(self) -> None:
        _kill_family(self._process)


@contextmanager
def own_stores() -> Iterator[tuple[OwnPostgresql, OwnRedis]]:
    """Both, running; ended and taken away at the end."""
    with tempfile.TemporaryDirectory(prefix="soak-") as rows, tempfile.TemporaryDirectory() as nothing:
        database, redis = OwnPostgresql(Path(rows), free_port()), OwnRedis(Path(nothing), free_port())
        try:
            database.start()
            redis.start()
            yield database, redis
        finally:
            redis.kill()
            database.kill()


def program(name: str) -> str:
    """Where a program of PostgreSQL is: on the path, else where packages put it."""
    found = shutil.which(name) or max(map(str, Path("/").glob(f"{PROGRAMS[1:]}/{name}")), default="")
    assert found, f"{name} is not on this machine"
    return found


def wait_until(holds: Callable[[], Any], problem: str, seconds: float = START_WITHIN_SECONDS) -> None:
    """Wait until something is so, and fail with the problem when it never is."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, problem
        time.sleep(0.05)


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _kill_family(process: "subprocess.Popen[bytes] | None") -> None:
    """Kill a process and all that it started."""
    if process is not None and process.poll() is None:
        os.killpg(process.pid, SIGKILL)
        process.wait()
