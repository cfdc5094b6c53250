"""Commands of the demonstration."""

import click

from participation.commands.progress import ProgressBar
from participation.demonstration.loading import load as load_demo
from participation.demonstration.removing import remove as remove_demo
from participation.factory import create_app


@click.group()
def demo() -> None:
    """The fictional campaigns: moderated, themed, with replies."""


@demo.command()
def load() -> None:
    """Load the demo campaigns and accounts; loading again changes nothing."""
    with create_app().app_context(), ProgressBar("Loading the demo") as progress:
        is_new = load_demo(progress)
    click.echo("The demo is loaded." if is_new else "The demo was loaded before.")


@demo.command()
def remove() -> None:
    """Take the demo campaigns and accounts away again."""
    with create_app().app_context():
        was_here = remove_demo()
    click.echo("The demo is gone." if was_here else "There was no demo here.")
