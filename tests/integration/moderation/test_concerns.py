"""Concerns: the exact words reach the lead, every step stays, two people close one as none."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text

from moderation import case_reading, safeguarding, services
from moderation.domain import CaseKind, CaseState
from moderation.models import ApprovedText, CaseEvent, SafeguardingCase
from moderation.verifying import verify_cases
from participation.accounts.services import add_person
from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.append_only import allow_changes, refuse_changes
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import SubmissionState
from surveys.models import Submission
from surveys.services import withdraw
from tests.auditing_client import AuditingClient, text_of
from tests.conftest import PASSWORD
from tests.integration.moderation.factories import make_campaign, make_view, view

Staff = Callable[..., AuditingClient]
WORDS = "i dont feel safe when my uncle comes round \u2013 pls dont tell"
CASES = "/staff/safeguarding"


@pytest.fixture
def people(app: Flask) -> tuple[int, int, int]:
    """A moderator and two leads; their ids."""
    with transaction():
        lead = Role.SAFEGUARDING_LEAD
        roles = [("mo", Role.MODERATOR), ("li", lead), ("lo", lead)]
        found = [add_person(f"{n}@example.org", n.title(), PASSWORD, [r], is_demo=True) for n, r in roles]
        return found[0].id, found[1].id, found[2].id


def case_of(case_id: int) -> SafeguardingCase:
    """A concern as it is stored now."""
    db.session.rollback()
    return db.session.get_one(SafeguardingCase, case_id)


def passed_on(person_id: int, words: str = WORDS, note: str = "") -> tuple[int, int]:
    """A view passed on as a concern: ids of view and case."""
    submission_id = make_view(make_campaign(), words, age="13-17")
    with transaction():
        case_id = services.escalate(submission_id, CaseKind.CHILD_AT_RISK, person_id, note).id
    return submission_id, case_id


@pytest.mark.both_stores
def test_the_lead_gets_the_exact_words_sealed_where_they_lie(
    app: Flask, people: tuple[int, int, int]
) -> None:
    _, case_id = passed_on(people[0], note="Sent during the morning session")
    case = case_of(case_id)
    words = case_reading.words_of(case)
    assert words.answers == (("What would make it better?", WORDS),)
    assert words.facts == (("How old are you?", "13 to 17"),)
    assert words.waited_minutes is not None
    assert b"uncle" not in case.sealed_words
    step, *told = case_reading.steps_of(case)
    assert [each.action for each in told] == ["told_lead", "told_lead"]  # nobody is on the rota: every lead
    assert (step.action, step.person_name, step.note) == ("opened", "Mo", "Sent during the morning session")
    assert WORDS in case_reading.referral_text(case, words, "A child may be at risk")


@pytest.mark.both_stores
def test_a_concern_outlives_the_view_it_came_from(app: Flask, people: tuple[int, int, int]) -> None:
    submission_id, case_id = passed_on(people[0])
    with transaction():
        withdraw(db.session.get_one(Submission, submission_id))
    assert view(submission_id).answers == []
    assert case_reading.words_of(case_of(case_id)).answers[0][1] == WORDS
    assert verify_cases().broken == ()


def test_only_two_people_close_a_concern_as_none_and_then_the_view_waits_again(
    app: Flask, people: tuple[int, int, int]
) -> None:
    _, first, second = people
    submission_id, case_id = passed_on(people[0])
    with pytest.raises(safeguarding.CannotChangeCase, match="Accept"), transaction():
        safeguarding.propose_not_a_concern(case_id, first, "A line from a song")
    with transaction():
        safeguarding.accept(case_id, first)
        safeguarding.propose_not_a_concern(case_id, first, "A line from a song")
    with pytest.raises(safeguarding.CannotChangeCase, match="Two people"), transaction():
        services.return_from_case(case_id, first)
    with transaction():
        services.return_from_case(case_id, second)
    assert case_of(case_id).state == CaseState.CLOSED_NOT_A_CONCERN
    assert view(submission_id).state == SubmissionState.PENDING
    assert verify_cases() == type(verify_cases())(1, ())


def test_a_concern_is_accepted_once_and_closed_only_with_a_note(
    app: Flask, people: tuple[int, int, int]
) -> None:
    submission_id, case_id = passed_on(people[0])
    with transaction():
        safeguarding.accept(case_id, people[1])
    with pytest.raises(safeguarding.CannotChangeCase, match="already"), transaction():
        safeguarding.accept(case_id, people[2])
    with pytest.raises(safeguarding.CannotChangeCase, match="to whom"), transaction():
        safeguarding.close_passed_on(case_id, people[1], "  ")
    with transaction():
        safeguarding.close_passed_on(case_id, people[1], "Front door, reference 12")
        safeguarding.note(case_id, people[1], "They called back")
    steps = case_reading.steps_of(case_of(case_id))
    assert [s.action for s in steps if not s.action.startswith("told")] == [
        "opened",
        "accepted",
        "closed_passed_on",
        "noted",
    ]
    assert view(submission_id).state == SubmissionState.ESCALATED
    assert verify_cases().broken == ()


@pytest.mark.both_stores
@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE case_event SET action = 'noted' WHERE number = 4",
        "UPDATE case_event SET sealed_note = NULL WHERE number = 5",
        "DELETE FROM case_event WHERE number = 5",
        "UPDATE safeguarding_case SET state = 'closed_passed_on'",
        "UPDATE safeguarding_case SET kind = 'member_of_team'",
        "UPDATE safeguarding_case SET accepted_by_id = NULL",
    ],
)
def test_whatever_is_changed_behind_the_records_back_shows(
    app: Flask, people: tuple[int, int, int], tampering: str
) -> None:
    _, case_id = passed_on(people[0])
    with transaction():
        safeguarding.accept(case_id, people[1])
        safeguarding.note(case_id, people[1], "Phoned the front door at ten")
    assert verify_cases().broken == ()
    with transaction():
        connection = db.session.connection()
        allow_changes(connection)
        connection.execute(text(tampering))
        refuse_changes(connection)
    assert verify_cases().broken == (case_id,)


def test_a_record_taken_away_whole_shows_too(app: Flask, people: tuple[int, int, int]) -> None:
    _, case_id = passed_on(people[0])
    with transaction():
        connection = db.session.connection()
        allow_changes(connection)
        connection.execute(text("DELETE FROM case_event"))
        connection.execute(text("DELETE FROM safeguarding_case"))
        refuse_changes(connection)
    assert verify_cases().broken == (case_id,)
    assert audit.verify().broken_at is None


def test_no_word_of_a_concern_stands_in_the_audit_trail(app: Flask, people: tuple[int, int, int]) -> None:
    _, case_id = passed_on(people[0], note="remarkable note")
    with transaction():
        safeguarding.accept(case_id, people[1])
        safeguarding.note(case_id, people[1], "another remarkable note")
    said = " ".join(str(event.detail) for event in db.session.scalars(select(AuditEvent)))
    assert "uncle" not in said
    assert "remarkable" not in said


def test_the_lead_accepts_reads_and_writes_and_the_moderator_sees_only_that_it_was_accepted(
    app: Flask, staff: Staff, people: tuple[int, int, int]
) -> None:
    moderator, lead = staff(Role.MODERATOR), staff(Role.SAFEGUARDING_LEAD)
    _, case_id = passed_on(moderator.person_id)
    address = f"{CASES}/{case_id}"
    assert "uncle" not in lead.page(address).get_text()
    assert "Waiting for a lead" in lead.page(CASES).get_text()
    lead.submit(f"{address}/accept", from_page=address)
    assert WORDS in lead.page(address).get_text()
    assert "Write what was done" in lead.submit(f"{address}/note", from_page=address).get_data(as_text=True)
    lead.submit(f"{address}/note", {"note": "Phoned <b>the front door</b>"}, from_page=address)
    assert "Phoned <b>the front door</b>" in lead.page(address).get_text()
    seen = text_of(moderator.page("/staff/queue/handed-over"))
    assert "Accepted by the lead, " in seen
    assert "front door" not in seen
    assert "uncle" not in seen


def test_another_lead_opens_the_words_on_the_record(
    app: Flask, staff: Staff, people: tuple[int, int, int]
) -> None:
    _, case_id = passed_on(people[0])
    with transaction():
        safeguarding.accept(case_id, people[1])
    other = staff(Role.SAFEGUARDING_LEAD, email="other@example.org")
    address = f"{CASES}/{case_id}"
    assert "uncle" not in other.page(address).get_text()
    opened = other.submit(f"{address}/words", from_page=address)
    assert WORDS in opened.get_data(as_text=True)
    last = db.session.scalars(select(CaseEvent).order_by(CaseEvent.id.desc())).first()
    assert last is not None
    assert (last.action, last.person_id) == ("read", other.person_id)


def test_closing_on_the_page_asks_for_what_is_missing_then_for_a_second_person(
    app: Flask, staff: Staff, people: tuple[int, int, int]
) -> None:
    _, case_id = passed_on(people[0])
    first = staff(Role.SAFEGUARDING_LEAD, email="first@example.org")
    second = staff(Role.SAFEGUARDING_LEAD, email="second@example.org")
    address = f"{CASES}/{case_id}"
    first.submit(f"{address}/accept", from_page=address)
    page = first.submit(f"{address}/close", {"outcome": "not_a_concern"}, from_page=address).get_data(
        as_text=True
    )
    assert "or why it is not a concern" in page
    first.submit(f"{address}/close", {"outcome": "not_a_concern", "ending": "A song"}, from_page=address)
    assert "Another safeguarding lead has to agree" in first.page(address).get_text()
    assert first.submit(f"{address}/agree", from_page=address).status_code == 409
    second.submit(f"{address}/agree", from_page=address)
    assert "Closed: not a concern" in first.page(CASES).get_text()


@pytest.mark.parametrize("role", [r for r in Role if not r.endswith("_lead") or r == Role.EQUALITY_LEAD])
def test_nobody_but_a_lead_reaches_a_concern(
    app: Flask, staff: Staff, people: tuple[int, int, int], role: Role
) -> None:
    _, case_id = passed_on(people[0])
    client = staff(role)
    assert client.get(CASES).status_code == 403
    assert client.get(f"{CASES}/{case_id}").status_code == 403
    for act in ("accept", "words", "note", "close", "agree"):
        assert client.submit(f"{CASES}/{case_id}/{act}", from_page="/staff/queue").status_code == 403
    assert db.session.get_one(SafeguardingCase, case_id).state == CaseState.WAITING


def test_a_concern_that_does_not_exist_says_so(staff: Staff) -> None:
    lead = staff(Role.SAFEGUARDING_LEAD)
    assert lead.get(f"{CASES}/99").status_code == 404
    assert lead.submit(f"{CASES}/99/accept", from_page=CASES).status_code == 404


def test_the_lead_accepts_from_the_list_and_sees_who_is_on_duty(
    app: Flask, staff: Staff, people: tuple[int, int, int]
) -> None:
    _, case_id = passed_on(people[0])
    lead = staff(Role.SAFEGUARDING_LEAD)
    assert "Deputy lead: nobody" in text_of(lead.page(CASES))
    answer = lead.submit(f"{CASES}/{case_id}/accept", from_page=CASES)
    assert WORDS in lead.page(answer.headers["Location"]).get_text()


def test_a_concern_about_an_adult_says_that_it_is_for_the_lado(
    app: Flask, staff: Staff, people: tuple[int, int, int]
) -> None:
    submission_id = make_view(make_campaign(), WORDS)
    with transaction():
        case_id = services.escalate(submission_id, CaseKind.ADULT_WORKING_WITH_CHILDREN, people[0]).id
    lead = staff(Role.SAFEGUARDING_LEAD)
    lead.submit(f"{CASES}/{case_id}/accept", from_page=CASES)
    assert "For the LADO" in text_of(lead.page(f"{CASES}/{case_id}"))


def test_no_address_publishes_the_words_of_a_concern(
    app: Flask, staff: Staff, people: tuple[int, int, int]
) -> None:
    submission_id, case_id = passed_on(people[0])
    everyone = staff(*Role)
    with transaction():
        safeguarding.accept(case_id, people[1])
        safeguarding.close_passed_on(case_id, people[1], "Front door")
    address = f"/staff/queue/{submission_id}"
    for act, data in (
        ("claim", {}),
        ("decide", {"kind": "approve"}),
        ("redact", {"cover": "q1:0:3", "label": "name", "step": "approve"}),
        ("reject", {"reason": "off_topic"}),
        ("take-back", {"why": "mistake"}),
        ("undo", {}),
        ("original", {"reason": "to see it again"}),
    ):
        everyone.submit(f"{address}/{act}", data, from_page="/staff/queue")
        assert view(submission_id).state == SubmissionState.ESCALATED, act
    said = "".join(
        everyone.get(rule).get_data(as_text=True)
        for rule in (
            "/",
            "/c/buses",
            "/results",
            "/replies",
            "/staff/queue",
            "/staff/queue/decided",
            "/staff/themes/",
        )
    )
    assert "uncle" not in said
    assert db.session.query(ApprovedText).all() == []
