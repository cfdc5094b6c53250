"""From receipt words to what became of a view: what is told, what never is, and changing one's mind."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from analysis.replies.domain import ReplyStatus
from moderation.house_rules.queries import house_rule
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.rates import Limit
from participation.foundation.transactions import transaction
from participation.pages import my_answer
from surveys.answers import open_words
from surveys.domain import SubmissionState
from surveys.models import Submission
from tests.auditing_client import AuditingClient, text_of
from tests.integration.pages import made_up

SECRET = "a sentence that only its sender knows"


def look_up(client: AuditingClient, words: str, address: str = "/my-answer", **more: str) -> BeautifulSoup:
    """The page that answers a form with these words; it must be private."""
    response = client.post(address, data={"receipt": words, **more})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    html = response.get_data(as_text=True)
    assert SECRET not in html, "the words of a view are never shown"
    return BeautifulSoup(html, "lxml")


def sent(words: str = SECRET) -> tuple[str, int]:
    """Receipt words and id of a view that waits."""
    [receipt] = made_up.send(made_up.open_campaign(), words)
    return receipt.words, receipt.submission_id


def step_now(page: BeautifulSoup) -> str:
    found = page.select_one("[aria-current=step] strong")
    assert found is not None
    return text_of(found)


@pytest.mark.both_stores
def test_a_waiting_view_says_so_and_when_people_read(client: AuditingClient) -> None:
    words, _ = sent()
    page = look_up(client, words)
    assert step_now(page) == "A person reads it"
    assert "Monday to Friday, 9am to 5pm" in text_of(page)


@pytest.mark.parametrize(
    "change", [str.upper, str.title, lambda w: w.replace(" ", "-"), lambda w: f"  {w.replace(' ', ' . ')}!\n"]
)
def test_words_are_known_however_they_are_typed(client: AuditingClient, change: object) -> None:
    assert callable(change)
    words, _ = sent()
    assert step_now(look_up(client, change(words))) == "A person reads it"


def test_a_used_view_leads_to_its_theme_and_the_reply(client: AuditingClient) -> None:
    receipts = made_up.published_campaign()
    page = look_up(client, receipts[made_up.BUSES])
    assert step_now(page) == "We replied"
    assert "It is part of: Getting around." in text_of(page)
    assert "Who: Head of transport, with Bus company" in text_of(page)
    link = page.select_one("a[href^='/replies/']")
    assert link is not None
    assert client.get(str(link["href"])).status_code == 200


def test_a_used_view_without_a_reply_still_waits_for_one(client: AuditingClient) -> None:
    receipts = made_up.published_campaign()
    assert step_now(look_up(client, receipts[made_up.SHOPS])) == "We reply"


def test_a_view_kept_private_is_said_to_count(client: AuditingClient) -> None:
    words, submission_id = sent()
    made_up.settle(submission_id, SubmissionState.PRIVATE)
    assert "It counts, and we keep your words private" in text_of(look_up(client, words))


def test_a_view_that_is_not_used_gets_the_reason_in_kind_words(client: AuditingClient) -> None:
    words, submission_id = sent()
    made_up.settle(submission_id, SubmissionState.REJECTED, reason="rude")
    page = look_up(client, words)
    rule = house_rule("rude")
    assert rule is not None
    assert step_now(page) == "We could not use it"
    assert rule.kind_words in text_of(page)


def test_a_concern_is_never_told(client: AuditingClient) -> None:
    words, submission_id = sent()
    made_up.settle(submission_id, SubmissionState.APPROVED, text="x")
    as_read = text_of(look_up(client, words))
    with transaction():
        db.session.get_one(Submission, submission_id).state = SubmissionState.ESCALATED
    assert text_of(look_up(client, words)) == as_read


def test_wrong_words_get_hints_and_stay_in_the_box(client: AuditingClient) -> None:
    page = look_up(client, "ottter lamp 4")
    assert "We have no view with these words." in text_of(page)
    assert "We found 2 words." in text_of(page)
    field = page.select_one("#receipt")
    assert field is not None
    assert field["value"] == "ottter lamp 4"
    assert text_of(page.select_one("title") or page).startswith("Error: ")


@pytest.mark.both_stores
@pytest.mark.parametrize(
    "typed", ["", "\x00", "🦦" * 5000, "<script>alert(1)</script>", "' or 1=1 --", "x" * 100_000]
)
def test_anything_at_all_may_be_typed(client: AuditingClient, typed: str) -> None:
    assert "There is a problem" in text_of(look_up(client, typed))


@pytest.mark.parametrize("address", ["/my-answer/withdraw", "/my-answer/replace"])
def test_wrong_words_change_nothing_anywhere(client: AuditingClient, address: str) -> None:
    sent()
    assert "We have no view with these words." in text_of(look_up(client, "not mine", address, sure="yes"))
    assert db.session.scalars(select(Submission)).one().withdrawn_on is None


def test_taking_back_asks_first_and_says_that_a_worrying_view_is_still_read(client: AuditingClient) -> None:
    words, submission_id = sent()
    page = look_up(client, words, "/my-answer/withdraw")
    assert "A person still reads a view like that" in text_of(page)
    assert "Yes, take it back" in text_of(page)
    assert db.session.get_one(Submission, submission_id).withdrawn_on is None


@pytest.mark.both_stores
def test_a_view_taken_back_says_so_ever_after(client: AuditingClient) -> None:
    words, submission_id = sent()
    with transaction():
        view = db.session.get_one(Submission, submission_id)
        view.is_checked, view.lane, view.lane_rank = True, "normal", 5
    assert step_now(look_up(client, words, "/my-answer/withdraw", sure="yes")) == "You took it back"
    view = db.session.get_one(Submission, submission_id)
    assert view.withdrawn_on == clock.today()
    assert view.answers == []
    page = look_up(client, words, "/my-answer/withdraw", sure="yes")
    assert step_now(page) == "You took it back"
    assert "Take it back" not in text_of(page)


@pytest.mark.both_stores
def test_a_new_view_takes_the_place_of_one_nobody_has_read(client: AuditingClient) -> None:
    words, submission_id = sent()
    form = look_up(client, words, "/my-answer/replace")
    key = form.select_one("input[name=submission_key]")
    assert key is not None
    done = look_up(
        client,
        words,
        "/my-answer/replace",
        submission_key=str(key["value"]),
        q1="something else",
        may_quote="no",
    )
    receipt = done.select_one("output#receipt")
    assert receipt is not None
    assert step_now(look_up(client, receipt.get_text())) == "A person reads it"
    assert step_now(look_up(client, words)) == "You sent a new one in its place"
    old = db.session.get_one(Submission, submission_id)
    new = db.session.get_one(Submission, old.replaced_by_id)
    assert open_words(new) == {"q1": "something else"}


def test_a_new_view_with_nothing_in_it_is_asked_for_again(client: AuditingClient) -> None:
    words, submission_id = sent()
    page = look_up(client, words, "/my-answer/replace", submission_key="k1", q1="  ")
    assert "Answer at least one question" in text_of(page)
    assert db.session.get_one(Submission, submission_id).withdrawn_on is None


def test_a_view_that_was_read_cannot_be_replaced(client: AuditingClient) -> None:
    words, submission_id = sent()
    made_up.settle(submission_id, SubmissionState.APPROVED, text="x")
    assert "Write a new view" not in text_of(look_up(client, words))
    page = look_up(client, words, "/my-answer/replace", submission_key="k1", q1="too late")
    assert step_now(page) == "We put it with other views like it"
    assert len(db.session.scalars(select(Submission)).all()) == 1


def test_after_closing_a_view_can_be_taken_back_but_not_replaced(client: AuditingClient) -> None:
    words, _ = sent()
    with transaction():
        db.session.scalars(select(Campaign)).one().closed_at = clock.now()
    page = text_of(look_up(client, words))
    assert "Write a new view" not in page
    assert "Take it back" in page


def test_a_thousand_looks_from_one_school_are_no_trouble(client: AuditingClient) -> None:
    assert my_answer.LOOK_UPS.most >= 1_000


def test_guessing_without_end_is_slowed_down(client: AuditingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my_answer, "LOOK_UPS", Limit("receipt look-ups", 3, 600))
    answers = [client.post("/my-answer", data={"receipt": "a b c d 12"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "Wait ten minutes" in answers[-1].get_data(as_text=True)
    assert answers[-1].headers["Retry-After"] == "600"


def test_receipt_words_are_never_in_an_address(client: AuditingClient) -> None:
    words, _ = sent()
    page = look_up(client, words)
    for tag in page.select("[href], [action]"):
        held = set(re.split(r"[\W_]+", str(tag.get("href") or tag.get("action"))))
        assert len(held & set(words.split())) < 2  # one alone may be a word of an address by chance
    assert {str(form["method"]) for form in page.select("main form")} == {"post"}


def test_a_reply_that_is_late_says_sorry_here_too(client: AuditingClient) -> None:
    receipts = made_up.published_campaign({made_up.LIGHTS: (ReplyStatus.DOING,)})
    assert "This is late, and we are sorry." in text_of(look_up(client, receipts[made_up.LIGHTS]))


def test_whoever_comes_back_is_thanked_when_the_results_are_out_and_led_to_them(
    client: AuditingClient,
) -> None:
    receipts = made_up.published_campaign()
    page = look_up(client, receipts[made_up.BUSES])
    assert "Thank you. The results are out." in text_of(page)
    assert page.select_one(f"a[href='/results/{made_up.SLUG}']")
    assert page.select_one(f"h2 a[href='/results/{made_up.SLUG}/{made_up.BUSES}']")


def test_whoever_comes_back_reads_that_the_answer_is_late(client: AuditingClient) -> None:
    closed = clock.today() - timedelta(days=40)
    due = clock.today() - timedelta(days=1)
    campaign_id = made_up.open_campaign(
        opens_on=closed - timedelta(days=20), closes_on=closed, hear_back_by=due
    )
    [receipt] = made_up.send(campaign_id, "more benches by the sea")
    page = text_of(look_up(client, receipt.words))
    assert "We are late, and we are sorry." in page
    assert "The results are out" not in page
