"""Clients that are slow, stop half-way or go without a word keep nobody else waiting.

A form that stops half-way is the proxy's to wait for (`deploy/nginx.conf`, held by `test_deploy_files`): the server
reads forms with as many threads as it serves with.
"""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from participation.commands.serving import BLOCKING_THREADS
from participation.foundation.database import db
from surveys.models import Submission
from tests.integration.by_http import Visitor
from tests.integration.campaigns.making import a_campaign
from tests.live_site import LiveSite, live_site_in

pytestmark = pytest.mark.xdist_group("killed_worker")

TAKE_PART = "/c/safer-buses/take-part"
#: Several times as many as can be served at once.
MANY = BLOCKING_THREADS * 6
HALF_A_HEAD = b"POST /c/safer-buses/take-part HTTP/1.1\r\nHost: here\r\nContent-Ty"
ASKED_AND_GONE = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[LiveSite]:
    """A live site with an open campaign."""
    with live_site_in(tmp_path, sqlite_template) as site, site.app.app_context():
        a_campaign()
        yield site


def stored() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Submission)) or 0


def half_open(site: LiveSite, said: bytes) -> socket.socket:
    """A connection that says so much and then nothing more, nor reads."""
    place = urlsplit(site.address)
    connection = socket.create_connection((place.hostname, place.port), timeout=20)
    connection.sendall(said)
    return connection


@pytest.mark.parametrize(
    "said", [b"", HALF_A_HEAD, ASKED_AND_GONE], ids=["nothing", "half a head", "reads nothing"]
)
def test_many_who_stop_half_way_hold_nobody_up(site: LiveSite, said: bytes) -> None:
    with ExitStack() as open_ones:
        for _ in range(MANY):
            open_ones.enter_context(closing(half_open(site, said)))
        Visitor(site).send_view(TAKE_PART, "A lamp by the bridge")
        assert stored() == 1
    Visitor(site).send_view(TAKE_PART, "And a bench beside it")
    assert stored() == 2
