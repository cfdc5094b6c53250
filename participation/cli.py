"""The console command. Each command's module is loaded only when it is asked for."""

import sys
from importlib import import_module

import click

from participation.foundation.errors import DomainError, SettingsError

COMMANDS = {
    "run": "participation.commands.serving:run",
    "serve": "participation.commands.serving:serve",
    "work": "participation.commands.serving:work",
    "migrate": "participation.commands.serving:migrate",
    "demo": "participation.commands.demo:demo",
    "staff": "participation.commands.staff:staff",
    "import": "participation.commands.importing:import_file",
    "screen": "participation.commands.screening:screen",
    "themes": "participation.commands.theming:themes",
    "report": "participation.commands.reporting:report",
    "audit": "participation.commands.operating:audit_group",
    "service-levels": "participation.commands.operating:service_levels",
    "settings": "participation.commands.operating:settings_group",
    "retention": "participation.commands.retaining:retention_group",
    "search": "participation.commands.searching:search_group",
    "keys": "participation.commands.keeping:keys_group",
    "doctor": "participation.commands.keeping:doctor",
    "backup": "participation.commands.keeping:backup",
    "restore": "participation.commands.keeping:restore",
    "migrate-store": "participation.commands.keeping:migrate_store",
}


class LazyGroup(click.Group):
    """A group that imports a command when it is used, so that `--help` and `screen` start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        module, _, name = where.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


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
