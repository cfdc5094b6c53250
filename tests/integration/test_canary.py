"""A marked view goes through a live site: nothing anywhere says who sent it or when, its words stand only
where they must, and once it is taken back they are nowhere at all.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from moderation import case_reading
from moderation.checking import screen_unchecked
from moderation.domain import DecisionKind
from moderation.models import SafeguardingCase
from moderation.services import decide, take_back
from participation.accounts.models import Person
from participation.accounts.services import add_person
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.forgetting import cut_log
from participation.foundation.transactions import transaction
from surveys.models import Answer, Submission
from tests.auditing_client import AuditingClient
from tests.conftest import PASSWORD
from tests.integration.by_http import RECEIPT, Visitor
from tests.integration.campaigns.making import a_campaign
from tests.integration.moderation.factories import make_view
from tests.live_site import LiveSite, live_site_in

PLAIN = "More benches by Quokkaferry pier would help me a lot"
WORRYING = "my stepdad hits me every night in Quokkacliff and i am scared"
FORWARDED, CONNECTED = "203.0.113.77", "127.0.0.77"
BROWSER = "Quokkabrowser/9.9"
TAKE_PART = "/c/safer-buses/take-part"
#: Enough rows around the marked ones that pages are split and filled again.
NEIGHBOURS = 60
WITHIN_SECONDS = 120

pytestmark = pytest.mark.xdist_group("canary")


class Watched:
    """Everything a site leaves behind: its files, and what its processes print."""

    def __init__(self, site: LiveSite) -> None:
        self.site = site
        self.moments: set[str] = set()

    def places_of(self, *marks: str) -> set[str]:
        """Names of the files that hold one of these, in either of the usual encodings."""
        db.session.rollback()
        assert self.site.said is not None
        files = [self.site.said, *(path for path in self.site.data_dir.rglob("*") if path.is_file())]
        wanted = [mark.encode(code) for mark in marks for code in ("utf-8", "utf-16-le")]
        return {path.name for path in files if any(mark in path.read_bytes() for mark in wanted)}

    def noting_the_time(self, act: Callable[[], str]) -> str:
        """Do something and remember every second it took, as anything might have written it down.

        It shares none of them with what comes before and after, and none is a whole minute or hour, which
        the queue and the log may know.
        """
        moment = next_second()
        while moment.second in (0, 58, 59):
            moment = next_second()
        result = act()
        ended = next_second()
        while moment < ended:
            if moment.second:
                local = clock.in_london(moment)
                self.moments |= {f"{moment:%H:%M:%S}", f"{local:%H:%M:%S}", str(int(moment.timestamp()))}
            moment += timedelta(seconds=1)
        return result

    def says_nothing_of_the_sender(self) -> None:
        """Neither address, browser nor second of sending is in any file."""
        assert self.moments
        assert self.places_of(FORWARDED, CONNECTED, BROWSER) == set()
        assert self.places_of(*self.moments) == set()


@pytest.fixture
def watched(sqlite_template: Path, tmp_path: Path) -> Iterator[Watched]:
    """A live site behind one proxy, with its worker, an open campaign and other people's views."""
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    talkative = {"LOG_LEVEL": "debug", "TRUSTED_PROXIES": "1"}
    with (
        live_site_in(data_dir, sqlite_template, said=tmp_path / "said.txt", **talkative) as site,
        site.app.app_context(),
    ):
        campaign = a_campaign()
        with transaction():
            add_person("mo@example.org", "Mo", PASSWORD, [Role.MODERATOR])
        neighbours(campaign.id)
        site.start_worker()
        wait_until(lambda: not waiting_to_be_checked())
        yield Watched(site)


def neighbours(campaign_id: int) -> None:
    """Other people's views."""
    for number in range(NEIGHBOURS):
        make_view(campaign_id, f"Bus number {number} is late and there is no bench " + "really " * number)


def next_second() -> datetime:
    """Wait until the clock shows a new second, and give it."""
    before = clock.now().replace(microsecond=0)
    while clock.now().replace(microsecond=0) == before:
        time.sleep(0.05)
    return clock.now().replace(microsecond=0)


def waiting_to_be_checked() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Submission.id).where(Submission.is_checked.is_(False))))


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN_SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.2)


def tables_with(mark: str) -> set[str]:
    """Tables of which a row holds this, whatever the column."""
    db.session.rollback()
    found = set()
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            held = b"|".join(bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in row)
            if mark.encode() in held:
                found.add(table.name)
    return found


def newest() -> int:
    db.session.rollback()
    return max(db.session.scalars(select(Submission.id)))


