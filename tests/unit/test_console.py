"""The console says at once what there is, and what it says of a command is what the command says of itself."""

import subprocess
import sys

import click
import pytest

from participation.cli import COMMANDS, group

#: Loaded by nothing that only lists or prints: each takes a second or more.
HEAVY = ("participation.factory", "flask", "numpy", "analysis.models")
TOLD = """
import sys
from participation.cli import group
group.main({arguments}, standalone_mode=False)
print([name for name in {heavy} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["settings", "table"]])
def test_what_only_tells_loads_none_of_the_site(arguments: list[str]) -> None:
    code = TOLD.format(arguments=arguments, heavy=HEAVY)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout
    assert told.stderr.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_it_says_of_itself(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    assert " ".join((command.help or "").split()).startswith(COMMANDS[name].about)
