"""Measures a whole journey (open the form, send a view, see that it arrived) beside another survey site's.

    python -m benchmarks.peers [--rounds 3] [--seconds 5] [--users 16] [--workers 2] [--out FILE]

The peer is django-survey-and-report, in the version below: the only survey site of its kind that can be fetched as
a package. It is put into an environment of its own in an ignored folder, and used for nothing else. Both run with
as many server processes of four threads, on PostgreSQL; the product on SQLite too. Every journey begins on a new
connection without cookies; rounds alternate; whatever a site said it took must be found stored.

LimeSurvey cannot be fetched here. Where it was measured beside this same peer (version 6.4.2, 16 users, one machine,
one run) it did 4.6 journeys a second and the peer 42.0: `LIMESURVEY_BESIDE_PEER` carries that ratio over, and what
is worked out by it is named as derived.
"""

import argparse
import asyncio
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.engine import make_url

from benchmarks import sites
from benchmarks.phones import HOST, KEY, RECEIPT, Line, Outcome, Phones
from benchmarks.sending import Figures, machine, phones_of, spread
from benchmarks.telling import tell
from participation.commands.serving import BLOCKING_THREADS
from participation.settings import CHECKOUT

PEER = "django-survey-and-report"
PACKAGES = (f"{PEER}==1.5.0", "Django==5.2.19", "gunicorn==27.0.1", "psycopg[binary]==3.3.9")
FOLDER = CHECKOUT / "instance" / f"{PEER}-1.5.0"
#: Journeys a second of LimeSurvey for each of the peer's, both measured in one run elsewhere.
LIMESURVEY_BESIDE_PEER = 4.6 / 42.0
WARM_UP_SECONDS = 1.0
PAGE = "/1/"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile(rb"\r\nset-cookie: *([^;\r]+)", re.IGNORECASE)
PLACE = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
FIELDS = re.compile(rb'name="(question_\d+)"')
FILL = """
from survey.models import Category, Question, Survey
survey = Survey.objects.create(name="Our town", description="", need_logged_user=False)
said = Category.objects.create(name="All", survey=survey, order=1, description="")
kinds = [("text", None), ("radio", "Yes,No,Not sure"), ("radio", "Bus,Bike,Walk,Car"), ("short-text", None)]
for at, (kind, choices) in enumerate(kinds):
    Question.objects.create(text=f"Question {at}", order=at, required=False, category=said, survey=survey, type=kind,
                            choices=choices)
"""
COUNT = "from survey.models import Response; print('stored', Response.objects.count())"

Journey = Callable[[Line], Awaitable[str]]


class CannotRun(Exception):
    """The peer cannot run here; the message says why."""


@dataclass
class Target:
    """A site, one journey through it (empty when it went well, else what was wrong), and how to count its views."""

    name: str
    site: sites.Running
    journey: Journey
    stored: Callable[[], int]
    rounds: list[Figures] = field(default_factory=list)


def peer_python() -> Path:
    """The interpreter that has the peer, fetched when it is not here yet."""
    python = FOLDER / "bin" / "python"
    if python.exists():
        return python
    venv.create(FOLDER, with_pip=True)
    fetch = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if subprocess.run(fetch, stdout=sys.stderr, env=alone).returncode:
        shutil.rmtree(FOLDER)
        raise CannotRun(f"pip could not fetch {PACKAGES[0]}")
    return python


def peer_environment(folder: Path, database_url: str) -> dict[str, str]:
    """What the peer's commands are started with."""
    address = make_url(database_url)
    told = {
        "DATABASE": address.database,
        "HOST": address.host,
        "PORT": address.port and str(address.port),
        "USER": address.username,
        "PASSWORD": address.password,
        "SECRET": secrets.token_urlsafe(),
    }
    given = {f"PEER_{name}": value for name, value in told.items() if value}
    here = str(Path(__file__).parent)
    return {
        **os.environ,
        **given,
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "peer_settings",
        "PYTHONPATH": here,
    }


