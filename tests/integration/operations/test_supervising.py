"""A process of the house that keeps stopping is started again later and later, so that the rest can go on."""

import subprocess
import sys

import pytest

from participation.commands.supervising import FIRST_WAIT_SECONDS, STEADY_SECONDS, Kept

SHORT = ["migrate", "--help"]
"""A command that is soon over."""


@pytest.fixture
def kept() -> Kept:
    """A process that started at 0 by its clock and stopped at once."""
    over = subprocess.Popen([sys.executable, "-c", ""])
    over.wait()
    return Kept("worker", SHORT, over, started=0.0)


def test_it_waits_twice_as_long_each_time_it_stops_soon_after_its_start(kept: Kept) -> None:
    first = kept.process
    kept.look(0.0)
    kept.look(FIRST_WAIT_SECONDS - 0.1)
    assert kept.process is first
    kept.look(FIRST_WAIT_SECONDS)
    second = kept.process
    assert second is not first
    second.wait()
    kept.look(2.0)
    kept.look(2.0 + 2 * FIRST_WAIT_SECONDS - 0.1)
    assert kept.process is second
    kept.look(2.0 + 2 * FIRST_WAIT_SECONDS)
    assert kept.process is not second
    kept.process.wait()


def test_it_starts_again_soon_when_it_had_run_for_a_while(kept: Kept) -> None:
    kept.wait = 32.0
    kept.look(STEADY_SECONDS)
    kept.look(STEADY_SECONDS + FIRST_WAIT_SECONDS)
    assert kept.start_at is None
    assert kept.process.wait() == 0


def test_one_that_runs_is_left_alone(kept: Kept) -> None:
    running = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    kept.process = running
    kept.look(100.0)
    assert kept.process is running
    assert kept.start_at is None
    running.kill()
    running.communicate()
