"""Setting up a young researcher: an adult who answers for them, and where they belong."""

from collections.abc import Callable

import pytest

from participation.accounts.models import Person
from participation.accounts.services import set_active
from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient, text_of

Staff = Callable[..., AuditingClient]


@pytest.fixture
def administrator(staff: Staff) -> AuditingClient:
    return staff(Role.ADMINISTRATOR)


def set_up(by: AuditingClient, young: AuditingClient, **given: str | int) -> str:
    """Send the form of the person's page; gives what came back, empty when it was taken."""
    page = f"/staff/people/{young.person_id}"
    form = {"sponsor": by.person_id, "own_setting": "Gull School", "own_place": "Seatown", **given}
    answer = by.submit(f"{page}/researcher", form, from_page=page)
    return "" if answer.status_code == 302 else answer.get_data(as_text=True)


@pytest.mark.both_stores
def test_an_administrator_enters_sponsor_school_and_place_and_coding_opens(
    administrator: AuditingClient, staff: Staff
) -> None:
    young = staff(Role.YOUNG_RESEARCHER)
    assert young.get("/staff/coding").status_code == 403
    assert "Until this is filled in they see none" in text_of(
        administrator.page(f"/staff/people/{young.person_id}")
    )
    assert set_up(administrator, young, own_setting="  Gull   School ") == ""
    person = db.session.get_one(Person, young.person_id)
    assert (person.own_setting, person.own_place) == ("Gull School", "Seatown")
    assert person.sponsor_id == administrator.person_id
    assert young.get("/staff/coding").status_code == 200
    actions = {event.action for event in db.session.query(audit.AuditEvent)}
    assert "set_up_researcher" in actions


def test_what_is_missing_is_named_and_nothing_changes(administrator: AuditingClient, staff: Staff) -> None:
    young = staff(Role.YOUNG_RESEARCHER)
    page = set_up(administrator, young, sponsor="", own_setting="", own_place=" ")
    for words in ("Choose the adult", "Enter their own school", "Enter their own place"):
        assert words in page
    assert db.session.get_one(Person, young.person_id).sponsor_id is None


def test_a_young_researcher_answers_neither_for_another_nor_for_themselves(
    administrator: AuditingClient, staff: Staff
) -> None:
    young = staff(Role.YOUNG_RESEARCHER)
    other = staff(Role.YOUNG_RESEARCHER, email="other@example.org")
    for sponsor in (young.person_id, other.person_id, 99999):
        assert set_up(administrator, young, sponsor=sponsor)
    assert db.session.get_one(Person, young.person_id).sponsor_id is None


def test_when_the_sponsor_leaves_coding_closes(administrator: AuditingClient, staff: Staff) -> None:
    young, sponsor = staff(Role.YOUNG_RESEARCHER), staff(Role.ANALYST)
    assert set_up(administrator, young, sponsor=sponsor.person_id) == ""
    with transaction():
        set_active(db.session.get_one(Person, sponsor.person_id), False, administrator.person_id)
    refused = young.get("/staff/coding")
    assert refused.status_code == 403
    assert "needs a named adult sponsor" in refused.get_data(as_text=True)


def test_only_an_administrator_sets_one_up_and_only_a_young_researcher_is_set_up(
    administrator: AuditingClient, staff: Staff
) -> None:
    young, analyst = staff(Role.YOUNG_RESEARCHER), staff(Role.ANALYST)
    address = f"/staff/people/{young.person_id}/researcher"
    for client in (young, analyst):
        assert client.get(f"/staff/people/{young.person_id}").status_code == 403
        assert client.post(address, data={"sponsor": str(analyst.person_id)}).status_code in (400, 403)
    assert db.session.get_one(Person, young.person_id).sponsor_id is None
    assert "Give the person the role of young researcher first" in set_up(administrator, analyst)
