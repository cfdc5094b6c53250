"""Commands that keep a deployment safe: check-up, backup, restore, and moving to another store."""

from pathlib import Path

import click

from participation.commands.progress import ProgressBar
from participation.factory import create_app
from participation.foundation import audit, clock
from participation.foundation.errors import DomainError, SettingsError
from participation.foundation.health import Finding, Level
from participation.foundation.keys import Keys, backup_key, load_keys
from participation.foundation.transactions import transaction
from participation.operations.check_up import examine
from participation.operations.copies import Contents, Progress, back_up, look_into, move, take_away_old
from participation.operations.copies import restore as bring_back
from participation.operations.rotating import make_new_key, seal_everything_anew
from participation.settings import Settings, load_settings

MARKS = {Level.FINE: "  ok     ", Level.LOOK: "  look   ", Level.UNSAFE: "  UNSAFE "}


@click.command()
@click.option("--all", "show_all", is_flag=True, help="Show what is fine too.")
def doctor(show_all: bool) -> None:
    """Look for every setting and state that is unsafe, missing or stale. Status 1 when something is unsafe."""
    with create_app().app_context():
        findings = examine()
    for finding in findings:
        if show_all or finding.level is not Level.FINE:
            click.echo(_line(finding))
    unsafe = sum(finding.level is Level.UNSAFE for finding in findings)
    to_see = sum(finding.level is Level.LOOK for finding in findings)
    click.echo(f"{len(findings)} things looked at: {unsafe} unsafe, {to_see} to look at")
    if unsafe:
        raise click.exceptions.Exit(1)


def _line(finding: Finding) -> str:
    advice = f"\n           {finding.advice}" if finding.advice else ""
    return f"{MARKS[finding.level]}{finding.what}: {finding.said}{advice}"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--keep-days", type=click.IntRange(1), help="In a folder: take backups older than this away afterwards."
)
def backup(file: Path, keep_days: int | None) -> None:
    """Write everything in the database to FILE: encrypted, of one moment, read back and checked.

    When FILE is a folder the backup gets a name with the day and time in it. The site may be in use meanwhile.
    The keys are not in it: keep a copy of the keys folder somewhere else.
    """
    settings = load_settings()
    folder = file if file.is_dir() else None
    if folder is not None:
        file = folder / f"participation-{clock.now():%Y-%m-%d-%H%M%S}.backup"
    with create_app(settings).app_context(), ProgressBar("Backing up") as progress:
        keys = load_keys(settings.keys_dir, settings.secret_key, settings.sealing_key, settings.receipt_key)
        contents = _written(settings, file, keys, progress)
        with transaction():
            audit.record("backed_up", "database", detail={"rows": contents.rows})
    click.echo(f"{file.name}: {contents.rows} rows of {len(contents.tables)} tables, read back and checked")
    if folder is not None and keep_days is not None:
        gone = take_away_old(folder, keep_days)
        click.echo(f"{gone} backups older than {keep_days} days were taken away")


def _written(settings: Settings, file: Path, keys: Keys, progress: Progress) -> Contents:
    key = backup_key(settings.keys_dir, settings.backup_key)
    try:
        return back_up(settings.database_address, file, key, keys, progress)
    except OSError as error:
        raise click.ClickException(f"{file.name} cannot be written: {error.strerror}") from None


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--look", "only_look", is_flag=True, help="Only check FILE and say what is in it.")
def restore(file: Path, only_look: bool) -> None:
    """Bring FILE back into a new, unused database, and compare every table before it counts.

    Put the keys folder of the machine it came from in place first.
    """
    settings = load_settings()
    key = backup_key(settings.keys_dir, settings.backup_key)
    if only_look:
        contents = look_into(file, key)
        for name, (rows, _) in contents.tables.items():
            click.echo(f"{rows:>10}  {name}")
        click.echo(f"{contents.rows} rows, made {contents.made_at}, whole and unaltered")
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    keys = load_keys(settings.keys_dir, settings.secret_key, settings.sealing_key, settings.receipt_key)
    with ProgressBar("Restoring") as progress:
        contents = bring_back(settings.database_address, file, key, keys, progress)
    click.echo(
        f"{contents.rows} rows of {len(contents.tables)} tables are back as they were on {contents.made_at}; "
        "every table equals the backup"
    )


@click.command(name="migrate-store")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def migrate_store(source: str, target: str) -> None:
    """Copy a deployment from one database to another, such as SQLite to PostgreSQL, and compare every table.

    FROM and TO are addresses as in DATABASE_URL; `sqlite` means the file in the data folder. Stop the site first:
    nothing can be sent to the old database meanwhile, and what phones hold back is sent to the new one.
    """
    settings = load_settings()
    with ProgressBar("Moving") as progress:
        tables = move(_address(source, settings), _address(target, settings), progress)
    for name, (rows, digest) in tables.items():
        click.echo(f"{rows:>10}  {name:<24} {digest[:16]}")
    click.echo(
        f"{sum(rows for rows, _ in tables.values())} rows, the same in both. Now set DATABASE_URL and start."
    )


def _address(given: str, settings: Settings) -> str:
    if given == "sqlite":
        return f"sqlite:///{settings.data_dir / 'participation.db'}"
    try:
        return load_settings(data_dir=settings.data_dir, database_url=given).database_url
    except SettingsError as error:
        raise DomainError(str(error)) from None


@click.group(name="keys")
def keys_group() -> None:
    """Keys of this deployment."""


@keys_group.command()
def rotate() -> None:
    """Make a new sealing key and seal everything anew with it. Stop the site and the workers first.

    The old key stays in the ring: backups made before need it. Make a copy of the keys folder afterwards.
    """
    settings = load_settings()
    number = make_new_key(settings)
    with create_app(settings).app_context():
        done = seal_everything_anew()
    click.echo(f"{done} values are sealed with key {number} now. Copy the keys folder, then start the site.")
