"""Cuts off, at random, the parts of a running site: a process that serves, the worker, all at once, its stores."""

import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from signal import SIGKILL
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests.live_site import LiveSite
from tests.soak.own_stores import Killable
from tests.soak.processes import children, command, family, named

WELL_WITHIN_SECONDS = 300
#: So soon after its house was killed, nothing of it runs any more.
GONE_WITHIN_SECONDS = 30
#: The house waits twice as long each time one of its commands stops soon; after this often it is cut off whole.
MOST_OF_ONE_KIND = 2


@dataclass
class House:
    """`participation run` of a site, started again when all of it was cut off."""

    site: LiveSite
    process: "subprocess.Popen[bytes]" = field(init=False)

    @property
    def port(self) -> int:
        """Where it listens."""
        return urlsplit(self.site.address).port or 0

    def start(self) -> None:
        """Start it; a place that somebody still listens on is a fault of what was cut off."""
        self.process = self.site.start("run", "--port", str(self.port), "--workers", "2")

    def is_well(self) -> bool:
        """Whether it says so itself."""
        with suppress(OSError), urlopen(f"{self.site.address}/healthz", timeout=2):
            return True
        return False

    def wait_until_well(self) -> None:
        """Wait until it serves again.

        Raises:
            AssertionError: when it never does.
        """
        until = time.monotonic() + WELL_WITHIN_SECONDS
        while not self.is_well():
            if self.process.poll() is not None:
                self.start()
            assert time.monotonic() < until, f"the site did not come back; see {self.site.said}"
            time.sleep(0.1)

    def part(self, name: str) -> int | None:
        """The process of one of its commands, `serve` or `work`; None while it is not there."""
        found = [each for each in children(self.process.pid) if f" {name}" in command(each)]
        return found[0] if found else None


@dataclass
class Killer:
    """Kills one thing after the other, and starts again what nobody else does.

    Attributes:
        done: how often what was killed.
        slowest_seconds: the longest that the site took to be well again.
        left_running: commands that went on after the house that they belong to was killed.
    """

    house: House
    stores: Sequence[Killable]
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)
    slowest_seconds: float = 0.0
    left_running: list[str] = field(default_factory=list)
    _of_this_house: Counter[str] = field(default_factory=Counter)

    def kill_some(self, count: int) -> None:
        """Kill so many times under load. Now and then the next comes before the site is well again."""
        for _ in range(count):
            self._kill_one()
            if self.chance.random() < 0.8:
                began = time.monotonic()
                self.house.wait_until_well()
                self.slowest_seconds = max(self.slowest_seconds, round(time.monotonic() - began, 1))
            time.sleep(self.chance.uniform(0, 1.5))
        self.house.wait_until_well()

    def _kill_one(self) -> None:
        ways = ["web process", "server", "worker", "everything", "only the house"]
        ways += [store.name for store in self.stores] * 2
        way = self.chance.choice(ways)
        if self._of_this_house.total() and max(self._of_this_house.values()) >= MOST_OF_ONE_KIND:
            way = "everything"
        if not self._do(way):
            way = "everything"
            self._do(way)
        self.done[way] += 1

    def _do(self, way: str) -> bool:
        """Kill in this way; whether there was anything to kill."""
        for store in self.stores:
            if store.name == way:
                store.kill()
                time.sleep(self.chance.uniform(0, 3))
                store.start()
                return True
        if way in ("everything", "only the house"):
            self._kill_house(family(self.house.process.pid), is_whole=way == "everything")
        else:
            pid = self._part_to_kill(way)
            if pid is None:
                return False
            _kill(pid)
            self._of_this_house["server" if way == "web process" else way] += way != "web process"
        return True

    def _kill_house(self, members: list[int], is_whole: bool) -> None:
        """Kill the house, with all that came of it or alone, and start another once nothing of it is left."""
        for pid in members if is_whole else members[:1]:
            _kill(pid)
        self.house.process.wait()
        until = time.monotonic() + GONE_WITHIN_SECONDS
        while (left := self._left_of(members)) and time.monotonic() < until:
            time.sleep(0.05)
        for pid in left:
            self.left_running.append(command(pid))
            _kill(pid)
        self.house.start()
        self._of_this_house.clear()

    def _left_of(self, members: list[int]) -> list[int]:
        """What still runs of a house: the members that were seen, and whatever was being started just then."""
        return sorted({pid for pid in members if command(pid)} | set(named(f"--port {self.house.port} ")))

    def _part_to_kill(self, way: str) -> int | None:
        if way == "worker":
            return self.house.part("work")
        server = self.house.part("serve")
        if way == "server" or server is None:
            return server
        serving = [each for each in children(server) if "resource_tracker" not in command(each)]
        return self.chance.choice(serving) if serving else None


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, SIGKILL)
