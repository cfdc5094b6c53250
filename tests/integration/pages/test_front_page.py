"""The front page, the files at the root, and what every public page has in common."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from analysis.replies.domain import ReplyStatus
from participation.campaigns.queries import campaign_by_slug
from participation.foundation import clock
from participation.foundation.rendering import demo_checks
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient, text_of
from tests.integration.pages import made_up

PAGES = (
    "/",
    "/results",
    "/replies",
    "/my-answer",
    "/help-now",
    "/exit",
    "/privacy",
    "/cookies",
    "/accessibility",
    "/contact",
    "/data-complaint",
    "/preferences",
)


def test_an_empty_site_says_that_nothing_is_open_and_where_to_look(client: AuditingClient) -> None:
    page = text_of(client.page("/"))
    assert "Nothing is open today" in page
    assert "Our first replies are on their way" in page


def test_open_campaigns_are_offered_and_closed_or_unfinished_ones_are_not(client: AuditingClient) -> None:
    yesterday = clock.today() - timedelta(days=1)
    made_up.open_campaign("open-one", "Open one")
    made_up.open_campaign("closed-one", "Closed one", closes_on=yesterday)
    made_up.open_campaign("draft-one", "Draft one", opened_at=None)
    page = client.page("/")
    assert "Open one" in text_of(page)
    assert "Closed one" not in text_of(page)
    assert "Draft one" not in text_of(page)
    assert page.select_one('.hero a[href="/c/open-one"]'), "with one campaign open, its page is one tap away"


def test_with_two_open_campaigns_the_main_button_leads_to_both(client: AuditingClient) -> None:
    made_up.open_campaign("one", "One")
    made_up.open_campaign("two", "Two")
    page = client.page("/")
    assert page.select_one('.hero a[href="#open"]')
    assert len(page.select(".cards a[href^='/c/']")) == 2


def test_what_came_up_most_is_two_taps_from_what_was_done(client: AuditingClient) -> None:
    made_up.published_campaign()
    first = client.page("/").select_one(".row a[href^='/results/']")
    assert first is not None
    assert text_of(first) == "Getting around"
    heading = client.page(str(first["href"])).select_one("h1")
    assert heading is not None
    assert text_of(heading).startswith("Getting around")


def test_themes_too_few_people_talked_about_are_not_named_as_the_most(client: AuditingClient) -> None:
    made_up.published_campaign()
    named = [text_of(link) for link in client.page("/").select(".row a[href^='/results/']")]
    assert named == ["Getting around", "Parks and play"]


def test_the_latest_replies_stand_as_bubbles_and_lateness_shows(client: AuditingClient) -> None:
    made_up.published_campaign({made_up.LIGHTS: (ReplyStatus.DOING,)})
    pair = client.page("/").select_one(".pair")
    assert pair is not None
    assert "We are doing it" in text_of(pair)
    assert "Late" in text_of(pair)


@pytest.mark.parametrize("address", PAGES)
def test_public_pages_answer_without_a_cookie(client: AuditingClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers


def test_ways_to_help_stand_in_the_same_order_on_every_page(client: AuditingClient) -> None:
    orders = set()
    for address in PAGES:
        links = [str(link["href"]) for link in client.page(address).select("footer nav a")]
        orders.add(tuple(link for link in links if link != "/exit"))
        assert client.page(address).select_one("header a[href='/help-now']")
    assert orders == {
        ("/help-now", "/privacy", "/cookies", "/accessibility", "/contact", "/data-complaint", "/preferences")
    }


@pytest.mark.parametrize("address", PAGES)
def test_public_pages_ask_no_other_site_for_anything(client: AuditingClient, address: str) -> None:
    page = client.page(address)
    asked = [str(tag.get("src") or tag.get("href")) for tag in page.select("script, img, source, link[href]")]
    assert [place for place in asked if not place.startswith("/") or place.startswith("//")] == []


@pytest.mark.both_stores
@pytest.mark.parametrize(
    "address",
    [
        "/results/%00",
        "/results/nowhere",
        "/results/nowhere/chart.svg",
        "/results/nowhere/words.png",
        "/replies/0",
        "/replies/99999999999999999999",
        "/results/'; --",
    ],
)
def test_an_address_that_leads_nowhere_says_so(client: AuditingClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "home page" in response.get_data(as_text=True)


def test_search_engines_are_kept_from_receipts_and_staff(client: AuditingClient) -> None:
    lines = client.get("/robots.txt").get_data(as_text=True).splitlines()
    assert "Disallow: /my-answer" in lines
    assert "Disallow: /staff/" in lines
    assert "Disallow: /" not in lines


def test_search_engines_are_kept_from_everything_that_is_made_up(
    client: AuditingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_checks, "_actions", [lambda: True])
    assert "Disallow: /" in client.get("/robots.txt").get_data(as_text=True).splitlines()


def test_the_drawing_and_the_manifest_are_where_browsers_look(client: AuditingClient) -> None:
    assert "favicon.svg" in client.get("/favicon.ico").headers["Location"]
    manifest = client.get("/manifest.webmanifest")
    assert manifest.mimetype == "application/manifest+json"
    [icon] = manifest.get_json()["icons"]
    assert client.get(icon["src"], buffered=True).status_code == 200
    link = client.page("/").select_one("link[rel=manifest]")
    assert link is not None
    assert link["href"] == "/manifest.webmanifest"


def test_the_find_my_view_box_of_the_front_page_leads_to_the_answer(client: AuditingClient) -> None:
    campaign_id = made_up.open_campaign()
    [receipt] = made_up.send(campaign_id, "a bus on sundays")
    form = client.page("/").select_one("form[action='/my-answer']")
    assert form is not None
    field = form.select_one("input[type=text]")
    assert field is not None
    found = client.post("/my-answer", data={str(field["name"]): receipt.words})
    assert "What became of your view" in text_of(BeautifulSoup(found.get_data(as_text=True), "lxml"))


def test_what_became_of_the_thing_most_people_asked_for_is_two_taps_away(client: AuditingClient) -> None:
    made_up.published_campaign({made_up.BUSES: (ReplyStatus.NO,), made_up.PARKS: (ReplyStatus.YES,)})
    most_said = client.page("/").select_one(f'main a[href="/results/{made_up.SLUG}/{made_up.BUSES}"]')
    assert most_said is not None, "the theme that came up most is the first tap"
    told = text_of(client.page(str(most_said["href"])))
    assert "No, and here is why" in told
    assert told.index("No, and here is why") < told.index("Did we get this right?")


def test_the_front_page_says_that_a_campaign_is_finished_only_once_it_is(client: AuditingClient) -> None:
    made_up.published_campaign({made_up.BUSES: (ReplyStatus.NO,)})
    assert "Finished on" not in text_of(client.page("/"))
    with transaction():
        campaign_by_slug(made_up.SLUG).finished_on = clock.today()
    assert f"Finished on {clock.show_date(clock.today())}" in text_of(client.page("/"))
