"""Public pages in a real browser: no cookie before one is asked for, a way out, pictures that fit.

What holds for every page is in `test_every_public_page`.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from participation.foundation.database import db
from tests.browser.conftest import LiveSite
from tests.integration.pages import made_up

Visitor = Callable[..., Page]

PAGES = (
    "/", "/results", f"/results/{made_up.SLUG}", "/replies", "/replies?q=bus&status=yes", "/replies/1",
    "/my-answer", "/help-now", "/exit", "/privacy", "/cookies", "/accessibility", "/contact",
    "/data-complaint", "/data-complaint/answer", "/preferences", "/nowhere",
)  # fmt: skip


@pytest.fixture(scope="module")
def receipts(live_site: LiveSite) -> dict[str, str]:
    """Receipt words: of a used view for each theme, and of one that still waits."""
    with live_site.app.app_context():
        found = made_up.published_campaign()
        [waiting] = made_up.send(1, "more benches by the sea")
        db.session.remove()
    return {**found, "waiting": waiting.words}


def choose_look(page: Page, look: str) -> None:
    """Choose colours as a visitor does; nothing is chosen for the look pages have anyway."""
    page.goto("/preferences")
    page.get_by_label(look, exact=True).check()
    page.get_by_role("button", name="Save how it looks").click()


@pytest.mark.parametrize("options", [{"width": 1280}, {"width": 320, "java_script_enabled": False}])
def test_no_cookie_is_set_before_one_is_asked_for(
    visitor: Visitor, receipts: dict[str, str], options: dict[str, int | bool]
) -> None:
    page = visitor(**options)
    for address in PAGES:
        page.goto(address)
    assert page.context.cookies() == []
    choose_look(page, "Dark")
    assert [cookie["name"] for cookie in page.context.cookies()] == ["display"]


def test_a_way_out_by_keyboard_is_among_the_first_three_stops(
    visitor: Visitor, receipts: dict[str, str]
) -> None:
    page = visitor(width=360)
    page.goto("/help-now")
    stops = []
    for _ in range(3):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert "Exit this page" in stops
    page.goto("/exit")
    leave = page.get_by_role("link", name="Leave now").get_attribute("href")
    assert leave is not None
    answer = page.context.request.get(leave, max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (303, "https://www.bbc.co.uk/weather")


def test_pictures_of_results_are_drawn_and_follow_the_width(
    visitor: Visitor, receipts: dict[str, str]
) -> None:
    for width, shape in ((360, True), (1280, False)):
        page = visitor(width=width)
        page.goto(f"/results/{made_up.SLUG}")
        for name in ("chart.svg", "words.png"):
            picture = page.locator(f"img[src*='{name}']")
            picture.scroll_into_view_if_needed()
            page.wait_for_function(
                "image => image.complete && image.naturalWidth > 0", arg=picture.element_handle()
            )
            assert picture.evaluate("image => image.currentSrc.includes('shape=narrow')") is shape


def test_nothing_on_a_results_page_breaks_the_content_policy(
    visitor: Visitor, receipts: dict[str, str]
) -> None:
    page = visitor(width=360)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for address in ("/", f"/results/{made_up.SLUG}", "/my-answer"):
        page.goto(address, wait_until="networkidle")
    assert complaints == []
