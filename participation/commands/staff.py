"""Commands about staff: the first account comes from here."""

import click

from participation.accounts.services import add_person
from participation.factory import create_app
from participation.foundation.access import Role
from participation.foundation.transactions import transaction


@click.group()
def staff() -> None:
    """Staff accounts."""


@staff.command()
@click.argument("email")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role])
)
@click.option("--name", default="", help="Name shown to colleagues.")
@click.password_option(help="Asked for when not given.")
def create(email: str, roles: tuple[str, ...], name: str, password: str) -> None:
    """Add a member of staff with one or more roles."""
    with create_app().app_context(), transaction():
        person = add_person(email, name, password, [Role(role) for role in roles])
        click.echo(f"{person.email} can now sign in.")
