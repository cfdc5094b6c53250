"""A miss does the work of a hit: nobody learns from how long it takes whether an address or receipt words exist."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import event

from participation.accounts.services import add_person, set_active
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.pages.complaints import services as complaints
from participation.pages.complaints.services import ComplaintWords
from surveys import services
from surveys.services import find_by_receipt, withdraw
from tests.auditing_client import AuditingClient
from tests.conftest import PASSWORD
from tests.integration.pages import made_up

WRONG = "not the right password"


@dataclass
class Work:
    """What was asked of the database, and how often a slow or keyed hash was reckoned."""

    statements: list[str] = field(default_factory=list)
    slow_hashes: int = 0
    keyed_hashes: int = 0


Count = Callable[[], AbstractContextManager[Work]]


@pytest.fixture
def counted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Count:
    """Counts the work of a block: `with counted() as work`."""
    held = [Work()]
    slow, keyed = PasswordHasher.verify, services.receipt_hash

    def verify(self: PasswordHasher, known: str, password: str) -> bool:
        held[-1].slow_hashes += 1
        return bool(slow(self, known, password))

    def look_up_hash(key: bytes, words: str) -> bytes:
        held[-1].keyed_hashes += 1
        return keyed(key, words)

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        held[-1].statements.append(statement)

    @contextmanager
    def count() -> Iterator[Work]:
        held.append(Work())
        event.listen(db.engine, "before_cursor_execute", note)
        yield held[-1]
        event.remove(db.engine, "before_cursor_execute", note)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    monkeypatch.setattr(services, "receipt_hash", look_up_hash)
    return count


def people() -> None:
    """An account in use, one that is closed, and one whose password is not chosen yet."""
    with transaction():
        add_person("known@example.org", "Known", PASSWORD, [Role.MODERATOR, Role.ANALYST], is_demo=True)
        closed = add_person("closed@example.org", "Closed", PASSWORD, [Role.ANALYST], is_demo=True)
        set_active(closed, False, actor_id=0)
        add_person("invited@example.org", "Invited", None, [Role.ANALYST])


@pytest.mark.both_stores
def test_signing_in_wrongly_does_the_same_work_for_known_unknown_closed_and_invited(
    client: AuditingClient, counted: Count
) -> None:
    people()
    client.submit("/staff/sign-in", {"email": "warm@example.org", "password": WRONG})
    found = {}
    for name in ("nobody", "known", "closed", "invited"):
        form = _form(client, f"{name}@example.org")
        with counted() as work:
            client.post("/staff/sign-in", data=form)
        found[name] = work
    assert found["nobody"].slow_hashes == 1, "the slow hash is reckoned for nobody too"
    assert found["nobody"].statements, "what is asked of the database is seen"
    for name in ("known", "closed", "invited"):
        assert found[name] == found["nobody"], name


def test_looking_receipt_words_up_does_the_same_work_whatever_is_typed(app: Flask, counted: Count) -> None:
    campaign_id = made_up.open_campaign()
    waiting, withdrawn = made_up.send(campaign_id, "more benches", "a later bus")
    with transaction():
        gone = find_by_receipt(withdrawn.words)
        assert gone is not None
        withdraw(gone)
    nearly = " ".join([*waiting.words.split()[:-1], "00"])
    found = {}
    for typed in ("nothing of ours 77", "", nearly, waiting.words, withdrawn.words):
        db.session.remove()
        with counted() as work:
            find_by_receipt(typed)
        found[typed] = work
    looks = [statement for statement in found[""].statements if statement.startswith("SELECT")]
    assert (found[""].keyed_hashes, len(looks)) == (1, 1), "even nothing is looked for"
    for typed, work in found.items():
        assert work == found[""], typed


def test_looking_a_complaint_up_does_the_same_work_until_it_is_found(app: Flask, counted: Count) -> None:
    with transaction():
        kept = complaints.complain(ComplaintWords("My name is on a page", "", ""), "key")
    nearly = " ".join([*kept.receipt.split()[:-1], "00"])
    found = {}
    for typed in ("nothing of ours 77", "", nearly, kept.receipt):
        db.session.remove()
        with counted() as work:
            is_there = complaints.find_by_receipt(typed) is not None
        assert is_there == (typed == kept.receipt)
        found[typed] = work
    assert len([each for each in found[""].statements if each.startswith("SELECT")]) == 1
    for typed, work in found.items():
        assert work == found[""], typed


def _form(client: AuditingClient, email: str) -> dict[str, str]:
    return {"email": email, "password": WRONG, "csrf_token": client._token("/staff/sign-in")}
