"""One's own account and the pages of those who answer for the data: accessible on a phone, nothing sticks out."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from participation.accounts import links
from participation.accounts import one_time_codes as codes
from participation.accounts.models import LinkKind
from participation.accounts.queries import person_by_email
from participation.foundation.access import Role
from participation.foundation.transactions import transaction
from participation.pages.complaints.services import ComplaintWords, complain
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, sideways_scroll
from tests.browser.people import PASSWORD, hire, sign_in

Visitor = Callable[..., Page]
ADMINISTRATOR, OFFICER = Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER


@pytest.fixture(scope="module")
def invitation(live_site: LiveSite) -> str:
    """A site with staff and a complaint; the address of an invitation."""
    hire(live_site, ADMINISTRATOR, OFFICER, Role.MODERATOR)
    with live_site.app.app_context(), transaction():
        complain(ComplaintWords("My nickname is on a poster " * 20, "Take it down", "wren@example.org"), "k")
        invited = person_by_email(f"{Role.MODERATOR}@example.org")
        assert invited is not None
        return links.address(links.make(invited, LinkKind.INVITATION)).partition("/staff")[2]


def before_signing_in(page: Page, invitation: str) -> Iterator[str]:
    for address in ("/staff/sign-in", "/staff/forgotten", f"/staff{invitation}"):
        page.goto(address)
        yield address


def own_account(page: Page) -> Iterator[str]:
    """From the account page through setting up the second step to signing in with it."""
    page.goto("/staff/account")
    yield "account"
    page.goto("/staff/account/second-step")
    yield "second step"
    page.locator("main input[type=password]").first.fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    letters = page.locator("code").first.inner_text()
    yield "the square to scan"
    secret = re.sub(r"\W", "", letters)
    page.locator("input[name=code]").fill(codes.code_at(secret, _step()))
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    yield "recovery codes"
    page.goto("/staff/account/second-step")
    yield "a second step that is set up"
    page.goto("/staff/account")
    yield "account with a second step"


def people(page: Page) -> Iterator[str]:
    for address in ("/staff/people", "/staff/people/3", "/staff/people/3/leaving"):
        page.goto(address)
        yield address


def answering(page: Page) -> Iterator[str]:
    """Complaints, packs and records."""
    for address in ("/staff/data-complaints", "/staff/data-complaints/1"):
        page.goto(address)
        yield address
    page.get_by_role("button", name="Take it on and read").click()
    page.get_by_role("heading", name="What happened").wait_for()
    yield "a complaint taken on"
    for address in ("/staff/request-packs", "/staff/data-records", "/staff/retention", "/staff/audit"):
        page.goto(address)
        yield address


def _step() -> int:
    return codes.step_at(datetime.now(UTC))


def look(page: Page, names: Iterator[str]) -> dict[str, list[str]]:
    found = {name: axe_problems(page) + sideways_scroll(page) for name in names}
    return {name: wrong for name, wrong in found.items() if wrong}


def test_ways_in_are_accessible_on_a_phone(live_site: LiveSite, invitation: str, visitor: Visitor) -> None:
    page = visitor()
    assert look(page, before_signing_in(page, invitation)) == {}


def test_ones_own_account_and_people_are_accessible_on_a_phone(
    live_site: LiveSite, invitation: str, visitor: Visitor
) -> None:
    page = visitor()
    sign_in(page, ADMINISTRATOR)
    assert look(page, people(page)) == {}
    assert look(page, own_account(page)) == {}


def test_pages_of_those_who_answer_for_the_data_are_accessible_on_a_phone(
    live_site: LiveSite, invitation: str, visitor: Visitor
) -> None:
    page = visitor()
    sign_in(page, OFFICER)
    assert look(page, answering(page)) == {}
