"""Commands about staff: the first account, and the way back in when nobody is left who could help."""

import click

from participation.accounts import links, second_factor
from participation.accounts.models import LinkKind
from participation.accounts.queries import person_by_email
from participation.accounts.services import add_person
from participation.factory import create_app
from participation.foundation import audit
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


@staff.command()
@click.argument("email")
@click.option("--forget-second-step", is_flag=True, help="Also take the second step of signing in away.")
def link(email: str, forget_second_step: bool) -> None:
    """Print a link by which somebody chooses a new password. It works once, within an hour."""
    with create_app().app_context(), transaction():
        person = person_by_email(email)
        if person is None or not person.is_active:
            raise click.ClickException("nobody with this address may work here")
        if forget_second_step:
            second_factor.remove(person, person.id)
        audit.record("gave_link", "person", person.id, detail={"for": "command line"})
        click.echo(links.address(links.make(person, LinkKind.RESET)))
