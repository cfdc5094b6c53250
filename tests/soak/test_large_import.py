"""A messy workbook of twenty thousand rows by the real command: exact counts, nothing twice, memory that stays."""

import csv
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from participation.factory import create_app
from participation.foundation.database import db
from participation.settings import load_settings
from surveys.models import Submission
from tests.browser.people import open_a_campaign
from tests.integration.surveys.messy import Messy, messy_workbook
from tests.live_site import LiveSite

FEW, MANY = 2_000, 20_000
#: The question about age of the campaigns here.
AGE = "q3"
#: How much more memory ten times the rows may take.
MOST_MORE_KIB = 60 << 10
#: The command as it is started, which says at its end how much memory it held at most.
MEASURED = """import atexit, sys
def say():
    held = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(held.split()[1], file=sys.stderr)
atexit.register(say)
from participation.cli import main
main()
"""


@dataclass(frozen=True)
class Imported:
    """What one run of the command said, and took."""

    summary: str
    peak_kib: int
    seconds: float


@pytest.fixture
def site(store: str, tmp_path: Path) -> Iterator[LiveSite]:
    """A site on either store with two open campaigns; nothing serves it."""
    settings = load_settings(data_dir=tmp_path, database_url=store, redis_url="", log_level="error")
    given = {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": store,
        "REDIS_URL": "",
        "LOG_LEVEL": "error",
        "OMP_NUM_THREADS": "1",
    }
    app = create_app(settings)
    site = LiveSite(settings.site_url, tmp_path, {**os.environ, **given}, app)
    for slug in ("few", "many"):
        open_a_campaign(site, slug)
    yield site
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def run_import(site: LiveSite, slug: str) -> Imported:
    """Bring in the workbook with the name of a campaign; a failure shows its standard error."""
    begin = time.monotonic()
    columns = site.data_dir / "map.yaml"
    columns.write_text(f"columns: {{Comment: q1, Age: {AGE}}}\n")
    named = ["import", str(site.data_dir / f"{slug}.xlsx"), "--campaign", slug, "--map", str(columns)]
    command = [sys.executable, "-W", "ignore", "-c", MEASURED, *named]
    done = subprocess.run(command, env=site.environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return Imported(done.stdout, int(done.stderr.split()[-1]), round(time.monotonic() - begin, 1))


def views_kept(site: LiveSite) -> int:
    with site.app.app_context():
        count = db.session.scalar(select(func.count(Submission.id))) or 0
        db.session.remove()
        return count


def summary(messy: Messy, *, again: bool = False) -> str:
    imported, known = (0, messy.good) if again else (messy.good, 0)
    return f"imported {imported}, already there {known}, refused {messy.refused}\n"


@pytest.mark.both_stores
def test_twenty_thousand_messy_rows_come_in_once_each_and_take_no_more_memory_than_two_thousand(
    site: LiveSite, store: str, report_soak: Callable[[str, Any], None]
) -> None:
    few = messy_workbook(site.data_dir / "few.xlsx", FEW)
    many = messy_workbook(site.data_dir / "many.xlsx", MANY)
    small, large, again = run_import(site, "few"), run_import(site, "many"), run_import(site, "many")
    report_soak(f"large import, {store.split(':')[0]}", [vars(each) for each in (small, large, again)])
    assert small.summary == summary(few)
    assert large.summary == summary(many)
    assert again.summary == summary(many, again=True)
    assert views_kept(site) == few.good + many.good
    with (site.data_dir / "many.xlsx.refused.csv").open(encoding="utf-8-sig", newline="") as refused:
        assert len(list(csv.reader(refused))) == many.refused + 1
    assert max(large.peak_kib, again.peak_kib) - small.peak_kib < MOST_MORE_KIB
