"""Commands for the people who run the site."""

import json
from dataclasses import asdict
from typing import Any

import click

from moderation.service_levels import in_words
from moderation.service_levels import service_levels as levels_now
from moderation.verifying import verify_cases
from participation.factory import create_app
from participation.foundation import audit
from participation.pages.complaints.queries import complaint_levels


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
@click.option("--json", "as_json", is_flag=True, help="Print JSON; times are whole minutes.")
@click.option(
    "--fail-when-late", is_flag=True, help="Exit 1 when something waits longer than the limits allow."
)
def service_levels(as_json: bool, fail_when_late: bool) -> None:
    """How long things wait: views to be read, views somebody holds, concerns and complaints to be answered."""
    with create_app().app_context():
        levels, complaints = levels_now(), complaint_levels()
    found = levels.to_json() | {"data_complaints": asdict(complaints)}
    if as_json:
        click.echo(json.dumps(found))
    else:
        for name, value in found.items():
            click.echo(f"{name.replace('_', ' ')}: {_shown(value)}")
    late = levels.late + complaints.overdue
    if fail_when_late and late:
        raise click.ClickException(f"{late} {'waits' if late == 1 else 'wait'} longer than the limits allow")


def _shown(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    if "count" not in value:
        return ", ".join(
            f"{name.replace('_', ' ')} {each}" for name, each in value.items() if each is not None
        )
    if not value["count"]:
        return "none"
    median, oldest = in_words(value["median_minutes"]), in_words(value["oldest_minutes"])
    return f"{value['count']}, median {median}, oldest {oldest}"
