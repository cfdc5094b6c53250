"""What a phone keeps: views until their receipt, visited pages; never anything of a sensitive campaign."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from participation.campaigns.queries import campaign_by_slug
from participation.campaigns.services import close_campaign
from participation.foundation.transactions import transaction
from tests.browser import bad_line as lines
from tests.browser.bad_line import BadLine, bad_line
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, sideways_scroll, small_targets
from tests.browser.people import SLUG, open_a_campaign
from tests.browser.taking_part import (
    ABOUT,
    SAVED,
    TAKE_PART,
    WORDS,
    WRITING,
    copies,
    left_on_phone,
    listen,
    note,
    press_send,
    receipt,
    says,
    sent_page,
    stored,
    until_stored,
    works_without_signal,
    write,
)

Visitor = Callable[..., Page]
SENSITIVE = "a-hard-subject"
CLOSING = "closing-soon"
WITHOUT_DATABASE = "delete IDBFactory.prototype.open"
WITHOUT_STORAGE = "Storage.prototype.setItem = () => { throw new Error('full') }"
WITHOUT_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})"


@pytest.fixture(scope="module")
def town(live_site: LiveSite) -> LiveSite:
    """The site with three open campaigns, one of them sensitive."""
    for slug in (SLUG, SENSITIVE, CLOSING):
        open_a_campaign(live_site, slug)
    with live_site.app.app_context(), transaction():
        campaign_by_slug(SENSITIVE).is_sensitive = True
    return live_site


@pytest.fixture
def line(town: LiveSite) -> Iterator[BadLine]:
    """A line to the site."""
    with bad_line(town.address) as between:
        yield between


@pytest.fixture
def already(town: LiveSite) -> int:
    """How many views there were before this test."""
    return stored(town)


def look(page: Page) -> None:
    """What is on the screen can be used by everybody."""
    assert axe_problems(page) == []
    assert sideways_scroll(page) == []
    assert small_targets(page) == []


def nothing_left(page: Page) -> None:
    """No view, no storage entry, no worker, no page."""
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    assert page.evaluate("async () => (await caches.keys()).length") == 0
    assert page.context.cookies() == []


def test_nothing_of_a_sensitive_campaign_stays(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    line.troubles = [lines.answers(500)]
    page = visitor()
    page.goto(f"{line.address}/c/{SENSITIVE}")
    page.goto(f"{line.address}/c/{SENSITIVE}/take-part")
    heard = listen(page)
    write(page)
    page.wait_for_timeout(700)  # longer than it takes to save what is typed elsewhere
    nothing_left(page)
    press_send(page)
    sent_page(page)
    assert heard() == ["Sending", "Not sent yet", "Sending", "Sent"]
    nothing_left(page)
    assert stored(town) == already + 1


def test_a_worker_of_another_campaign_keeps_nothing_it_should_not(
    town: LiveSite, line: BadLine, visitor: Visitor
) -> None:
    page = visitor()
    page.goto(line.address + TAKE_PART)
    works_without_signal(page)
    for path in (f"/c/{SENSITIVE}", f"/c/{SENSITIVE}/take-part", "/staff/sign-in", "/my-answer", "/results"):
        page.goto(line.address + path)
    page.goto(line.address + TAKE_PART)
    write(page)
    press_send(page)
    words = sent_page(page)
    pages = {path for path in copies(page) if not path.startswith("/static/")}
    assert pages == {"/help-now", "/offline", ABOUT, TAKE_PART}
    assert words not in left_on_phone(page)
    line.is_down = True
    page.goto(f"{line.address}/c/{SENSITIVE}/take-part")
    expect(page.get_by_role("heading", level=1)).to_have_text("No signal")
    look(page)
    page.get_by_role("main").get_by_role("link", name="Get help now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Get help now")


def test_a_campaign_that_becomes_sensitive_is_forgotten(
    town: LiveSite, line: BadLine, visitor: Visitor
) -> None:
    page = visitor()
    page.goto(f"{line.address}/c/{CLOSING}/take-part")
    works_without_signal(page, f"/c/{CLOSING}/take-part")
    set_sensitive(town, CLOSING, True)
    try:
        page.wait_for_timeout(1_100)  # the server looks at its campaigns once a second
        page.reload()
        page.goto(f"{line.address}/c/{CLOSING}")
        page.wait_for_timeout(300)
        assert not [path for path in copies(page) if CLOSING in path]
    finally:
        set_sensitive(town, CLOSING, False)


def set_sensitive(site: LiveSite, slug: str, is_sensitive: bool) -> None:
    """Staff mark a campaign."""
    with site.app.app_context(), transaction():
        campaign_by_slug(slug).is_sensitive = is_sensitive


def test_this_is_not_my_phone_while_writing(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    page = visitor()
    page.goto(line.address + TAKE_PART)
    write(page)
    says(page, WRITING)
    page.get_by_text("This is not my phone").click()
    look(page)
    page.get_by_role("button", name="Delete it from this phone").click()
    says(page, "Deleted from this phone")
    assert WORDS not in left_on_phone(page)
    write(page, WORDS + ", and later")
    page.wait_for_timeout(700)
    assert WORDS not in left_on_phone(page)
    press_send(page)
    sent_page(page)
    assert stored(town) == already + 1


def test_this_is_not_my_phone_while_waiting(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    page = visitor()
    page.goto(line.address + TAKE_PART)
    write(page)
    line.is_down = True
    press_send(page)
    says(page, SAVED)
    page.get_by_text("This is not my phone").click()
    page.get_by_role("button", name="Delete it from this phone").click()
    says(page, "Deleted from this phone")
    look(page)
    assert WORDS not in left_on_phone(page)
    line.is_down = False
    page.wait_for_timeout(3_000)  # longer than the next try would take
    assert stored(town) == already
    page.goto(line.address + ABOUT)
    expect(note(page)).to_have_count(0)


@pytest.mark.parametrize("missing", [WITHOUT_DATABASE, WITHOUT_LOCKS], ids=["no database", "no locks"])
def test_a_poorer_browser_does_the_same(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int, missing: str
) -> None:
    page = visitor(service_workers="block")
    page.context.add_init_script(missing)
    page.goto(line.address + TAKE_PART)
    write(page)
    line.is_down = True
    press_send(page)
    says(page, SAVED)
    again = page.context.new_page()
    page.close()
    line.is_down = False
    again.goto(line.address + ABOUT)
    says(again, "Sent", within=30_000)
    receipt(again)
    assert again.evaluate("saved().then(views => views.length)") == 0
    assert stored(town) == already + 1


def test_a_browser_that_keeps_nothing_says_so(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    page = visitor(service_workers="block")
    page.context.add_init_script(f"{WITHOUT_DATABASE}; {WITHOUT_STORAGE}")
    line.troubles = [lines.answers(500)]
    page.goto(line.address + TAKE_PART)
    heard = listen(page)
    write(page)
    press_send(page)
    sent_page(page)
    assert heard() == ["Sending", "Not sent yet", "Sending", "Sent"]
    assert stored(town) == already + 1


def test_the_browser_sends_in_the_background_and_the_receipt_waits_for_its_owner(
    town: LiveSite, line: BadLine, whole_browser: Browser, already: int
) -> None:
    page = whole_browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(line.address + TAKE_PART)
    works_without_signal(page)
    write(page)
    line.is_down = True
    press_send(page)
    expect(page.locator("[data-state=saved]")).to_contain_text("even if you close this page")
    elsewhere = page.context.new_page()
    page.close()
    line.is_down = False
    elsewhere.goto(line.address + "/privacy")
    signal_returns(elsewhere, line.address)
    until_stored(town, already + 1)
    line.is_down = False
    elsewhere.goto(line.address + ABOUT)
    says(elsewhere, "Sent")
    words = receipt(elsewhere)
    assert stored(town) == already + 1
    assert WORDS not in left_on_phone(elsewhere)
    assert words not in left_on_phone(elsewhere)


def signal_returns(page: Page, address: str) -> None:
    """The browser tells the service worker that there is signal, as it does on a phone in a pocket."""
    cdp = page.context.new_cdp_session(page)
    found: list[str] = []
    cdp.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(each["registrationId"] for each in event["registrations"]),
    )
    cdp.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    cdp.send(
        "ServiceWorker.dispatchSyncEvent",
        {"origin": address, "registrationId": found[-1], "tag": "send-kept-views", "lastChance": False},
    )


def test_a_view_written_before_closing_is_taken_when_signal_comes_after(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    page = visitor()
    page.goto(f"{line.address}/c/{CLOSING}/take-part")
    write(page)
    line.is_down = True
    press_send(page)
    says(page, SAVED)
    again = page.context.new_page()
    page.close()
    with town.app.app_context(), transaction():
        close_campaign(campaign_by_slug(CLOSING), None)
    line.is_down = False
    again.wait_for_timeout(1_100)  # the server looks at its campaigns once a second
    again.goto(f"{line.address}/c/{CLOSING}/take-part")
    expect(again.get_by_role("heading", level=1)).to_have_text("This has closed")
    says(again, "Sent")
    receipt(again)
    look(again)
    assert stored(town) == already + 1


def test_display_preferences_show_at_once_though_the_page_is_kept(
    town: LiveSite, line: BadLine, visitor: Visitor
) -> None:
    page = visitor()
    page.goto(line.address + TAKE_PART)
    works_without_signal(page)
    page.context.add_cookies([{"name": "display", "value": "theme-contrast", "url": line.address}])
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "contrast"
    look(page)
