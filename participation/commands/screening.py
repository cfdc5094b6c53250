"""The command that screens a file. It needs no database and no settings."""

from pathlib import Path

import click
from tqdm import tqdm

from moderation.screening.csv_command import DEFAULT_TEXT_COLUMN, ScreeningFileError, screen_csv


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option(
    "--text-column", default=DEFAULT_TEXT_COLUMN, show_default=True, help="Column that holds the words."
)
def screen(source: Path, out: Path, text_column: str) -> None:
    """Read every row of a CSV file as the automatic check does: lane, signals and spans."""
    with tqdm(desc="Screening", unit=" rows", disable=None) as bar:
        try:
            rows = screen_csv(
                source, out, text_column=text_column, progress=lambda done: bar.update(done - bar.n)
            )
        except ScreeningFileError as problem:
            raise click.ClickException(str(problem)) from None
    click.echo(f"{rows} rows screened")
