"""Two web processes, two workers, PostgreSQL and Redis: one site, whichever of them answers."""

import http.client
import itertools
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
import redis
from playwright.sync_api import Page
from sqlalchemy.exc import OperationalError

from participation.foundation.access import Role
from tests.browser.conftest import LiveSite
from tests.browser.people import hire, open_a_campaign, sign_in
from tests.browser.test_spine import (
    COVERED,
    NAME,
    SENTENCE,
    moderate,
    public_text,
    publish,
    reply,
    send_a_view,
    theme_and_correct,
)
from tests.conftest import _administer, _postgresql
from tests.live_site import free_port, site_in, wait_until_well

#: Of the numbered databases of a Redis server, one that nothing else here uses.
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/13")
ONE_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass
class RoundRobin:
    """A proxy that hands each request to the next server in turn, and counts."""

    ports: tuple[int, ...]
    handed: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._turns = itertools.cycle(self.ports)
        self._lock = threading.Lock()

    def next_port(self) -> int:
        with self._lock:
            port = next(self._turns)
            self.handed[port] += 1
        return port


def proxy(port: int, servers: RoundRobin) -> ThreadingHTTPServer:
    """The proxy, listening on a port."""

    class Handler(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in ONE_HOP}
            with closing(http.client.HTTPConnection("127.0.0.1", servers.next_port(), timeout=60)) as server:
                server.request(self.command, self.path, body, headers)
                answer = server.getresponse()
                content = answer.read()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ONE_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            with suppress(ConnectionError):  # a browser that went elsewhere reads no more
                self.end_headers()
                self.wfile.write(content)

        do_GET = do_POST = do_HEAD = _pass_on  # noqa: N815 - the names that the base class looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    listening.daemon_threads = False  # so that closing it waits for what it still passes on
    return listening


@pytest.fixture(scope="module")
def stores(worker_id: str) -> Iterator[dict[str, str]]:
    """A database and a Redis of this test's own."""
    name = f"participation_two_{worker_id}"
    channel = redis.Redis.from_url(REDIS)
    try:
        _administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
        channel.flushdb()
    except (OperationalError, redis.ConnectionError):
        pytest.skip("PostgreSQL and Redis are needed; set TEST_POSTGRESQL_URL and TEST_REDIS_URL")
    yield {"DATABASE_URL": _postgresql(name), "REDIS_URL": REDIS}
    channel.flushdb()
    channel.close()
    _administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def servers() -> RoundRobin:
    return RoundRobin((free_port(), free_port()))


@pytest.fixture(scope="module")
def live_site(
    stores: dict[str, str], servers: RoundRobin, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveSite]:
    """The site behind the proxy: two servers, two workers."""
    with site_in(tmp_path_factory.mktemp("two"), **stores) as site:
        site.run("migrate")
        started = [site.start("serve", "--port", str(port), "--workers", "1") for port in servers.ports]
        for port, server in zip(servers.ports, started, strict=True):
            wait_until_well(f"http://127.0.0.1:{port}", server)
        listening = proxy(int(urlsplit(site.address).port or 0), servers)
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        for _ in range(2):
            site.start_worker()
        yield site
        listening.shutdown()
        listening.server_close()


def test_a_view_goes_all_the_way_whichever_server_and_worker_answers(
    live_site: LiveSite, servers: RoundRobin, visitor: Callable[..., Page]
) -> None:
    hire(live_site, Role.MODERATOR, Role.ANALYST)
    open_a_campaign(live_site)
    receipt = send_a_view(visitor(), SENTENCE)
    moderate(visitor(), "purple ramp")
    analyst = visitor()
    sign_in(analyst, Role.ANALYST)
    theme_and_correct(analyst, COVERED)
    reply(analyst)
    publish(analyst)

    young = visitor()
    results = public_text(young)
    assert "The lights stay on until ten" in results
    assert NAME not in results
    young.goto("/my-answer")
    young.get_by_label("Your four words and the number").fill(receipt)
    young.get_by_role("button", name="Find my view").click()
    assert "The lights stay on until ten" in young.locator("main").inner_text()

    handed = [servers.handed[port] for port in servers.ports]
    assert min(handed) > 20
    assert max(handed) - min(handed) <= 1
    assert "unbroken" in live_site.run("audit", "verify")
