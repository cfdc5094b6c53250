"""The command that says which settings there are. It needs no database and starts at once."""

import click

from participation.settings import settings_table


@click.group(name="settings")
def settings_group() -> None:
    """Settings of this deployment."""


@settings_group.command()
def table() -> None:
    """Print the settings as the README's table."""
    click.echo(settings_table())
