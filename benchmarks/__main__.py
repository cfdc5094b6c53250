"""The short set that `make bench` runs: each script in turn, its JSON under its name in one JSON at the end.

    python -m benchmarks [FILE.csv ... codebooks.json] [--out FILE]

Files of coded answers go to the theming script; without them it is left out, and so is anything that cannot run
here, each with the reason. Long runs are in README.md beside this file.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import sites
from benchmarks.telling import tell
from participation.settings import CHECKOUT

HERE = Path(__file__).resolve().parent
Report = dict[str, Any]


class LeftOut(Exception):
    """A script cannot run here; the message says why."""


def sending() -> Report:
    """Sending a view, on either store."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "sending.json"
        _run(["-m", "benchmarks.sending", "--quick", "--out", str(out)])
        report: Report = json.loads(out.read_text())
        return report


def peers() -> Report:
    """A whole journey beside another survey site's."""
    return _json(_run(["-m", "benchmarks.peers", "--seconds", "3"]))


def phone_page() -> Report:
    """What a phone gets from the take-part page."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=CHECKOUT / "instance") as folder,
        sites.product(sites.prepare(Path(folder), ""), workers=1) as site,
    ):
        address = f"http://127.0.0.1:{site.port}{sites.PATH}"
        return _json(_run(["-m", "benchmarks.phone_page", address, "--runs", "3"]))


def lighthouse() -> Report:
    """What Lighthouse says of every public page."""
    return _json(_run(["-m", "benchmarks.lighthouse"]))


def screening() -> Report:
    """The automatic check, on the texts that lie in this repository."""
    return _json(_run([str(HERE / "screening.py")]))


def theming(files: Sequence[Path]) -> Report:
    """Theming, on coded answers that may not lie in this repository."""
    if not files:
        raise LeftOut("give files of coded answers, as `python benchmarks/theming.py --help` says")
    return _json(_run([str(HERE / "theming.py"), *map(str, files), "--quick"]))


def _run(arguments: list[str]) -> str:
    """What a script printed; its table and progress go straight through."""
    command = [sys.executable, "-W", "ignore", *arguments]
    done = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise LeftOut(f"it stopped with status {done.returncode}; what it said is above")
    return done.stdout


def _json(printed: str) -> Report:
    """The JSON in what a script printed, which may have a table before or after it."""
    report: Report = json.JSONDecoder().raw_decode(printed, printed.index("{"))[0]
    return report


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, help="coded answers and codebooks for theming")
    parser.add_argument("--out", type=Path, help="file for the JSON; printed when left out")
    arguments = parser.parse_args()
    scripts: dict[str, Callable[[], Report]] = {
        "sending": sending,
        "peers": peers,
        "phone_page": phone_page,
        "lighthouse": lighthouse,
        "screening": screening,
        "theming": lambda: theming(arguments.files),
    }
    report: Report = {}
    for name, script in scripts.items():
        print(f"\n== {name}", file=sys.stderr)
        try:
            report[name] = script()
        except LeftOut as reason:
            report[name] = {"left_out": str(reason)}
            print(f"left out: {reason}", file=sys.stderr)
    tell(report, arguments.out)


if __name__ == "__main__":
    main()
