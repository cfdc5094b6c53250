"""A real site for a real browser: a server on a free port, data of its own, a worker when one is wanted.

Every module of browser tests gets its own `live_site` (empty, migrated) and shares one Chromium.
Checks that any page must pass are in `tests.browser.page_checks`.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from participation.factory import create_app
from participation.foundation.database import db
from participation.settings import load_settings

START_WITHIN_SECONDS = 90
COMMAND = (sys.executable, "-W", "ignore", "-c", "from participation.cli import main; main()")
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies here as browser tests, each module in one process, so that it starts one server only."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.name))


@dataclass
class LiveSite:
    """A running site. `address` ends without a slash; `app` reaches the same data from the test's process."""

    address: str
    data_dir: Path
    environment: dict[str, str]
    app: Flask
    _processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start `participation ARGUMENTS` on this site's data; it is stopped with the site."""
        process = subprocess.Popen([*COMMAND, *arguments], env=self.environment, start_new_session=True)
        self._processes.append(process)
        return process

    def start_worker(self) -> "subprocess.Popen[bytes]":
        """Have background work done: screening, theming, reports."""
        return self.start("work")

    def run(self, *arguments: str) -> str:
        """Run one command to its end and return what it printed; a failure shows its standard error."""
        done = subprocess.run([*COMMAND, *arguments], env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"participation {' '.join(arguments)}: {done.stderr}"
        return done.stdout

    def stop(self) -> None:
        """Stop every process that was started here."""
        for process in reversed(self._processes):
            if process.poll() is None:
                process.terminate()
        for process in self._processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()


@pytest.fixture(scope="module")
def live_site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """An empty, migrated site, served by the command that serves it in earnest."""
    data_dir = tmp_path_factory.mktemp("live")
    shutil.copy(sqlite_template, data_dir / "participation.db")
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    given = {"DATA_DIR": str(data_dir), "SITE_URL": address, "LOG_LEVEL": "error", "OMP_NUM_THREADS": "1"}
    app = create_app(load_settings(data_dir=data_dir, site_url=address, log_level="error"))
    site = LiveSite(address, data_dir, {**os.environ, **given}, app)
    try:
        _wait_until_well(site, site.start("serve", "--port", str(port), "--workers", "1"))
        yield site
    finally:
        site.stop()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests of this process."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing; scripts/install-chromium installs it"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def visitor(browser: Browser, live_site: LiveSite) -> Iterator[Callable[..., Page]]:
    """`visitor(width=360, java_script_enabled=False, …)` gives somebody with an empty browser of that width.

    Other arguments are those of Playwright's `new_context`. `page.goto("/results")` stays on this site.
    """
    opened: list[BrowserContext] = []

    def open_page(width: int = 360, height: int = 740, **options: Any) -> Page:
        size = {"width": width, "height": height}
        context = browser.new_context(base_url=live_site.address, viewport=size, **options)  # type: ignore[arg-type]
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_well(site: LiveSite, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the server stopped while starting"
        try:
            with urllib.request.urlopen(f"{site.address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not answer within {START_WITHIN_SECONDS} seconds")
