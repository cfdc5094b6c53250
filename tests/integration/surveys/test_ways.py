"""Taking part with a helper, at a kiosk, or in turns: one question a page, and nothing of one stays for the next."""

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from participation.foundation.access import Role
from surveys.answers import open_words
from surveys.domain import Captured, Channel
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import BETTER, TRANSPORT, OpenCampaign
from tests.integration.surveys.sending import receipt_on, soup_of, stored, value_of

Staff = Callable[..., AuditingClient]
TOGETHER, KIOSK, FAMILY = (f"/c/buses/{way}" for way in ("together", "kiosk", "family"))


@pytest.fixture(autouse=True)
def _two_questions(open_campaign: OpenCampaign) -> None:
    open_campaign((BETTER, TRANSPORT))


def press(client: AuditingClient, page: BeautifulSoup, name: str, value: str, **typed: str) -> TestResponse:
    """Send the form of a page as it stands, with what was typed, by the button of this name."""
    form = page.select_one("main form[method=post]")
    assert form is not None
    carried = {str(each["name"]): str(each["value"]) for each in form.select("input[type=hidden]")}
    pressed = {name: value} if name else {}
    return client.post(str(form["action"]), data={**carried, **typed, **pressed})


def answered(client: AuditingClient, address: str, **last: str) -> TestResponse:
    """Answer the first question, leave the second out, and send."""
    second = soup_of(press(client, client.page(address), "page", "2", q1="A slide"))
    end = soup_of(press(client, second, "skip", "q3"))
    return press(client, end, "", "", **last)


@pytest.mark.both_stores
def test_a_child_with_a_helper_is_asked_one_thing_at_a_time_and_how_they_answered_is_kept(
    client: AuditingClient, staff: Staff
) -> None:
    assert "Do you want to do this?" in text_of(client.page(TOGETHER))
    sent = answered(client, f"{TOGETHER}?begin=yes", captured="pointed")
    assert receipt_on(sent)
    again = soup_of(sent).find("a", string=lambda words: bool(words) and "Next child" in words)
    assert again is not None
    assert value_of(client.page(str(again["href"])), "q1") == ""
    [view] = stored()
    assert (view.channel, view.captured) == (Channel.HELPER, Captured.POINTED)
    assert open_words(view) == {"q1": "A slide"}
    moderator, address = staff(Role.MODERATOR), f"/staff/queue/{view.id}"
    moderator.submit(f"{address}/claim", from_page=address)
    item = text_of(moderator.page(address))
    assert "Came by Helper: the child pointed, an adult pressed" in item


def test_stop_sends_nothing_and_nothing_is_lost_for_who_wants_to_go_on(client: AuditingClient) -> None:
    first = client.page(f"{TOGETHER}?begin=yes")
    stopped = soup_of(press(client, first, "stop", "yes", q1="A slide"))
    assert "Nothing is sent." in text_of(stopped)
    assert stored() == []
    back = soup_of(press(client, stopped, "page", "1"))
    assert value_of(back, "q1") == "A slide"
    empty = soup_of(press(client, first, "stop", "yes"))
    assert "Or send what you said so far" not in text_of(empty)


def test_made_up_words_for_how_it_was_taken_down_are_passed_over(client: AuditingClient) -> None:
    answered(client, f"{TOGETHER}?begin=yes", captured="<script>alert")
    answered(client, f"{KIOSK}?begin=yes", captured="pointed")
    assert [view.captured for view in stored()] == [Captured.NOT_SAID, Captured.NOT_SAID]


def test_a_kiosk_begins_again_by_itself_without_a_script_and_may_keep_no_page(client: AuditingClient) -> None:
    for address in (KIOSK, f"{KIOSK}?begin=yes"):
        response = client.get(address)
        refresh = soup_of(response).select_one("noscript meta[http-equiv=refresh]")
        assert refresh is not None
        assert str(refresh["content"]).endswith("url=/c/buses/kiosk")
        assert response.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in response.headers
    receipt_on(answered(client, f"{KIOSK}?begin=yes"))
    assert stored()[0].channel is Channel.KIOSK
    assert client.page(TOGETHER).select("[data-still-there], noscript meta") == []


def test_a_parent_and_a_child_take_turns_and_are_told_apart(client: AuditingClient) -> None:
    sent = answered(client, f"{FAMILY}?turn=child")
    assert "A slide" not in text_of(soup_of(sent))
    assert "Now the grown-up" in text_of(soup_of(sent))
    answered(client, f"{FAMILY}?turn=adult")
    assert [view.captured for view in stored()] == [Captured.NOT_SAID, Captured.BY_PARENT]
    assert client.post(FAMILY, data={"q1": "whose turn?"}).status_code == 400


def test_sending_twice_stores_once_and_a_blank_form_is_put_right(client: AuditingClient) -> None:
    blank = client.post(KIOSK, data={"submission_key": "a-key"})
    assert blank.status_code == 422
    assert "Answer at least one question" in text_of(soup_of(blank))
    said = {"submission_key": "a-key", "q1": "A slide"}
    assert receipt_on(client.post(KIOSK, data=said)) == receipt_on(client.post(KIOSK, data=said))
    assert len(stored()) == 1


def test_a_closed_campaign_takes_no_view_by_any_way(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign((BETTER,), slug="old", closes_on=date(2026, 1, 2))
    for way in ("together", "kiosk", "family"):
        assert "This has closed" in text_of(client.page(f"/c/old/{way}"))
        sent = client.post(f"/c/old/{way}", data={"submission_key": "k", "q1": "x", "turn": "child"})
        assert sent.status_code == 409
    assert client.get("/c/buses/by-pigeon").status_code == 404
    assert stored() == []
