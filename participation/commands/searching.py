"""Commands for the full-text index."""

import click

from moderation.search_index import build
from participation.factory import create_app
from participation.foundation.database import db
from participation.foundation.transactions import transaction


@click.group(name="search")
def search_group() -> None:
    """The full-text index over approved words."""


@search_group.command()
def rebuild() -> None:
    """Make the index anew from the approved words. Nothing is lost by it; searches wait meanwhile."""
    with create_app().app_context(), transaction():
        build(db.session.connection())
    click.echo("The search index is built anew.")
