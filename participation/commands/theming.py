"""Commands that theme a file. They need no database and no settings."""

from pathlib import Path

import click

from analysis.theming.code_frame import CodeFrameError
from analysis.theming.csv_commands import TableError, assign_file, discover_file
from analysis.theming.encoders import EncoderError, EngineName
from participation.commands.progress import ProgressBar

FAULTS = (CodeFrameError, TableError, EncoderError)


@click.group()
def themes() -> None:
    """Theme the answers in a file."""


@themes.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--code-frame", required=True, help="A built-in name, such as i-live-in-dorset, or a YAML file."
)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--text-column", default="text", show_default=True, help="Column that holds the words.")
@click.option(
    "--corrections", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Coded CSV file."
)
@click.option("--engine", type=click.Choice(["core", "refined"]), help="refined, but core above 50,000 rows.")
def assign(
    source: Path,
    code_frame: str,
    out: Path,
    text_column: str,
    corrections: Path | None,
    engine: EngineName | None,
) -> None:
    """Say what each answer is about, from a theme list."""
    with ProgressBar("Theming") as progress:
        try:
            done = assign_file(
                source,
                code_frame,
                out,
                text_column=text_column,
                corrections=corrections,
                engine=engine,
                progress=progress,
            )
        except FAULTS as problem:
            raise click.ClickException(str(problem)) from None
    click.echo(
        f"{done.rows} rows themed by the {done.engine} engine: "
        f"{done.sure} sure, {done.unsure} unsure, {done.no_answer} said nothing"
    )
    if done.left_to_core:
        click.echo(
            f"It read the hardest; {done.left_to_core} keep what the core engine, which read all, says"
        )


@themes.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--text-column", default="text", show_default=True, help="Column that holds the words.")
@click.option("--count", type=click.IntRange(1, 200), help="How many groups; found by itself when left out.")
def discover(source: Path, out: Path, text_column: str, count: int | None) -> None:
    """Find groups of like answers: drafts for a person to name, not themes."""
    with ProgressBar("Grouping") as progress:
        try:
            found = discover_file(source, out, text_column=text_column, count=count, progress=progress)
        except FAULTS as problem:
            raise click.ClickException(str(problem)) from None
    click.echo(f"{len(found.themes)} groups found")
