"""A small load generator: many phones on plain sockets, each answer awaited and timed. For this machine only."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from urllib.parse import urlencode

from surveys.keys import make_key

HOST = "127.0.0.1"
PATIENCE_SECONDS = 30
FIELD = re.compile(rb'name="([^"]+)" value="([^"]*)"')
KEY = re.compile(rb'name="submission_key" value="([^"]+)"')
RECEIPT = b'id="receipt"'
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
ENDS = b"\r\n\r\n"
VIEWS = (
    "More lights on the path by the river so we can walk home from the youth club",
    "A bus after six o'clock. There is one bus a day and it goes at four",
    "Somewhere warm to go on a Friday that does not cost money",
)


@dataclass
class Outcome:
    """What phones met with.

    Attributes:
        milliseconds: how long each answer took that was as it should be.
        refused: how often something else came, by what it was.
        bodies: forms that were accepted, to be sent again.
        generator_share: share of one processor that the generator itself took; near 1 it is what limits.
    """

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    bodies: list[bytes] = field(default_factory=list)
    generator_share: float = 0.0

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.milliseconds) / self.seconds

    def percentile(self, percent: int) -> float:
        """Milliseconds within which this many of a hundred were answered."""
        if len(self.milliseconds) < 2:
            return max(self.milliseconds, default=0.0)
        return round(quantiles(self.milliseconds, n=100, method="inclusive")[percent - 1], 2)


class Line(asyncio.Protocol):
    """One connection: a request at a time."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._length = -1
        self._answer: asyncio.Future[bytes] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the connection was cut"))

    def data_received(self, data: bytes) -> None:
        self._held += data
        if self._length < 0 and (end := self._held.find(ENDS)) >= 0:
            stated = LENGTH.search(self._held, 0, end + 2)
            if stated is None:
                raise ConnectionError("an answer does not say how long it is")
            self._length = end + len(ENDS) + int(stated[1])
        if self._length >= 0 and len(self._held) >= self._length and self._answer is not None:
            self._answer.set_result(bytes(self._held[: self._length]))
            del self._held[: self._length]
            self._length = -1

    async def ask(self, request: bytes) -> bytes:
        """The whole answer to a request."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await asyncio.wait_for(self._answer, PATIENCE_SECONDS)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()


@dataclass(frozen=True)
class Phones:
    """Makes the requests that phones make of one server."""

    port: int
    path: str
    fields: tuple[tuple[str, str], ...] = ()

    def opening(self) -> bytes:
        """Ask for the page."""
        return (
            f"GET {self.path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nAccept: text/html\r\n"
            "Accept-Encoding: identity\r\n\r\n"
        ).encode()

    def sending(self, body: bytes) -> bytes:
        """Send a form."""
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nOrigin: http://{HOST}:{self.port}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nAccept-Encoding: identity\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def body(self, key: str = "") -> bytes:
        """A whole view; its key is the page's, else one made here as the page would."""
        said = {**dict(self.fields), "submission_key": key or make_key(), "q1": random.choice(VIEWS)}
        return urlencode(said).encode()

    async def connect(self, address: str = HOST) -> Line:
        """A new connection from an address of this machine."""
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(Line, HOST, self.port, local_addr=(address, 0))
        return line


def filled_in(page: bytes) -> tuple[tuple[str, str], ...]:
    """One answer to every question that offers some, read from the take-part page."""
    found: dict[str, str] = {}
    for name, value in FIELD.findall(page):
        if name.startswith((b"q", b"may_quote")):
            found.setdefault(name.decode(), value.decode())
    return tuple(found.items())


async def without_pause(
    phones: Phones, users: int, seconds: float, make_body: Callable[[], bytes] | None
) -> Outcome:
    """`users` connections, each asking again as soon as it was answered: for pages, or to send views."""
    outcome, until = Outcome(), time.perf_counter() + seconds

    async def user() -> None:
        line = await phones.connect()
        while time.perf_counter() < until:
            body = make_body() if make_body else b""
            await _timed(line, phones.sending(body) if make_body else phones.opening(), outcome, body)
        line.close()

    return await _measured(outcome, [user() for _ in range(users)])


async def arriving(phones: Phones, count: int, within_seconds: float, *, one_address: bool) -> Outcome:
    """`count` phones, each once at a moment of its own on a new connection: open the page, send, see the receipt.

    Only the sending is timed. `one_address` is a school; else every phone has an address of its own.
    """
    outcome = Outcome()

    async def phone(number: int) -> None:
        await asyncio.sleep(random.uniform(0, within_seconds))
        try:
            line = await phones.connect(HOST if one_address else f"127.1.{number // 250}.{number % 250 + 1}")
            key = KEY.search(await asyncio.wait_for(line.ask(phones.opening()), PATIENCE_SECONDS))
        except (OSError, TimeoutError) as error:
            outcome.refused[type(error).__name__] += 1
            return
        if key is None:
            outcome.refused["no form"] += 1
            return
        body = phones.body(key[1].decode())
        await _timed(line, phones.sending(body), outcome, body)
        line.close()

    return await _measured(outcome, [phone(number) for number in range(count)])


async def again(phones: Phones, bodies: Sequence[bytes], users: int) -> Outcome:
    """Send each of these forms once more."""
    outcome, left = Outcome(), list(bodies)

    async def user() -> None:
        line = await phones.connect()
        while left:
            body = left.pop()
            await _timed(line, phones.sending(body), outcome, body)
        line.close()

    return await _measured(outcome, [user() for _ in range(users)])


async def _timed(line: Line, request: bytes, outcome: Outcome, body: bytes) -> None:
    began = time.perf_counter()
    try:
        answer = await line.ask(request)
    except (OSError, TimeoutError) as error:
        outcome.refused[type(error).__name__] += 1
        return
    if answer[9:12] != b"200" or (body and RECEIPT not in answer):
        outcome.refused[answer[9:12].decode() if answer[9:12] != b"200" else "no receipt"] += 1
        return
    outcome.milliseconds.append((time.perf_counter() - began) * 1000)
    if body:
        outcome.bodies.append(body)


async def _measured(outcome: Outcome, users: Sequence["asyncio._CoroutineLike[None]"]) -> Outcome:
    began, spent = time.perf_counter(), time.process_time()
    await asyncio.gather(*users)
    outcome.seconds = time.perf_counter() - began
    outcome.generator_share = round((time.process_time() - spent) / outcome.seconds, 2)
    return outcome
