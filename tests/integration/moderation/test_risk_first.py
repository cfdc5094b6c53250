"""Is a child at risk? Nothing else is decided about a view that may tell of one before somebody answered that."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from moderation import checking, risk, services
from moderation.domain import CaseKind, DecisionKind
from moderation.models import Decision, RiskAnswer, Screening
from moderation.redaction import Redaction
from participation.foundation.access import Role
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import SubmissionState
from surveys.models import Submission
from surveys.services import withdraw
from tests.auditing_client import AuditingClient, text_of
from tests.integration.moderation.browsing import QUEUE, press, start
from tests.integration.moderation.factories import make_view, view

Staff = Callable[..., AuditingClient]
URGENT = "my step dad hurts me when he is drunk and i have nowhere to go"
PRESSED = [
    ("decide", {"kind": "approve"}),
    ("decide", {"kind": "keep_private"}),
    ("redact", {"cover": "q1:3:11", "label": "name", "step": "approve"}),
    ("reject", {"reason": "rude"}),
]


@pytest.fixture
def urgent(campaign_id: int) -> int:
    """An urgent view, checked; its id."""
    submission_id = make_view(campaign_id, URGENT)
    checking.screen_unchecked()
    assert view(submission_id).lane == "urgent"
    return submission_id


def as_soon(submission_id: int) -> None:
    """The same view as if the check had been less sure of it."""
    with transaction():
        stored = db.session.get_one(Submission, submission_id)
        stored.lane, stored.lane_rank = "soon", 1
        db.session.get_one(Screening, submission_id).lane = "soon"  # type: ignore[assignment]


@pytest.mark.parametrize("lane", ["urgent", "soon"])
@pytest.mark.parametrize(("act", "data"), PRESSED)
def test_no_decision_goes_round_the_question(
    staff: Staff, urgent: int, act: str, data: dict[str, str], lane: str
) -> None:
    if lane == "soon":
        as_soon(urgent)
    client = staff(Role.MODERATOR)
    address = start(client)
    answer = client.submit(f"{address}/{act}", data, from_page=address)
    assert answer.status_code == 409
    assert "Is a child at risk?" in answer.get_data(as_text=True)
    assert view(urgent).state == SubmissionState.PENDING
    assert db.session.scalars(select(Decision)).all() == []


@pytest.mark.both_stores
@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (DecisionKind.APPROVE, {}),
        (DecisionKind.APPROVE_REDACTED, {"covers": {"q1": [Redaction(3, 11, "name")]}}),
        (DecisionKind.KEEP_PRIVATE, {}),
        (DecisionKind.REJECT, {"reason": "rude"}),
    ],
)
def test_the_rule_holds_wherever_a_decision_comes_from(
    staff: Staff, urgent: int, kind: DecisionKind, given: dict[str, object]
) -> None:
    person_id = staff(Role.MODERATOR).person_id
    with pytest.raises(risk.RiskNotAnswered), transaction():
        services.decide(urgent, kind, person_id, **given)  # type: ignore[arg-type]
    with transaction():
        risk.answer_no(urgent, person_id, "misread")
        services.decide(urgent, kind, person_id, **given)  # type: ignore[arg-type]
    assert view(urgent).state != SubmissionState.PENDING


def test_the_lead_comes_first_and_a_no_has_a_reason_that_is_kept(staff: Staff, urgent: int) -> None:
    client = staff(Role.MODERATOR)
    address = start(client)
    page = client.page(address)
    buttons = [text_of(each) for each in page.select("main .split .button")]
    assert buttons[0].startswith("Hand to the safeguarding lead")
    assert not [each for each in buttons if each.startswith(("Approve", "Cover words", "House rule"))]
    refused = client.submit(f"{address}/risk", {"because": ""}, from_page=address)
    assert refused.status_code == 409
    press(client, address, "A way of speaking")
    after = client.page(address)
    assert "Nobody at risk, you said: a way of speaking" in text_of(after)
    press(client, address, "Approve")
    assert view(urgent).state == SubmissionState.APPROVED
    answer = db.session.scalars(select(RiskAnswer)).one()
    assert (answer.person_id, answer.because) == (client.person_id, "way_of_speaking")
    said = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "saw_nobody_at_risk")).one()
    assert said.detail == {"because": "way_of_speaking"}


@pytest.mark.parametrize("page", ["redact", "reject", "stack"])
def test_pages_of_other_decisions_lead_back_to_the_question(staff: Staff, urgent: int, page: str) -> None:
    client = staff(Role.MODERATOR)
    address = start(client)
    answer = client.get(f"{address}/{page}")
    assert (answer.status_code, answer.headers.get("Location")) == (302, address)


def test_everybody_answers_for_themselves_and_again_after_a_second_look(staff: Staff, urgent: int) -> None:
    ann = staff(Role.MODERATOR, email="ann@example.org").person_id
    bob = staff(Role.MODERATOR, email="bob@example.org").person_id
    with transaction():
        risk.answer_no(urgent, ann, "misread")
    with pytest.raises(risk.RiskNotAnswered), transaction():
        services.decide(urgent, DecisionKind.APPROVE, bob)
    with transaction():
        services.decide(urgent, DecisionKind.APPROVE, ann)
    with transaction():
        services.take_back(urgent, ann, "second_look")
    with pytest.raises(risk.RiskNotAnswered), transaction():
        services.decide(urgent, DecisionKind.APPROVE, ann)


def test_what_two_leads_closed_as_no_concern_is_answered(staff: Staff, urgent: int) -> None:
    from moderation import safeguarding

    moderator, first, second = (
        staff(Role.MODERATOR).person_id,
        staff(Role.SAFEGUARDING_LEAD, email="first@example.org").person_id,
        staff(Role.SAFEGUARDING_LEAD, email="second@example.org").person_id,
    )
    with transaction():
        case = services.escalate(urgent, CaseKind.CHILD_AT_RISK, moderator)
        safeguarding.accept(case.id, first)
        safeguarding.propose_not_a_concern(case.id, first, "A line of a song.")
        services.return_from_case(case.id, second)
    with transaction():
        services.decide(urgent, DecisionKind.APPROVE, moderator)
    assert view(urgent).state == SubmissionState.APPROVED


def test_a_view_taken_back_by_its_sender_is_marked_as_read_only_after_the_answer(
    staff: Staff, urgent: int
) -> None:
    with transaction():
        withdraw(db.session.get_one(Submission, urgent))
    client = staff(Role.MODERATOR)
    address = start(client)
    refused = client.submit(f"{address}/decide", {"kind": "withdrawn"}, from_page=address)
    assert refused.status_code == 409
    press(client, address, "An idea or opinion")
    press(client, address, "Mark as read")
    assert view(urgent).answers == []


def test_an_answer_holds_no_words_and_cannot_be_changed(staff: Staff, urgent: int) -> None:
    client = staff(Role.MODERATOR)
    press(client, start(client), "About a game")
    for change in ("UPDATE risk_answer SET because = 'misread'", "DELETE FROM risk_answer"):
        with pytest.raises(Exception, match="append-only"), transaction():
            db.session.connection().exec_driver_sql(change)


def test_the_list_says_why_with_the_words_that_say_so_and_the_view_stands_behind_a_warning(
    staff: Staff, urgent: int
) -> None:
    client = staff(Role.MODERATOR)
    row = client.page(QUEUE).select_one("ol.queue > li.urgent")
    assert row is not None
    assert "hurts me" in text_of(row)
    assert URGENT not in text_of(row)
    item = client.page(start(client))
    warned = item.select_one("details.warned")
    assert warned is not None
    assert not warned.has_attr("open")
    assert URGENT in warned.get_text()
