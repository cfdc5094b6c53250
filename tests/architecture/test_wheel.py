"""The wheel holds everything the site needs, and runs from another directory."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("participation/", "surveys/", "moderation/", "analysis/", "templates/")
#: What git tracks beside the code but only those who train or read need.
NOT_SHIPPED = ("moderation/screening/training/", "templates/components/README.md")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what git tracks, so that stray files cannot hide a gap."""
    source = tmp_path_factory.mktemp("source")
    for name in tracked(""):
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            target.write_bytes((ROOT / name).read_bytes())
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(source)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    return next(out.glob("*.whl"))


def tracked(*folders: str) -> list[str]:
    """Files git tracks, newly added ones too."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--", *(folder or "." for folder in folders)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return listed.stdout.split("\n")[:-1]


def test_it_holds_every_file_of_every_package(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"participation/{name}" if name.startswith("templates/") else name
        for name in tracked(*PACKAGES)
        if not name.startswith(NOT_SHIPPED) and (ROOT / name).is_file()
    }
    assert sorted(wanted - held) == []


def test_it_runs_from_another_directory(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    environment = {**os.environ, "PYTHONPATH": str(site), "DATA_DIR": str(tmp_path / "data")}
    program = (
        "import participation, participation.factory as f; from participation.cli import main; import sys;"
        f"assert participation.__file__.startswith({str(site)!r});"
        f"assert str(f.template_folder()).startswith({str(site)!r});"
        "sys.argv = ['participation', 'migrate']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    page = (
        "from participation.factory import create_app;"
        "client = create_app().test_client();"
        "answers = [client.get(p).status_code for p in ('/', '/help-now', '/staff/sign-in', '/healthz')];"
        "assert answers == [200] * 4, answers"
    )
    shown = subprocess.run(
        [sys.executable, "-c", page],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == 0, shown.stderr
