"""Commands about how long things are kept."""

import click

from participation.factory import create_app
from participation.foundation import audit, retention
from participation.foundation.transactions import transaction


@click.group(name="retention")
def retention_group() -> None:
    """How long things are kept."""


@retention_group.command()
@click.option("--dry-run", is_flag=True, help="Say what would go and erase nothing.")
def run(dry_run: bool) -> None:
    """Erase everything past its term and write the certificate. Workers do it each night by themselves."""
    with create_app().app_context():
        if dry_run:
            outcomes = retention.preview()
        else:
            with transaction():
                outcomes = retention.run()
    for outcome in outcomes:
        click.echo(f"{outcome.count:>8}  {outcome.rule.key:<20} {outcome.rule.kept()}")
    total = sum(outcome.count for outcome in outcomes)
    click.echo(f"{total} would go; nothing was erased" if dry_run else f"{total} erased, certificate written")


@retention_group.command()
def verify() -> None:
    """Check that no certificate was altered or left out."""
    with create_app().app_context():
        found = audit.verify()
    if found.broken_at is not None:
        raise click.ClickException(f"the audit trail is broken at event {found.broken_at}")
    click.echo(f"{found.events} events, unbroken")
