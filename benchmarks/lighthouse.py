"""Runs Lighthouse over every public page of the demonstration, and prints its scores as JSON.

    python -m benchmarks.lighthouse [--runs 1] [--only /help-now …]

Lighthouse is fetched with npm, in the version below, into a folder that is ignored; it is used for nothing else.
Its scores are those of a phone on a simulated slow line, each page on an empty browser. Where there is no npm, or
it cannot be fetched, the script stops with the reason.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import sites
from participation.demonstration.script import MAIN_CAMPAIGN
from participation.foundation.migrating import migrate
from participation.settings import CHECKOUT, load_settings

VERSION = "12.8.2"
FOLDER = CHECKOUT / "instance" / f"lighthouse-{VERSION}"
CATEGORIES = ("performance", "accessibility")
GOALS = {"performance": 0.95, "accessibility": 1.0}
CHROME = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
#: Its browser now and then fails to record a load, which says nothing of the page.
TRIES = 3
PAGES = (
    "/", f"/c/{MAIN_CAMPAIGN}", f"/c/{MAIN_CAMPAIGN}/take-part", "/results", f"/results/{MAIN_CAMPAIGN}", "/replies",
    "/replies/1", "/my-answer", "/help-now", "/talk-to-me", "/exit", "/g", "/privacy", "/cookies", "/accessibility",
    "/contact", "/data-complaint", "/preferences", "/offline",
)  # fmt: skip


class CannotRun(Exception):
    """Lighthouse cannot run here; the message says why."""


def program() -> Path:
    """Lighthouse, fetched when it is not here yet."""
    found = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if found.exists():
        return found
    npm = shutil.which("npm")
    if npm is None:
        raise CannotRun("npm is not installed here, and Lighthouse comes from there")
    FOLDER.mkdir(parents=True, exist_ok=True)
    fetch = [npm, "install", f"lighthouse@{VERSION}", "--prefix", str(FOLDER)]
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run([*fetch, *quiet], stdout=sys.stderr).returncode or not found.exists():
        raise CannotRun(f"npm could not fetch lighthouse@{VERSION}")
    return found


def browser() -> str:
    """The browser it drives."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise CannotRun("Chromium is not installed here; scripts/install-chromium installs it")
    return found


def scores(lighthouse: Path, address: str) -> dict[str, Any]:
    """What Lighthouse says of one page: scores, the largest paint, and what it would change for accessibility."""
    said = _said_of(lighthouse, address)
    audits = said["audits"]
    wanted = [each["id"] for each in said["categories"]["accessibility"]["auditRefs"] if each["weight"]]
    return {
        **{name: said["categories"][name]["score"] for name in CATEGORIES},
        "lcp_ms": round(audits["largest-contentful-paint"]["numericValue"]),
        "bytes": round(audits["total-byte-weight"]["numericValue"]),
        "to_change": [name for name in wanted if audits[name]["score"] not in (None, 1)],
    }


def _said_of(lighthouse: Path, address: str) -> dict[str, Any]:
    command = [str(lighthouse), address, "--output=json", "--output-path=stdout", "--quiet"]
    options = [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROME}"]
    environment = {**os.environ, "CHROME_PATH": browser()}
    for _ in range(TRIES):
        done = subprocess.run(
            [*command, *options], env=environment, capture_output=True, text=True, timeout=180
        )
        if not done.returncode:
            said: dict[str, Any] = json.loads(done.stdout)
            return said
    raise CannotRun(f"Lighthouse stopped {TRIES} times at {address}: {done.stderr.strip()[-300:]}")


def demonstration(folder: Path) -> dict[str, str]:
    """A site with the whole demonstration; the environment of its commands."""
    settings = load_settings(data_dir=folder, database_url="", redis_url="", log_level="error")
    migrate(settings.database_address)
    given = {"DATA_DIR": str(folder), "DATABASE_URL": "", "REDIS_URL": "", "OMP_NUM_THREADS": "1"}
    environment = {**os.environ, **given}
    subprocess.run([*sites.COMMAND, "demo", "load"], env=environment, check=True, stdout=sys.stderr)
    return environment


def measure(pages: list[str], runs: int) -> dict[str, Any]:
    """The scores of every page; the middle one of several runs."""
    lighthouse, found = program(), {}
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=CHECKOUT / "instance") as folder,
        sites.product(demonstration(Path(folder)), workers=1) as site,
    ):
        for page in pages:
            each = [scores(lighthouse, f"http://127.0.0.1:{site.port}{page}") for _ in range(runs)]
            found[page] = {
                **{name: median(one[name] for one in each) for name in (*CATEGORIES, "lcp_ms", "bytes")},
                "to_change": each[-1]["to_change"],
            }
            print(f"{page:<32} {found[page]}", file=sys.stderr)
    return {
        "lighthouse": VERSION,
        "runs": runs,
        "goals": GOALS,
        "lowest": {name: min(each[name] for each in found.values()) for name in CATEGORIES},
        "pages": found,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=list(PAGES), help="addresses, such as /help-now")
    given = parser.parse_args()
    try:
        print(json.dumps(measure(given.only, given.runs), indent=1))
    except CannotRun as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main()