def test_a_marked_view_leaves_no_trace_of_its_sender_and_none_at_all_once_taken_back(
    watched: Watched,
) -> None:
    phone = Visitor(
        watched.site, {"X-Forwarded-For": FORWARDED, "User-Agent": BROWSER, "Accept": "text/html"}, CONNECTED
    )
    plain_receipt = watched.noting_the_time(lambda: phone.send_view(TAKE_PART, PLAIN))
    plain = newest()
    worrying_receipt = watched.noting_the_time(lambda: phone.send_view(TAKE_PART, WORRYING))
    worrying = newest()
    assert watched.places_of("Quokka") == set()
    wait_until(lambda: not waiting_to_be_checked())
    assert watched.places_of("Quokka") == set()
    watched.says_nothing_of_the_sender()

    moderator = Visitor(watched.site)
    moderator.sign_in("mo@example.org", PASSWORD)
    for number in (plain, worrying):
        moderator.submit(f"/staff/queue/{number}/claim", {}, from_page="/staff/queue")
    item = f"/staff/queue/{plain}"
    moderator.submit(f"{item}/decide", {"kind": "approve"}, from_page=item)
    moderator.submit(f"/staff/queue/{worrying}/concern", {"kind": "child_at_risk", "note": "Read today"})
    assert tables_with("Quokkaferry") == {"approved_text"}
    assert watched.places_of("Quokkaferry") <= {"participation.db", "participation.db-wal"}
    assert watched.places_of("Quokkacliff") == set()
    watched.says_nothing_of_the_sender()

    for receipt in (plain_receipt, worrying_receipt):
        taken_back = watched.noting_the_time(
            lambda words=receipt: phone.post("/my-answer/withdraw", {"receipt": words, "sure": "yes"}).body
        )
        assert "You took it back" in taken_back
    wait_until(lambda: watched.places_of("Quokka") == set())
    watched.says_nothing_of_the_sender()
    assert watched.places_of(plain_receipt, worrying_receipt) == set()
    [case] = db.session.scalars(select(SafeguardingCase))
    assert WORRYING in [answer for _, answer in case_reading.words_of(case).answers]
    assert "unbroken" in watched.site.run("audit", "verify")


@pytest.fixture
def approved(app: Flask, client: AuditingClient) -> tuple[int, str]:
    """A marked view among others, approved: its id and receipt. No worker runs."""
    campaign = a_campaign()
    neighbours(campaign.id)
    key = str(client.page(TAKE_PART).select("[name=submission_key]")[0]["value"])
    sent = client.post(TAKE_PART, data={"submission_key": key, "q1": PLAIN}).get_data(as_text=True)
    found = RECEIPT.search(sent)
    assert found
    screen_unchecked()
    submission_id = newest()
    with transaction():
        person = add_person("mo@example.org", "Mo", PASSWORD, [Role.MODERATOR])
        decide(submission_id, DecisionKind.APPROVE, person.id)
    assert tables_with("Quokkaferry") == {"approved_text"}
    return submission_id, found[1].strip()


def take_back_by_receipt(client: AuditingClient, receipt: str) -> None:
    db.session.rollback()
    answered = client.post("/my-answer/withdraw", data={"receipt": receipt, "sure": "yes"})
    assert "You took it back" in answered.get_data(as_text=True)


def files_with(mark: str, folder: Path) -> set[str]:
    db.session.rollback()
    return {path.name for path in folder.rglob("*") if path.is_file() and mark.encode() in path.read_bytes()}


@pytest.mark.both_stores
def test_no_row_and_no_file_holds_words_once_the_answer_says_that_they_are_gone(
    client: AuditingClient, approved: tuple[int, str], tmp_path: Path
) -> None:
    take_back_by_receipt(client, approved[1])
    assert tables_with("Quokkaferry") == set()
    assert db.session.query(Answer).filter_by(submission_id=approved[0]).count() == 0
    assert files_with("Quokkaferry", tmp_path) == set()


def test_an_approval_that_is_undone_leaves_no_readable_words(
    client: AuditingClient, approved: tuple[int, str], tmp_path: Path
) -> None:
    with transaction():
        take_back(approved[0], db.session.scalars(select(Person.id).order_by(Person.id)).first(), "mistake")
    assert files_with("Quokkaferry", tmp_path) == set()


def test_a_log_that_somebody_reads_is_cut_by_the_look_every_minute(
    client: AuditingClient, approved: tuple[int, str], tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "participation.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM approved_text").fetchone()
        take_back_by_receipt(client, approved[1])
        assert files_with("Quokkaferry", tmp_path) == {"participation.db-wal"}
        assert cut_log() is False
    assert cut_log() is True
    assert files_with("Quokkaferry", tmp_path) == set()
