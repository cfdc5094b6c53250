"""Easier to read and read aloud, in a real browser: at once with script, by a form without, nothing lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from participation.campaigns.queries import campaign_by_slug
from participation.campaigns.services import open_campaign
from participation.foundation.transactions import transaction
from surveys import recordings
from surveys.editing import add_question, change_question, questions_of
from surveys.queries import draft_definition
from surveys.written import WrittenQuestion
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, requests_elsewhere, sideways_scroll, small_targets
from tests.browser.people import QUESTION, SLUG, open_a_campaign
from tests.browser.taking_part import TAKE_PART, stored, works_without_signal
from tests.integration.campaigns.making import a_campaign
from tests.integration.lawful import sign
from tests.recorded import an_mp3

Visitor = Callable[..., Page]

#: A device with voices; headless browsers have none. It notes what it is asked to say, and never ends saying it
#: until told, so that a test can stop it half-way.
VOICES = """(voices) => {
  window.said = []; window.saying = null;
  const speech = {
    getVoices: () => voices, addEventListener() {},
    speak(words) { if (words.text) { said.push(words.text); saying = words; } },
    cancel() { saying = null; },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""
BRITISH = '[{"lang": "en-US", "localService": true}, {"lang": "en-GB", "localService": true, "name": "ours"}]'
NOT_OURS = '[{"lang": "en-GB", "localService": false}, {"lang": "de-DE", "localService": true}]'


@pytest.fixture(scope="module")
def town(live_site: LiveSite) -> LiveSite:
    """The site with an open campaign, whose first question is written for Easy Read too."""
    open_a_campaign(live_site)
    with live_site.app.app_context(), transaction():
        campaign = campaign_by_slug(SLUG)
        hint = "Think of parks and buses. It can be big or small."
        written = WrittenQuestion(
            "long_text", QUESTION, hint, (), "What would be better here?", "Big or small."
        )
        change_question(campaign, questions_of(campaign)[0], written)
    return live_site


def with_voices(page: Page, voices: str = BRITISH) -> Page:
    page.add_init_script(f"({VOICES})({voices})")
    return page


def until(page: Page, condition: str) -> None:
    """Wait for something in the page; the content policy forbids what Playwright's own waiting does."""
    wait = "for (let turn = 0; turn < 300; turn += 1)"
    pause = "await new Promise(resolve => setTimeout(resolve, 50))"
    assert page.evaluate(f"async () => {{ {wait} {{ if ({condition}) return true; {pause}; }} }}"), condition


def is_easy(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.hasAttribute('data-easy-read')"))


def fill_in(page: Page) -> None:
    page.locator("#q1").fill("More buses")
    page.get_by_label("Village").check()


def still_filled_in(page: Page) -> None:
    expect(page.locator("#q1")).to_have_value("More buses")
    expect(page.get_by_label("Village")).to_be_checked()


def test_the_switch_works_at_once_and_keeps_place_focus_and_answers(town: LiveSite, visitor: Visitor) -> None:
    page = visitor()
    page.goto(TAKE_PART)
    key = page.locator("[name=submission_key]").input_value()
    fill_in(page)
    switch = page.get_by_role("button", name="Easy Read")
    expect(page.get_by_text("What would be better here?")).to_be_hidden()
    with page.expect_response("**/preferences"):
        switch.press("Enter")
    expect(page.get_by_text("What would be better here?")).to_be_visible()
    expect(page.get_by_text(QUESTION, exact=True)).to_be_hidden()
    expect(switch).to_be_focused()
    expect(switch).to_have_attribute("aria-pressed", "true")
    still_filled_in(page)
    assert page.locator("[name=submission_key]").input_value() == key
    page.goto("/privacy")
    assert is_easy(page)
    with page.expect_response("**/preferences"):
        page.get_by_role("button", name="Easy Read").click()
    page.goto(TAKE_PART)
    assert not is_easy(page)
    assert stored(town) == 0


def test_without_script_the_switch_sends_the_form_and_everything_comes_back(
    town: LiveSite, visitor: Visitor
) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(TAKE_PART)
    fill_in(page)
    page.get_by_role("button", name="Easy Read").click()
    expect(page.get_by_text("What would be better here?")).to_be_visible()
    still_filled_in(page)
    page.get_by_text("Size and colours").click()
    page.get_by_role("button", name="Very large").click()
    still_filled_in(page)
    assert [cookie["name"] for cookie in page.context.cookies()] == ["display"]
    page.goto("/privacy")
    page.get_by_role("button", name="Easy Read").click()
    expect(page).to_have_url(f"{town.address}/privacy")
    page.goto("/help-now")
    expect(page.get_by_role("button", name="Easy Read")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_enter_in_a_short_answer_sends_and_never_switches(
    town: LiveSite, visitor: Visitor, java_script_enabled: bool
) -> None:
    slug = f"in-one-word-{java_script_enabled}".lower()
    with town.app.app_context():
        a_campaign(slug=slug, is_open=False, questions=())
        with transaction():
            add_question(campaign_by_slug(slug), WrittenQuestion("short_text", "In one word?"))
        with transaction():
            sign(campaign_by_slug(slug))
            open_campaign(campaign_by_slug(slug))
    page = visitor(java_script_enabled=java_script_enabled)
    page.goto(f"/c/{slug}/take-part")
    page.get_by_label("In one word?").fill("Home")
    page.get_by_label("In one word?").press("Enter")
    expect(page.locator("output#receipt")).to_be_visible(timeout=15_000)
    assert page.locator("html[data-easy-read]").count() == 0


@pytest.mark.parametrize("address", [TAKE_PART, f"/c/{SLUG}", "/help-now", "/privacy", "/talk-to-me", "/"])
def test_easy_read_is_open_to_everybody_on_a_small_screen(
    town: LiveSite, visitor: Visitor, address: str
) -> None:
    page = with_voices(visitor(width=320))
    page.goto(address)
    page.get_by_role("button", name="Easy Read").click()
    page.get_by_text("Size and colours").click()
    assert is_easy(page)
    assert [*axe_problems(page), *small_targets(page), *sideways_scroll(page)] == []
    page.get_by_role("button", name="High contrast").click()
    page.get_by_role("button", name="Very large").click()
    page.get_by_role("button", name="Wide", exact=True).click()
    assert [*axe_problems(page), *small_targets(page), *sideways_scroll(page)] == []


def test_a_question_is_read_with_its_hint_and_choices_and_never_what_was_typed(
    town: LiveSite, visitor: Visitor
) -> None:
    page = with_voices(visitor())
    elsewhere = requests_elsewhere(page, town.address)
    page.goto(TAKE_PART)
    fill_in(page)
    page.get_by_role("button", name=f"Read this to me – {QUESTION}").click()
    until(page, "said.length === 1")
    assert page.evaluate("[saying.lang, saying.voice.name]") == ["en", "ours"]
    for _ in range(2):
        page.evaluate("saying.onend()")
    assert page.evaluate("said") == [QUESTION, "Think of parks and buses. It can be big or small."]
    expect(page.get_by_role("button", name=f"Read this to me – {QUESTION}")).to_be_visible()
    page.get_by_role("button", name="Read this to me – Where do you live?").click()
    until(page, "said.at(-1) === 'Where do you live?'")
    page.evaluate("saying.onend()")
    assert page.evaluate("said.at(-1)") == "Town"
    assert elsewhere == []


def test_reading_stops_when_told_and_the_button_says_so(town: LiveSite, visitor: Visitor) -> None:
    page = with_voices(visitor())
    page.goto("/privacy")
    page.get_by_role("button", name="Read this to me – Privacy").click()
    stop = page.get_by_role("button", name="Stop – Privacy")
    expect(stop).to_be_visible()
    assert page.evaluate("said[0]") == "Privacy"
    page.evaluate("window.before = saying")
    stop.click()
    until(page, "saying === null")
    page.evaluate("before.onend()")
    assert page.evaluate("saying") is None, "nothing goes on after it was stopped"
    expect(page.get_by_role("button", name="Read this to me – Privacy")).to_be_visible()


@pytest.mark.parametrize("voices", ["[]", NOT_OURS])
def test_the_button_is_hidden_where_no_voice_of_the_device_speaks_the_language(
    town: LiveSite, visitor: Visitor, voices: str
) -> None:
    page = with_voices(visitor(), voices)
    for address in (TAKE_PART, "/help-now"):
        page.goto(address)
        page.locator("h1").click()
        assert page.get_by_role("button", name="Read this to me").count() == 0


def test_help_is_in_the_same_place_and_opens_without_signal(town: LiveSite, visitor: Visitor) -> None:
    page = visitor()
    page.goto(TAKE_PART)
    works_without_signal(page, "/help-now")
    places = set()
    for address in (TAKE_PART, f"/c/{SLUG}", "/", "/help-now", "/my-answer", "/privacy"):
        page.goto(address)
        box = page.get_by_role("banner").get_by_role("link", name="Get help now").bounding_box()
        assert box is not None
        places.add((round(box["x"]), round(box["y"])))
    assert len(places) == 1
    page.goto(TAKE_PART)
    page.context.set_offline(True)
    page.get_by_role("banner").get_by_role("link", name="Get help now").click()
    expect(page.get_by_role("heading", name="Get help now")).to_be_visible()
    expect(page.get_by_role("link", name="0800 1111")).to_be_visible()


def test_a_recorded_question_is_played_and_stops_by_itself_or_when_told(
    town: LiveSite, visitor: Visitor
) -> None:
    with town.app.app_context(), transaction():
        campaign = campaign_by_slug(SLUG)
        where = draft_definition(campaign.id).questions[1]
        recordings.keep(questions_of(campaign)[1].survey_id, where, an_mp3(frames=80), None)
    page = visitor()
    until_recorded(page)
    player = "Read this to me – Where do you live?"
    with page.expect_response("**/recording/*") as heard:
        page.get_by_role("link", name=player).click()
    assert heard.value.ok
    expect(page.get_by_role("link", name="Stop – Where do you live?")).to_be_visible()
    expect(page.get_by_role("link", name=player)).to_be_visible()  # two seconds of silence are over
    page.get_by_role("link", name=player).click()
    page.get_by_role("link", name="Stop – Where do you live?").click()
    expect(page.get_by_role("link", name=player)).to_be_visible()
    assert page.url.endswith(TAKE_PART), "nobody was led away from the questions"


def until_recorded(page: Page) -> None:
    """The site keeps what it knows of a campaign for a second."""
    for _ in range(50):
        page.goto(TAKE_PART)
        if page.get_by_role("link", name="Read this to me").count():
            return
        page.wait_for_timeout(100)
    raise AssertionError("the recording never came")
