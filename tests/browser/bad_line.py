"""A line between phone and site that is cut, stalls, delays, swallows answers or answers in the site's place.

It stands between a real browser and a real server, so that what is tested is what happens on a bus. Forms are
treated by a list of troubles, one for each form; when the list is empty they pass. `is_down` cuts everything.
"""

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

HOP_HEADERS = {"connection", "keep-alive", "transfer-encoding", "content-length"}

Answer = tuple[int, list[tuple[str, str]], bytes]
Trouble = Callable[["Passing"], None]


@dataclass
class BadLine:
    """`address` is what the phone opens; `site` is where it leads.

    Attributes:
        troubles: what happens to the next forms, first one first.
            sent: every form the phone tried to send; `reached` how many came to the site.
        at_most: the most forms that were ever under way at the same time.
    """

    site: str
    address: str = ""
    is_down: bool = False
    troubles: list[Trouble] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    reached: int = 0
    under_way: int = 0
    at_most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def forms(self) -> int:
        """How many times a phone tried to send a form."""
        return len(self.sent)

    def next_trouble(self, body: bytes) -> Trouble:
        """What happens to the form that has just come."""
        with self.lock:
            self.sent.append(body)
            return self.troubles.pop(0) if self.troubles else passes


class Passing:
    """One form on its way, handed to the trouble that is to befall it."""

    def __init__(self, line: BadLine, handler: "_Handler", body: bytes) -> None:
        self.line, self.handler, self.body = line, handler, body

    def ask_the_site(self) -> Answer:
        """Hand the form to the site and wait for its answer."""
        return self.handler.ask(self.body)

    def answer(self, answer: Answer) -> None:
        """Give the phone this answer."""
        self.handler.give(answer)

    def cut(self) -> None:
        """Break the connection."""
        with contextlib.suppress(OSError):
            self.handler.connection.shutdown(socket.SHUT_RDWR)
        self.handler.close_connection = True


def passes(form: Passing) -> None:
    """Nothing goes wrong."""
    form.answer(form.ask_the_site())


def cut_before_arriving(form: Passing) -> None:
    """The signal goes while sending; the site never sees the form."""
    form.cut()


def cut_before_the_answer(form: Passing) -> None:
    """The site stores the view, and the signal goes before its answer is through."""
    form.ask_the_site()
    form.cut()


def cut_in_the_answer(form: Passing) -> None:
    """The site stores the view; half of its answer arrives."""
    status, headers, content = form.ask_the_site()
    form.handler.begin(status, headers, len(content))
    with contextlib.suppress(OSError):
        form.handler.wfile.write(content[: len(content) // 2])
        form.handler.wfile.flush()
    form.cut()


def stores_but_never_answers(form: Passing) -> None:
    """The site stores the view; the phone waits and waits."""
    form.ask_the_site()
    form.line.released.wait(60)
    form.cut()


def stalls(form: Passing) -> None:
    """Nothing moves in either direction."""
    form.line.released.wait(60)
    form.cut()


def waits_for(moment: threading.Event) -> Trouble:
    """Passes, but not before `moment`."""

    def passes_later(form: Passing) -> None:
        moment.wait(60)
        form.answer(form.ask_the_site())

    return passes_later


def answers(status: int, text: str = "", **headers: str) -> Trouble:
    """Something in between answers in the site's place, which never sees the form."""

    def answer(form: Passing) -> None:
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        form.answer((status, [("Content-Type", "text/html; charset=utf-8"), *named], text.encode()))

    return answer


class _Handler(BaseHTTPRequestHandler):
    """Hands everything on, unless there is trouble."""

    protocol_version = "HTTP/1.1"
    line: BadLine

    def handle_one_request(self) -> None:
        """Take one request; a connection that breaks is what this is here for."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            super().handle_one_request()
            return
        self.close_connection = True

    def do_GET(self) -> None:
        """Hand a request for a page or file on."""
        if self.line.is_down:
            self.close_connection = True
            return
        self.give(self.ask(None))

    def do_HEAD(self) -> None:
        """Hand a question whether the site is there on."""
        self.do_GET()

    def do_POST(self) -> None:
        """Let the next trouble befall a form."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        trouble = self.line.next_trouble(body)
        if self.line.is_down:
            self.close_connection = True
            return
        self._count(1)
        try:
            trouble(Passing(self.line, self, body))
        finally:
            self._count(-1)

    def ask(self, body: bytes | None) -> Answer:
        """The site's answer to this request."""
        if body is not None:
            self.line.reached += 1
        upstream = http.client.HTTPConnection(urlsplit(self.line.site).netloc, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        upstream.request(self.command, self.path, body, headers)
        response = upstream.getresponse()
        content = response.read()
        kept = [(name, value) for name, value in response.getheaders() if name.lower() not in HOP_HEADERS]
        upstream.close()
        return response.status, kept, content

    def give(self, answer: Answer) -> None:
        """Write an answer to the phone."""
        status, headers, content = answer
        self.begin(status, headers, len(content))
        self.wfile.write(content)

    def begin(self, status: int, headers: list[tuple[str, str]], length: int) -> None:
        """Write the head of an answer."""
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        # On a connection used before, Chromium itself sends a form again when it is cut: nobody would notice.
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing: what was sent is nobody's business."""

    def _count(self, step: int) -> None:
        with self.line.lock:
            self.line.under_way += step
            self.line.at_most = max(self.line.at_most, self.line.under_way)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Broken connections are the point."""


@contextlib.contextmanager
def bad_line(site: str) -> Iterator[BadLine]:
    """A line to the site, up and without trouble until told otherwise."""
    line = BadLine(site)
    handler = type("Handler", (_Handler,), {"line": line})
    server = _Server(("127.0.0.1", 0), handler)
    line.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.released.set()
        time.sleep(0.05)
        server.shutdown()
        server.server_close()
        thread.join()
