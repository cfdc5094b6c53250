"""The floors of the house: imports go down only, and inside a package views stand on top of rules."""

import ast
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
PACKAGES = ("participation", "surveys", "moderation", "analysis")
#: From top to bottom, inside a package. A module may import from its own row's list downwards only.
ROWS = {"views": 3, "services": 2, "queries": 2, "forms": 2, "models": 1, "domain": 0}
FLOORS = (
    "participation.pages",
    "analysis",
    "moderation",
    "surveys",
    "participation.campaigns",
    "participation.plan",
    "participation.accounts",
    "participation.foundation",
)


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((HOUSE / package).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """Full names of the modules and names a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_the_import_contracts_are_kept() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    result = subprocess.run(
        [*command, "--config", "setup.cfg", "--no-cache"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_contract_names_every_floor_in_the_order_of_the_design() -> None:
    settings = ConfigParser()
    settings.read(HOUSE / "setup.cfg", encoding="utf-8")
    layers = [line.strip() for line in settings["importlinter:contract:floors"]["layers"].splitlines()]
    assert [layer for layer in layers if layer in FLOORS] == list(FLOORS)


def test_inside_a_package_nothing_imports_what_stands_above_it() -> None:
    wrong = []
    for path in modules():
        row = ROWS.get(path.stem)
        if row is None:
            continue
        package = ".".join(path.relative_to(HOUSE).parent.parts)
        above = {f"{package}.{name}" for name, other in ROWS.items() if other > row}
        wrong += [f"{path.relative_to(HOUSE)} imports {name}" for name in sorted(imported(path) & above)]
    assert wrong == []


def test_words_kept_private_leave_moderation_for_theming_alone() -> None:
    door = "moderation.words_for_theming"
    found = [path for path in modules() if any(name.startswith(door) for name in imported(path))]
    assert [str(path.relative_to(HOUSE)) for path in found] == ["analysis/themes/theming.py"]


def test_blueprints_are_registered_by_wirings_and_the_factory_alone() -> None:
    allowed = ("wiring.py", "factory.py", "editor_views.py")
    found = [path.name for path in modules() if "register_blueprint(" in path.read_text(encoding="utf-8")]
    assert [name for name in found if name not in allowed] == []


def test_importing_the_site_package_itself_runs_nothing() -> None:
    assert (HOUSE / "participation" / "__init__.py").read_text(encoding="utf-8").strip() == ""


def test_no_module_is_named_for_being_a_bag_of_things() -> None:
    bags = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    assert [str(path) for path in modules() if path.stem in bags or path.parent.name in bags] == []