@contextmanager
def peer(folder: Path, database_url: str, workers: int) -> Iterator[Target]:
    """The peer, with a form of four questions."""
    python, environment = str(peer_python()), peer_environment(folder, database_url)
    folder.mkdir()

    def django(*arguments: str) -> str:
        command = [python, "-m", "django", *arguments]
        done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            raise CannotRun(done.stderr[-2000:])
        return done.stdout

    django("migrate")
    django("shell", "-c", FILL)

    def command(port: str) -> list[str]:
        threads = ["--worker-class", "gthread", "--threads", str(BLOCKING_THREADS), "--workers", str(workers)]
        serving = [
            "django.core.wsgi:get_wsgi_application()",
            "--bind",
            f"{HOST}:{port}",
            "--log-level",
            "error",
        ]
        return [python, "-m", "gunicorn", *threads, *serving]

    with sites.serving(command, environment) as site:
        yield Target(
            "peer on PostgreSQL",
            site,
            peer_journey(site.port),
            lambda: int(django("shell", "-c", COUNT).split()[-1]),
        )


def peer_journey(port: int) -> Journey:
    """Open the peer's form, send it, follow to the page that says it arrived."""

    def asking(path: str, cookies: dict[str, str], body: bytes = b"") -> bytes:
        method = "POST" if body else "GET"
        head = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{port}", f"Referer: http://{HOST}:{port}{path}"]
        if cookies:
            head.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
        if body:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*head, "", ""]).encode() + body

    async def journey(line: Line) -> str:
        page = await line.ask(asking(PAGE, {}))
        token = TOKEN.search(page)
        if token is None:
            return "no form"
        cookies = cookies_in(page)
        said = {name.decode(): "" for name in FIELDS.findall(page)}
        first = min(said)
        said |= {first: "More lights on the path by the river", "csrfmiddlewaretoken": token[1].decode()}
        sent = await line.ask(asking(PAGE, cookies, urlencode(said).encode()))
        place = PLACE.search(sent)
        if sent[9:12] != b"302" or place is None:
            return sent[9:12].decode()
        arrived = await line.ask(asking(place[1].decode(), cookies | cookies_in(sent)))
        return "" if arrived[9:12] == b"200" else arrived[9:12].decode()

    return journey


def cookies_in(answer: bytes) -> dict[str, str]:
    """The cookies that an answer sets."""
    pairs = (each.decode().partition("=") for each in COOKIE.findall(answer.partition(b"\r\n\r\n")[0]))
    return {name: value for name, _, value in pairs}


def product(name: str, site: sites.Running) -> Target:
    """The product on a store."""
    phones: Phones = phones_of(site)

    async def journey(line: Line) -> str:
        key = KEY.search(await line.ask(phones.opening()))
        if key is None:
            return "no form"
        answer = await line.ask(phones.sending(phones.body(key[1].decode())))
        return "" if RECEIPT in answer else answer[9:12].decode()

    return Target(name, site, journey, site.stored)


async def travelling(target: Target, users: int, seconds: float) -> Outcome:
    """`users` people, each beginning another journey as soon as the last is over."""
    outcome, until = Outcome(), time.perf_counter() + seconds
    phones = Phones(target.site.port, "/")

    async def user() -> None:
        while time.perf_counter() < until:
            began = time.perf_counter()
            try:
                line = await phones.connect()
                wrong = await target.journey(line)
                line.close()
            except (OSError, TimeoutError) as error:
                wrong = type(error).__name__
            if wrong:
                outcome.refused[wrong] += 1
            else:
                outcome.milliseconds.append((time.perf_counter() - began) * 1000)

    began, spent = time.perf_counter(), time.process_time()
    await asyncio.gather(*(user() for _ in range(users)))
    outcome.seconds = time.perf_counter() - began
    outcome.generator_share = round((time.process_time() - spent) / outcome.seconds, 2)
    return outcome


