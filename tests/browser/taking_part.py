"""What browser tests of the take-part page do and look at: answer, read the note, count what was stored."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from sqlalchemy import func, select

from participation.foundation.database import db
from surveys.models import Submission
from tests.browser.bad_line import BadLine
from tests.browser.conftest import LiveSite
from tests.browser.people import QUESTION, SLUG

ABOUT = f"/c/{SLUG}"
TAKE_PART = f"{ABOUT}/take-part"
WRITING = "Saved on this phone while you write."
SAVED = "Saved on this phone, not sent yet"
SECOND_TRY = [SAVED, "Sending", SAVED, "Sending", "Sent"]
WORDS = "More buses in the evening"

_COPIES = """async () => {
  const addresses = [];
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    addresses.push(...kept.map(request => new URL(request.url).pathname));
  }
  return addresses;
}"""
_HAS_COPY = """async path => {
  while (!navigator.serviceWorker.controller || !(await caches.match(path))) {
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}"""
_LISTEN = """() => {
  window.heard = [];
  new MutationObserver(() => {
    const words = document.querySelector("[data-state] > [role=status]")?.textContent;
    if (words && words !== heard.at(-1)) heard.push(words);
  }).observe(document, {subtree: true, childList: true, characterData: true});
}"""
_LEFT = """async () => {
  const databases = (await indexedDB.databases()).map(each => each.name);
  const views = databases.length ? await saved() : [];
  const copies = [];
  for (const name of await caches.keys()) {
    for (const answer of await (await caches.open(name)).matchAll()) {
      if ((answer.headers.get("Content-Type") || "").includes("html")) copies.push(await answer.text());
    }
  }
  return JSON.stringify([views, {...localStorage}, {...sessionStorage}, copies]);
}"""


def stored(site: LiveSite) -> int:
    """How many views the site has."""
    with site.app.app_context():
        return db.session.scalar(select(func.count(Submission.id))) or 0


def write(page: Page, words: str = WORDS) -> None:
    """Answer the long question."""
    page.get_by_label(QUESTION).fill(words)


def press_send(page: Page) -> None:
    """Press Send."""
    page.get_by_role("button", name="Send", exact=True).click()


def note(page: Page) -> Locator:
    """What the page says has become of a view."""
    return page.locator("[data-state] > [role=status]").first


def says(page: Page, words: str, within: float = 15_000) -> None:
    """The page says this to everybody, and to screen readers."""
    expect(note(page)).to_have_text(words, timeout=within)


def listen(page: Page) -> Callable[[], list[str]]:
    """From now on, note what the page says has become of a view; the result gives all of it in order."""
    page.evaluate(_LISTEN)
    return lambda: page.evaluate("heard")  # type: ignore[no-any-return]


def receipt(page: Page, within: float = 15_000) -> str:
    """The receipt words, once they are there."""
    output = page.locator("output#receipt")
    expect(output).to_be_visible(timeout=within)
    return output.inner_text().strip()


def sent_page(page: Page) -> str:
    """The receipt words of a page that has become the thanks page, with the person's place at its top."""
    words = receipt(page)
    expect(page).to_have_title("Thank you! – I Live in Dorset")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    return words


def signal_is_back(page: Page, line: BadLine) -> None:
    """The line is up, and the phone notices: until the receipt is there, however slow this machine is."""
    line.is_down = False
    output = page.locator("output#receipt")
    for _ in range(60):
        page.evaluate("dispatchEvent(new Event('online'))")
        try:
            output.wait_for(timeout=1_000)
        except PlaywrightTimeoutError:
            continue
        return
    raise AssertionError(f"no receipt came; the page says {note(page).all_inner_texts()}")


def until_stored(site: LiveSite, count: int) -> None:
    """Wait until the site has so many views."""
    for _ in range(300):
        if stored(site) == count:
            return
        time.sleep(0.1)
    assert stored(site) == count


def key_of(page: Page) -> str:
    """The submission key of the form."""
    return page.locator("[name=submission_key]").input_value()


def works_without_signal(page: Page, path: str = TAKE_PART) -> None:
    """Wait until the phone has its own copy of the page."""
    page.evaluate(_HAS_COPY, path)


def copies(page: Page) -> list[str]:
    """Paths of everything the service worker keeps."""
    found: list[str] = page.evaluate(_COPIES)
    return found


def left_on_phone(page: Page) -> str:
    """Every view, storage entry and page that the browser keeps for the site, as one text."""
    found: Any = page.evaluate(_LEFT)
    return str(found)
