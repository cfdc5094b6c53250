"""The README is true: its settings are the settings, its commands are commands."""

import re
from pathlib import Path

from participation.cli import COMMANDS
from participation.settings import settings_table

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_settings_table_is_the_one_the_program_prints() -> None:
    shown = re.search(r"settings table` -->\n(.*?)\n<!-- /settings -->", README, re.S)
    assert shown is not None
    assert shown.group(1) == settings_table()


def test_every_command_it_names_exists() -> None:
    named = set(re.findall(r"participation ([a-z][a-z-]+)", README)) - {"platform"}
    assert named
    assert named <= set(COMMANDS)


def test_every_make_target_it_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"make (run|test|install|bench|soak)", README)) <= targets


def test_every_folder_on_the_map_exists() -> None:
    rows = re.findall(r"^\| `([a-z/_]+/)`", README, re.M)
    assert rows
    assert [row for row in rows if not (ROOT / row).is_dir()] == []
