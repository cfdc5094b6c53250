"""The reading age that staff see while they write is the one the site reckons."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from participation.foundation.access import Role
from participation.foundation.reading_age import reading_age
from participation.foundation.web import asset
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, sideways_scroll
from tests.browser.people import SLUG, hire, open_a_campaign, sign_in

Visitor = Callable[..., Page]

TEXTS = (
    "",
    "!!! 😀 …",
    "More buses.",
    "We plan the winter timetable. We ask because you ride, so tell us what works!",
    "The partnership will consider enhanced transportation implementation options in 2026/27.",
    "Everyone’s idea counts: people of every age, somewhere safe, science and creation.\n- one\n- two\n\nDone?",
    "Café, naïve, déjà vu; isn't it 3.5 miles? “Yes.” He’d gone…",
    "Sometimes everybody watched, wanted, used, pages, wishes, tables, being, trying, quiet, really.",
)


@pytest.fixture(scope="module")
def office(live_site: LiveSite) -> LiveSite:
    """The site with a campaign and somebody who runs it."""
    open_a_campaign(live_site)
    hire(live_site, Role.CAMPAIGN_MANAGER)
    return live_site


def test_the_script_and_the_site_reckon_alike(office: LiveSite, visitor: Visitor) -> None:
    page = visitor()
    page.goto("/")
    with office.app.test_request_context():
        address = asset("js/reading-age.js")
    shown = page.evaluate(
        "async ([address, texts]) => { const m = await import(address); return texts.map(m.readingAge); }",
        [address, TEXTS],
    )
    for text, found in zip(TEXTS, shown, strict=True):
        expected = reading_age(text)
        if expected is None:
            assert found is None, text
        else:
            assert found == pytest.approx(expected.age, abs=0.0501), text


def test_it_follows_what_is_written_and_stands_there_after_saving(office: LiveSite, visitor: Visitor) -> None:
    page = visitor(width=1280, height=900)
    sign_in(page, Role.CAMPAIGN_MANAGER)
    page.goto(f"/staff/campaigns/{SLUG}/edit")
    line = page.locator("[data-reading-age=purpose]")
    expect(line).to_contain_text("Reads like age")
    page.get_by_label("What you ask and why").fill(
        "Utilisation of transportation infrastructure necessitates consideration."
    )
    expect(line).to_contain_text("Try shorter sentences")
    page.get_by_label("What you ask and why").fill("Tell us how you get to school. Is it good?")
    expect(line.get_by_text("Try shorter sentences")).to_be_hidden()
    page.get_by_label("What you ask and why").fill("")
    expect(line).to_be_hidden()
    page.get_by_label("What you ask and why").fill("Tell us how you get to school. Is it good?")
    expect(line).to_have_text("Reads like age 5. Try shorter sentences, one idea each, and everyday words.")
    assert axe_problems(page) == []
    assert sideways_scroll(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("All of it together reads like age")).to_be_visible()


@pytest.mark.parametrize("path", ["questions", "questions/q1"])
def test_questions_show_theirs_without_a_script(office: LiveSite, visitor: Visitor, path: str) -> None:
    page = visitor(width=1280, height=900, java_script_enabled=False)
    sign_in(page, Role.CAMPAIGN_MANAGER)
    page.goto(f"/staff/campaigns/{SLUG}/{path}")
    expect(page.get_by_text("Reads like age").first).to_be_visible()
