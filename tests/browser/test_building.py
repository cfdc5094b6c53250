"""A manager builds a campaign: ten questions, two rules, refused by each gate in turn, and open at last."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.transactions import transaction
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, sideways_scroll
from tests.browser.people import hire, sign_in
from tests.integration.duty import a_whole_rota

Visitor = Callable[..., Page]
HOME = "/staff/campaigns/safer-buses"
LONG = "When you think of all the buses you take in a week, which of them would you keep if you could keep only one?"
ASKED = (
    ("one_choice", "Do you ride the bus?", "Yes\nNo"),
    ("number", "How many days a week?", ""),
    ("agree_scale", "I feel safe on the bus.", ""),
    ("long_text", "What would make it safer?", ""),
    ("several_choices", "What else do you use?", "Bike\nFeet\nTrain"),
    ("ranking", "What matters most?", "Times\nStops\nPrice"),
    ("picture_choice", "How do you go to school?", "By bus | bus\nBy bike | bike"),
    ("age_band", "How old are you?", ""),
    ("short_text", "Your bus in one word?", ""),
    ("long_text", LONG, ""),
)


def monday_in_a_month() -> str:
    day = clock.today() + timedelta(days=30)
    return (day + timedelta(days=-day.weekday() % 7)).isoformat()


def later(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


#: What a manager fills in, one field after the other, in the order in which opening is refused.
ANSWERS = {
    "purpose": "We plan buses. We ask because you ride.",
    "decision": "The winter timetable.",
    "decision_maker": "The travel board",
    "can_change": "Times",
    "cannot_change": "Money",
    "decided_on": later(45),
    "hear_back_by": later(60),
    "left_out": "Children without a phone take part on paper.",
    "easy_summary": "We plan buses. Tell us what you need.",
    "q10": "Which bus would you keep?",
    "access_checked_by": "Two young people",
    "access_checked_on": later(0),
    "who_reads": "A youth worker reads every view.",
    "closes_on": monday_in_a_month(),
    "rota": "",
    "ethics_approval": "The ethics panel",
    "support": "A youth worker, every weekday.",
    "privacy_level": "L1",
    "dpia_reference": "DPIA-1",
    "statement": "They are heard before it is decided.",
}


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


def add_question(page: Page, kind: str, wording: str, options: str) -> None:
    page.goto(f"{HOME}/questions/add")
    page.locator("#wording").fill(wording)
    page.locator(f"input[name=kind][value={kind}]").check()
    page.locator("#options").fill(options)
    save(page)
    expect(page.get_by_role("status")).to_contain_text("The question is added")


def ask_only_riders(page: Page, key: str) -> None:
    page.goto(f"{HOME}/questions/{key}/rules")
    page.locator("input[name=how-q1][value=any]").check()
    page.locator("input[name=options-q1][value=yes]").check()
    save(page, "Save the rules")


def put_right(page: Page, office: LiveSite, anchor: str) -> None:
    """Mend what opening was refused for, on the page that the refusal leads to."""
    if anchor == "rota":
        with office.app.app_context(), transaction():
            a_whole_rota()
        return
    if anchor == "q10":
        page.locator("#q10").get_by_role("link", name="Change").click()
        page.locator("#easy_wording").fill(ANSWERS[anchor])
    elif anchor == "privacy_level":
        page.locator("input[name=privacy_level][value=L1]").check()
    else:
        page.locator(f"#{anchor}").fill(ANSWERS[anchor])
    if anchor == "statement":
        page.locator("#is_read").check()
        page.get_by_role("button", name="Sign as").click()
    else:
        save(page)


def test_ten_questions_two_rules_each_gate_in_turn_and_open(office: LiveSite, manager: Page) -> None:
    page = manager
    page.goto("/staff/campaigns/new")
    page.locator("#title").fill("Safer buses")
    page.locator("#is_sensitive").check()
    save(page)
    for kind, wording, options in ASKED:
        add_question(page, kind, wording, options)
    for key in ("q2", "q3"):
        ask_only_riders(page, key)
    refused: list[str] = []
    while len(refused) < len(ANSWERS):
        page.goto(HOME)
        page.get_by_role("button", name="Open the campaign").click()
        link = page.locator("[role=alert] a").first
        leads_to = str(link.get_attribute("href"))
        refused.append(leads_to.partition("#")[2] or "rota")
        link.click()
        put_right(page, office, refused[-1])
    assert refused == list(ANSWERS), "each gate is named, in order, until it is put right"
    page.goto(HOME)
    expect(page.get_by_text("Everything is there")).to_be_visible()
    page.get_by_role("button", name="Open the campaign").click()
    expect(page.get_by_role("status")).to_contain_text("is open")
    page.get_by_role("link", name="its record").click()
    expect(page.locator("main")).to_contain_text("The ethics panel")
    found = {}
    places = (
        "",
        "/edit",
        "/questions",
        "/questions/q7",
        "/sign",
        "/versions",
        "/question-bank",
        "/questions/q1/keep",
    )
    for address in ("/c/safer-buses/record", "/staff/campaigns/new", *(HOME + place for place in places)):
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address)
            if wrong := axe_problems(page) + sideways_scroll(page):
                found[f"{address} at {width}"] = wrong
    assert found == {}


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
