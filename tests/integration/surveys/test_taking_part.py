"""Taking part with nothing but a browser: no account, no cookie, no script."""

from datetime import timedelta

import pytest

from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.answers import chosen_options, open_words
from surveys.domain import Channel, MayQuote, SubmissionState
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import BETTER, SIX, OpenCampaign
from tests.integration.surveys.sending import ADDRESS, key_on, receipt_on, send, soup_of, stored, value_of


@pytest.mark.both_stores
def test_a_view_is_stored_sealed_and_answered_with_a_receipt(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    campaign_id = open_campaign()
    response = send(
        client,
        q1="  More buses\r\nafter six 🚌 ",
        q2="12-14",
        q3=["walk", "bus"],
        q4="",
        q5="Home",
        may_quote="yes",
    )
    assert len(receipt_on(response).split()) == 5
    [view] = stored()
    assert (view.campaign_id, view.state, view.channel) == (
        campaign_id,
        SubmissionState.PENDING,
        Channel.PHONE,
    )
    assert (view.lane, view.lane_rank, view.is_checked) == ("soon", 1, False)
    assert view.may_quote is MayQuote.YES
    assert open_words(view) == {"q1": "More buses\nafter six 🚌", "q5": "Home"}
    assert chosen_options(view) == {"q2": ("12-14",), "q3": ("bus", "walk")}
    assert view.received_on == clock.today()


@pytest.mark.both_stores
def test_the_time_of_arrival_is_kept_by_the_minute_only(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    send(client, q1="x")
    [view] = stored()
    assert view.arrived_at is not None
    assert (view.arrived_at.second, view.arrived_at.microsecond) == (0, 0)
    assert timedelta(0) <= clock.now() - view.arrived_at < timedelta(minutes=2)


def test_the_key_and_one_answer_are_enough(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    open_campaign()
    receipt_on(send(client, q5="x"))
    assert stored()[0].may_quote is MayQuote.NOT_SAID


@pytest.mark.parametrize("said", ["no", "", "maybe", "YES"])
def test_only_a_clear_yes_allows_words_to_be_shown(
    client: AuditingClient, open_campaign: OpenCampaign, said: str
) -> None:
    open_campaign()
    receipt_on(send(client, q1="Buses", may_quote=said))
    assert stored()[0].may_quote is not MayQuote.YES


def test_neither_answer_about_showing_words_is_chosen_beforehand(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    page = client.page(ADDRESS)
    assert {str(choice["value"]) for choice in page.select("input[name=may_quote]")} == {"yes", "no"}
    assert not page.select("input[checked]")


def test_what_must_be_known_stands_before_the_first_question(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    words = text_of(client.page(ADDRESS))
    before = words[: words.index(BETTER.wording)]
    for promise in (
        "We do not ask who you are",
        "A person reads every view: Monday to Friday, 9am to 5pm",
        "we must pass it on, even if you take your view back",
        "Get help now",
    ):
        assert promise in before


def test_thanks_begin_with_help_and_are_the_same_for_everyone(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    answers = [send(client, q1=words) for words in ("Buses are late", "My uncle hits me")]
    pages = [text_of(soup_of(each)).replace(receipt_on(each), "") for each in answers]
    assert pages[0] == pages[1]
    assert pages[0].index("0800 1111") < pages[0].index("Your receipt words")
    assert "A person reads your view" in pages[0]
    assert soup_of(answers[0]).select_one('main a[href="/my-answer"]')


def test_an_empty_form_says_what_to_do_and_keeps_what_was_chosen(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    key = key_on(client)
    response = send(client, key, q1=" \r\n ", may_quote="no")
    page = soup_of(response)
    assert response.status_code == 422
    assert text_of(page.select_one("title")).startswith("Error: ")  # type: ignore[arg-type]
    assert page.select_one(".problem[autofocus] a[href='#q1']")
    assert value_of(page, "submission_key") == key
    assert page.select_one("input[name=may_quote][value=no][checked]")
    assert stored() == []


def test_one_answer_that_cannot_be_taken_loses_none_of_the_others(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    response = send(client, q1="Buses <b>& trains</b>", q2="99", q3=["bike"], q4="west", q5="Home")
    page = soup_of(response)
    assert response.status_code == 422
    assert "“How old are you?” – choose from the list." in text_of(page)
    assert value_of(page, "q1") == "Buses <b>& trains</b>"
    assert value_of(page, "q5") == "Home"
    assert page.select_one("input[name=q3][value=bike][checked]")
    assert page.select_one("select[name=q4] option[value=west][selected]")


def test_a_form_without_its_key_is_given_one_and_nothing_is_lost(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    response = client.post(ADDRESS, data={"q1": "Buses"})
    page = soup_of(response)
    assert response.status_code == 422
    assert "Press Send once more" in text_of(page)
    receipt_on(send(client, value_of(page, "submission_key"), q1=value_of(page, "q1")))
    assert len(stored()) == 1


def test_a_long_survey_goes_page_by_page_with_a_page_to_check(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign(SIX)
    page = client.page(ADDRESS)
    assert "Question 1 of 6" in text_of(page)
    answers = {"q1": "Buses", "q2": "9-11", "q3": "bike", "q4": "west", "q5": "Home"}
    carried: dict[str, str] = {"submission_key": value_of(page, "submission_key")}
    for number, (name, value) in enumerate(answers.items(), 2):
        page = soup_of(client.post(ADDRESS, data={**carried, name: value, "page": number}))
        carried = {str(field["name"]): str(field["value"]) for field in page.select("input[type=hidden]")}
        assert f"Question {number} of 6" in text_of(page)
    assert stored() == []
    check = soup_of(client.post(ADDRESS, data={**carried, "skip": "q6", "q6": "never mind"}))
    assert "Check your answers" in text_of(check)
    assert "West Dorset" in text_of(check)
    assert "never mind" not in text_of(check)
    carried = {str(field["name"]): str(field["value"]) for field in check.select("input[type=hidden]")}
    receipt_on(client.post(ADDRESS, data={**carried, "may_quote": "yes"}))
    [view] = stored()
    assert open_words(view) == {"q1": "Buses", "q5": "Home"}
    assert view.may_quote is MayQuote.YES


def test_going_back_in_a_long_survey_shows_what_was_said(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign(SIX)
    page = soup_of(send(client, q1="Buses", q2="9-11", may_quote="no", page="1"))
    assert value_of(page, "q1") == "Buses"
    assert value_of(page, "q2") == "9-11"
    assert value_of(page, "may_quote") == "no"


def test_a_problem_in_a_long_survey_leads_to_its_page(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign(SIX)
    response = send(client, q1="Buses", q5="x" * 301)
    page = soup_of(response)
    assert response.status_code == 422
    assert "Question 5 of 6" in text_of(page)
    assert value_of(page, "q1") == "Buses"


@pytest.mark.parametrize("wanted", ["-1", "²", "99999", "two", ""])
def test_an_odd_page_number_does_no_harm(
    client: AuditingClient, open_campaign: OpenCampaign, wanted: str
) -> None:
    open_campaign(SIX)
    assert send(client, q1="Buses", page=wanted).status_code == 200


def test_staff_see_their_change_on_the_page_at_once(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    campaign_id = open_campaign()
    assert client.page(ADDRESS).select_one("h1").get_text() == "Your Dorset"  # type: ignore[union-attr]
    with transaction():
        db.session.get_one(Campaign, campaign_id).title = "Our Dorset"
    assert client.page(ADDRESS).select_one("h1").get_text() == "Our Dorset"  # type: ignore[union-attr]
