"""An administrator gives the site its own look: colours are measured while typed, and worn in every theme but one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from participation.foundation.access import Role
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, sideways_scroll
from tests.browser.people import hire, open_a_campaign, sign_in
from tests.browser.taking_part import TAKE_PART
from tests.integration.pages.test_own_look import a_logo

Visitor = Callable[..., Page]
BLUE, BLACK = "rgb(0, 48, 143)", "rgb(0, 0, 0)"
MOST_REQUESTS = 4


@pytest.fixture(scope="module")
def town(live_site: LiveSite) -> LiveSite:
    """An open campaign, and somebody who looks after the site."""
    hire(live_site, Role.ADMINISTRATOR)
    open_a_campaign(live_site)
    return live_site


def test_colours_are_measured_while_typed_refused_when_faint_and_worn_when_good(
    town: LiveSite, visitor: Visitor
) -> None:
    desk = visitor(width=360)
    sign_in(desk, Role.ADMINISTRATOR)
    desk.goto("/staff/look")
    desk.get_by_label("Name of the site").fill("Voices of Wessex")
    desk.get_by_label("Colour of the top of pages").fill("#777")
    expect(desk.locator("[data-measures=accent]")).to_contain_text("They need 7.")
    desk.get_by_role("button", name="Save the look").click()
    expect(desk.locator(".problem")).to_contain_text("Choose a darker or a much lighter colour.")
    assert axe_problems(desk) + sideways_scroll(desk) == []
    for label in ("Colour of the top of pages", "Colour of links and buttons"):
        desk.get_by_label(label).fill("#00308f")
    expect(desk.locator("[data-measures=accent]")).to_contain_text("That is enough.")
    picture = {"name": "logo.png", "mimeType": "image/png", "buffer": a_logo()}
    desk.locator("#logo").set_input_files([picture])  # type: ignore[list-item]
    desk.get_by_role("button", name="Save the look").click()
    expect(desk.get_by_role("status").first).to_contain_text("The look is saved")
    assert axe_problems(desk) + sideways_scroll(desk) == []

    for theme, top in (("light", BLUE), ("dark", BLUE), ("contrast", BLACK)):
        phone = visitor(service_workers="block")
        phone.context.add_cookies([{"name": "display", "value": f"theme-{theme}", "url": town.address}])
        asked: list[str] = []
        phone.on("request", lambda request, asked=asked: asked.append(request.url))  # type: ignore[misc]
        phone.goto(TAKE_PART)
        expect(phone.locator(".top")).to_have_css("background-color", top)
        expect(phone.locator(".brand")).to_contain_text("Voices of Wessex")
        assert axe_problems(phone) + sideways_scroll(phone) == [], theme
        beside_logo = [each for each in asked if "/logo/" not in each]
        assert len(beside_logo) <= MOST_REQUESTS, asked
        assert len(asked) - len(beside_logo) == 1, asked
