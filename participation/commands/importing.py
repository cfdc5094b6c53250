"""The command that brings in views collected elsewhere."""

from pathlib import Path
from typing import Any

import click
import yaml

from participation.accounts.queries import person_by_email
from participation.commands.campaigns import named_campaign
from participation.commands.progress import ProgressBar
from participation.factory import create_app
from participation.foundation.access import Role
from surveys.definition import SurveyDefinition
from surveys.domain import Channel
from surveys.importing import IMPORT_CHANNELS, Destination, ImportCounts, import_table, map_columns
from surveys.mapping import ColumnMap, how_to_read, known_names
from surveys.queries import current_version
from surveys.refused_rows import RefusedRows
from surveys.tables import Table, TableFile

AN_EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="import")
@click.argument("file", type=AN_EXISTING_FILE)
@click.option("--campaign", "slug", required=True, help="Slug of the campaign, as in its address.")
@click.option(
    "--map",
    "map_file",
    type=AN_EXISTING_FILE,
    help="YAML: columns (column: question), id, may_quote; sheet, encoding, heading_row.",
)
@click.option(
    "--channel",
    type=click.Choice([channel.value for channel in IMPORT_CHANNELS]),
    default="import",
    show_default=True,
    help="How the views were collected.",
)
@click.option(
    "--moderated-by", "moderator", default="", help="E-mail of who answers for text moderated elsewhere."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and store nothing.")
def import_file(
    file: Path, slug: str, map_file: Path | None, channel: str, moderator: str, dry_run: bool
) -> None:
    """Bring in the views of FILE (CSV or XLSX), each once however often it is run.

    The column “text” answers the first long question unless a map says otherwise. Two rows that say the same
    are two views; to tell rows of several files apart, give the map an id column. Refused rows go to
    FILE.refused.csv with the reason.
    """
    with create_app().app_context():
        version = current_version(named_campaign(slug).id)
        definition = SurveyDefinition.from_json(version.definition)
        content = _read_map(map_file)
        table = Table(TableFile.at(file), how_to_read(content), known_names(content, definition))
        _say_how_it_was_read(table)
        columns = map_columns(table, definition, content)
        destination = Destination(
            version.campaign_id, version.id, definition, Channel(channel), _moderator_id(moderator), dry_run
        )
        counts = _bring_in(table, columns, destination, refused_path(file))
    click.echo(f"imported {counts.imported}, already there {counts.already_there}, refused {counts.refused}")
    if counts.refused:
        click.echo(f"The refused rows and why: {refused_path(file)}", err=True)


def refused_path(path: Path) -> Path:
    """Where rows that are refused are written: beside the file, with a reason each."""
    return path.with_name(f"{path.name}.refused.csv")


def _bring_in(table: Table, columns: ColumnMap, destination: Destination, path: Path) -> ImportCounts:
    path.unlink(missing_ok=True)  # of an earlier run
    with (
        RefusedRows(table.headings, lambda: path.open("w", encoding="utf-8-sig", newline="")) as refused,
        ProgressBar("Importing") as progress,
    ):
        return import_table(table, columns, destination, refused, progress)


def _say_how_it_was_read(table: Table) -> None:
    """Whatever was found out rather than said, so that a person can look whether it is right."""
    if table.was_guessed:
        click.echo(f"{table.name} is not UTF-8; it was read as Windows-1252. Look at accents.", err=True)
    if len(table.sheets) > 1:
        click.echo(f"{table.name} has {len(table.sheets)} sheets; “{table.sheet}” was read.", err=True)
    if table.heading_row > 1:
        click.echo(f"The columns are named in row {table.heading_row}.", err=True)


def _read_map(path: Path | None) -> Any:
    if path is None:
        return None
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, ValueError, RecursionError):
        raise click.ClickException(
            f"{path.name} is not YAML. Write “columns:” and under it “comment: q1”."
        ) from None


def _moderator_id(email: str) -> int | None:
    if not email:
        return None
    person = person_by_email(email)
    if person is None or not person.is_active:
        raise click.ClickException(f"nobody signs in here as {email}")
    if not person.holds(Role.MODERATOR):
        raise click.ClickException(f"{email} is not a moderator, so their decision cannot be recorded")
    return person.id
