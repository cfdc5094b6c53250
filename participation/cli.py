"""The console command. Each command's module is loaded only when it is asked for."""

import sys
from importlib import import_module
from typing import NamedTuple

import click

from participation.foundation.errors import DomainError, SettingsError


class Listed(NamedTuple):
    """Where a command is, and what the list of commands says of it, which must not load it to know."""

    where: str
    about: str


COMMANDS = {
    "run": Listed("participation.commands.serving:run", "Migrate, serve and work in one"),
    "serve": Listed(
        "participation.commands.serving:serve",
        "Serve the site; needs a migrated database and, elsewhere, `participation work`",
    ),
    "work": Listed("participation.commands.serving:work", "Do background work until stopped"),
    "migrate": Listed(
        "participation.commands.serving:migrate", "Bring the database to the version this code expects"
    ),
    "demo": Listed("participation.commands.demo:demo", "The fictional campaigns"),
    "staff": Listed("participation.commands.staff:staff", "Staff accounts"),
    "import": Listed(
        "participation.commands.importing:import_file",
        "Bring in the views of FILE (CSV or XLSX), each once however often it is run",
    ),
    "screen": Listed(
        "participation.commands.screening:screen", "Read every row of a CSV file as the automatic check does"
    ),
    "themes": Listed("participation.commands.theming:themes", "Theme the answers in a file"),
    "report": Listed("participation.commands.reporting:report", "Write a report of a campaign"),
    "audit": Listed("participation.commands.operating:audit_group", "The audit trail"),
    "service-levels": Listed("participation.commands.operating:service_levels", "How long things wait"),
    "settings": Listed("participation.commands.settings_table:settings_group", "Settings of this deployment"),
    "retention": Listed("participation.commands.retaining:retention_group", "How long things are kept"),
    "search": Listed(
        "participation.commands.searching:search_group", "The full-text index over approved words"
    ),
    "keys": Listed("participation.commands.keeping:keys_group", "Keys of this deployment"),
    "doctor": Listed(
        "participation.commands.keeping:doctor",
        "Look for every setting and state that is unsafe, missing or stale",
    ),
    "backup": Listed("participation.commands.keeping:backup", "Write everything in the database to FILE"),
    "restore": Listed(
        "participation.commands.keeping:restore",
        "Bring FILE back into a new, unused database, and compare every table before it counts",
    ),
    "migrate-store": Listed(
        "participation.commands.keeping:migrate_store",
        "Copy a deployment from one database to another, such as SQLite to PostgreSQL, and compare every table",
    ),
}


class LazyGroup(click.Group):
    """A group that imports a command when it is used, so that `--help` and `screen` start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        listed = COMMANDS.get(cmd_name)
        if listed is None:
            return None
        module, _, name = listed.where.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].about) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="participation")
def group() -> None:
    """From a phone to "We did": run a site where children and young people are heard."""


def main() -> None:
    """Run a command; a failure a person can mend is one line on standard error and exit status 1."""
    try:
        group.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        click.echo(f"participation: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except DomainError as error:
        click.echo(f"participation: {error.message}", err=True)
        sys.exit(1)
    except (SettingsError, OSError) as error:
        click.echo(f"participation: {error}", err=True)
        sys.exit(1)
    except Exception as error:
        from participation.foundation.outage import is_outage  # here: most commands end well

        if not is_outage(error):
            raise
        click.echo(f"participation: {_why_away(error)}", err=True)
        sys.exit(1)


def _why_away(error: Exception) -> str:
    """What the database said, in one line: a server's reason for not answering names no secret."""
    said = str(getattr(error, "orig", error)).strip().splitlines()[0]
    return f"the database cannot be used now ({said}). Nothing is half done: put it right and run this again"
