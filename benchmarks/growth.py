"""The same work with a thousand views in the store and with a million: what does not stay flat, grows with a site.

    python -m benchmarks.growth [--sizes 1000 1000000] [--stores sqlite postgresql] [--times 40] [--out FILE]

Each page is asked for in this process, with no server between: what is measured is the site and its store. A
report and a backup go over everything there is, so they are measured once, and told a thousand views too.
"""

import argparse
import os
import random
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from analysis.counting import count_answers
from analysis.disclosure import AudienceClass
from analysis.models import ThemingRun
from analysis.reports.assembling import snapshot_for
from analysis.reports.files import file_kind
from analysis.reports.making import make_file
from analysis.themes.frames import begin_frame
from analysis.themes.theming import theme_new_answers
from benchmarks import sites
from benchmarks.many_views import Filling, fill_up_to, filling_for, words
from benchmarks.sending import machine
from benchmarks.telling import tell
from participation.accounts.services import add_person
from participation.campaigns.queries import campaign_by_slug
from participation.demonstration.script import MAIN_CAMPAIGN
from participation.factory import create_app
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.keys import backup_key
from participation.foundation.transactions import transaction
from participation.operations.copies import back_up
from participation.settings import CHECKOUT, load_settings
from surveys.keys import make_key
from surveys.models import Submission

EMAIL, PASSWORD = "everything@bench.example.org", "four plain bench words"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
RECEIPT = re.compile(r'<output id="receipt"[^>]*>([^<]+)</output>')
Figures = dict[str, Any]


class Site:
    """A filled site, and somebody signed in who may do everything measured here.

    No application context stands open around it: pages would share what each keeps for itself.
    """

    def __init__(self, app: Flask, filling: Filling) -> None:
        self.app, self.filling = app, filling
        self.staff, self.phone = app.test_client(), app.test_client()
        page = self.staff.get("/staff/sign-in").get_data(as_text=True)
        token = TOKEN.search(page)
        assert token
        answer = self.staff.post(
            "/staff/sign-in", data={"csrf_token": token[1], "email": EMAIL, "password": PASSWORD}
        )
        assert answer.status_code == 302
        self.chance = random.Random(2)
        self.sent = 0
        self.receipt = self.send()

    def send(self) -> str:
        """Send a view with three answers; its receipt."""
        self.sent += 1
        said = {"submission_key": make_key(), self.filling.words_key: words(-self.sent, self.chance)}
        said |= {key: options[0] for key, options in self.filling.choices.items()}
        receipt = RECEIPT.search(self.phone.post(sites.PATH, data=said).get_data(as_text=True))
        assert receipt, "a view that was sent has a receipt"
        return receipt[1].strip()

    def within(self, act: Callable[[], object]) -> Callable[[], None]:
        """The act, done in a context of its own as a page is."""

        def done() -> None:
            with self.app.app_context():
                act()

        return done

    def open(self, address: str, client: FlaskClient | None = None) -> None:
        """Ask for a page, which must be there."""
        answer = (client or self.staff).get(address)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"

    def look_up(self) -> None:
        """What became of a view."""
        answer = self.phone.post("/my-answer", data={"receipt": self.receipt})
        assert answer.status_code == 200
        assert "my-answer" in answer.get_data(as_text=True)


def acts(site: Site) -> dict[str, Callable[[], object]]:
    """Everything that is done many times, by name."""
    filling, themes = site.filling, list(site.filling.themes)
    desk, deep = f"/staff/themes/{MAIN_CAMPAIGN}", _deep(site)
    return {
        "send a view": site.send,
        "queue page": lambda: site.open("/staff/queue"),
        "queue page, far down": lambda: site.open(f"/staff/queue?after={deep}"),
        "queue counts": lambda: site.open("/staff/queue/counts"),
        "theme counts": site.within(lambda: count_answers(filling.campaign_id, filling.words_key, themes)),
        "theme board": lambda: site.open(desk),
        "answers of a theme": lambda: site.open(f"{desk}/answers?theme={themes[0]}"),
        "search, found": lambda: site.open(f"{desk}/answers?q=harbour"),
        "search, not there": lambda: site.open(f"{desk}/answers?q=zeppelin"),
        "receipt look-up": site.look_up,
        "front page": lambda: site.open("/", site.phone),
        "worker looks for answers to theme": site.within(theme_new_answers),
    }


def _deep(site: Site) -> str:
    """The place behind nine tenths of what waits."""
    with site.app.app_context():
        waiting = db.session.scalars(
            select(Submission.id)
            .where(Submission.state == "pending", Submission.lane_rank == 5)
            .order_by(Submission.id)
        ).all()
    return f"5-{waiting[len(waiting) * 9 // 10]}"


