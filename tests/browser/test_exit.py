"""Leaving: at once, for good, and not before somebody knows that an unsent view goes too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from participation.campaigns.queries import campaign_by_slug
from participation.foundation.transactions import transaction
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, small_targets
from tests.browser.people import SLUG, open_a_campaign

Visitor = Callable[..., Page]

SENSITIVE = "hard-to-talk-about"
TAKE_PART = f"/c/{SENSITIVE}/take-part"
LEFT = "**/exit?leave=yes"


@pytest.fixture(scope="module")
def town(live_site: LiveSite) -> LiveSite:
    """The site with a campaign on a sensitive topic, and one that is not."""
    open_a_campaign(live_site, SENSITIVE)
    open_a_campaign(live_site)
    with live_site.app.app_context(), transaction():
        campaign_by_slug(SENSITIVE).is_sensitive = True
    return live_site


def weather(route: Route) -> None:
    """Stands for the page elsewhere that the site sends people to."""
    route.fulfill(body="<title>Weather</title><h1>Weather</h1>", content_type="text/html")


def opened(visitor: Visitor, address: str, **options: object) -> Page:
    """Somebody who came by way of the front page."""
    page = visitor(**options)
    page.route(LEFT, weather)
    page.goto("/")
    page.goto(address)
    return page


def way_out(page: Page) -> Locator:
    """The link that is always in reach."""
    return page.get_by_role("navigation", name="Way out").get_by_role("link", name="Exit this page")


@pytest.mark.parametrize("address", ["/help-now", f"/c/{SENSITIVE}", TAKE_PART, "/talk-to-me"])
def test_one_press_leaves_and_back_does_not_bring_the_page_again(
    town: LiveSite, visitor: Visitor, address: str
) -> None:
    page = opened(visitor, address)
    way_out(page).click()
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(f"{town.address}/")


def test_an_unsent_view_is_not_thrown_away_before_somebody_says_so(town: LiveSite, visitor: Visitor) -> None:
    page = opened(visitor, TAKE_PART)
    page.locator("#q1").fill("Something hard")
    way_out(page).press("Enter")
    asked = page.get_by_role("dialog", name="Leave without sending?")
    expect(asked).to_be_visible()
    expect(asked.get_by_role("link", name="Leave now")).to_be_focused()
    assert axe_problems(page) == []
    asked.get_by_role("button", name="Stay on this page").click()
    expect(asked).to_be_hidden()
    expect(page.locator("#q1")).to_have_value("Something hard")
    way_out(page).click()
    page.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    way_out(page).click()
    asked.get_by_role("link", name="Leave now").click()
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(f"{town.address}/")


def test_a_view_that_waits_on_the_phone_to_be_sent_counts_as_unsent(town: LiveSite, visitor: Visitor) -> None:
    page = opened(visitor, f"/c/{SLUG}/take-part")
    page.route("**/take-part?sent=1", lambda route: route.abort())
    page.locator("#q1").fill("More buses")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Saved on this phone, not sent yet")).to_be_visible(timeout=15_000)
    page.goto("/help-now")
    way_out(page).click()
    expect(page.get_by_role("dialog", name="Leave without sending?")).to_be_visible()


def test_looking_for_kept_views_leaves_no_empty_store_behind(town: LiveSite, visitor: Visitor) -> None:
    page = opened(visitor, "/help-now")
    way_out(page).click()
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()
    assert page.evaluate("indexedDB.databases()") == []


def test_without_script_the_way_out_leads_over_a_page_that_says_what_leaving_does(
    town: LiveSite, visitor: Visitor
) -> None:
    page = opened(visitor, TAKE_PART, java_script_enabled=False)
    way_out(page).click()
    expect(page.get_by_role("heading", name="Leave this site")).to_be_visible()
    expect(page.get_by_text("If you have written something and not sent it, it is gone.")).to_be_visible()
    page.get_by_role("link", name="Leave now").click()
    expect(page.get_by_role("heading", name="Weather")).to_be_visible()


def test_the_way_out_stays_in_reach_and_never_covers_what_has_focus(town: LiveSite, visitor: Visitor) -> None:
    page = opened(visitor, TAKE_PART, width=320, height=640)
    assert small_targets(page) == []
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(way_out(page)).to_be_in_viewport()
    covered = []
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        covered += page.evaluate(
            """() => {
              const now = document.activeElement;
              if (now === document.body || now.closest(".way-out") || now.matches(".skip")) return [];
              const box = (now.closest("label") || now).getBoundingClientRect();
              const bar = document.querySelector(".way-out").getBoundingClientRect();
              return box.top < bar.bottom && box.bottom > bar.top ? [now.outerHTML.slice(0, 80)] : [];
            }"""
        )
    assert covered == []


@pytest.mark.parametrize("address", ["/", f"/c/{SLUG}", f"/c/{SLUG}/take-part", "/privacy"])
def test_pages_that_put_nobody_at_risk_do_not_show_it(town: LiveSite, visitor: Visitor, address: str) -> None:
    page = opened(visitor, address)
    assert page.get_by_role("link", name="Exit this page").count() == 0
    assert page.locator("script[src*='exit.js']").count() == 0
