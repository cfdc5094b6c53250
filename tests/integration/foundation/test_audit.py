"""The audit trail: a chain that shows when anybody altered, removed or added a link."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.append_only import allow_changes
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.transactions import transaction

pytestmark = pytest.mark.both_stores


@pytest.fixture
def chain(app: Flask) -> int:
    """A chain of five events."""
    with transaction():
        for number in range(5):
            audit.record(
                "approved", "submission", number, actor_id=7, detail={"lane": "soon", "count": number}
            )
    return audit.verify().events


#: What somebody with the database's password could do, and the event at which it shows.
TAMPERING = {
    "UPDATE audit_event SET action = 'rejected' WHERE id = 3": 3,
    "UPDATE audit_event SET actor_id = 8 WHERE id = 2": 2,
    "UPDATE audit_event SET subject_id = NULL WHERE id = 4": 4,
    "UPDATE audit_event SET detail = '{}' WHERE id = 1": 1,
    "UPDATE audit_event SET at = '2020-01-01 00:00:00.000000' WHERE id = 5": 5,
    "UPDATE audit_event SET hash = previous_hash WHERE id = 3": 3,
    "DELETE FROM audit_event WHERE id = 3": 3,
    "DELETE FROM audit_event WHERE id = 1": 1,
    "DELETE FROM audit_event WHERE id = 5": 5,
    "UPDATE audit_event SET id = 9 WHERE id = 5": 5,
    "INSERT INTO audit_event (id, at, action, subject, detail, previous_hash, hash) "
    "SELECT 6, at, action, subject, detail, hash, hash FROM audit_event WHERE id = 5": 6,
}


@pytest.mark.usefixtures("chain")
def test_altering_removing_or_adding_an_event_is_found_where_it_happened() -> None:
    for statement, broken_at in TAMPERING.items():
        connection = db.session.connection()
        allow_changes(connection)
        connection.execute(text(statement))
        assert audit.verify().broken_at == broken_at, statement
        db.session.rollback()
    assert audit.verify() == audit.ChainCheck(5, None)


def record_and_fail() -> None:
    with transaction():
        audit.record("approved", "submission", 1)
        raise RuntimeError


@pytest.mark.usefixtures("chain")
def test_work_that_failed_leaves_no_event() -> None:
    with pytest.raises(RuntimeError):
        record_and_fail()
    assert audit.verify() == audit.ChainCheck(5, None)


@pytest.mark.usefixtures("chain")
def test_the_chain_goes_on_after_being_verified() -> None:
    audit.verify()
    with transaction():
        audit.record("opened", "campaign", 1)
    assert audit.verify() == audit.ChainCheck(6, None)
    last = db.session.get_one(AuditEvent, 6)
    assert last.previous_hash == db.session.get_one(AuditEvent, 5).hash


def test_signing_in_and_managing_people_leaves_a_trail_without_names(
    app: Flask, staff: Callable[..., object]
) -> None:
    staff(Role.ADMINISTRATOR, email="sam.sample@example.org")
    events = db.session.query(AuditEvent).order_by(AuditEvent.id).all()
    assert [event.action for event in events] == ["added", "signed_in"]
    assert all("sam" not in str(vars(event)).lower() for event in events)
