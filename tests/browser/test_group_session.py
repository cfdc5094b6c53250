"""A group session in a real browser: one device for many, nothing left behind, with a script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys import sessions
from surveys.domain import Channel
from surveys.models import GroupSession, Submission
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, requests_elsewhere, sideways_scroll, small_targets
from tests.browser.people import QUESTION, SLUG, hire, open_a_campaign, sign_in

Visitor = Callable[..., Page]

LABEL = "Year 9, Hilltop School"
STAFF = f"/staff/campaigns/{SLUG}"
_LEFT_BEHIND = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys(),
  ...(await indexedDB.databases()).map(each => each.name), document.cookie,
  ...(await navigator.serviceWorker.getRegistrations()).map(each => each.scope),
].filter(Boolean)"""


@pytest.fixture(scope="module")
def group(live_site: LiveSite) -> tuple[str, str]:
    """Code and host's token of an open session."""
    hire(live_site, Role.CAMPAIGN_MANAGER)
    open_a_campaign(live_site)
    return make_session(live_site)


def make_session(site: LiveSite) -> tuple[str, str]:
    """One more open session."""
    with site.app.app_context(), transaction():
        made = sessions.make_session(campaign_by_slug(SLUG), LABEL, None)
        sessions.open_session(made, LABEL, 6, None)
        return made.code, sessions.host_token(made)


def stored_in(site: LiveSite, code: str) -> list[Channel]:
    """How each view of a session came."""
    with site.app.app_context():
        found = db.session.scalars(
            select(Submission.channel).join(GroupSession, Submission.group_session_id == GroupSession.id)
            .where(GroupSession.code == code)
        )  # fmt: skip
        channels = list(found)
        db.session.remove()
        return channels


def send(page: Page, words: str) -> str:
    """Write, send, and give the receipt words."""
    page.get_by_label(QUESTION).fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    receipt = page.locator("#receipt")
    receipt.wait_for()
    return receipt.inner_text()


@pytest.mark.parametrize("has_script", [True, False])
def test_two_people_share_a_device_and_neither_meets_the_other(
    live_site: LiveSite, group: tuple[str, str], visitor: Visitor, has_script: bool
) -> None:
    code, _ = make_session(live_site)
    page = visitor(java_script_enabled=has_script)
    elsewhere = requests_elsewhere(page, live_site.address)
    page.goto("/g")
    page.get_by_label("Your code").fill(f" {code[:3].lower()} {code[3:].lower()}")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("someone in this session")).to_be_visible()
    first = send(page, "The first of us")
    page.get_by_role("link", name="Next person").click()
    expect(page.get_by_label(QUESTION)).to_have_value("")
    assert send(page, "The second of us") != first
    if has_script:
        page.get_by_role("link", name="Next person").click()
        expect(page.get_by_label(QUESTION)).to_have_value("")
        page.go_back()
        expect(page.locator("#receipt")).to_have_count(0)
        page.goto(f"/c/{SLUG}/poster")  # a page without a script of its own
        assert page.evaluate(_LEFT_BEHIND) == []
    assert stored_in(live_site, code) == [Channel.GROUP_SESSION] * 2
    assert page.context.cookies() == []
    assert elsewhere == []


def test_what_was_typed_survives_the_end_of_the_session(
    live_site: LiveSite, group: tuple[str, str], visitor: Visitor
) -> None:
    code, token = make_session(live_site)
    page, host = visitor(), visitor()
    page.goto(f"/g/{code}")
    page.get_by_label(QUESTION).fill("I was not quick enough")
    host.goto(f"/g/{code}/host/{token}")
    host.get_by_role("button", name="Close now").click()
    expect(host.get_by_role("heading", name="The session has ended")).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="This session has ended")).to_be_visible()
    expect(page.get_by_text("I was not quick enough")).to_be_visible()
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator("#receipt")).to_be_visible()
    assert stored_in(live_site, code) == []


def test_every_page_of_a_session_is_accessible_and_narrow(
    live_site: LiveSite, group: tuple[str, str], visitor: Visitor
) -> None:
    code, token = group
    page, found = visitor(width=320), {}
    for address in ("/g", "/g?code=abc", f"/g/{code}", f"/g/{code}/host/{token}", f"/g/{code}/host/{token}/pack",
                    f"/c/{SLUG}", f"/c/{SLUG}/poster"):  # fmt: skip
        page.goto(address)
        found[address] = axe_problems(page) + sideways_scroll(page) + small_targets(page)
    sign_in(page, Role.CAMPAIGN_MANAGER)
    for address in (f"{STAFF}/sessions", f"{STAFF}/sessions/new", f"{STAFF}/session-pack", f"{STAFF}/share"):
        page.goto(address)
        found[address] = axe_problems(page) + sideways_scroll(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_staff_make_and_open_a_session_with_keys_alone(
    live_site: LiveSite, group: tuple[str, str], visitor: Visitor
) -> None:
    page = visitor(width=1280)
    sign_in(page, Role.CAMPAIGN_MANAGER)
    page.goto(f"{STAFF}/sessions/new")
    page.get_by_label("Name of the setting and group").focus()
    page.keyboard.type("Scouts, Tuesday")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Group session")
    page.get_by_label("The group has been told what may be passed on").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Show this to the group")).to_be_visible()
    picture = page.get_by_alt_text("QR code of this session")
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())


def test_a_campaign_is_shared_by_the_browser_or_by_its_copied_address(
    live_site: LiveSite, group: tuple[str, str], visitor: Visitor
) -> None:
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("navigator.share = async (what) => { window.shared = what; }")
    page.goto(f"/c/{SLUG}")
    page.get_by_role("button", name="Share", exact=True).click()
    assert page.evaluate("shared.url") == f"{live_site.address}/c/{SLUG}"
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{live_site.address}/c/{SLUG}"
    plain = visitor(java_script_enabled=False)
    plain.goto(f"/c/{SLUG}")
    expect(plain.locator("#shared-address")).to_be_visible()
    expect(plain.get_by_role("button", name="Copy the link")).to_be_hidden()
