"""A concern about a member of the team: to the alternate lead, and nowhere a trace of it for the one named."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from moderation import case_reading, risk, safeguarding, services
from moderation.domain import CaseKind, CaseState, DecisionKind
from moderation.models import SafeguardingCase
from moderation.verifying import verify_cases
from participation.accounts.models import Person
from participation.foundation.access import Role
from participation.foundation.append_only import allow_changes, refuse_changes
from participation.foundation.database import db
from participation.foundation.errors import NotFound
from participation.foundation.transactions import transaction
from surveys.domain import SubmissionState
from tests.auditing_client import AuditingClient, text_of
from tests.integration.moderation.browsing import QUEUE, press
from tests.integration.moderation.factories import make_campaign, make_view, view

Staff = Callable[..., AuditingClient]
CASES = "/staff/safeguarding"
WORDS = "the youth worker called Lee keeps asking for photos of me"
LEAD, ALTERNATE, MODERATOR = Role.SAFEGUARDING_LEAD, Role.ALTERNATE_LEAD, Role.MODERATOR


def passed_on(by: AuditingClient, about: AuditingClient | None, slug: str = "buses") -> tuple[int, int]:
    """A view passed on as a concern about a colleague (or about somebody without an account): view and case."""
    submission_id = make_view(make_campaign(slug), WORDS)
    with transaction():
        case = services.escalate(
            submission_id, CaseKind.MEMBER_OF_TEAM, by.person_id, "", about.person_id if about else None
        )
        return submission_id, case.id


def listed(client: AuditingClient, case_id: int) -> bool:
    return f"Concern {case_id}" in client.page(CASES).get_text()


@pytest.mark.both_stores
def test_it_goes_to_the_alternate_lead_and_to_no_other_lead(staff: Staff) -> None:
    moderator, lead, alternate = staff(MODERATOR), staff(LEAD), staff(ALTERNATE)
    _, case_id = passed_on(moderator, lead)
    other = staff(LEAD, email="other@example.org")
    assert listed(alternate, case_id)
    alternate.submit(f"{CASES}/{case_id}/accept", from_page=f"{CASES}/{case_id}")
    assert WORDS in alternate.page(f"{CASES}/{case_id}").get_text()
    for client in (lead, other):
        assert not listed(client, case_id)
        assert client.get(f"{CASES}/{case_id}").status_code == 404
        for act in ("accept", "words", "note", "close", "agree", "bring-in"):
            data = {"note": "x", "outcome": "passed_on", "ending": "x"}
            assert client.submit(f"{CASES}/{case_id}/{act}", data, from_page=CASES).status_code == 404
    steps = case_reading.steps_of(db.session.get_one(SafeguardingCase, case_id))
    assert [(step.action, step.person_id) for step in steps] == [
        ("opened", moderator.person_id),
        ("told_lead", alternate.person_id),
        ("accepted", alternate.person_id),
    ]


def test_the_person_named_meets_nothing_of_it_whatever_roles_they_hold(staff: Staff) -> None:
    moderator, named, _ = staff(MODERATOR), staff(*Role, email="named@example.org"), staff(ALTERNATE)
    pages = (CASES, "/staff/audit", f"{QUEUE}/decided", QUEUE, f"{QUEUE}/handed-over", "/staff/queue/counts")
    submission_id = make_view(make_campaign(), WORDS)
    before = {address: _without_tokens(named, address) for address in pages}
    with transaction():
        case = services.escalate(
            submission_id, CaseKind.MEMBER_OF_TEAM, moderator.person_id, "", named.person_id
        )
        case_id = case.id
    after = {address: _without_tokens(named, address) for address in pages}
    assert [address for address in pages if after[address] != before[address]] == [
        QUEUE,
        "/staff/queue/counts",
    ]
    assert "passed on" not in after[QUEUE].lower().replace("concerns i passed on", "")
    assert named.get(f"{CASES}/{case_id}").status_code == 404
    assert WORDS not in named.get(f"{QUEUE}/{submission_id}").get_data(as_text=True)


def _without_tokens(client: AuditingClient, address: str) -> str:
    answer = client.get(address)
    return answer.get_data(as_text=True) if answer.is_json else text_of(client.page(address))


def test_everybody_else_who_oversees_finds_it_in_the_audit_trail(staff: Staff) -> None:
    moderator, named, overseer = (
        staff(MODERATOR),
        staff(Role.ADMINISTRATOR),
        staff(Role.DATA_PROTECTION_OFFICER),
    )
    staff(ALTERNATE)
    _, case_id = passed_on(moderator, named)
    assert f"safeguarding case {case_id}" in text_of(overseer.page("/staff/audit"))
    seen = text_of(named.page("/staff/audit"))
    assert str(case_id) not in seen
    assert "passed on as concern" not in seen


def test_when_the_alternate_lead_is_named_it_goes_to_the_other_leads(staff: Staff) -> None:
    moderator, alternate, lead = staff(MODERATOR), staff(ALTERNATE), staff(LEAD)
    _, case_id = passed_on(moderator, alternate)
    assert listed(lead, case_id)
    assert not listed(alternate, case_id)


def test_when_nobody_else_can_receive_it_the_moderator_is_told_whom_to_phone(staff: Staff) -> None:
    moderator, only = staff(MODERATOR), staff(LEAD)
    submission_id = make_view(make_campaign(), WORDS)
    moderator.submit(f"{QUEUE}/next", from_page=QUEUE)
    answer = moderator.submit(
        f"{QUEUE}/{submission_id}/concern", {"kind": "member_of_team", "about": str(only.person_id)}
    )
    assert answer.status_code == 409
    assert "Phone the front door now" in answer.get_data(as_text=True)
    assert view(submission_id).state == "pending"


def test_the_form_asks_whom_it_is_about_and_takes_no_name_for_another_kind(staff: Staff) -> None:
    moderator, lead = staff(MODERATOR), staff(LEAD)
    staff(ALTERNATE)
    submission_id = make_view(make_campaign(), WORDS)
    moderator.submit(f"{QUEUE}/next", from_page=QUEUE)
    address = f"{QUEUE}/{submission_id}/concern"
    for sent, said in (
        ({"kind": "member_of_team", "about": ""}, "Choose who it is about"),
        ({"kind": "member_of_team", "about": "9999"}, "Choose who it is about"),
        ({"kind": "child_at_risk", "about": str(lead.person_id)}, "name nobody here"),
    ):
        assert said in moderator.submit(address, sent).get_data(as_text=True)
    moderator.submit(address, {"kind": "member_of_team", "about": "0"})
    case = db.session.scalars(select(SafeguardingCase)).one()
    assert (case.kind, case.about_person_id) == (CaseKind.MEMBER_OF_TEAM, None)


def test_an_alternate_lead_sees_no_other_concerns(staff: Staff) -> None:
    moderator, alternate = staff(MODERATOR), staff(ALTERNATE)
    submission_id = make_view(make_campaign(), "i am not safe at home")
    with transaction():
        case_id = services.escalate(submission_id, CaseKind.CHILD_AT_RISK, moderator.person_id).id
    assert not listed(alternate, case_id)
    assert alternate.get(f"{CASES}/{case_id}").status_code == 404
    assert alternate.get(f"{CASES}/talk").status_code == 403


def test_a_second_lead_is_brought_in_on_the_record_and_then_two_can_close_it(staff: Staff) -> None:
    moderator, named, alternate, second = (
        staff(MODERATOR),
        staff(LEAD, email="named@example.org"),
        staff(ALTERNATE),
        staff(LEAD, email="second@example.org"),
    )
    _, case_id = passed_on(moderator, named)
    address = f"{CASES}/{case_id}"
    alternate.submit(f"{address}/accept", from_page=address)
    offered = [str(option["value"]) for option in alternate.page(address).select("select[name=other] option")]
    assert str(second.person_id) in offered
    assert str(named.person_id) not in offered
    refused = alternate.submit(f"{address}/bring-in", {"other": str(named.person_id)}, from_page=address)
    assert refused.status_code == 302
    assert not listed(named, case_id)
    with pytest.raises(safeguarding.CannotChangeCase), transaction():
        safeguarding.bring_in(case_id, alternate.person_id, named.person_id)
    alternate.submit(f"{address}/bring-in", {"other": str(second.person_id)}, from_page=address)
    assert "Brought in another lead" in second.page(address).get_text()
    ending = {"outcome": "not_a_concern", "ending": "About a film"}
    alternate.submit(f"{address}/close", ending, from_page=address)
    second.submit(f"{address}/agree", from_page=address)
    assert db.session.get_one(SafeguardingCase, case_id).state == CaseState.CLOSED_NOT_A_CONCERN
    assert verify_cases().broken == ()


@pytest.mark.both_stores
def test_once_it_is_closed_as_none_the_person_named_still_meets_the_view_nowhere(staff: Staff) -> None:
    named, moderator = staff(MODERATOR, email="lee@example.org"), staff(MODERATOR)
    alternate, second = staff(ALTERNATE), staff(LEAD)
    number, case_id = passed_on(moderator, named)
    with transaction():
        safeguarding.accept(case_id, alternate.person_id)
        safeguarding.bring_in(case_id, alternate.person_id, second.person_id)
        safeguarding.propose_not_a_concern(case_id, alternate.person_id, "About a film")
        services.return_from_case(case_id, second.person_id)
    assert view(number).state == SubmissionState.PENDING

    def nowhere() -> None:
        for address in (QUEUE, f"{QUEUE}/decided", f"{QUEUE}/handover"):
            page = named.page(address)
            assert not page.find(string=re.compile(rf"View {number}\b|photos of me"))
            assert not page.select(f"[href*='/queue/{number}'], [action*='/queue/{number}']")
        for act, data in (
            ("claim", {}),
            ("take-back", {"why": "mistake"}),
            ("original", {"reason": "to look"}),
        ):
            answer = named.submit(f"{QUEUE}/{number}/{act}", data, from_page=QUEUE)
            is_sent_on = act == "claim" and answer.status_code == 302  # decided: to its page, which refuses
            assert is_sent_on or answer.status_code == 409, act
            assert WORDS not in answer.get_data(as_text=True)
        assert named.get(f"{QUEUE}/{number}").status_code == 409

    nowhere()
    assert named.submit(f"{QUEUE}/next", from_page=QUEUE).location == QUEUE
    assert press(moderator, QUEUE, "Read the next one") == f"{QUEUE}/{number}"
    with transaction():
        risk.answer_no(number, moderator.person_id, next(iter(risk.NO_RISK_REASONS)))
        services.decide(number, DecisionKind.KEEP_PRIVATE, moderator.person_id)
    nowhere()


@pytest.mark.both_stores
def test_hiding_it_from_somebody_else_instead_shows_in_the_chain(app: Flask, staff: Staff) -> None:
    moderator, named, _ = staff(MODERATOR), staff(LEAD), staff(ALTERNATE)
    _, case_id = passed_on(moderator, named)
    with transaction():
        connection = db.session.connection()
        allow_changes(connection)
        db.session.get_one(SafeguardingCase, case_id).about_person_id = None
        db.session.flush()
        refuse_changes(connection)
    assert verify_cases().broken == (case_id,)


def test_numbers_of_concerns_tell_nothing_of_those_between_them(staff: Staff) -> None:
    moderator = staff(MODERATOR)
    staff(ALTERNATE)
    numbers = [passed_on(moderator, None, f"campaign-{n}")[1] for n in range(4)]
    assert all(100_000 <= number < 1_000_000 for number in numbers)
    assert numbers != list(range(numbers[0], numbers[0] + 4))


def test_services_refuse_whoever_may_not_see_it(staff: Staff) -> None:
    moderator, lead = staff(MODERATOR), staff(LEAD)
    staff(ALTERNATE)
    _, case_id = passed_on(moderator, lead)
    assert case_reading.cases_for(db.session.get_one(Person, lead.person_id)) == []
    with pytest.raises(NotFound), transaction():
        safeguarding.accept(case_id, lead.person_id)
