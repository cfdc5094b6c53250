"""A running site for tests that need one: the product's own server on a free port, data of its own, a worker
when one is wanted."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL
from urllib.parse import urlsplit

from flask import Flask

from participation.factory import create_app
from participation.foundation.database import db
from participation.settings import load_settings

START_WITHIN_SECONDS = 90
COMMAND = (sys.executable, "-W", "ignore", "-c", "from participation.cli import main; main()")
SAID = "said.txt"


@dataclass
class LiveSite:
    """A running site. `address` ends without a slash; `app` reaches the same data from the test's process.

    Attributes:
        said: where everything goes that its processes print; None leaves it with the test's own output.
    """

    address: str
    data_dir: Path
    environment: dict[str, str]
    app: Flask
    said: Path | None = None
    server: "subprocess.Popen[bytes]" = field(init=False)
    _processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start `participation ARGUMENTS` on this site's data; it is stopped with the site."""
        command = [*COMMAND, *arguments]
        with open(self.said or os.devnull, "ab") as said:
            output = {"stdout": said, "stderr": subprocess.STDOUT} if self.said else {}
            process = subprocess.Popen(command, env=self.environment, start_new_session=True, **output)
        self._processes.append(process)
        return process

    def start_server(self) -> "subprocess.Popen[bytes]":
        """Serve at this site's address, with the command that serves in earnest."""
        port = str(urlsplit(self.address).port)
        self.server = self.start("serve", "--port", port, "--workers", "1")
        return self.server

    def start_worker(self) -> "subprocess.Popen[bytes]":
        """Have background work done: screening, theming, reports."""
        return self.start("work")

    def run(self, *arguments: str) -> str:
        """Run one command to its end and return what it printed; a failure shows its standard error."""
        done = self.attempt(*arguments)
        assert done.returncode == 0, f"participation {' '.join(arguments)}: {done.stderr}"
        return done.stdout

    def attempt(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run one command to its end, whatever that is."""
        return subprocess.run([*COMMAND, *arguments], env=self.environment, capture_output=True, text=True)

    def stop(self) -> None:
        """Stop every process that was started here."""
        for process in reversed(self._processes):
            if process.poll() is None:
                process.terminate()
        for process in self._processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, SIGKILL)
                process.wait()


@contextmanager
def live_site_in(
    data_dir: Path, template: Path, *, said: Path | None = None, **given: str
) -> Iterator[LiveSite]:
    """A site in `data_dir`, empty and migrated, served by the command that serves it in earnest.

    `given` are settings beyond the usual ones, such as TRUSTED_PROXIES="1".
    """
    shutil.copy(template, data_dir / "participation.db")
    with site_in(data_dir, said=said, **given) as site:
        wait_until_well(site.address, site.start_server())
        yield site


@contextmanager
def site_in(data_dir: Path, *, said: Path | None = None, **given: str) -> Iterator[LiveSite]:
    """A site in `data_dir` of which nothing runs yet, on the store and the Redis that `given` names, if any."""
    address = f"http://127.0.0.1:{free_port()}"
    usual = {"DATA_DIR": str(data_dir), "SITE_URL": address, "LOG_LEVEL": "error", "OMP_NUM_THREADS": "1"}
    places = {name.lower(): given[name] for name in ("DATABASE_URL", "REDIS_URL") if name in given}
    app = create_app(load_settings(data_dir=data_dir, site_url=address, log_level="error", **places))
    site = LiveSite(address, data_dir, {**os.environ, **usual, **given}, app, said)
    try:
        yield site
    finally:
        site.stop()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_well(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until a server that was started answers at its address, and fail when it never does."""
    until = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the server stopped while starting"
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not answer within {START_WITHIN_SECONDS} seconds")
