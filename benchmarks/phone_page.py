"""What a phone gets from a page: bytes by type and requests, first and again, as JSON beside the baselines.

    python -m benchmarks.phone_page http://127.0.0.1:8000/c/i-live-in-dorset/take-part [--runs 3]

Bytes are heads and bodies as Chromium counts them for the page. `line_bytes` is everything that came down the
line, counted outside the browser: also what the service worker fetches after the page stands, so that the
campaign opens without signal. The line is that of "slow 3G": 400 ms, 400 kbit/s, a processor four times slower.
It measures and asserts nothing; medians of several runs, each with an empty browser.
"""

import argparse
import contextlib
import json
import shutil
import socket
import statistics
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

LATENCY_MS = 400
BYTES_PER_SECOND = 50_000
SLOWER = 4
QUIET_MS = 4_000
WAIT_FOR_COPY = """async path => {
  if (!navigator.serviceWorker || !(await navigator.serviceWorker.getRegistration())) return false;
  for (let turn = 0; turn < 200; turn += 1) {
    if (navigator.serviceWorker.controller && await caches.match(path)) return true;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return false;
}"""
OBSERVE = """(() => {
  window.seen = {lcp: 0, cls: 0, long: []};
  const watch = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note))
    .observe({type, buffered: true});
  watch("largest-contentful-paint", entry => { seen.lcp = entry.startTime; });
  watch("layout-shift", entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
  watch("longtask", entry => seen.long.push(entry.duration));
})()"""

#: Measured by the authors on 2026-11-21 with the same line on a machine of the same kind, not in this run.
BASELINES = {
    "LimeSurvey 6.4.2, first page of a survey of the same size": {
        "source": "own measurement, 3 + 2 runs",
        "bytes": 1_491_950,
        "requests": 29,
        "lcp_ms": [10_900, 11_600],
    },
    "a bare page of 2 KB with 2.2 KB of style and a worker": {
        "source": "own measurement",
        "bytes": 2_499,
        "requests": 3,
        "lcp_ms": [980, 1_240],
    },
    "median mobile page of the web, 2024": {
        "source": "Web Almanac 2024, Page Weight",
        "bytes": 2_311_000,
        "requests": 66,
    },
}
GOALS = {
    "html_and_style_bytes": 14_336,
    "bytes": 25_600,
    "requests": 4,
    "lcp_ms": 1_500,
    "again_bytes": 5_120,
}


@dataclass
class Counted:
    """Bytes and requests of one target, filled by its events."""

    bytes_by_type: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    _types: dict[str, str] = field(default_factory=dict)

    def listen(self, session: CDPSession) -> None:
        """Count what goes over this session's wire from now on."""
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith(("data:", "blob:")):
            self.requests += 1
            self._types[event["requestId"]] = event.get("type", "Other")

    def _came(self, event: dict[str, Any]) -> None:
        self.bytes_by_type[self._types.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

    def as_dict(self) -> dict[str, Any]:
        """The counts, named."""
        by_type = dict(self.bytes_by_type)
        style = by_type.get("Document", 0) + by_type.get("Stylesheet", 0)
        return {
            "bytes": sum(by_type.values()),
            "html_and_style_bytes": style,
            "requests": self.requests,
            "by_type": by_type,
        }


class CountingLine(threading.Thread):
    """Hands connections on to the site and counts what comes back."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        parts = urlsplit(address)
        self._site = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}{parts.path}"
        self.bytes = 0

    def run(self) -> None:
        """Take connections until the program ends."""
        while True:
            phone, _ = self._door.accept()
            site = socket.create_connection(self._site)
            threading.Thread(target=self._pump, args=(phone, site, False), daemon=True).start()
            threading.Thread(target=self._pump, args=(site, phone, True), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, is_counted: bool) -> None:
        with contextlib.suppress(OSError), source, target:
            while content := source.recv(65_536):
                self.bytes += len(content) if is_counted else 0
                target.sendall(content)

    def since(self, before: int) -> int:
        """Bytes that came since the count stood at `before`."""
        return self.bytes - before


def measure(browser: Browser, line: CountingLine) -> dict[str, Any]:
    """One visit with an empty browser, one again in the same, and one without signal."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True
    )
    before = line.bytes
    page, first = _visit(context, line.address)
    path = page.evaluate("location.pathname")
    opens_offline = page.evaluate(WAIT_FOR_COPY, path)
    first["line_bytes"], before = line.since(before), line.bytes
    _, again = _visit(context, line.address)
    again["line_bytes"] = line.since(before)
    if opens_offline:
        context.set_offline(True)
        page.reload()
        opens_offline = page.locator("form textarea").count() > 0
    context.close()
    return {"first": first, "again": again, "opens_without_signal": opens_offline}


def _visit(context: BrowserContext, address: str) -> tuple[Page, dict[str, Any]]:
    page = context.new_page()
    session = context.new_cdp_session(page)
    counted = Counted()
    counted.listen(session)
    throughput = {"downloadThroughput": BYTES_PER_SECOND, "uploadThroughput": BYTES_PER_SECOND}
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **throughput})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(OBSERVE)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(QUIET_MS)
    seen = page.evaluate("seen")
    blocked = sum(max(0, duration - 50) for duration in seen["long"])
    times = {
        "lcp_ms": round(seen["lcp"]),
        "blocked_ms": round(blocked),
        "layout_shift": round(seen["cls"], 4),
    }
    return page, {**counted.as_dict(), **times}


def medians(visits: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The median of each figure, with the smallest and largest of the times."""
    found: dict[str, Any] = {"by_type": visits[-1]["by_type"]}
    for name in (
        "line_bytes",
        "bytes",
        "html_and_style_bytes",
        "requests",
        "lcp_ms",
        "blocked_ms",
        "layout_shift",
    ):
        values = [visit[name] for visit in visits]
        found[name] = statistics.median(values)
        if name.endswith("_ms"):
            found[f"{name}_range"] = [min(values), max(values)]
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What a phone gets from a page, as JSON.")
    parser.add_argument("address", help="address of a take-part page on this machine")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        line = CountingLine(given.address)
        line.start()
        runs = [measure(browser, line) for _ in range(given.runs)]
        version = browser.version
        browser.close()
    result = {
        "address": given.address,
        "chromium": version,
        "runs": given.runs,
        "line": {"latency_ms": LATENCY_MS, "bytes_per_second": BYTES_PER_SECOND, "processor_slower": SLOWER},
        "first": medians([run["first"] for run in runs]),
        "again": medians([run["again"] for run in runs]),
        "opens_without_signal": all(run["opens_without_signal"] for run in runs),
        "goals": GOALS,
        "baselines": BASELINES,
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
