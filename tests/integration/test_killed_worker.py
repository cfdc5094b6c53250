"""A worker may be killed at any moment, or never have run: no view is lost, forgotten or screened twice."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from signal import SIGKILL

import pytest
from flask import Flask
from sqlalchemy import func, select

from moderation.checking import screen_unchecked
from moderation.models import Screening
from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.settings import Settings
from surveys.models import Submission
from tests.auditing_client import AuditingClient, text_of
from tests.integration.by_http import Visitor
from tests.integration.campaigns.making import a_campaign
from tests.integration.moderation.factories import make_campaign, make_view
from tests.live_site import LiveSite, live_site_in

VIEWS = 30
WITHIN_SECONDS = 120
#: Screens what waits, and is killed as it reaches for the store the given number of times.
KILLED_WHILE_STORING = """
import os, signal, sys
from moderation import checking
from participation.factory import create_app
left, store = int(sys.argv[1]), checking._store
def reach(reading):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    store(reading)
checking._store = reach
with create_app().app_context():
    checking.screen_unchecked()
"""

pytestmark = pytest.mark.xdist_group("killed_worker")


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[LiveSite]:
    """A live site with an open campaign and no worker."""
    with live_site_in(tmp_path, sqlite_template) as site, site.app.app_context():
        a_campaign()
        yield site


def send(site: LiveSite, first: int, last: int) -> None:
    """Different views, one after the other."""
    for number in range(first, last):
        Visitor(site).send_view("/c/safer-buses/take-part", f"Stop {number} needs a light and a bench")


def screened() -> int:
    """How many views were screened so far."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Screening)) or 0


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN_SECONDS
    while not holds():
        assert time.monotonic() < until, f"{screened()} views were screened"
        time.sleep(0.1)


def unchecked() -> list[Submission]:
    """Views the automatic check has not read."""
    db.session.rollback()
    return list(db.session.scalars(select(Submission).where(Submission.is_checked.is_(False))))


def each_was_screened_once() -> None:
    """Every view has exactly one reading, and the mark that goes with it."""
    db.session.rollback()
    views = set(db.session.scalars(select(Submission.id)))
    readings = list(db.session.scalars(select(Screening.submission_id)))
    assert len(views) == VIEWS
    assert sorted(readings) == sorted(views)
    assert unchecked() == []


def test_views_sent_around_the_death_of_a_worker_are_all_screened_once(site: LiveSite) -> None:
    worker = site.start_worker()
    send(site, 0, 10)
    wait_until(lambda: screened() > 0)
    send(site, 10, 20)  # it has looked up from its first views, and turns to these
    os.killpg(worker.pid, SIGKILL)
    worker.wait()
    send(site, 20, VIEWS)
    assert 0 < screened() < VIEWS
    assert {(view.lane, view.is_checked) for view in unchecked()} == {("soon", False)}

    site.start_worker()
    wait_until(lambda: screened() == VIEWS)
    each_was_screened_once()
    assert "unbroken" in site.run("audit", "verify")


@pytest.mark.both_stores
@pytest.mark.parametrize("stored_before", [0, 10])
def test_a_worker_killed_within_its_transaction_leaves_everything_to_the_next(
    app: Flask, settings: Settings, stored_before: int
) -> None:
    campaign_id = make_campaign()
    for number in range(VIEWS):
        make_view(campaign_id, f"Stop {number} needs a light and a bench")
    given = {"DATA_DIR": str(settings.data_dir), "DATABASE_URL": settings.database_url, "LOG_LEVEL": "error"}
    command = [sys.executable, "-W", "ignore", "-c", KILLED_WHILE_STORING, str(stored_before)]
    killed = subprocess.run(command, env={**os.environ, **given}, capture_output=True, check=False)
    assert killed.returncode == -SIGKILL, killed.stderr
    assert screened() == 0
    assert len(unchecked()) == VIEWS

    assert screen_unchecked() == VIEWS
    each_was_screened_once()
    assert audit.verify().broken_at is None


def test_without_any_worker_views_wait_as_soon_and_are_served(
    app: Flask, client: AuditingClient, staff: Callable[..., AuditingClient]
) -> None:
    a_campaign()
    words = "Stop 1 needs a light and a bench"
    key = client.page("/c/safer-buses/take-part").select("[name=submission_key]")[0]["value"]
    assert (
        client.post("/c/safer-buses/take-part", data={"submission_key": key, "q1": words}).status_code == 200
    )
    [view] = unchecked()
    assert (view.lane, view.state.value, screened()) == ("soon", "pending", 0)

    moderator = staff(Role.MODERATOR)
    [waiting] = moderator.page("/staff/queue").select("ol.queue > li")
    assert waiting["class"] == ["soon"]
    assert "Not checked yet" in text_of(waiting)
    served = moderator.submit("/staff/queue/next", from_page="/staff/queue")
    assert words in text_of(moderator.page(served.location))
    decided = moderator.submit(
        f"/staff/queue/{view.id}/decide", {"kind": "approve"}, from_page=served.location
    )
    assert decided.status_code == 302
    db.session.rollback()
    assert db.session.get_one(Submission, view.id).state.value == "approved"
