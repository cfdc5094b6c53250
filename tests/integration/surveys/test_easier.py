"""Easy Read, size and colours on the take-part page without script: the page comes back, every answer on it."""

import pytest
from bs4 import BeautifulSoup

from participation.campaigns.queries import campaign_by_slug
from participation.foundation.transactions import transaction
from surveys.definition import QuestionDefinition
from surveys.editing import change_question, questions_of
from surveys.written import WrittenQuestion
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import SIX, OpenCampaign
from tests.integration.surveys.sending import ADDRESS, key_on, receipt_on, send, soup_of, stored, value_of

ANSWERS = {
    "q1": "More <buses>\nafter six",
    "q2": "12-14",
    "q3": ["bus", "walk"],
    "q5": "x",
    "may_quote": "no",
}
LOOKS = [("easy_read", "yes"), ("text_size", "larger"), ("theme", "contrast"), ("spacing", "wide")]


def root_of(page: BeautifulSoup) -> dict[str, str]:
    root = page.select_one("html")
    assert root is not None
    return {name: str(root.get(f"data-{name.replace('_', '-')}", "no")) for name, _ in LOOKS}


def checked(page: BeautifulSoup) -> list[str]:
    return [str(each["value"]) for each in page.select("input[checked]")]


@pytest.mark.parametrize(("name", "value"), LOOKS)
def test_a_button_changes_the_look_and_keeps_every_answer(
    client: AuditingClient, open_campaign: OpenCampaign, name: str, value: str
) -> None:
    open_campaign()
    key = key_on(client)
    response = send(client, key, **ANSWERS, **{name: value})
    page = soup_of(response)
    assert response.status_code == 200
    assert root_of(page)[name] == value
    assert value_of(page, "submission_key") == key
    assert value_of(page, "q1").split() == ["More", "<buses>", "after", "six"]
    assert value_of(page, "q5") == "x"
    assert checked(page) == ["12-14", "bus", "walk", "no"]
    assert page.select(".problem") == []
    assert stored() == []


def test_the_look_is_remembered_in_the_one_cookie_and_everybody_else_keeps_theirs(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    response = send(client, **ANSWERS, easy_read="yes")
    assert [cookie.split("=")[0] for cookie in response.headers.getlist("Set-Cookie")] == ["display"]
    assert root_of(client.page(ADDRESS))["easy_read"] == "yes"
    other = client.application.test_client()
    assert "data-easy-read" not in other.get(ADDRESS).get_data(as_text=True)
    pressed = client.page(ADDRESS).select_one("button[name=easy_read]")
    assert pressed is not None
    assert (pressed["value"], pressed["aria-pressed"]) == ("no", "true")
    send(client, easy_read="no")
    assert client.get_cookie("display") is None


def test_the_view_is_sent_as_ever_afterwards_and_only_once(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    key = key_on(client)
    send(client, key, **ANSWERS, easy_read="yes")
    assert receipt_on(send(client, key, **ANSWERS)) == receipt_on(send(client, key, **ANSWERS))
    assert len(stored()) == 1


def test_problems_wait_until_somebody_sends(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    open_campaign()
    page = soup_of(send(client, q2="no such band", easy_read="yes"))
    assert page.select(".problem, .wrong") == []


def test_a_long_survey_stays_on_its_page_with_what_was_said_on_others(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign(SIX)
    page = soup_of(send(client, q1="Buses", page="3"))
    assert value_of(page, "at") == "3"
    again = soup_of(send(client, q1="Buses", q3=["bike"], at="3", text_size="large"))
    assert "Question 3 of 6" in text_of(again)
    assert value_of(again, "q1") == "Buses"
    assert checked(again) == ["bike"]
    check = soup_of(send(client, q1="Buses", page="7"))
    assert value_of(check, "at") == "7"
    assert "Check your answers" in text_of(soup_of(send(client, q1="Buses", at="7", easy_read="yes")))


@pytest.mark.parametrize("page", ["", "0", "99", "x"])
def test_a_page_that_is_not_there_harms_nothing(
    client: AuditingClient, open_campaign: OpenCampaign, page: str
) -> None:
    open_campaign(SIX)
    assert send(client, q1="Buses", at=page, easy_read="yes").status_code == 200


def test_enter_in_a_field_presses_a_button_that_goes_on_and_not_the_one_for_easy_read(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    open_campaign(SIX, slug="long")
    for address, name, value in ((ADDRESS, None, None), ("/c/long/take-part", "page", "2")):
        first = client.page(address).select_one("[form=take-part], form#take-part button")
        assert first is not None
        assert (first.get("name"), first.get("value")) == (name, value)
        assert first.has_attr("hidden")


def test_a_question_written_for_easy_read_is_there_in_both_ways(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    campaign = campaign_by_slug("buses")
    with transaction():
        written = WrittenQuestion(
            "long_text", "What would make it better?", "A hint.", (), "What is bad here?", "Say it."
        )
        change_question(campaign_by_slug("buses"), questions_of(campaign)[0], written)
    label = client.page(ADDRESS).select_one("label[for=q1]")
    hint = client.page(ADDRESS).select_one("#q1-hint")
    assert label is not None
    assert hint is not None
    assert [text_of(each) for each in label.select(".usual, .easy")] == [
        "What would make it better?",
        "What is bad here?",
    ]
    assert [text_of(each) for each in hint.select(".usual, .easy")] == ["A hint.", "Say it."]


def test_what_easy_read_adds_changes_no_hash_where_there_is_none() -> None:
    plain = QuestionDefinition("q1", "long_text", "What?", "A hint")
    assert set(plain.to_json()) == {"key", "kind", "wording", "hint", "options"}
    easy = QuestionDefinition("q1", "long_text", "What?", easy_wording="Say?", easy_hint="Short")
    assert QuestionDefinition.from_json(easy.to_json()) == easy
