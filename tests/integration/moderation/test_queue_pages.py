"""The queue as moderators use it, without any script: read, decide, go on, undo, cover, pass on."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from moderation import checking, claims, queries, services
from moderation.domain import DecisionKind
from moderation.models import Decision
from participation.foundation.access import Role
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import SubmissionState
from surveys.models import Answer
from tests.auditing_client import AuditingClient, text_of
from tests.integration.moderation.browsing import QUEUE, press, start
from tests.integration.moderation.factories import make_campaign, make_view, view

Staff = Callable[..., AuditingClient]


@pytest.mark.both_stores
def test_the_queue_shows_the_most_pressing_first_then_the_oldest(staff: Staff, campaign_id: int) -> None:
    make_view(campaign_id, "More buses to town on Sundays")
    make_view(campaign_id, "ring me on 07700 900123 about the bus stop")
    checking.screen_unchecked()
    make_view(campaign_id, "Benches with a roof on them near the school")
    page = staff(Role.MODERATOR).page(QUEUE)
    assert [str(li["class"][0]) for li in page.select("ol.queue > li")] == ["soon", "personal_data", "normal"]
    counts = {str(s["data-count"]): text_of(s) for s in page.select("[data-count]")}
    assert counts == {
        "all": "3",
        "urgent": "0",
        "soon": "1",
        "personal_data": "1",
        "language": "0",
        "spam": "0",
        "normal": "1",
    }


def test_an_empty_queue_says_so(staff: Staff, campaign_id: int) -> None:
    assert "Nothing is waiting here" in staff(Role.MODERATOR).page(QUEUE).get_text()


@pytest.mark.parametrize("role", [r for r in Role if r != Role.MODERATOR])
def test_other_roles_see_neither_queue_nor_words(staff: Staff, campaign_id: int, role: Role) -> None:
    submission_id = make_view(campaign_id)
    client = staff(role)
    for address in (QUEUE, f"{QUEUE}/together", f"{QUEUE}/counts", f"{QUEUE}/{submission_id}/redact"):
        assert client.get(address).status_code == 403
    opened = client.get(f"{QUEUE}/{submission_id}")
    assert "More buses" not in opened.get_data(as_text=True)


def test_the_words_of_a_waiting_view_show_only_to_whoever_holds_it(staff: Staff, campaign_id: int) -> None:
    submission_id = make_view(campaign_id)
    ann, bob = staff(Role.MODERATOR, email="ann@example.org"), staff(Role.MODERATOR, email="bob@example.org")
    address = start(ann)
    assert "More buses" in ann.page(address).get_text()
    theirs = text_of(bob.page(f"{QUEUE}/{submission_id}"))
    assert "More buses" not in theirs
    assert "Ann is reading this view" in theirs
    answer = bob.submit(f"{QUEUE}/{submission_id}/decide", {"kind": "approve"}, from_page=QUEUE)
    assert answer.status_code == 409
    assert view(submission_id).state == SubmissionState.PENDING


def test_deciding_leads_to_the_next_view_and_offers_to_undo(staff: Staff, campaign_id: int) -> None:
    first, second = make_view(campaign_id), make_view(campaign_id, "Benches with a roof on them")
    client = staff(Role.MODERATOR)
    address = press(client, start(client), "Approve")
    assert address == f"{QUEUE}/{second}"
    page = client.page(address)
    assert f"View {first}: approved." in text_of(page)
    assert press(client, address, "Undo") == f"{QUEUE}/{first}"
    assert view(first).state == SubmissionState.PENDING
    assert "More buses" in client.page(f"{QUEUE}/{first}").get_text()


def test_a_page_shown_again_is_the_same_place(staff: Staff, campaign_id: int) -> None:
    make_view(campaign_id)
    client = staff(Role.MODERATOR)
    address = start(client)
    first, again = client.page(address), client.page(address)
    assert text_of(first) == text_of(again)
    assert "Carry on with view" in text_of(client.page(QUEUE))


def test_pressing_twice_decides_once_and_goes_on(staff: Staff, campaign_id: int) -> None:
    first, second = make_view(campaign_id), make_view(campaign_id, "Benches with a roof on them")
    client = staff(Role.MODERATOR)
    start(client)
    for _ in range(2):
        answer = client.submit(f"{QUEUE}/{first}/decide", {"kind": "approve"}, from_page=QUEUE)
        assert answer.headers["Location"] == f"{QUEUE}/{second}"
    assert len(db.session.scalars(select(Decision)).all()) == 1


def test_reading_another_first_comes_back_to_it_and_back_goes_one_back(
    staff: Staff, campaign_id: int
) -> None:
    ids = [make_view(campaign_id, f"View number {n} about the park") for n in range(3)]
    client = staff(Role.MODERATOR)
    first = start(client)
    second = press(client, first, "Skip for now")
    assert second == f"{QUEUE}/{ids[1]}"
    assert press(client, second, "Back one") == first
    third = press(client, press(client, first, "Skip for now"), "Skip for now")
    assert third == f"{QUEUE}/{ids[2]}"
    assert press(client, third, "Approve") in (f"{QUEUE}/{ids[0]}", f"{QUEUE}/{ids[1]}")


def test_a_lane_and_a_campaign_stay_chosen_from_view_to_view(staff: Staff, campaign_id: int) -> None:
    other = make_campaign("parks", "Better parks")
    make_view(campaign_id, "More buses to town on Sundays")
    wanted = [make_view(other, f"Swings for park number {n}") for n in range(2)]
    checking.screen_unchecked()
    client = staff(Role.MODERATOR)
    scoped = f"{QUEUE}?campaign=parks&lane=normal"
    assert len(client.page(scoped).select("ol.queue > li")) == 2
    address = press(client, scoped, "Read the next one")
    assert address == f"{QUEUE}/{wanted[0]}?campaign=parks&lane=normal"
    assert press(client, address, "Approve") == f"{QUEUE}/{wanted[1]}?campaign=parks&lane=normal"


def test_a_long_queue_comes_in_pages_without_repeats(staff: Staff, campaign_id: int) -> None:
    for number in range(30):
        make_view(campaign_id, f"{number} benches")
    client = staff(Role.MODERATOR)
    first = client.page(QUEUE)
    following = str(first.select_one("a[rel=next]")["href"])  # type: ignore[index]
    second = client.page(following)
    shown = [re.sub(r"\D", "", b.get_text()) for p in (first, second) for b in p.select("ol.queue button")]
    assert len(shown) == len(set(shown)) == 30


def test_hostile_words_show_as_words(staff: Staff, campaign_id: int) -> None:
    nasty = '<script>alert(1)</script><img src=x onerror=alert(2)> "> & 07700 900123 \u202eevil'
    make_view(campaign_id, nasty)
    checking.screen_unchecked()
    client = staff(Role.MODERATOR)
    client.page(QUEUE)
    address = start(client)
    page = client.page(address)
    assert not page.select("main script, main img")
    assert nasty in page.select_one(".said p").get_text()  # type: ignore[union-attr]
    assert nasty in client.page(f"{address}/redact").select_one(".cover p").get_text()  # type: ignore[union-attr]


def test_the_check_says_in_plain_words_why_and_points_at_the_words(staff: Staff, campaign_id: int) -> None:
    make_view(campaign_id, "ring me on 07700 900123 about the bus stop")
    checking.screen_unchecked()
    client = staff(Role.MODERATOR)
    page = client.page(start(client))
    assert "phone number" in text_of(page.select_one(".found"))  # type: ignore[arg-type]
    [marked] = [m for m in page.select(".said mark") if "phone" in str(m["title"])]
    assert marked.get_text() == "07700 900123"


def test_only_what_a_page_showed_can_be_approved_together(staff: Staff, campaign_id: int) -> None:
    ids = [make_view(campaign_id, f"Bench number {n} for the harbour") for n in range(3)]
    checking.screen_unchecked()
    client = staff(Role.MODERATOR)
    page = client.page(f"{QUEUE}/together")
    token = str(page.select_one("input[name=shown]")["value"])  # type: ignore[index]
    assert all(f"Bench number {n} for the harbour" in page.get_text() for n in range(3))
    late = make_view(campaign_id, "Something that nobody was shown")
    checking.screen_unchecked()
    sent = client.submit(f"{QUEUE}/together", {"shown": token, "view": [str(ids[0]), str(late)]})
    assert sent.status_code == 409
    forged = client.submit(f"{QUEUE}/together", {"shown": token[:-2] + "xx", "view": [str(ids[0])]})
    assert forged.status_code == 409
    assert view(ids[0]).state == SubmissionState.PENDING
    with transaction():
        services.decide(ids[1], DecisionKind.KEEP_PRIVATE, client.person_id)
    sent = client.submit(f"{QUEUE}/together", {"shown": token, "view": [str(ids[0]), str(ids[1])]})
    assert "approved=1" in sent.headers["Location"]
    assert (view(ids[0]).state, view(ids[2]).state) == (SubmissionState.APPROVED, SubmissionState.PENDING)
    assert "1 approved. 1 left in the queue" in text_of(client.page(sent.headers["Location"]))


def test_the_original_of_a_decided_view_opens_with_a_reason_and_leaves_a_trace(
    staff: Staff, campaign_id: int
) -> None:
    submission_id = make_view(campaign_id)
    client = staff(Role.MODERATOR)
    press(client, start(client), "Keep private")
    address = f"{QUEUE}/{submission_id}"
    assert "More buses" not in client.page(address).get_text()
    refused = client.submit(f"{address}/original", from_page=address)
    assert "Write why you need the original words" in refused.get_data(as_text=True)
    opened = client.submit(
        f"{address}/original", {"reason": "The sender asked what we hold"}, from_page=address
    )
    assert "More buses" in opened.get_data(as_text=True)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "opened_original")).one()
    assert (event.subject_id, event.actor_id) == (submission_id, client.person_id)
    analyst = staff(Role.ANALYST)
    answer = analyst.submit(f"{address}/original", {"reason": "curious about it"}, from_page="/staff/")
    assert answer.status_code == 403


def test_a_decided_view_returns_to_the_queue_with_a_reason(staff: Staff, campaign_id: int) -> None:
    submission_id = make_view(campaign_id)
    client = staff(Role.MODERATOR)
    press(client, start(client), "Approve")
    address = f"{QUEUE}/{submission_id}"
    assert "Choose why it goes back" in client.submit(f"{address}/take-back", from_page=address).get_data(
        as_text=True
    )
    client.submit(f"{address}/take-back", {"why": "second_look"}, from_page=address)
    assert view(submission_id).state == SubmissionState.PENDING
    assert list(queries.approved_answers(campaign_id)) == []
    again = client.submit(f"{address}/take-back", {"why": "not a reason"}, from_page=address)
    assert again.status_code == 409, "another tab still shows it as decided"
    assert "in the queue already" in again.get_data(as_text=True)


def test_a_stale_claim_can_be_decided_by_the_next_person(staff: Staff, campaign_id: int) -> None:
    submission_id = make_view(campaign_id)
    ann, bob = staff(Role.MODERATOR, email="ann@example.org"), staff(Role.MODERATOR, email="bob@example.org")
    start(ann)
    with transaction():
        claims.let_go(submission_id, ann.person_id)
    assert start(bob) == f"{QUEUE}/{submission_id}"
    press(bob, f"{QUEUE}/{submission_id}", "Approve")
    assert (
        ann.submit(f"{QUEUE}/{submission_id}/decide", {"kind": "approve"}, from_page=QUEUE).status_code == 409
    )


def test_one_damaged_view_does_not_stop_the_queue(staff: Staff, campaign_id: int) -> None:
    spoilt, sound = make_view(campaign_id), make_view(campaign_id, "Benches with a roof on them")
    with transaction():
        db.session.get_one(Answer, (spoilt, "q1")).sealed = b"\x01\x00\x01 not words at all, damaged"
    client = staff(Role.MODERATOR)
    assert "cannot be opened" in client.page(QUEUE).get_text()
    address = start(client)
    assert "Tell an administrator" in client.page(address).get_text()
    refused = client.submit(f"{address}/decide", {"kind": "approve"}, from_page=QUEUE)
    assert refused.status_code == 409
    assert view(spoilt).state == SubmissionState.PENDING
    assert press(client, address, "Skip for now") == f"{QUEUE}/{sound}"


def test_looking_writes_nothing(staff: Staff, campaign_id: int) -> None:
    submission_id = make_view(campaign_id)
    client = staff(Role.MODERATOR)
    before = len(db.session.scalars(select(AuditEvent)).all())
    for page in ("", "/together", "/handed-over", "/decided", "/counts", f"/{submission_id}"):
        client.get(f"{QUEUE}{page}")
    assert len(db.session.scalars(select(AuditEvent)).all()) == before
    assert claims.holder(submission_id) is None


def test_moderators_and_leads_begin_their_day_at_their_work(staff: Staff, campaign_id: int) -> None:
    assert staff(Role.MODERATOR).get("/staff/").headers["Location"] == QUEUE
    assert staff(Role.SAFEGUARDING_LEAD).get("/staff/").headers["Location"] == "/staff/safeguarding"
