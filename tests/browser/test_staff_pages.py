"""The demonstration in a browser: every account signs in, every page is accessible, keys do everything.

And somebody new finds out on a phone, in two taps, what became of what most people asked for.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, scrolling_tables, sideways_scroll

Visitor = Callable[..., Page]

DEMO = "i-live-in-dorset"
PASSWORD = "demo-only-password"
PAGES = {
    "moderator": ("/staff/queue", "/staff/queue?lane=normal", "/staff/queue/together", "/staff/queue/decided",
                  "/staff/queue/handed-over"),
    "lead": ("/staff/safeguarding", "/staff/queue"),
    "analyst": ("/staff/themes", f"/staff/themes/{DEMO}", f"/staff/themes/{DEMO}/answers?status=unsure",
                f"/staff/themes/{DEMO}/wording", f"/staff/themes/{DEMO}/sign-off", f"/staff/themes/{DEMO}/publish",
                f"/staff/themes/{DEMO}/mood", f"/staff/themes/{DEMO}/code", f"/staff/themes/{DEMO}/check",
                f"/staff/themes/{DEMO}/what-else", f"/staff/themes/{DEMO}/quotes", f"/staff/themes/{DEMO}/pictures",
                f"/staff/themes/{DEMO}/list", f"/staff/themes/{DEMO}/list/merge",
                f"/staff/themes/{DEMO}/list/new?q=bus", f"/staff/themes/{DEMO}/list/text", "/staff/coding",
                "/staff/replies", f"/staff/replies/{DEMO}", "/staff/reports", "/staff/reach", f"/staff/reach/{DEMO}",
                f"/staff/reports/{DEMO}/changes", "/staff/scorecard", "/staff/equality"),
    "manager": ("/staff/campaigns", "/staff/campaigns/new", f"/staff/campaigns/{DEMO}",
                f"/staff/campaigns/{DEMO}/edit", f"/staff/campaigns/{DEMO}/questions", f"/staff/reach/{DEMO}",
                f"/staff/reach/{DEMO}/settings/school", f"/staff/campaigns/{DEMO}/sessions/new",
                f"/staff/campaigns/{DEMO}/links"),
    "researcher": ("/staff/plan", "/staff/coding"),
    "admin": ("/staff/people", "/staff/audit", "/staff/settings", "/staff/plan"),
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(live_site: LiveSite) -> LiveSite:
    """The site with the demonstration loaded by its command."""
    live_site.run("demo", "load")
    return live_site


def sign_in(page: Page, account: str) -> None:
    """Sign in with the keyboard alone."""
    page.goto("/staff/sign-in")
    page.get_by_label("Email address").focus()
    page.keyboard.type(f"{account}@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()


@pytest.mark.parametrize("account", PAGES)
def test_every_page_of_an_account_is_accessible_wide_and_narrow(
    demo: LiveSite, visitor: Visitor, account: str
) -> None:
    found = {}
    page = visitor(width=1280)
    sign_in(page, account)
    for address in PAGES[account]:
        page.set_viewport_size({"width": 1280, "height": 740})
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        wide = axe_problems(page)
        page.set_viewport_size({"width": 360, "height": 740})
        narrow = [*axe_problems(page), *sideways_scroll(page)]
        if wide or narrow:
            found[address] = {"wide": wide, "narrow": narrow}
    assert found == {}


def test_tables_that_a_phone_is_too_narrow_for_stack(demo: LiveSite, visitor: Visitor) -> None:
    page = visitor()
    sign_in(page, "analyst")
    for address in (f"/staff/reach/{DEMO}", "/api", f"/staff/replies/{DEMO}", "/staff/scorecard"):
        page.goto(address)
        assert page.locator(".stacks").count(), address
        assert scrolling_tables(page) == [], address


def test_every_page_says_that_it_is_a_demonstration(demo: LiveSite, visitor: Visitor) -> None:
    page = visitor()
    for address in ("/", f"/c/{DEMO}", f"/c/{DEMO}/take-part", f"/results/{DEMO}", "/staff/sign-in"):
        page.goto(address)
        expect(page.get_by_text("Demonstration: everything here is made up")).to_be_visible()


def test_on_a_phone_what_became_of_the_most_asked_for_thing_is_two_taps_away_at_most(
    demo: LiveSite, visitor: Visitor
) -> None:
    page = visitor(width=360, has_touch=True, is_mobile=True)
    page.goto(f"/results/{DEMO}")
    told = page.get_by_text(re.compile(r"^About [\d,]+ of [\d,]+ responses talked about this"))
    most = max(int(each.split()[1].replace(",", "")) for each in told.all_inner_texts())
    page.goto("/")
    section = page.get_by_role("region", name="You said, we did")
    section.get_by_role("listitem").first.get_by_role("link").tap()
    page.wait_for_url(f"**/results/{DEMO}/*")
    main = page.get_by_role("main")
    for words in (f"Thank you. About {most:,} of", "Our reply", "We are doing it", "By when"):
        expect(main).to_contain_text(words)
    assert sideways_scroll(page) == []


def test_a_moderator_approves_with_keys_alone(demo: LiveSite, visitor: Visitor) -> None:
    page = visitor(width=1280)
    sign_in(page, "moderator")
    page.goto("/staff/queue?lane=normal")
    press_until_focused(page, "Read the next one")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("View")
    first = heading.inner_text()
    page.keyboard.press("a")
    expect(heading).not_to_have_text(first)


def test_an_analyst_corrects_an_answer_with_keys_alone(demo: LiveSite, visitor: Visitor) -> None:
    page = visitor(width=1280)
    sign_in(page, "analyst")
    page.goto(f"/staff/themes/{DEMO}/answers?status=unsure")
    card = page.locator("li.card").first
    words = card.locator(".answer-words").inner_text()
    press_until_focused(page, "Why, and change it")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Feeling")
    press_until_focused(page, "Save this answer")
    page.keyboard.press("Enter")
    expect(page.get_by_text("What you say teaches the next pass")).to_be_visible()
    page.goto(f"/staff/themes/{DEMO}/answers?status=person&theme=feeling-safe")
    assert words in page.locator("main").inner_text()


def press_until_focused(page: Page, words: str) -> None:
    """Press Tab until something with these words has focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.textContent || ''"):
            return
    raise AssertionError(f"Tab never reached {words!r}")
