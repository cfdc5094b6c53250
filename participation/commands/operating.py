"""Commands for the people who run the site."""

import json

import click
from sqlalchemy import func, select

from moderation.verifying import verify_cases
from participation.factory import create_app
from participation.foundation import audit
from participation.foundation.database import db
from participation.settings import settings_table
from surveys.models import Submission


@click.group(name="audit")
def audit_group() -> None:
    """The audit trail."""


@audit_group.command()
def verify() -> None:
    """Check that no audit event and no step of a concern was changed or removed."""
    with create_app().app_context():
        trail, concerns = audit.verify(), verify_cases()
    if trail.broken_at is not None:
        raise click.ClickException(f"the audit trail is broken at event {trail.broken_at}")
    if concerns.broken:
        numbers = ", ".join(map(str, concerns.broken))
        raise click.ClickException(f"the record of these concerns is broken: {numbers}")
    click.echo(f"{trail.events} events and {concerns.cases} concerns, unbroken")


@click.command(name="service-levels")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def service_levels(as_json: bool) -> None:
    """How much was sent and how much waits."""
    with create_app().app_context():
        stored = db.session.scalar(select(func.count()).select_from(Submission)) or 0
        waiting = db.session.scalar(select(func.count()).where(Submission.state == "pending")) or 0
        unchecked = db.session.scalar(select(func.count()).where(~Submission.is_checked)) or 0
        levels = {"submissions_stored": stored, "waiting": waiting, "not_checked": unchecked}
    if as_json:
        click.echo(json.dumps(levels))
    else:
        for name, count in levels.items():
            click.echo(f"{name.replace('_', ' ')}: {count}")


@click.group(name="settings")
def settings_group() -> None:
    """Settings of this deployment."""


@settings_group.command()
def table() -> None:
    """Print the settings as the README's table."""
    click.echo(settings_table())
