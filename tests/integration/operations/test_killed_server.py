"""A server that is killed outright takes the processes along that it started: none serves on unseen."""

import os
from collections.abc import Iterator
from pathlib import Path
from signal import SIGKILL

import pytest

from tests.live_site import LiveSite, live_site_in
from tests.soak.own_stores import wait_until
from tests.soak.processes import command, family

pytestmark = pytest.mark.xdist_group("killed_worker")


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[LiveSite]:
    with live_site_in(tmp_path, sqlite_template) as site:
        yield site


def test_nothing_listens_on_when_the_server_was_killed(site: LiveSite) -> None:
    started = family(site.server.pid)[1:]
    assert started
    os.kill(site.server.pid, SIGKILL)
    site.server.wait()
    wait_until(lambda: not any(command(pid) for pid in started), "a process goes on without its server")
