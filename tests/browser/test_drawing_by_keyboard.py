"""A drawing is added beside a helper by keys alone on the narrowest screen."""

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from participation.foundation.access import Role
from participation.foundation.database import db
from surveys.drawings.models import Drawing
from surveys.written import WrittenQuestion
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, focus_problems, sideways_scroll, small_targets
from tests.browser.people import SLUG, hire, open_a_campaign, sign_in

Visitor = Callable[..., Page]
NARROW = {"width": 320, "height": 640}
pytestmark = pytest.mark.browser


def a_picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(kept, "PNG")
    return kept.getvalue()


def problems_of(page: Page) -> list[str]:
    return [*axe_problems(page), *focus_problems(page), *small_targets(page), *sideways_scroll(page)]


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


def turn_to(page: Page, selector: str) -> None:
    """Press the button with Enter; keys are pressed again once the next page is there as a whole."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def problems(live_site: LiveSite, browser: Browser) -> Iterator[list[str]]:
    """What was wrong with the pages on which a helper added a drawing by keys alone and sent it."""
    questions = [WrittenQuestion("long_text", "What is good?"), WrittenQuestion("drawing", "Draw a park")]
    open_a_campaign(live_site, questions=questions)
    context = browser.new_context(base_url=live_site.address, viewport=NARROW, service_workers="block")
    try:
        yield send_a_drawing(context.new_page())
    finally:
        context.close()


def send_a_drawing(page: Page) -> list[str]:
    """By keys alone, back and forth; what was wrong with the pages on the way."""
    # The browser hands choosers of files to the test only some time after it was first asked to.
    page.on("filechooser", lambda chooser: None)
    page.goto(f"/c/{SLUG}/together?begin=yes")
    tab_to(page, "textarea")
    page.keyboard.type("Swings")
    turn_to(page, "button[name=page]")
    expect(page.locator("input[type=file]")).to_be_visible()
    tab_to(page, "input[type=file]")
    expect(page.locator("input[type=file]")).to_be_focused()
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files({"name": "park.png", "mimeType": "image/png", "buffer": a_picture()})
    found = problems_of(page)
    turn_to(page, "button[name=page]")
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    turn_to(page, "button.quiet[name=page]")
    expect(page.get_by_text("A picture is added")).to_be_visible()
    found += problems_of(page)
    turn_to(page, "button[name=page]")
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    turn_to(page, "button.big:not([name])")
    expect(page.locator("output#receipt")).to_be_visible()
    return found


def test_a_helper_adds_a_drawing_by_keys_on_the_narrowest_screen(
    problems: list[str], live_site: LiveSite
) -> None:
    assert problems == []
    with live_site.app.app_context():
        assert len(db.session.scalars(select(Drawing)).all()) == 1
        db.session.remove()


@pytest.mark.usefixtures("problems")
def test_a_moderator_asks_for_it_by_keys_and_the_page_is_right_wide_and_narrow(
    live_site: LiveSite, visitor: Visitor
) -> None:
    hire(live_site, Role.MODERATOR)
    page = visitor(width=1280)
    sign_in(page, Role.MODERATOR)
    page.goto("/staff/queue")
    page.get_by_role("button", name="Read the next one").click()
    shown = page.locator("form[action*='/drawings/'] button")
    expect(shown).to_be_visible()
    expect(page.locator("img.looked-at")).to_have_count(0)
    tab_to(page, "form[action*='/drawings/'] button")
    page.keyboard.press("Enter")
    picture = page.locator("img.looked-at")
    expect(picture).to_be_visible()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert [*axe_problems(page), *sideways_scroll(page)] == []
