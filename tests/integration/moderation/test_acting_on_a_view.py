"""Covering words, not using a view and passing it on, by plain forms."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from moderation import checking, queries
from moderation.models import Decision, SafeguardingCase
from participation.foundation.access import Role
from participation.foundation.database import db
from surveys.domain import SubmissionState
from tests.auditing_client import AuditingClient, text_of
from tests.integration.moderation.browsing import QUEUE, press, start
from tests.integration.moderation.factories import make_view, view

Staff = Callable[..., AuditingClient]


@pytest.mark.both_stores
def test_covering_words_removes_the_name_from_everywhere_others_look(staff: Staff, campaign_id: int) -> None:
    words = "My friend zebedee quillfeather got hurt. Zebedee wants lights at the skate park"
    submission_id = make_view(campaign_id, words)
    client = staff(Role.MODERATOR)
    address = start(client)
    first, last = words.index("zebedee"), words.index(" got")
    answer = client.submit(
        f"{address}/redact",
        {
            "cover": [f"q1:{first}:{first + 7}", f"q1:{first + 8}:{last}"],
            "label": "name",
            "everywhere": "yes",
            "step": "approve",
        },
    )
    assert answer.status_code == 302
    [approved] = queries.approved_answers(campaign_id)
    assert "feather" not in approved.text
    assert approved.text.startswith("My friend [name] got hurt.")
    for page in (QUEUE, f"{QUEUE}/{submission_id}", f"{QUEUE}/decided"):
        assert "quillfeather" not in client.page(page).get_text().lower()


def test_the_same_words_are_covered_wherever_they_stand_and_each_word_in_its_own_kind(
    staff: Staff, campaign_id: int
) -> None:
    make_view(
        campaign_id, {"q1": "Zebedee at Hogsmoor School likes swings", "q2": "ask ZEBEDEE, or Zebedees mum"}
    )
    client = staff(Role.MODERATOR)
    address = start(client)
    look = client.submit(
        f"{address}/redact",
        {"cover": ["q1:0:7", "q1:11:26:school"], "label": "name", "everywhere": "yes", "step": "look"},
    )
    assert look.status_code == 200
    reads = [p.get_text() for p in BeautifulSoup(look.get_data(as_text=True), "lxml").select("[data-reads]")]
    assert reads == ["[name] at [school] likes swings", "ask [name], or Zebedees mum"]
    assert db.session.scalars(select(Decision)).all() == []


def test_suggestions_are_covered_already_so_that_one_press_is_enough(staff: Staff, campaign_id: int) -> None:
    make_view(campaign_id, "ring me on 07700 900123 about the bus stop")
    checking.screen_unchecked()
    client = staff(Role.MODERATOR)
    press(client, f"{start(client)}/redact", "Approve with these words covered")
    [approved] = queries.approved_answers(campaign_id)
    assert approved.text == "ring me on [phone] about the bus stop"


@pytest.mark.parametrize("cover", ["q1:0:9999", "q9:0:2", "q1:5:2", "q1:a:b", "nonsense", "q1:0:2:<b>"])
def test_a_cover_that_does_not_fit_the_words_is_refused(staff: Staff, campaign_id: int, cover: str) -> None:
    submission_id = make_view(campaign_id)
    client = staff(Role.MODERATOR)
    address = start(client)
    answer = client.submit(f"{address}/redact", {"cover": cover, "label": "name", "step": "approve"})
    assert answer.status_code == 409
    assert view(submission_id).state == SubmissionState.PENDING


def test_covering_nothing_asks_for_words(staff: Staff, campaign_id: int) -> None:
    make_view(campaign_id)
    client = staff(Role.MODERATOR)
    answer = client.submit(f"{start(client)}/redact", {"label": "name", "step": "approve"})
    assert "Choose the words to cover" in answer.get_data(as_text=True)


def test_not_using_a_view_needs_a_house_rule(staff: Staff, campaign_id: int) -> None:
    submission_id = make_view(campaign_id)
    client = staff(Role.MODERATOR)
    address = start(client)
    assert "Choose the house rule" in client.submit(f"{address}/reject").get_data(as_text=True)
    assert client.submit(f"{address}/reject", {"reason": "off_topic"}).status_code == 302
    assert view(submission_id).state == SubmissionState.REJECTED


def test_a_concern_is_passed_on_in_three_actions_and_is_then_out_of_the_moderators_hands(
    staff: Staff, campaign_id: int
) -> None:
    submission_id = make_view(campaign_id, "i dont feel safe when my uncle comes round")
    client = staff(Role.MODERATOR)
    address = start(client)
    link = client.page(address).select_one("a[data-key=E]")
    assert link is not None
    page = client.page(str(link["href"]))
    assert "In danger now? Phone 999" in text_of(page)
    assert "Choose what the concern is about" in client.submit(f"{address}/concern").get_data(as_text=True)
    for _ in range(2):
        sent = client.submit(f"{address}/concern", {"kind": "child_at_risk"}, from_page=QUEUE)
        assert sent.headers["Location"] == f"{QUEUE}/handed-over"
    case = db.session.scalars(select(SafeguardingCase)).one()
    assert client.get(f"/staff/safeguarding/{case.id}").status_code == 403
    assert client.get("/staff/safeguarding").status_code == 403
    record = client.get(address)
    assert record.status_code == 403
    assert "uncle" not in record.get_data(as_text=True)
    for act, data, answer in (
        ("undo", {}, 409),
        ("decide", {"kind": "approve"}, 409),
        ("take-back", {"why": "mistake"}, 403),
        ("original", {"reason": "to see it again"}, 403),
    ):
        assert client.submit(f"{address}/{act}", data, from_page=QUEUE).status_code == answer
    assert view(submission_id).state == SubmissionState.ESCALATED
    assert "Waiting for the lead" in client.page(f"{QUEUE}/handed-over").get_text()
