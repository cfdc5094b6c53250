"""Commands that serve and work."""

import os
import sys

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from huey.consumer import Consumer
from sqlalchemy.exc import IntegrityError

from participation.commands.supervising import House
from participation.demonstration.people import DEMO_PEOPLE, PASSWORD
from participation.demonstration.script import MAIN_CAMPAIGN
from participation.foundation.keys import backup_key
from participation.foundation.logs import log_failure
from participation.foundation.migrating import migrate as migrate_database
from participation.foundation.parenthood import announce_server
from participation.foundation.transactions import transaction
from participation.settings import load_settings

BLOCKING_THREADS = 4
WORKER_NICENESS = 10  # screening must never starve sending


@click.command()
def migrate() -> None:
    """Bring the database to the version this code expects."""
    from participation.factory import create_app

    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate_database(settings.database_address)
    backup_key(settings.keys_dir, settings.backup_key)  # made now, so that a copy of the keys has them all
    _load_plans(create_app(settings))
    click.echo("The database is up to date.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=0, help="Server processes; 0 means one for each core, at most 4.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site; needs a migrated database and, elsewhere, `participation work`."""
    announce_server()
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
    from participation.factory import create_app  # here, so that what only starts others starts at once
    from participation.jobs import Lookout

    app = create_app()
    if hasattr(os, "nice"):
        os.nice(WORKER_NICENESS)
    consumer = Consumer(
        app.extensions["huey"], workers=1, initial_delay=0.1, max_delay=1.0, check_worker_health=True
    )
    _load_plans(app)
    Lookout(app).start()
    _look_at_once(app)
    consumer.run()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=0, help="Server processes; 0 means one for each core, at most 4.")
@click.option("--with-demo", is_flag=True, help="Load the demo too; /healthz answers 200 once it is there.")
def run(host: str, port: int, workers: int, with_demo: bool) -> None:
    """Migrate, serve and work in one: all a small installation needs."""
    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate_database(settings.database_address)
    if with_demo:
        os.environ["WAIT_FOR_DEMO"] = "true"  # the server is a child, and asks for it there
    serve_arguments = ["serve", "--host", host, "--port", str(port), "--workers", str(workers)]
    address = f"http://{_reachable(host)}:{port}"
    house = House({"server": serve_arguments, "worker": ["work"]}, address, _welcome(address))
    sys.exit(house.run(["demo", "load"] if with_demo else None))


def _look_at_once(app: Flask) -> None:
    """Do what waits; a store that is away for a moment must not end the worker."""
    try:
        app.extensions["look_now"]()
    except Exception as error:
        log_failure(error)


def _load_plans(app: Flask) -> None:
    """Have the plan's reference data there; another process may be doing the same."""
    from participation.plan.services import ensure_plans

    try:
        with app.app_context(), transaction():
            ensure_plans()
    except IntegrityError:
        click.echo("Another process loaded the plans.", err=True)


def _reachable(host: str) -> str:
    """The name to call the site by from this machine."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - compared, not listened on


def _welcome(address: str) -> str:
    """The addresses to begin with, and who can sign in."""
    places = {
        "The site": "/",
        "Take part": f"/c/{MAIN_CAMPAIGN}/take-part",
        "You said, we did": "/results",
        "Group session": f"/staff/campaigns/{MAIN_CAMPAIGN}/sessions",
        "For staff": "/staff/sign-in",
    }
    lines = ["", "Ready. Everything on this site is made up.", ""]
    lines += [f"  {name:<18}{address}{path}" for name, path in places.items()]
    lines += ["", f"  Sign in with the password {PASSWORD} as:"]
    for each in DEMO_PEOPLE:
        roles = " and ".join(role.label.lower() for role in each.roles)
        lines.append(f"  {each.email:<26}{roles}")
    return "\n".join([*lines, "", "  Ctrl+C stops it.", ""])


def _cores() -> int:
    return max(1, min(4, os.cpu_count() or 1))
