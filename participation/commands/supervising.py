"""Keeps the processes of a small installation running, all as one."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from functools import partial
from types import FrameType

import click

from participation.foundation.parenthood import die_with

LOOK_EVERY_SECONDS = 0.2
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1.0, 60.0
STEADY_SECONDS = 30.0
"""A process that ran this long was well; when it stops, the wait begins again at the first one."""


@dataclass
class Kept:
    """One command of the house, and how long to wait before starting it again once it stops.

    The wait doubles each time it stops soon after its start: with the database gone, a start every second
    would take a whole core from whatever still works.
    """

    name: str
    arguments: list[str]
    process: "subprocess.Popen[bytes]"
    started: float
    wait: float = FIRST_WAIT_SECONDS
    start_at: float | None = None

    def look(self, now: float) -> None:
        """Start it again if it stopped and its wait is over; `now` in seconds of a clock that never jumps."""
        if self.process.poll() is None:
            return
        if self.start_at is None:
            self.wait = FIRST_WAIT_SECONDS if now - self.started >= STEADY_SECONDS else self.wait
            self.start_at = now + self.wait
            click.echo(f"The {self.name} stopped; it starts again in {self.wait:.0f} s.", err=True)
        elif now >= self.start_at:
            self.process, self.started, self.start_at = _start(self.arguments), now, None
            self.wait = min(2 * self.wait, LONGEST_WAIT_SECONDS)


class House:
    """Keeps each of its commands running until it is stopped, and stops them all with itself."""

    def __init__(self, commands: dict[str, list[str]], address: str, welcome: str = "") -> None:
        """`welcome` is printed once the site at `address` is well and `first` is done."""
        self._commands = commands
        self._address = address
        self._welcome = welcome
        self._is_stopping = False
        self._running: list[Kept] = []

    def run(self, first: list[str] | None = None) -> int:
        """Start everything, and beside it a command that is done once; give the exit status.

        When that command fails the house closes: what it was to bring would be missed by everybody.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self._running = [
            Kept(name, arguments, _start(arguments), time.monotonic())
            for name, arguments in self._commands.items()
        ]
        once = _start(first) if first else None
        try:
            return self._watch(once)
        finally:
            self._close([*(kept.process for kept in self._running), *([once] if once else [])])

    def _watch(self, once: "subprocess.Popen[bytes] | None") -> int:
        is_announced = once is None
        while not self._is_stopping:
            for kept in self._running:
                kept.look(time.monotonic())
            if once is not None and not is_announced and once.poll() is not None:
                if once.returncode:
                    click.echo("It stops here: the first step failed, as said above.", err=True)
                    return 1
                is_announced = self._announce()
            time.sleep(LOOK_EVERY_SECONDS)
        return 0

    def _announce(self) -> bool:
        """Say where everything is as soon as the site answers; whether it did."""
        if not _is_well(self._address):
            return False
        click.echo(self._welcome)
        return True

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._is_stopping = True

    def _close(self, processes: "list[subprocess.Popen[bytes]]") -> None:
        for process in processes:
            process.terminate()
        for process in processes:
            _wait_or_kill(process)


def _is_well(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 - our own address
            return True
    except OSError:
        return False


def _start(arguments: list[str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", "from participation.cli import main; main()", *arguments]
    return subprocess.Popen(command, preexec_fn=partial(die_with, os.getpid()))


def _wait_or_kill(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
