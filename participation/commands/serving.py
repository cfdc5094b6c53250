"""Commands that serve and work."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click
from granian import Granian
from granian.constants import Interfaces
from huey.consumer import Consumer

from participation.factory import create_app
from participation.foundation.migrating import migrate as migrate_database
from participation.settings import load_settings

BLOCKING_THREADS = 4
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
WORKER_NICENESS = 10  # screening must never starve sending


@click.command()
def migrate() -> None:
    """Bring the database to the version this code expects."""
    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate_database(settings.database_address)
    click.echo("The database is up to date.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=0, help="Server processes; 0 means one for each core, at most 4.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site; needs a migrated database and, elsewhere, `participation work`."""
    load_settings()  # refuse at once, with the reason, rather than in every server process
    Granian(
        "participation.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or _cores(),
        blocking_threads=BLOCKING_THREADS,
        websockets=False,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()


@click.command()
def work() -> None:
    """Do background work until stopped: screening, theming, reports."""
    app = create_app()
    if hasattr(os, "nice"):
        os.nice(WORKER_NICENESS)
    consumer = Consumer(
        app.extensions["huey"], workers=1, initial_delay=0.1, max_delay=1.0, check_worker_health=True
    )
    app.extensions["look_now"]()
    consumer.run()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=0, help="Server processes; 0 means one for each core, at most 4.")
def run(host: str, port: int, workers: int) -> None:
    """Migrate, serve and work in one: all a small installation needs."""
    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate_database(settings.database_address)
    serve_arguments = ["serve", "--host", host, "--port", str(port), "--workers", str(workers)]
    sys.exit(_supervise({"server": serve_arguments, "worker": ["work"]}))


def _supervise(commands: dict[str, list[str]]) -> int:
    """Keep each command running until we are stopped; stop them all with us."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    running = {name: _start(arguments) for name, arguments in commands.items()}
    while not stopping:
        for name, process in running.items():
            if process.poll() is not None and not stopping:
                click.echo(f"The {name} stopped; starting it again.", err=True)
                time.sleep(1)
                running[name] = _start(commands[name])
        time.sleep(0.2)
    for process in running.values():
        process.terminate()
    for process in running.values():
        _wait_or_kill(process)
    return 0


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


def _cores() -> int:
    return max(1, min(4, os.cpu_count() or 1))
