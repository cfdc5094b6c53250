"""Measures sending a view, beside ceilings in the same run, and prints JSON and a small table.

    python -m benchmarks.sending [--quick] [--rounds 3] [--seconds 5] [--users 16] [--workers 2] [--out FILE]

The product's own server runs on SQLite (synchronous=FULL) and, where TEST_POSTGRESQL_URL, DATABASE_URL or a
local server answers, on PostgreSQL; beside it the same site with storing switched off, and a Flask hello, both
on the same server with the same settings. Rounds alternate between them. No worker runs in the rounds, as its
reading of what one target took in would burden the next; in the bursts it runs, at its usual low priority.
Every accepted view must be found stored, and every form is sent once more and must add nothing. `cpu_ms` is the
server's processor time for each good answer: on a busy machine it is steadier than the rate. The generator
shares the processors; `generator_share` near 1 means that it was the limit, not the server.
"""

import argparse
import asyncio
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import sites
from benchmarks.phones import Outcome, Phones, again, arriving, filled_in, without_pause
from benchmarks.telling import tell
from participation.settings import CHECKOUT

WARM_UP_SECONDS = 0.5
CLASS_SIZE = 35
Figures = dict[str, Any]


@dataclass
class Target:
    """A server that is measured, and what each round gave, by what was done."""

    name: str
    site: sites.Running
    phones: Phones
    does: tuple[str, ...]
    stores: bool = False
    rounds: dict[str, list[Figures]] = field(default_factory=dict)
    accepted: int = 0
    again_added: int = 0


def measure(target: Target, act: str, users: int, seconds: float) -> None:
    """One round of opening the page, or of sending views; and, where views are stored, whether they all were."""
    make_body = target.phones.body if act == "send" else None
    asyncio.run(without_pause(target.phones, users, WARM_UP_SECONDS, make_body=None))
    before = target.site.stored() if target.stores and make_body else 0
    began = target.site.cpu_seconds()
    outcome = asyncio.run(without_pause(target.phones, users, seconds, make_body))
    spent = target.site.cpu_seconds() - began
    figures = figures_of(outcome)
    figures["cpu_ms"] = round(spent * 1000 / max(1, len(outcome.milliseconds)), 3)
    if target.stores and make_body:
        figures |= check_stored(target, outcome, before, users)
    target.rounds.setdefault(act, []).append(figures)


def figures_of(outcome: Outcome) -> Figures:
    """An outcome as figures."""
    return {
        "good": len(outcome.milliseconds),
        "rate": round(outcome.rate, 1),
        "p50_ms": outcome.percentile(50),
        "p99_ms": outcome.percentile(99),
        "refused": dict(outcome.refused),
        "generator_share": outcome.generator_share,
    }


def check_stored(target: Target, outcome: Outcome, before: int, users: int) -> Figures:
    """Count what was stored, send every form once more, and count again."""
    stored = target.site.stored() - before
    repeated = asyncio.run(again(target.phones, outcome.bodies, users))
    added = target.site.stored() - before - stored
    return {
        "accepted": len(outcome.bodies),
        "stored": stored,
        "is_accepted_stored": stored == len(outcome.bodies),
        "sent_again": len(repeated.milliseconds),
        "added_by_sending_again": added,
    }


def burst(target: Target, count: int, within_seconds: float, *, one_address: bool) -> Figures:
    """Phones that come once each, with the worker running."""
    before = target.site.stored()
    with sites.background_work(target.site.environment):
        outcome = asyncio.run(arriving(target.phones, count, within_seconds, one_address=one_address))
        figures = {"phones": count, "within_seconds": within_seconds, **figures_of(outcome)}
        figures |= check_stored(target, outcome, before, CLASS_SIZE)
    return figures


@contextmanager
def targets(folder: Path, database_url: str, workers: int) -> Iterator[list[Target]]:
    """Every server, started."""
    with ExitStack() as running:
        enter = running.enter_context
        sqlite = sites.prepare(folder / "sqlite", "")
        found = [stored_on("SQLite", enter(sites.product(sqlite, workers)))]
        if database_url:
            environment = sites.prepare(folder / "postgresql", database_url)
            found.append(stored_on("PostgreSQL", enter(sites.product(environment, workers))))
        empty = sites.prepare(folder / "ceiling", "")
        site = enter(sites.ceiling("validate_only", empty, workers))
        found.append(Target("validate only", site, phones_of(site), ("open", "send")))
        site = enter(sites.ceiling("hello", empty, workers))
        found.append(Target("hello", site, Phones(site.port, "/"), ("open",)))
        yield found


def stored_on(store: str, site: sites.Running) -> Target:
    """The product on a store."""
    return Target(store, site, phones_of(site), ("open", "send"), stores=True)


def phones_of(site: sites.Running) -> Phones:
    """Phones that answer every question of the page."""

    async def open_page() -> bytes:
        line = await Phones(site.port, sites.PATH).connect()
        page = await line.ask(Phones(site.port, sites.PATH).opening())
        line.close()
        return page

    return Phones(site.port, sites.PATH, filled_in(asyncio.run(open_page())))


