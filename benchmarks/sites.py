"""Running sites to measure: the product's own server on either store, and ceilings on the same server.

python -m benchmarks.sites benchmarks.ceilings:hello 8001 2    serves a ceiling on a port with workers
"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from socket import socket
from statistics import median

from granian import Granian
from granian.constants import Interfaces
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from moderation.rota.domain import NEEDED
from moderation.rota.queries import ROLES
from moderation.rota.services import add_turn
from participation.accounts.services import add_person
from participation.campaigns.domain import CampaignDetails
from participation.campaigns.opening import sign_best_interests
from participation.campaigns.services import create_campaign, open_campaign
from participation.commands.serving import BLOCKING_THREADS
from participation.demonstration.script import MAIN_CAMPAIGN, read_campaign
from participation.factory import create_app
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db, driver_address
from participation.foundation.migrating import migrate
from participation.foundation.transactions import transaction
from participation.plan.services import ensure_plans
from participation.settings import load_settings
from surveys.editing import add_question
from surveys.written import WrittenQuestion

PATH = f"/c/{MAIN_CAMPAIGN}/take-part"
START_WITHIN_SECONDS = 120
COMMAND = (sys.executable, "-W", "ignore", "-c", "from participation.cli import main; main()")
SAID = "said.txt"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Running:
    """A server that answers on `port`; its data, when it has any, are reached by commands."""

    port: int
    environment: dict[str, str]
    server: "subprocess.Popen[bytes]"

    def stored(self) -> int:
        """How many views the site says it has."""
        command = [*COMMAND, "service-levels", "--json"]
        said = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return int(json.loads(said.stdout)["submissions_stored"])

    def cpu_seconds(self) -> float:
        """Processor time of the server and its children so far."""
        return sum(_ticks(number) for number in _tree(self.server.pid)) / TICKS


def prepare(folder: Path, database_url: str) -> dict[str, str]:
    """A migrated site with the demo's campaign open and no views; the environment of its commands."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = load_settings(data_dir=folder, database_url=database_url, redis_url="", log_level="error")
    migrate(settings.database_address)
    app = create_app(settings)
    with app.app_context():
        _open_campaign()
        db.session.remove()
        db.engine.dispose()
    given = {"DATA_DIR": str(folder), "DATABASE_URL": database_url, "REDIS_URL": ""}
    return {**os.environ, **given, "OMP_NUM_THREADS": "1"}


def _open_campaign() -> None:
    script, today = read_campaign(MAIN_CAMPAIGN), clock.today()
    dates = {"opens_on": today, "closes_on": today + timedelta(30), "hear_back_by": today + timedelta(60)}
    answers = {"decided_on": today + timedelta(45), "access_checked_on": today}
    with transaction():
        ensure_plans()
        lead_id = _fill_rota()
        campaign = create_campaign(CampaignDetails(**{**script.details, **dates, **answers}))
        for said in script.questions:
            labels = tuple(said.get("labels", ()))
            add_question(
                campaign, WrittenQuestion(said["kind"], said["wording"], said.get("hint", ""), labels)
            )
        sign_best_interests(campaign, "They are heard first.", lead_id, frozenset({Role.SAFEGUARDING_LEAD}))
        open_campaign(campaign)


def _fill_rota() -> int:
    """No campaign opens without somebody to read and two leads; the last of these, who signs for it."""
    person_id = 0
    for part in NEEDED:
        address = f"{part}@bench.example.org"
        person = add_person(address, part.label, "four plain bench words", [ROLES[part]])
        add_turn(part, person.id, clock.today())
        person_id = person.id
    return person_id


@contextmanager
def product(environment: dict[str, str], workers: int) -> Iterator[Running]:
    """`participation serve`."""
    with serving(
        lambda port: [*COMMAND, "serve", "--port", port, "--workers", str(workers)], environment
    ) as it:
        yield it


@contextmanager
def ceiling(name: str, environment: dict[str, str], workers: int) -> Iterator[Running]:
    """An app of `benchmarks.ceilings` on the same server with the same settings."""
    target = f"benchmarks.ceilings:{name}"
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.sites", target]
    with serving(lambda port: [*command, port, str(workers)], environment) as it:
        yield it


@contextmanager
def background_work(environment: dict[str, str]) -> Iterator[None]:
    """`participation work`."""
    with _started([*COMMAND, "work"], environment):
        yield


@contextmanager
def postgresql(address: str, whose: str = "site") -> Iterator[str]:
    """The address of a new, empty database on this server; none when it does not answer."""
    name = f"participation_bench_{whose}_{os.getpid()}"
    try:
        _administer(address, f"CREATE DATABASE {name}")
    except OperationalError:
        yield ""
        return
    try:
        yield make_url(address).set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(address, f"DROP DATABASE {name} WITH (FORCE)")


def fsync_milliseconds(folder: Path) -> float:
    """How long the disk takes to keep 4 KB for good: the floor under every commit."""
    path, taken = folder / "fsync", []
    with path.open("wb") as file:
        for _ in range(100):
            file.write(bytes(4096))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            taken.append((time.perf_counter() - began) * 1000)
    path.unlink()
    return round(median(taken), 3)


@contextmanager
def serving(command_on: Callable[[str], list[str]], environment: dict[str, str]) -> Iterator[Running]:
    """A server started by what `command_on` makes of a free port, once it answers."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with _started(command_on(str(port)), environment) as server:
        _wait_until_answering(port, server, environment)
        yield Running(port, environment, server)


@contextmanager
def _started(command: list[str], environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that logs as it does in earnest, to a file beside its data."""
    with (Path(environment["DATA_DIR"]) / SAID).open("ab") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        process.kill()
        process.wait()


def _wait_until_answering(port: int, server: "subprocess.Popen[bytes]", environment: dict[str, str]) -> None:
    until = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            said = Path(environment["DATA_DIR"]) / SAID
            raise RuntimeError(f"a server stopped while starting: {said.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("a server did not answer")


def _administer(address: str, statement: str) -> None:
    engine = create_engine(driver_address(address), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def _tree(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(path.parent.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def _ticks(number: int) -> int:
    try:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


if __name__ == "__main__":
    Granian(
        sys.argv[1],
        address="127.0.0.1",
        port=int(sys.argv[2]),
        interface=Interfaces.WSGI,
        workers=int(sys.argv[3]),
        blocking_threads=BLOCKING_THREADS,
        websockets=False,
        log_access=False,
        factory=True,
    ).serve()
