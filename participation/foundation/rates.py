"""Limits: how often something may be tried, counted by short-lived keyed hashes in memory or Redis."""

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import redis
import structlog

from participation.foundation.codes import keyed_hash
from participation.foundation.errors import TooMany

MOST_KEYS = 100_000
LEFT_ALONE_SECONDS = 5.0


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in `seconds`."""

    name: str
    most: int
    seconds: int


class Counter(Protocol):
    """Counts tries in the window in hand."""

    def add(self, key: str, seconds: int) -> int:
        """Count one more and say how many there are now."""


class MemoryCounter:
    """Counts in this process, forgetting the oldest when there are too many."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def add(self, key: str, seconds: int) -> int:
        moment = time.monotonic()
        with self._lock:
            ends, count = self._counts.pop(key, (0.0, 0))
            if ends <= moment:
                ends, count = moment + seconds, 0
            self._counts[key] = (ends, count + 1)
            while len(self._counts) > MOST_KEYS:
                self._counts.popitem(last=False)
            return count + 1


class RedisCounter:
    """Counts for all processes; falls back to counting in this one while Redis is away.

    Redis that does not answer is left alone for a while: else everybody would wait for it in turn.
    """

    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._fallback = MemoryCounter()
        self._away_until = 0.0

    def add(self, key: str, seconds: int) -> int:
        if time.monotonic() < self._away_until:
            return self._fallback.add(key, seconds)
        try:
            with self._client.pipeline() as pipe:
                pipe.incr(key)
                pipe.expire(key, seconds, nx=True)
                return int(pipe.execute()[0])
        except redis.RedisError:
            self._away_until = time.monotonic() + LEFT_ALONE_SECONDS
            structlog.get_logger("limits").warning("redis_away")
            return self._fallback.add(key, seconds)


class Limiter:
    """Refuses what is tried too often, without keeping who tried it."""

    def __init__(self, redis_url: str, secret: str) -> None:
        self._counter: Counter = RedisCounter(redis_url) if redis_url else MemoryCounter()
        self._key = secret.encode() if redis_url else secrets.token_bytes(32)

    def check(self, limit: Limit, subject: str, message: str) -> None:
        """Count a try.

        Raises:
            TooMany: with `message`, when the limit is reached.
        """
        window = int(time.time() // limit.seconds)
        key = keyed_hash(self._key, f"{limit.name}:{window}", subject).hex()
        if self._counter.add(f"limit:{key}", limit.seconds) > limit.most:
            raise TooMany(message, limit.seconds)
