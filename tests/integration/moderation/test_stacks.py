"""Views that say nearly the same wait as one; each keeps its words and has a decision of its own."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from analysis.counting import count_answers
from moderation import checking, claims, queries
from moderation.models import Decision
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import Channel, SubmissionState
from tests.auditing_client import AuditingClient, text_of
from tests.integration.moderation.browsing import QUEUE, press, start
from tests.integration.moderation.factories import make_view, view

Staff = Callable[..., AuditingClient]
SAME = "We want a skate park by the river where the old car park was, number {}"


@pytest.fixture
def copies(campaign_id: int) -> list[int]:
    """Five views that say nearly the same, checked."""
    ids = [make_view(campaign_id, SAME.format(n)) for n in range(5)]
    checking.screen_unchecked()
    return ids


@pytest.mark.both_stores
def test_a_stack_is_one_line_and_one_decision_and_every_original_is_kept(
    staff: Staff, campaign_id: int, copies: list[int]
) -> None:
    other = make_view(campaign_id, "Benches with a roof on them near the school")
    checking.screen_unchecked()
    client = staff(Role.MODERATOR)
    lines = [text_of(line) for line in client.page(QUEUE).select("ol.queue > li")]
    assert [("and 4 like it" in line) for line in lines] == [True, False]
    address = start(client)
    assert "4 more say nearly the same" in text_of(client.page(address))
    page = client.page(f"{address}/stack")
    assert all(SAME.format(n) in page.get_text() for n in range(5))
    token = str(page.select_one("input[name=shown]")["value"])  # type: ignore[index]
    onwards = client.submit(
        f"{address}/stack", {"shown": token, "view": [str(n) for n in copies[:4]], "kind": "approve"}
    )
    assert onwards.headers["Location"] in (f"{QUEUE}/{copies[4]}", f"{QUEUE}/{other}")
    approved = [each.text for each in queries.approved_answers(campaign_id)]
    assert approved == [SAME.format(n) for n in range(4)]
    assert view(copies[4]).state == SubmissionState.PENDING
    decisions = db.session.scalars(select(Decision)).all()
    assert [each.submission_id for each in decisions] == copies[:4]
    assert all(each.was_bulk for each in decisions)


@pytest.mark.both_stores
def test_undo_takes_the_whole_stack_back(staff: Staff, campaign_id: int, copies: list[int]) -> None:
    client = staff(Role.MODERATOR)
    address = start(client)
    token = str(client.page(f"{address}/stack").select_one("input[name=shown]")["value"])  # type: ignore[index]
    client.submit(
        f"{address}/stack", {"shown": token, "view": [str(n) for n in copies], "kind": "keep_private"}
    )
    assert count_answers(campaign_id, "q1", []).base == 5
    assert "5 views: kept private." in text_of(client.page(QUEUE))
    press(client, QUEUE, "Undo")
    assert {view(number).state for number in copies} == {SubmissionState.PENDING}


def test_only_what_was_shown_and_is_free_is_decided(
    staff: Staff, campaign_id: int, copies: list[int]
) -> None:
    client, bob = staff(Role.MODERATOR), staff(Role.MODERATOR, email="bob@example.org")
    address = start(client)
    token = str(client.page(f"{address}/stack").select_one("input[name=shown]")["value"])  # type: ignore[index]
    stranger = make_view(campaign_id, "Something that nobody was shown")
    sent = {"shown": token, "view": [str(copies[0]), str(stranger)], "kind": "approve"}
    assert client.submit(f"{address}/stack", sent).status_code == 409
    with transaction():
        claims.take(copies[2], bob.person_id)
    client.submit(f"{address}/stack", {**sent, "view": [str(n) for n in copies]})
    states = [view(number).state for number in copies]
    assert states.count(SubmissionState.APPROVED) == 4
    assert states[2] == SubmissionState.PENDING


def test_a_copy_that_says_more_is_never_under_the_others(
    staff: Staff, campaign_id: int, copies: list[int]
) -> None:
    hard = make_view(campaign_id, SAME.format(9) + ". My step dad hurts me")
    phone = make_view(campaign_id, SAME.format(8) + " 07700 900123")
    checking.screen_unchecked()
    client = staff(Role.MODERATOR)
    lanes = [str(li["class"][0]) for li in client.page(QUEUE).select("ol.queue > li")]
    assert lanes[0] in {"urgent", "soon"}
    assert lanes[1:] == ["personal_data", "normal"]
    client.submit(f"{QUEUE}/{copies[0]}/claim", from_page=QUEUE)
    page = client.page(f"{QUEUE}/{copies[0]}/stack").get_text()
    assert "hurts me" not in page
    assert "900123" not in page
    assert {view(hard).state, view(phone).state} == {SubmissionState.PENDING}


def test_not_using_a_stack_needs_a_reason(staff: Staff, campaign_id: int, copies: list[int]) -> None:
    client = staff(Role.MODERATOR)
    address = start(client)
    token = str(client.page(f"{address}/stack").select_one("input[name=shown]")["value"])  # type: ignore[index]
    sent = {"shown": token, "view": [str(n) for n in copies], "kind": "reject"}
    assert "Choose the house rule" in client.submit(f"{address}/stack", sent).get_data(as_text=True)
    client.submit(f"{address}/stack", {**sent, "reason": "repeat"})
    assert {view(number).state for number in copies} == {SubmissionState.REJECTED}


def test_the_queue_narrows_by_channel_language_and_session_and_keeps_that(
    staff: Staff, campaign_id: int, copies: list[int]
) -> None:
    paper = make_view(campaign_id, "Benches with a roof on them", channel=Channel.PAPER)
    polish = make_view(campaign_id, "chcemy więcej autobusów do szkoły i place zabaw dla dzieci")
    checking.screen_unchecked()
    client = staff(Role.MODERATOR)

    def shown(query: str) -> list[int]:
        forms = client.page(f"{QUEUE}?{query}").select("ol.queue form")
        return [int(str(form["action"]).split("/")[3]) for form in forms]

    assert shown("channel=paper") == [paper]
    assert shown("language=other") == shown("language=pl") == [polish]
    assert set(shown("channel=phone")) == {*copies, polish}
    assert len(shown("channel=nonsense&session=x&language=%3Cb%3E")) == 3
    address = press(client, f"{QUEUE}?channel=paper", "Read the next one")
    assert address == f"{QUEUE}/{paper}?channel=paper"
    counts = client.get(f"{QUEUE}/counts?channel=paper").get_json()
    assert counts["all"] == "1"
    assert press(client, address, "Approve") == f"{QUEUE}?channel=paper"
