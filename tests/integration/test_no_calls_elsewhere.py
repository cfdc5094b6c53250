"""A site that is used in every way asks nothing of any other machine, but of the mail server that was set.

Python itself says of every name looked up and every connection made, whichever library does it.
"""

import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import URLError

import pytest
from flask import Flask

from participation.foundation.access import Role
from participation.settings import Settings
from tests.auditing_client import AuditingClient
from tests.form_walk import FoundForm, Walk, send
from tests.integration.analysis.factories import work_off
from tests.integration.demonstration.conftest import load_a_little  # noqa: F401 - a fixture
from tests.integration.test_bad_input import LEFT_ALONE, every_public_form
from tests.mail_server import MailServer, mail_server

Staff = Callable[..., AuditingClient]
Place = tuple[Any, ...]

CALLS = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
#: Switched on for a while: a hook of Python's can never be taken out again.
_asked: list[set[Place]] = []


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _asked and event in CALLS:
        named = arguments[:2] if event.startswith("socket.get") else arguments[-1]
        if isinstance(named, tuple):  # else a socket of this machine's own files
            _asked[-1].add(tuple(named[:2]))


sys.addaudithook(_note)


@contextmanager
def whoever_is_asked() -> Iterator[set[Place]]:
    """Name and port of everything that anybody in this process looks up or connects to meanwhile."""
    _asked.append(set())
    try:
        yield _asked[-1]
    finally:
        _asked.pop()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """The one machine that the site may call."""
    with mail_server() as server:
        yield server


@pytest.fixture
def settings(settings: Settings, mail: MailServer) -> Settings:
    """A deployment with a mail server."""
    return settings.model_copy(update={"mail_server": mail.address, "mail_from": "site@views.example.org"})


def test_whatever_is_read_and_pressed_no_other_machine_is_asked_for_anything(
    app: Flask,
    client: AuditingClient,
    staff: Staff,
    mail: MailServer,
    load_a_little: Callable[[], bool],  # noqa: F811 - the fixture above
) -> None:
    with whoever_is_asked() as asked:
        assert load_a_little()
        everybody = staff(*Role, email="everybody@example.org")
        visited = every_public_form(app, client).pages
        walk = Walk(app, everybody).from_here("/staff/")
        pressed = {send(everybody, form, {}).status_code for form in walk.forms.values() if _may_press(form)}
        client.submit("/staff/forgotten", {"email": "everybody@example.org"})
        work_off(app)
    assert len(visited) + len(walk.pages) > 80
    assert 302 in pressed
    assert mail.received
    assert asked == {("127.0.0.1", mail.server_address[1])}


def _may_press(form: FoundForm) -> bool:
    return form.method == "POST" and form.endpoint not in LEFT_ALONE


def test_a_call_by_name_or_by_number_would_be_seen() -> None:
    with whoever_is_asked() as asked:
        for host in ("localhost", "127.0.0.1"):
            with pytest.raises(URLError):
                urllib.request.urlopen(f"http://{host}:9/", timeout=1)
    assert {("localhost", 9), ("127.0.0.1", 9)} <= asked
