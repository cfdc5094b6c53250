"""The server and the worker may be killed while people decide: no decision is lost, doubled or half made."""

import os
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from signal import SIGKILL
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from moderation.checking import screen_unchecked
from moderation.models import ApprovedText, Decision
from participation.accounts.services import add_person
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import SubmissionState
from surveys.models import Submission
from tests.conftest import PASSWORD
from tests.integration.by_http import Visitor
from tests.integration.moderation.factories import make_campaign, make_view
from tests.live_site import LiveSite, live_site_in, wait_until_well

VIEWS = 30
KILLED_AFTER = 8
PEOPLE = ("ann", "ben")
WITHIN_SECONDS = 120

pytestmark = pytest.mark.xdist_group("killed_worker")


class Moderator(threading.Thread):
    """Somebody who approves one view after the other, and keeps what the site said was done."""

    def __init__(self, site: LiveSite, name: str, enough: threading.Event) -> None:
        super().__init__(daemon=True)
        self._site, self._name, self._enough = site, name, enough
        self.done: list[int] = []

    def run(self) -> None:
        visitor = Visitor(self._site)
        try:
            visitor.sign_in(f"{self._name}@example.org", PASSWORD)
            address = visitor.submit("/staff/queue/next", {}, from_page="/staff/queue").location
            while (number := urlsplit(address).path.rpartition("/")[2]).isdigit():
                address = visitor.submit(
                    f"/staff/queue/{number}/decide", {"kind": "approve"}, from_page=urlsplit(address).path
                ).location
                self.done.append(int(number))
                if len(self.done) == KILLED_AFTER:
                    self._enough.set()
        except (OSError, HTTPException):
            return  # the server is gone


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[LiveSite]:
    """A live site with views that wait, two moderators and a worker."""
    with live_site_in(tmp_path, sqlite_template) as site, site.app.app_context():
        campaign_id = make_campaign()
        for number in range(VIEWS):
            make_view(
                campaign_id, f"Stop {number} needs a light, bench {number * 7} and a roof for {number * 13}"
            )
        screen_unchecked()
        with transaction():
            for name in PEOPLE:
                add_person(f"{name}@example.org", name.title(), PASSWORD, [Role.MODERATOR])
        yield site


def decide(site: LiveSite) -> tuple[list[Moderator], threading.Event]:
    """Both moderators begin; the event is set once one of them has done a few."""
    enough = threading.Event()
    moderators = [Moderator(site, name, enough) for name in PEOPLE]
    for each in moderators:
        each.start()
    return moderators, enough


def finished(moderators: list[Moderator]) -> list[int]:
    """The views they were told are decided, once they stopped."""
    for each in moderators:
        each.join(WITHIN_SECONDS)
        assert not each.is_alive()
    return [number for each in moderators for number in each.done]


def decisions() -> Counter[int]:
    db.session.rollback()
    return Counter(db.session.scalars(select(Decision.submission_id)))


def test_what_the_site_said_was_decided_is_and_the_rest_waits(site: LiveSite, tmp_path: Path) -> None:
    worker = site.start_worker()
    moderators, enough = decide(site)
    assert enough.wait(WITHIN_SECONDS)
    for process in (site.server, worker):
        os.killpg(process.pid, SIGKILL)
        process.wait()
    told = finished(moderators)
    stored = decisions()
    assert set(told) <= set(stored)
    assert set(stored.values()) == {1}
    assert len(stored) < VIEWS
    approved = set(db.session.scalars(select(Submission.id).filter_by(state=SubmissionState.APPROVED)))
    written = set(db.session.scalars(select(ApprovedText.submission_id)))
    assert approved == written == set(stored)
    assert "unbroken" in site.run("audit", "verify")

    wait_until_well(site.address, site.start_server())
    finished(decide(site)[0])
    assert decisions() == Counter(range(min(stored), min(stored) + VIEWS))
    assert "unbroken" in site.run("audit", "verify")

    with sqlite3.connect(tmp_path / "participation.db") as store:
        store.execute("DROP TRIGGER refuse_update_audit_event")
        store.execute(
            "UPDATE audit_event SET subject_id = subject_id + 1 WHERE action = 'approved' AND id % 5 = 0"
        )
    assert site.attempt("audit", "verify").returncode != 0