def measure(target: Target, users: int, seconds: float) -> None:
    """One round, and whether everything that was taken is stored."""
    asyncio.run(travelling(target, users, WARM_UP_SECONDS))
    before, began = target.stored(), target.site.cpu_seconds()
    outcome = asyncio.run(travelling(target, users, seconds))
    spent, good = target.site.cpu_seconds() - began, len(outcome.milliseconds)
    target.rounds.append(
        {
            "rate": round(outcome.rate, 1),
            "cpu_ms": round(spent * 1000 / max(1, good), 3),
            "p50_ms": outcome.percentile(50),
            "p99_ms": outcome.percentile(99),
            "refused": dict(outcome.refused),
            "generator_share": outcome.generator_share,
            "is_accepted_stored": target.stored() - before == good,
        }
    )


def ratios(found: list[Target], beside: Target) -> Figures:
    """Each of the product's stores beside the peer, round by round; and what that makes beside LimeSurvey."""
    said: Figures = {}
    for target in found:
        pairs = list(zip(target.rounds, beside.rounds, strict=True))
        rate = spread([one["rate"] / other["rate"] for one, other in pairs])
        said[target.name] = {
            "journeys a second": rate,
            "CPU": spread([other["cpu_ms"] / one["cpu_ms"] for one, other in pairs]),
            "journeys beside LimeSurvey, derived": round(rate["median"] / LIMESURVEY_BESIDE_PEER),
        }
    return said


def run(arguments: argparse.Namespace, folder: Path) -> Figures:
    """The whole measurement.

    Raises:
        CannotRun: when the peer or PostgreSQL is not to be had.
    """
    address = (
        os.environ.get("TEST_POSTGRESQL_URL") or os.environ.get("DATABASE_URL") or "postgresql:///postgres"
    )
    report: Figures = {"machine": machine(folder), "settings": vars(arguments) | {"out": str(arguments.out)}}
    with ExitStack() as stack:
        enter = stack.enter_context
        ours, theirs = enter(sites.postgresql(address, "ours")), enter(sites.postgresql(address, "peer"))
        if not (ours and theirs):
            raise CannotRun("no PostgreSQL server answers, and the peer needs one")
        beside = enter(peer(folder / "peer", theirs, arguments.workers))
        on_sqlite = sites.prepare(folder / "sqlite", "")
        on_postgresql = sites.prepare(folder / "postgresql", ours)
        found = [
            product("SQLite", enter(sites.product(on_sqlite, arguments.workers))),
            product("PostgreSQL", enter(sites.product(on_postgresql, arguments.workers))),
        ]
        for _ in range(arguments.rounds):
            for target in (*found, beside):
                measure(target, arguments.users, arguments.seconds)
        report["targets"] = {target.name: target.rounds for target in (*found, beside)}
        report["ratios"] = ratios(found, beside)
    return report


def table(report: Figures) -> str:
    """The figures that matter, for reading."""
    lines = []
    for name, rounds in report["targets"].items():
        rate, cpu = (spread([each[what] for each in rounds]) for what in ("rate", "cpu_ms"))
        stored = all(each["is_accepted_stored"] for each in rounds)
        shown = f"{rate['median']:.0f} [{rate['least']:.0f}–{rate['most']:.0f}] journeys a second"
        lines.append(f"{name:<20} {shown}, CPU {cpu['median']} ms, accepted {'=' if stored else '≠'} stored")
    for name, each in report["ratios"].items():
        rate, cpu = each["journeys a second"], each["CPU"]
        lines.append(
            f"{name} beside the peer: rate {rate['median']} [{rate['least']}–{rate['most']}], CPU {cpu['median']};"
            f" beside LimeSurvey {each['journeys beside LimeSurvey, derived']} (derived)"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0, help="length of a round for each site")
    parser.add_argument("--users", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2, help="server processes of each site")
    parser.add_argument("--out", type=Path, help="file for the JSON; printed when left out")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=CHECKOUT / "instance"))
    try:
        report: dict[str, Any] = run(arguments, folder)
    except CannotRun as reason:
        sys.exit(f"Left out: {reason}")
    finally:
        shutil.rmtree(folder)
    tell(report, arguments.out, table(report))


if __name__ == "__main__":
    main()