def measure(site: Site, times: int, seconds: float) -> Figures:
    """Milliseconds of each act: the middle one and the slowest hundredth; fewer times where it takes long."""
    found = {}
    for name, act in acts(site).items():
        act()
        taken, until = list[float](), time.perf_counter() + seconds
        while len(taken) < times and (len(taken) < 3 or time.perf_counter() < until):
            began = time.perf_counter()
            act()
            taken.append((time.perf_counter() - began) * 1000)
        cut = quantiles(taken, n=100, method="inclusive")
        found[name] = {"times": len(taken), "p50_ms": round(cut[49], 2), "p99_ms": round(cut[98], 2)}
    return found


def measure_whole(folder: Path) -> Figures:
    """Seconds of what goes over everything: a report and a backup."""
    campaign = campaign_by_slug(MAIN_CAMPAIGN)
    began = time.perf_counter()
    with transaction():
        snapshot = snapshot_for(campaign, None, None, AudienceClass.BOARD)
        content = make_file(file_kind("themes", ".csv"), snapshot, AudienceClass.BOARD, is_draft=True)
    report = time.perf_counter() - began
    assert content
    db.session.remove()
    held, path = deployment(), folder / "growth.backup"
    began = time.perf_counter()
    back_up(
        held.settings.database_address,
        path,
        backup_key(held.settings.keys_dir),
        held.keys,
        lambda _done, _total: None,
    )
    took = time.perf_counter() - began
    size = path.stat().st_size / 1e6
    path.unlink()
    return {"report_s": round(report, 2), "backup_s": round(took, 2), "backup_mb": round(size, 1)}


@contextmanager
def filled_site(folder: Path, database_url: str) -> Iterator[Site]:
    """A site with an open campaign and a theme list, to be filled."""
    sites.prepare(folder, database_url)
    settings = load_settings(data_dir=folder, database_url=database_url, redis_url="", log_level="error")
    app = create_app(settings)
    with app.app_context():
        with transaction():
            person_id = add_person(EMAIL, "Everything", PASSWORD, list(Role)).id
            frame = begin_frame(campaign_by_slug(MAIN_CAMPAIGN).id, person_id)
            run = ThemingRun(campaign_id=frame.campaign_id, code_frame_version_id=frame.id, engine="core")
            run.finished_at = clock.now()
            db.session.add(run)
        filling = filling_for(frame, person_id)
        db.session.remove()
    try:
        yield Site(app, filling)
    finally:
        with app.app_context():
            db.engine.dispose()


def grow(folder: Path, database_url: str, arguments: argparse.Namespace) -> Figures:
    """All measures at each size on one store."""
    report: Figures = {}
    with filled_site(folder, database_url) as site:
        for size in arguments.sizes:
            began = time.perf_counter()
            with site.app.app_context():
                added = fill_up_to(site.filling, size)
            filled = time.perf_counter() - began
            figures = {
                "added": added,
                "fill_s": round(filled, 1),
                "fsync_ms": sites.fsync_milliseconds(folder),
            }
            figures["acts"] = measure(site, arguments.times, arguments.seconds)
            with site.app.app_context():
                report[str(size)] = figures | measure_whole(folder)
    return report


def table(stores: dict[str, Figures]) -> str:
    """Each act at each size, and how many times as long it takes at the largest as at the smallest."""
    lines = []
    for store, sizes in stores.items():
        names = list(next(iter(sizes.values()))["acts"])
        heads = "".join(f"{int(size):>22,}" for size in sizes)
        lines.append(f"{store + ', p50 (p99) ms':<36}{heads}{'growth':>9}")
        for name in names:
            each = [figures["acts"][name] for figures in sizes.values()]
            shown = [f"{one['p50_ms']:.2f} ({one['p99_ms']:.1f})" for one in each]
            cells = "".join(f"{cell:>22}" for cell in shown)
            lines.append(f"{name:<36}{cells}{each[-1]['p50_ms'] / each[0]['p50_ms']:>8.1f}×")
        for name in ("report_s", "backup_s", "backup_mb", "fill_s", "fsync_ms"):
            lines.append(f"{name:<36}" + "".join(f"{figures[name]:>22}" for figures in sizes.values()))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 1_000_000])
    parser.add_argument(
        "--stores", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"]
    )
    parser.add_argument("--times", type=int, default=40, help="how often each act is done")
    parser.add_argument(
        "--seconds", type=float, default=20.0, help="after which an act is done no more often"
    )
    parser.add_argument("--out", type=Path, help="file for the JSON; printed when left out")
    arguments = parser.parse_args()
    arguments.sizes.sort()
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=CHECKOUT / "instance"))
    report: Figures = {"machine": machine(folder), "stores": {}}
    address = os.environ.get("TEST_POSTGRESQL_URL") or "postgresql:///postgres"
    try:
        if "sqlite" in arguments.stores:
            report["stores"]["SQLite"] = grow(folder / "sqlite", "", arguments)
        if "postgresql" in arguments.stores:
            with sites.postgresql(address) as database_url:
                if database_url:
                    report["stores"]["PostgreSQL"] = grow(folder / "postgresql", database_url, arguments)
    finally:
        shutil.rmtree(folder)
    tell(report, arguments.out, table(report["stores"]))


if __name__ == "__main__":
    main()
