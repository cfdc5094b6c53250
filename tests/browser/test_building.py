"""What a manager types while building a campaign is seen at once, and is not lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from participation.foundation.access import Role
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems
from tests.browser.people import hire, sign_in

Visitor = Callable[..., Page]


@pytest.fixture(scope="module")
def office(live_site: LiveSite) -> LiveSite:
    """A site with nothing but somebody who runs campaigns."""
    hire(live_site, Role.CAMPAIGN_MANAGER)
    return live_site


@pytest.fixture
def manager(office: LiveSite, visitor: Visitor) -> Page:
    """The manager, signed in at a desk."""
    page = visitor(width=1280, height=900)
    sign_in(page, Role.CAMPAIGN_MANAGER)
    return page


def save(page: Page, name: str = "Save") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def begin_a_campaign(page: Page, title: str) -> None:
    page.goto("/staff/campaigns/new")
    page.locator("#title").fill(title)
    save(page)


def test_what_is_typed_is_seen_at_once_and_is_there_again_after_the_window_closed(manager: Page) -> None:
    page = manager
    begin_a_campaign(page, "Parks")
    page.goto("/staff/campaigns/parks/questions/add")
    page.locator("#wording").fill("What would you change in the park?")
    page.locator("input[name=kind][value=one_choice]").check()
    page.locator("#options").fill("The swings\nThe path")
    expect(page.locator("#on-a-phone")).to_contain_text("The path")
    page.locator("#hint").fill("Any park.")
    page.goto("/staff/campaigns/parks/questions/add")
    expect(page.locator("#wording")).to_have_value("")
    page.get_by_role("button", name="Put it back into the form").click()
    expect(page.locator("#options")).to_have_value("The swings\nThe path")
    expect(page.locator("#hint")).to_have_value("Any park.")
    assert axe_problems(page) == []
    save(page)
    expect(page.get_by_role("status")).to_contain_text("The question is added")
    page.goto("/staff/campaigns/parks/questions/add")
    expect(page.get_by_text("You typed something here that was not saved")).to_be_hidden()


def test_without_a_script_a_button_shows_the_question(office: LiveSite, visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    sign_in(page, Role.CAMPAIGN_MANAGER)
    begin_a_campaign(page, "Ponds")
    page.goto("/staff/campaigns/ponds/questions/add")
    page.locator("#wording").fill("Which pond?")
    page.get_by_role("button", name="Show it on a phone").click()
    expect(page.locator("#on-a-phone")).to_contain_text("Which pond?")
    expect(page.locator("#wording")).to_have_value("Which pond?")


def test_what_was_typed_about_a_campaign_and_not_saved_is_offered_again(
    office: LiveSite, manager: Page
) -> None:
    page = manager
    begin_a_campaign(page, "Better parks")
    page.goto("/staff/campaigns/better-parks/edit")
    page.locator("#purpose").fill("We plan parks, and this took a while to write.")
    page.wait_for_function("() => Object.keys(localStorage).some((each) => each.startsWith('draft:'))")
    page.reload()
    page.get_by_role("button", name="Put it back into the form").click()
    expect(page.locator("#purpose")).to_have_value("We plan parks, and this took a while to write.")
    save(page)
    expect(page.get_by_role("status")).to_contain_text("The campaign is saved")
    page.goto("/staff/campaigns/better-parks/edit")
    expect(page.locator("#kept")).to_be_hidden()
