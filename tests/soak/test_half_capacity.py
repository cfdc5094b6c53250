"""Used for a long time at half of what it can do, a site takes no more memory, holds no more files and gets no
slower."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

import pytest

from benchmarks.phones import Line, Phones, without_pause
from tests.live_site import LiveSite
from tests.soak.crowd import TAKE_PART
from tests.soak.killing import House
from tests.soak.processes import family, handles, memory_megabytes
from tests.soak.whole_site import whole_site

USERS = 8
TRIAL_SECONDS = 10.0
#: So many looks make the beginning, and as many the end; what comes before has not settled yet.
LEAST_LOOKS = 12
MOST_MEMORY_GROWTH = 1.15
MEMORY_SLACK_MB = 25
HANDLES_SLACK = 12
MOST_SLOWING = 2.0
SLOWING_SLACK_MS = 30
Look = dict[str, float]


def test_memory_handles_and_the_slowest_hundredth_stay_flat(
    tmp_path: Path, pytestconfig: pytest.Config, report_soak: Callable[[str, Any], None]
) -> None:
    seconds = float(pytestconfig.getoption("soak_minutes")) * 60
    with whole_site(tmp_path) as site:
        house = House(site)
        house.start()
        house.wait_until_well()
        phones = Phones(urlsplit(site.address).port or 0, TAKE_PART)
        asyncio.run(without_pause(phones, USERS, 3, phones.body))
        capacity = asyncio.run(without_pause(phones, USERS, TRIAL_SECONDS, phones.body)).rate
        looks, taken = asyncio.run(_use(phones, house.process.pid, capacity / 2, seconds))
        stored = json.loads(site.run("service-levels", "--json"))["submissions_stored"]
        report = _compared(looks)
        report_soak(
            "half capacity",
            {
                "minutes": round(seconds / 60, 1),
                "capacity_a_second": round(capacity, 1),
                "sent": taken,
                "stored_in_all": stored,
                **report,
                "looks": looks,
            },
        )
        _stop(house, site)
    assert stored >= taken
    first, last = report["first"], report["last"]
    assert last["memory_mb"] <= first["memory_mb"] * MOST_MEMORY_GROWTH + MEMORY_SLACK_MB
    assert last["handles"] <= first["handles"] + HANDLES_SLACK
    assert last["p99_ms"] <= first["p99_ms"] * MOST_SLOWING + SLOWING_SLACK_MS


async def _use(phones: Phones, pid: int, rate: float, seconds: float) -> tuple[list[Look], int]:
    """Send views at this rate; what was seen along the way, and how many were taken."""
    began, taken = time.perf_counter(), 0
    milliseconds: list[float] = []
    looks: list[Look] = []

    async def phone(number: int) -> None:
        nonlocal taken
        line: Line | None = None
        await asyncio.sleep(number / rate)
        while time.perf_counter() - began < seconds:
            asked = time.perf_counter()
            try:
                line = line or await phones.connect()
                answer = await line.ask(phones.sending(phones.body()))
            except (OSError, TimeoutError):
                line = None  # the server hangs up on idle lines
                continue
            if answer[9:12] == b"200":
                taken += 1
                milliseconds.append((time.perf_counter() - asked) * 1000)
            await asyncio.sleep(max(0.0, USERS / rate - (time.perf_counter() - asked)))
        if line is not None:
            line.close()

    async def look() -> None:
        every = seconds / max(LEAST_LOOKS, seconds / 60)
        while time.perf_counter() - began < seconds - every / 2:
            await asyncio.sleep(every)
            some, milliseconds[:] = sorted(milliseconds), []
            members = family(pid)
            looks.append(
                {
                    "second": round(time.perf_counter() - began),
                    "memory_mb": round(sum(map(memory_megabytes, members)), 1),
                    "handles": sum(map(handles, members)),
                    "p99_ms": round(quantiles(some, n=100)[98], 1) if len(some) > 1 else 0.0,
                    "sent": len(some),
                }
            )

    await asyncio.gather(look(), *(phone(number) for number in range(USERS)))
    return looks, taken


def _compared(looks: list[Look]) -> dict[str, Look]:
    """The middle of the second quarter and of the last: by then everything that loads late has been loaded."""
    quarter = max(1, len(looks) // 4)
    parts = {"first": looks[quarter : 2 * quarter], "last": looks[-quarter:]}
    names = ("memory_mb", "handles", "p99_ms")
    return {
        part: {name: median(each[name] for each in some) for name in names} for part, some in parts.items()
    }


def _stop(house: House, site: LiveSite) -> None:
    house.process.terminate()
    house.process.wait(30)
    site.stop()
