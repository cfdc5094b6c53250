"""Keeps the processes of a small installation running, all as one."""

import ctypes
import signal
import subprocess
import sys
import time
import urllib.request
from types import FrameType

import click

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
LOOK_EVERY_SECONDS = 0.2


class House:
    """Keeps each of its commands running until it is stopped, and stops them all with itself."""

    def __init__(self, commands: dict[str, list[str]], address: str, welcome: str = "") -> None:
        """`welcome` is printed once the site at `address` is well and `first` is done."""
        self._commands = commands
        self._address = address
        self._welcome = welcome
        self._is_stopping = False
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, first: list[str] | None = None) -> int:
        """Start everything, and beside it a command that is done once; give the exit status.

        When that command fails the house closes: what it was to bring would be missed by everybody.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self._running = {name: _start(arguments) for name, arguments in self._commands.items()}
        once = _start(first) if first else None
        try:
            return self._watch(once)
        finally:
            self._close([*self._running.values(), *([once] if once else [])])

    def _watch(self, once: "subprocess.Popen[bytes] | None") -> int:
        is_announced = once is None
        while not self._is_stopping:
            self._start_again_what_stopped()
            if once is not None and not is_announced and once.poll() is not None:
                if once.returncode:
                    click.echo("It stops here: the first step failed, as said above.", err=True)
                    return 1
                is_announced = self._announce()
            time.sleep(LOOK_EVERY_SECONDS)
        return 0

    def _start_again_what_stopped(self) -> None:
        for name, process in self._running.items():
            if process.poll() is not None and not self._is_stopping:
                click.echo(f"The {name} stopped; starting it again.", err=True)
                time.sleep(1)
                self._running[name] = _start(self._commands[name])

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
    return subprocess.Popen(command, preexec_fn=_die_with_parent if sys.platform == "linux" else None)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _wait_or_kill(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
