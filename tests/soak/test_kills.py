"""Whatever is cut off, and however often: what the site said was stored or decided is so, once, and nothing waits
for ever."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from analysis.models import AnswerCoding
from analysis.themes.theming import ask_for_theming
from moderation.models import ApprovedText, Decision, Screening
from participation.campaigns.models import Campaign
from participation.foundation import audit
from participation.foundation.codes import receipt_hash
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.jobs import Job, JobState
from participation.foundation.transactions import transaction
from surveys.answers import open_words
from surveys.domain import SubmissionState
from surveys.models import Submission
from surveys.uploads.domain import UploadState
from surveys.uploads.models import Upload
from tests.conftest import PASSWORD
from tests.live_site import LiveSite
from tests.soak.crowd import Keyer, Moderator, Person, Phone
from tests.soak.killing import House, Killer
from tests.soak.own_stores import Killable, own_stores
from tests.soak.whole_site import KEYER, READERS, whole_site

PHONES = 4
#: A job whose worker was killed waits until its lease runs out; several may follow each other.
SETTLED_WITHIN_SECONDS = 1_200
Report = dict[str, Any]


@dataclass
class Crowd:
    """Everybody who uses the site meanwhile."""

    phones: list[Phone]
    readers: list[Moderator]
    keyer: Keyer

    @property
    def everybody(self) -> list[Person]:
        return [*self.phones, *self.readers, self.keyer]

    @property
    def told(self) -> dict[str, str]:
        """Words to receipt of every view that a phone was told is stored."""
        return {words: receipt for phone in self.phones for words, receipt in phone.told.items()}

    def start(self) -> None:
        for person in self.everybody:
            person.start()

    def stop(self) -> None:
        """Tell everybody to finish what they have in hand, and wait for that."""
        for person in self.everybody:
            person.is_stopping.set()
        for person in self.everybody:
            person.join(180)
            assert not person.is_alive()
            assert person.broke is None, repr(person.broke)


@contextmanager
def _embedded(folder: Path) -> Iterator[tuple[LiveSite, list[Killable]]]:
    with whole_site(folder) as site:
        yield site, []


@contextmanager
def _apart(folder: Path) -> Iterator[tuple[LiveSite, list[Killable]]]:
    with own_stores() as (database, redis), whole_site(folder, database.address, redis.address) as site:
        yield site, [database, redis]


@pytest.mark.parametrize("make", [_embedded, _apart], ids=["sqlite", "postgresql_redis"])
def test_nothing_is_lost_or_doubled_however_often_anything_is_killed(
    make: Callable[[Path], Any],
    tmp_path: Path,
    request: pytest.FixtureRequest,
    report_soak: Callable[[str, Report], None],
) -> None:
    kills, seed = request.config.getoption("soak_kills"), request.config.getoption("soak_seed")
    with make(tmp_path) as (site, stores), site.app.app_context():
        with transaction():
            ask_for_theming(db.session.scalars(select(Campaign.id)).one(), None)
        house = House(site)
        house.start()
        house.wait_until_well()
        crowd = Crowd(
            [Phone(site, f"127.0.0.{number + 2}") for number in range(PHONES)],
            [Moderator(site, email, PASSWORD) for email in READERS],
            Keyer(site, KEYER, PASSWORD),
        )
        killer = Killer(house, stores, random.Random(seed))
        crowd.start()
        began = time.monotonic()
        killer.kill_some(kills)
        took = time.monotonic() - began
        crowd.stop()
        left = settle()
        found = {**faults(crowd, left), "left running after its house was killed": killer.left_running}
        report_soak(
            f"kills {request.node.callspec.id}",
            {
                "kills": killer.done.total(),
                "killed": dict(killer.done),
                "seed": seed,
                "seconds": round(took),
                "slowest_to_be_well_again": killer.slowest_seconds,
                "views_told": len(crowd.told),
                "files_told": len(crowd.keyer.files),
                "decisions_told": len(set().union(*(each.told for each in crowd.readers))),
                "jobs": jobs_by_state(),
                "met": dict(sum((each.met for each in crowd.everybody), Counter[str]())),
                "faults": found,
            },
        )
        house.process.terminate()
        house.process.wait(30)
        assert {name: wrong for name, wrong in found.items() if wrong} == {}


def settle() -> dict[str, int]:
    """Wait until nothing is left to be done in the background; what still was when patience ran out."""
    until = time.monotonic() + SETTLED_WITHIN_SECONDS
    while any((left := _left()).values()) and time.monotonic() < until:
        time.sleep(1)
    return left


def _left() -> dict[str, int]:
    def count(statement: Any) -> int:
        return db.session.scalar(statement) or 0

    db.session.rollback()
    coded = select(AnswerCoding.submission_id)
    return {
        "views not checked": count(
            select(func.count()).select_from(Submission).where(Submission.is_checked.is_(False))
        ),
        "jobs open": count(
            select(func.count()).select_from(Job).where(Job.state.in_((JobState.WAITING, JobState.LEASED)))
        ),
        "answers not themed": count(
            select(func.count()).select_from(ApprovedText).where(ApprovedText.submission_id.not_in(coded))
        ),
    }


def faults(crowd: Crowd, left: dict[str, int]) -> dict[str, Any]:
    """Everything that is not as the site said, by what is wrong; empty values where nothing is."""
    db.session.rollback()
    views = list(db.session.scalars(select(Submission)))
    words_of = {view.id: open_words(view)["q1"] for view in views}
    stored = Counter(words_of.values())
    told, in_files = crowd.told, [row for rows in crowd.keyer.files for row in rows]
    sent = {*told, *in_files, *crowd.keyer.unsure, *(phone.in_hand for phone in crowd.phones)}
    key = deployment().keys.receipt
    receipts = {words_of[view.id]: view.receipt_hash for view in views}
    decided = Counter(db.session.scalars(select(Decision.submission_id)))
    approved = {view.id for view in views if view.state == SubmissionState.APPROVED}
    written = Counter(db.session.scalars(select(ApprovedText.submission_id)))
    told_decided = set[int]().union(*(each.told for each in crowd.readers))
    checked = Counter(db.session.scalars(select(Screening.submission_id)))
    dishonest = sum((each.dishonest for each in crowd.everybody), Counter[str]())
    return {
        "told and not stored": sorted(set(told) - set(stored)),
        "in a file and not stored": sorted(set(in_files) - set(stored)),
        "stored more than once": sorted(words for words, times in stored.items() if times > 1),
        "stored and never sent": sorted(set(stored) - sent),
        "another receipt than told": [
            words
            for words, told_words in told.items()
            if receipts.get(words) != receipt_hash(key, told_words)
        ],
        "another receipt when sent again": [each for phone in crowd.phones for each in phone.another_receipt],
        "decided as told and not so": sorted(told_decided - set(decided)),
        "decided more than once": sorted(number for number, times in decided.items() if times > 1),
        "approved without decision or words": sorted(approved ^ set(decided))
        + sorted(approved ^ set(written)),
        "not checked just once": sorted(set(words_of) ^ set(checked)),
        "left to be done": {name: number for name, number in left.items() if number},
        "jobs given up": db.session.scalar(
            select(func.count()).select_from(Job).where(Job.state == JobState.DEAD)
        ),
        "files not brought in": list(
            db.session.scalars(
                select(Upload.id).where(Upload.state.in_((UploadState.WAITING, UploadState.FAILED)))
            )
        ),
        "counts of files that are wrong": list(
            db.session.scalars(
                select(Upload.id).where(
                    Upload.state == UploadState.DONE, (Upload.imported != 40) | (Upload.already_there != 0)
                )
            )
        ),
        "audit trail breaks at": audit.verify().broken_at,
        "store is damaged": _damage(),
        "answers that were no honest ones": dict(dishonest),
    }


def jobs_by_state() -> dict[str, int]:
    """How many jobs there were, by how they ended."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    return {str(state): number for state, number in rows}


def _damage() -> str:
    """What SQLite says of its own file; PostgreSQL would not have started again."""
    if db.engine.dialect.name != "sqlite":
        return ""
    said = str(db.session.scalar(text("PRAGMA integrity_check")))
    return "" if said == "ok" else said
