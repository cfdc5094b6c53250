"""Nobody reads a friend, nobody has to read hard views, and those who do are counted and offered a break."""

from collections.abc import Callable

import pytest

from moderation import checking, claims, offering, wellbeing
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.transactions import transaction
from surveys.models import Submission
from surveys.services import withdraw
from tests.auditing_client import AuditingClient, text_of
from tests.integration.moderation.browsing import QUEUE, press, start
from tests.integration.moderation.factories import make_view

Staff = Callable[..., AuditingClient]
HARD = "my step dad hurts me when he is drunk and i have nowhere to go"


@pytest.mark.both_stores
def test_a_view_of_somebody_they_know_goes_to_somebody_else_and_never_comes_back(
    staff: Staff, campaign_id: int
) -> None:
    known, other = make_view(campaign_id), make_view(campaign_id, "Benches with a roof on them")
    ann, bob = staff(Role.MODERATOR, email="ann@example.org"), staff(Role.MODERATOR, email="bob@example.org")
    assert start(ann) == f"{QUEUE}/{known}"
    assert press(ann, f"{QUEUE}/{known}", "I know this person") == f"{QUEUE}/{other}"
    press(ann, f"{QUEUE}/{other}", "Approve")
    listed = ann.page(QUEUE)
    assert "Nothing is waiting here" in text_of(listed)
    assert {text_of(each) for each in listed.select("[data-count]")} == {"0"}
    assert bob.get(f"{QUEUE}/counts").get_json()["all"] == "1"
    assert ann.submit(f"{QUEUE}/{known}/claim", from_page=QUEUE).status_code == 409
    assert "for somebody else" in text_of(ann.page(f"{QUEUE}/{known}"))
    assert ann.submit(f"{QUEUE}/{known}/decide", {"kind": "approve"}, from_page=QUEUE).status_code == 409
    assert start(bob) == f"{QUEUE}/{known}"
    press(bob, f"{QUEUE}/{known}", "Approve")
    opened = ann.submit(f"{QUEUE}/{known}/original", {"reason": "to have a look"}, from_page=QUEUE)
    assert opened.status_code == 409


def test_the_last_who_can_read_a_view_cannot_step_aside(staff: Staff, campaign_id: int) -> None:
    submission_id = make_view(campaign_id)
    client = staff(Role.MODERATOR)
    address = start(client)
    answer = client.submit(f"{address}/know-them", from_page=address)
    assert answer.status_code == 409
    assert "ask an administrator" in answer.get_data(as_text=True).lower()
    assert claims.holder(submission_id) == client.person_id


def test_that_somebody_knew_the_sender_is_forgotten_with_the_view(staff: Staff, campaign_id: int) -> None:
    submission_id = make_view(campaign_id)
    ann, _ = staff(Role.MODERATOR, email="ann@example.org"), staff(Role.MODERATOR, email="bob@example.org")
    press(ann, start(ann), "I know this person")
    with transaction():
        withdraw(db.session.get_one(Submission, submission_id))
    assert db.session.execute(db.text("SELECT count(*) FROM knows_sender")).scalar() == 0


@pytest.mark.both_stores
def test_whoever_reads_no_hard_views_is_given_none_and_shown_none(staff: Staff, campaign_id: int) -> None:
    hard, easy = make_view(campaign_id, HARD), make_view(campaign_id, "Benches with a roof on them")
    checking.screen_unchecked()
    unchecked = make_view(campaign_id, "Something nobody has checked yet")
    ann, bob = staff(Role.MODERATOR, email="ann@example.org"), staff(Role.MODERATOR, email="bob@example.org")
    assert start(ann) == f"{QUEUE}/{hard}"
    press(ann, f"{QUEUE}/handover", "Offer me no hard views")
    assert claims.holder(hard) is None
    shown = {str(form["action"]) for form in ann.page(QUEUE).select("ol.queue form")}
    assert shown == {f"{QUEUE}/{easy}/claim"}
    assert [each.get(f"{QUEUE}/counts").get_json()["all"] for each in (ann, bob)] == ["1", "3"]
    assert start(ann) == f"{QUEUE}/{easy}"
    for number in (hard, unchecked):
        assert ann.submit(f"{QUEUE}/{number}/claim", from_page=QUEUE).status_code == 409
    refused = bob.submit(f"{QUEUE}/hard-ones", {"read": "no"}, from_page=f"{QUEUE}/handover")
    assert refused.status_code == 409
    assert offering.reads_hard_ones(bob.person_id)
    press(ann, f"{QUEUE}/handover", "Offer me hard views again")
    assert ann.submit(f"{QUEUE}/{hard}/claim", from_page=QUEUE).status_code == 302


def test_hard_views_are_counted_once_each_and_a_break_is_offered(staff: Staff, campaign_id: int) -> None:
    break_after = deployment().settings.break_after
    hard = [make_view(campaign_id, f"{HARD} {n}") for n in range(break_after)]
    make_view(campaign_id, "Benches with a roof on them")
    checking.screen_unchecked()
    client = staff(Role.MODERATOR)
    for _ in range(2):
        for number in hard[:-1]:
            client.submit(f"{QUEUE}/{number}/claim", from_page=QUEUE)
    assert wellbeing.today(client.person_id).hard_ones == break_after - 1
    assert "Time for a break" not in text_of(client.page(f"{QUEUE}/{hard[-2]}"))
    client.submit(f"{QUEUE}/{hard[-1]}/claim", from_page=QUEUE)
    assert f"You have read {break_after} hard views today" in text_of(client.page(f"{QUEUE}/{hard[-1]}"))
    assert f"You were given {break_after} hard views today" in text_of(client.page(f"{QUEUE}/handover"))


def test_the_handover_page_says_what_waits_who_holds_what_and_where_concerns_are(
    staff: Staff, campaign_id: int
) -> None:
    hard = make_view(campaign_id, HARD)
    make_view(campaign_id, "Benches with a roof on them")
    checking.screen_unchecked()
    ann, lead = staff(Role.MODERATOR, email="ann@example.org"), staff(Role.SAFEGUARDING_LEAD)
    address = start(ann)
    assert f"View {hard}" in text_of(lead.page(f"{QUEUE}/handover"))
    ann.submit(f"{address}/concern", {"kind": "child_at_risk"}, from_page=address)
    page = lead.page(f"{QUEUE}/handover")
    assert "Nobody has accepted it" in text_of(page)
    assert "hurts" not in page.get_text()
    note = "Two about the bus stop are one school's <script>alert(1)</script>"
    ann.submit(f"{QUEUE}/handover", {"note": note})
    assert note in text_of(lead.page(f"{QUEUE}/handover"))
    assert "Write what the next person" in ann.submit(f"{QUEUE}/handover", {"note": ""}).get_data(
        as_text=True
    )
    stored = db.session.execute(db.text("SELECT sealed_note FROM handover_note")).scalar()
    assert b"bus stop" not in bytes(stored)  # type: ignore[arg-type]


def test_undo_is_offered_where_the_decision_was_made(staff: Staff, campaign_id: int) -> None:
    make_view(campaign_id)
    make_view(campaign_id, "Benches with a roof on them")
    here = staff(Role.MODERATOR)
    assert "Undo" in text_of(here.page(press(here, start(here), "Approve")))
    elsewhere: AuditingClient = here.application.test_client()  # type: ignore[assignment]
    elsewhere.sign_in("moderator@example.org", "three plain test words")
    assert "Undo" not in text_of(elsewhere.page(QUEUE))
