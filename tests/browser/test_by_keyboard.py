"""From the home page to "Take it back" by keys alone, by names that a screen reader says; and asking to talk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from moderation.models import ContactRequest
from participation.foundation.database import db
from surveys.domain import MayQuote
from surveys.models import Submission
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, small_targets
from tests.browser.people import QUESTION, SLUG, open_a_campaign
from tests.browser.taking_part import left_on_phone, receipt
from tests.live_site import live_site_in

Visitor = Callable[..., Page]
MOST_STOPS = 60
_NAME = """() => {
  const now = document.activeElement;
  const said = now.getAttribute("aria-label") || now.labels?.[0]?.textContent || now.textContent;
  const group = now.closest("fieldset")?.querySelector("legend")?.textContent;
  return [group, said].filter(Boolean).map(each => each.trim().replace(/\\s+/g, " ")).join(": ");
}"""


@pytest.fixture(scope="module")
def live_site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site with an open campaign, where somebody is there at every hour for those who ask to talk."""
    folder = tmp_path_factory.mktemp("keys")
    with live_site_in(folder, sqlite_template, TALK_HOURS="Mon-Sun 00:00-23:59") as site:
        open_a_campaign(site)
        yield site


def tab_to(page: Page, name: str) -> None:
    """Press Tab until this has focus, by the name a screen reader gives it."""
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(_NAME))
        if passed[-1] == name:
            return
    raise AssertionError(f"{name!r} is not among {passed}")


def enter(page: Page, name: str) -> None:
    """Go to this by Tab and press Enter, which leads to another page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_a_view_is_sent_looked_up_and_taken_back_by_keys_alone(
    live_site: LiveSite, visitor: Visitor, has_script: bool
) -> None:
    page = visitor(java_script_enabled=True) if has_script else _without_our_scripts(visitor())
    page.goto("/")
    enter(page, "Our made-up town")
    tab_to(page, "Have your say")
    if page.evaluate("document.activeElement.closest('header') !== null"):
        tab_to(page, "Have your say")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, QUESTION)
    page.keyboard.type("More buses in the evening")
    tab_to(page, "Where do you live?: Town")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Village")).to_be_checked()
    tab_to(page, "Can we show your words, without your name?: Yes")
    page.keyboard.press("Space")
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    words = receipt(page)
    with live_site.app.app_context():
        assert (
            db.session.scalars(select(Submission.may_quote).order_by(Submission.id.desc())).first()
            is MayQuote.YES
        )
        db.session.remove()
    enter(page, "Look up my answer")
    tab_to(page, "Your four words and the number")
    page.keyboard.type(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What became of your view")).to_be_visible()
    enter(page, "Take it back")
    enter(page, "Yes, take it back")
    expect(page.get_by_text("You took it back").first).to_be_visible()


def _without_our_scripts(page: Page) -> Page:
    """A page on which none of the site's scripts run, though the test can still look at it."""
    page.route("**/static/js/**", lambda route: route.abort())
    return page


def test_a_mistake_takes_whoever_makes_it_to_the_summary_and_from_there_to_the_field(
    live_site: LiveSite, visitor: Visitor
) -> None:
    page = _without_our_scripts(visitor())
    page.goto(f"/c/{SLUG}/take-part")
    page.get_by_label(QUESTION).fill("bus " * 2_600)
    page.get_by_label("Village").check()
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_be_focused()
    assert page.title().startswith("Error: ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label(QUESTION)).to_be_focused()
    assert len(page.get_by_label(QUESTION).input_value()) > 10_000
    assert page.get_by_label("Village").is_checked()


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_somebody_asks_for_a_person_while_one_is_there(
    live_site: LiveSite, visitor: Visitor, has_script: bool
) -> None:
    page = visitor(java_script_enabled=has_script)
    page.goto(f"/c/{SLUG}/take-part")
    page.get_by_label(QUESTION).fill("I want to talk to somebody")
    page.get_by_role("button", name="Send", exact=True).click()
    receipt(page)
    before = requests_kept(live_site)
    page.get_by_role("main").get_by_role("link", name="Ask someone to talk to me").click()
    page.get_by_role("button", name="Ask someone to talk to me").click()
    expect(page.get_by_text("so that we can reach you").first).to_be_visible()
    assert page.title().startswith("Error: ")
    page.get_by_label("Your phone number or e-mail").fill("07700 900123")
    page.get_by_label("When is it safe to reach you?").fill("After four")
    assert small_targets(page) == [] if has_script else True
    page.get_by_role("button", name="Ask someone to talk to me").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have it")
    expect(page.get_by_role("main").get_by_text("999").first).to_be_visible()
    assert requests_kept(live_site) == before + 1, "pressing twice asks once"
    assert page.context.cookies() == []
    if has_script:
        assert axe_problems(page) == []
        page.goto(f"/c/{SLUG}")
        assert "900123" not in left_on_phone(page)


def requests_kept(site: LiveSite) -> int:
    """How many wait or were dealt with."""
    with site.app.app_context():
        count = db.session.scalar(select(func.count(ContactRequest.id))) or 0
        db.session.remove()
        return count