def summary(target: Target) -> Figures:
    """Medians of the rounds with their least and most."""
    found: Figures = {}
    for act, rounds in target.rounds.items():
        for name in ("rate", "cpu_ms", "p50_ms", "p99_ms", "generator_share"):
            found.setdefault(act, {})[name] = spread([each[name] for each in rounds])
        found[act]["rounds"] = rounds
    return found


def ratios(done: dict[str, Figures]) -> Figures:
    """Each store beside the ceilings, round by round: rates, and processor time turned round.

    So 1 is as good as the ceiling in both; the median of the rounds with the least and most.
    """

    def compared(store: str, beside: str, act: str) -> Figures:
        pairs = list(zip(done[store][act]["rounds"], done[beside][act]["rounds"], strict=True))
        return {
            "rate": spread([one["rate"] / other["rate"] for one, other in pairs]),
            "cpu": spread([other["cpu_ms"] / one["cpu_ms"] for one, other in pairs]),
        }

    return {
        store: {
            "send beside validate only": compared(store, "validate only", "send"),
            "open beside hello": compared(store, "hello", "open"),
        }
        for store in ("SQLite", "PostgreSQL")
        if store in done
    }


def spread(values: list[float]) -> Figures:
    """The middle one of some values, and the outermost."""
    return {"median": round(median(values), 3), "least": round(min(values), 3), "most": round(max(values), 3)}


def machine(folder: Path) -> Figures:
    """What it was measured on."""
    return {
        "processor": processor(),
        "processors": os.cpu_count(),
        "load_before": [round(each, 2) for each in os.getloadavg()],
        "system": platform.platform(),
        "python": platform.python_version(),
        "granian": version("granian"),
        "fsync_ms_before": sites.fsync_milliseconds(folder),
    }


def processor() -> str:
    """The processor's name."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def table(report: Figures) -> str:
    """The figures that matter, for reading."""
    lines = [f"{'':<14} {'':<5} {'a second':>22} {'CPU ms':>8} {'p50 ms':>8} {'p99 ms':>8}"]
    for name, acts in report["targets"].items():
        for act, each in acts.items():
            rate = each["rate"]
            shown = f"{rate['median']:.0f} [{rate['least']:.0f}–{rate['most']:.0f}]"
            rest = " ".join(f"{each[what]['median']:>8.2f}" for what in ("cpu_ms", "p50_ms", "p99_ms"))
            lines.append(f"{name:<14} {act:<5} {shown:>22} {rest}")
    for store, beside in report["ratios"].items():
        for name, found in beside.items():
            shown = (
                f"{what} {each['median']} [{each['least']}–{each['most']}]" for what, each in found.items()
            )
            lines.append(f"{store}, {name}: {', '.join(shown)}")
    for name, each in report["bursts"].items():
        lines.append(
            f"{name}: {each['phones']} phones in {each['within_seconds']} s, accepted {each['accepted']}, stored"
            f" {each['stored']}, sent again added {each['added_by_sending_again']}, p99 {each['p99_ms']} ms,"
            f" refused {each['refused'] or 'none'}"
        )
    lines.append(
        f"fsync {report['machine']['fsync_ms_before']} ms before, {report['fsync_ms_after']} ms after"
    )
    return "\n".join(lines)


def run(arguments: argparse.Namespace, folder: Path) -> Figures:
    """The whole measurement."""
    address = (
        os.environ.get("TEST_POSTGRESQL_URL") or os.environ.get("DATABASE_URL") or "postgresql:///postgres"
    )
    report: Figures = {"machine": machine(folder), "settings": vars(arguments) | {"out": str(arguments.out)}}
    phones, window = (100, 4.0) if arguments.quick else (1_000, 20.0)
    with (
        sites.postgresql(address) as database_url,
        targets(folder, database_url, arguments.workers) as found,
    ):
        for _ in range(arguments.rounds):
            for target in found:
                for act in target.does:
                    measure(target, act, arguments.users, arguments.seconds)
        report["targets"] = {target.name: summary(target) for target in found}
        report["ratios"] = ratios(report["targets"])
        report["bursts"] = {}
        for target in (each for each in found if each.stores):
            crowd = burst(target, phones, window, one_address=False)
            school = burst(target, CLASS_SIZE, 0.0, one_address=True)
            report["bursts"] |= {f"{target.name}, crowd": crowd, f"{target.name}, one class": school}
    report["fsync_ms_after"] = sites.fsync_milliseconds(folder)
    return report


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of the phones, for trying it out")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0, help="length of a round for each target")
    parser.add_argument("--users", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2, help="server processes of each target")
    parser.add_argument("--out", type=Path, help="file for the JSON; printed when left out")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.seconds = min(arguments.seconds, 1.0)
    folder = Path(
        tempfile.mkdtemp(prefix="bench-", dir=CHECKOUT / "instance")
    )  # a disk, which /tmp may not be
    try:
        report = run(arguments, folder)
    finally:
        shutil.rmtree(folder)
    tell(report, arguments.out, table(report))


if __name__ == "__main__":
    main()
