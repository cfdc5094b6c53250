"""What anybody reads about a campaign before taking part."""

from datetime import timedelta

import pytest
from flask import Flask

from participation.campaigns.services import close_campaign
from participation.foundation import clock
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient, text_of
from tests.integration.campaigns.making import a_campaign


@pytest.mark.both_stores
def test_an_open_campaign_says_everything_and_leads_to_taking_part(client: AuditingClient) -> None:
    campaign = a_campaign(minutes_needed=3)
    soup = client.page("/c/safer-buses")
    page = text_of(soup)
    for words in (
        campaign.title,
        campaign.summary,
        "We plan the winter timetable.",
        "We ask because you ride.",
        "The Travel Board",
        "The winter timetable.",
        "The money there is",
        "Two youth workers read every view.",
        "about 3 minutes",
        "aged 5 to 25",
        clock.show_date(campaign.hear_back_by or clock.today()),
    ):
        assert words in page
    assert [str(link["href"]) for link in soup.select("a.button.big")] == ["/c/safer-buses/take-part"] * 2
    assert [text_of(item) for item in soup.select("#can-change ~ ul li")] == ["Times", "Stops"]


def test_the_page_sets_no_cookie(client: AuditingClient) -> None:
    a_campaign()
    assert "Set-Cookie" not in client.get("/c/safer-buses").headers


def test_a_closed_campaign_says_so_thanks_and_leads_to_the_results(client: AuditingClient) -> None:
    campaign = a_campaign()
    with transaction():
        close_campaign(campaign)
    soup = client.page("/c/safer-buses")
    assert f"Closed on {clock.show_date(clock.today())}" in text_of(soup)
    assert "Thank you to everybody who did" in text_of(soup)
    assert soup.select('a[href="/results/safer-buses"]')
    assert not soup.select('a[href$="/take-part"]')


def test_a_campaign_that_opens_later_says_when(client: AuditingClient) -> None:
    opens_on = clock.today() + timedelta(days=3)
    a_campaign(opens_on=opens_on)
    soup = client.page("/c/safer-buses")
    assert f"Opens on {clock.show_date(opens_on)}" in text_of(soup)
    assert not soup.select('a[href$="/take-part"]')


@pytest.mark.both_stores
def test_an_unknown_address_says_what_to_do(client: AuditingClient) -> None:
    for slug in ("nothing-here", "UPPER", "a" * 300, "safer--buses", "%F0%9F%9A%8C"):
        response = client.get(f"/c/{slug}")
        assert response.status_code == 404
        assert "There is no campaign at this address" in response.get_data(as_text=True)


def test_an_address_that_no_text_can_hold_says_what_to_do(client: AuditingClient) -> None:
    response = client.get("/c/%00")
    assert response.status_code == 404
    assert "Check the address" in response.get_data(as_text=True)


def test_a_campaign_in_the_making_looks_like_no_campaign_at_all(client: AuditingClient) -> None:
    a_campaign(is_open=False)
    drafted, unknown = client.get("/c/safer-buses"), client.get("/c/nothing-here")
    assert drafted.status_code == unknown.status_code == 404
    assert drafted.get_data() == unknown.get_data()


def test_a_sensitive_campaign_offers_the_way_out(client: AuditingClient) -> None:
    a_campaign(is_sensitive=True)
    assert client.page("/c/safer-buses").select('a[href="/exit"]')


def test_what_staff_typed_is_never_run(client: AuditingClient, app: Flask) -> None:
    a_campaign(
        purpose='<script>alert("x")</script>', title="<b>Bold</b>", summary='"><img src=x onerror=alert(1)>'
    )
    soup = client.page("/c/safer-buses")
    assert '<script>alert("x")</script>' in soup.get_text()
    assert not soup.select("img")


def test_the_record_says_how_it_was_planned_and_stays_as_it_was_that_day(client: AuditingClient) -> None:
    campaign = a_campaign(is_sensitive=True)
    assert client.page("/c/safer-buses").select('a[href="/c/safer-buses/record"]')
    page = text_of(client.page("/c/safer-buses/record"))
    for words in (
        "The Travel Board",
        "Children without a phone take part on paper.",
        "Beside this site: On paper, at every library.",
        "The ethics panel, 3 March",
        "DPIA-2027-014",
        "They are heard before anything is decided.",
        "(Safeguarding lead)",
    ):
        assert words in page
    assert "Lead" not in page.replace("Safeguarding lead", ""), "it names the role and not the person"
    with transaction():
        campaign.decision_maker = "Another board"
    assert "The Travel Board" in text_of(client.page("/c/safer-buses/record"))


def test_a_campaign_in_the_making_has_no_record_in_public(client: AuditingClient) -> None:
    a_campaign(is_open=False)
    assert client.get("/c/safer-buses/record").status_code == 404


def test_a_quick_ask_says_whom_it_is_for_and_leaves_out_what_it_does_not_say(client: AuditingClient) -> None:
    said = dict.fromkeys(("purpose", "decision", "decision_maker", "can_change", "cannot_change"), "")
    a_campaign(**said, quick_ask_setting="the youth club in Mill Lane", decided_on=None)
    page = text_of(client.page("/c/safer-buses"))
    assert "People of the youth club in Mill Lane, aged 5 to 25." in page
    assert "What can change" not in page
    assert "Who decides" not in page
