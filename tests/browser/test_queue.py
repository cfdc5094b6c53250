"""The queue in a real browser: keys alone, a thumb alone, no script; and the place is kept."""

import random
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from moderation import queries
from moderation.checking import screen_unchecked
from moderation.duplicates import Known, most_like, plain_text
from moderation.models import SafeguardingCase
from participation.accounts.services import add_person
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, sideways_scroll
from tests.conftest import PASSWORD
from tests.integration.moderation.factories import make_campaign, make_view

Visitor = Callable[..., Page]
#: Unlike each other, so that none is stacked with another.
WISHES = (
    "A bench by the harbour wall",
    "Longer opening hours at the library",
    "Cheaper swimming on Saturdays",
    "Somewhere dry to wait for the school bus",
    "Guitar lessons that do not cost much",
    "More trees along our street",
    "A café where you can sit without buying",
    "Football goals with nets in them",
    "Night buses home from the cinema",
    "Teachers who have time to listen",
    "Cycle paths all the way to Wareham",
    "A proper skate bowl made of concrete",
)
THINGS = (
    "benches swings lamps trees ramps bins rails maps clocks tables goals nets stages paints kites drums books games"
    " plants taps fountains shelters signs hoops"
)
PLACES = "beach library museum station harbour field pool forest market square bridge lake hall cafe"
QUEUE = "/staff/queue"
ON_ITEM = re.compile(r"/staff/queue/\d+$")


@pytest.fixture(scope="module")
def campaigns(live_site: LiveSite) -> Callable[..., int]:
    """`campaigns("slug", words, …)`: a campaign of its own with these views waiting, checked; its id."""
    with live_site.app.app_context(), transaction():
        for name, role in (("mo", Role.MODERATOR), ("bo", Role.MODERATOR), ("li", Role.SAFEGUARDING_LEAD)):
            add_person(f"{name}@example.org", name.title(), PASSWORD, [role], is_demo=True)

    def fill(slug: str, *words: str) -> int:
        with live_site.app.app_context():
            campaign_id = make_campaign(slug, slug.title())
            for each in words:
                make_view(campaign_id, each)
            screen_unchecked()
            return campaign_id

    return fill


def sign_in(page: Page, name: str) -> None:
    page.goto("/staff/sign-in")
    page.get_by_label("Email address").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/staff/(queue|safeguarding)"))


def looks_right(page: Page) -> None:
    assert axe_problems(page) == []
    assert sideways_scroll(page) == []


def approved(live_site: LiveSite, campaign_id: int) -> list[str]:
    with live_site.app.app_context():
        return [each.text for each in queries.approved_answers(campaign_id)]


def test_keys_alone_clear_the_queue_without_a_page_load(
    live_site: LiveSite, visitor: Visitor, campaigns: Callable[..., int]
) -> None:
    campaign_id = campaigns("keys", *WISHES)
    page = visitor(1280)
    sign_in(page, "mo")
    page.goto(f"{QUEUE}?campaign=keys")
    looks_right(page)
    page.get_by_role("button", name="Read the next one").press("Enter")
    expect(page.locator(".said")).to_contain_text(WISHES[0])
    page.evaluate("window.stayed = true")
    for number in range(4):
        expect(page.locator(".said")).to_contain_text(WISHES[number])
        page.keyboard.press("a")
    expect(page.locator(".said")).to_contain_text(WISHES[4])
    page.keyboard.press("u")
    expect(page.locator(".said")).to_contain_text(WISHES[3])
    page.keyboard.press("j")
    expect(page.locator(".said")).to_contain_text(WISHES[4])
    page.keyboard.press("k")
    expect(page.locator(".said")).to_contain_text(WISHES[3])
    looks_right(page)
    page.keyboard.press("p")
    expect(page.locator(".said")).to_contain_text(WISHES[4])
    assert page.evaluate("window.stayed") is True
    page.reload()
    expect(page.locator(".said")).to_contain_text(WISHES[4])
    for number in range(4, 12):
        expect(page.locator(".said")).to_contain_text(WISHES[number])
        page.keyboard.press("a")
    expect(page.locator("main")).to_contain_text("Nothing is waiting here")
    assert len(approved(live_site, campaign_id)) == 11


def many_wishes(number: int) -> list[str]:
    """Views unlike each other, always the same ones, none with anything to answer first."""
    things, places = THINGS.split(), PLACES.split()
    chosen = random.Random(7)
    found = [
        f"{chosen.choice(things)} and {chosen.choice(things)} beside the {chosen.choice(places)}, then "
        f"{chosen.choice(things)} next to the {chosen.choice(places)} with {chosen.choice(things)}"
        for _ in range(3 * number)
    ]
    unlike: list[Known] = []
    for index, each in enumerate(found):
        if most_like(each, unlike) is None:
            unlike.append(Known(index, plain_text(each)))
    return [found[known.submission_id] for known in unlike][:number]


def test_two_hundred_views_are_cleared_by_keyboard_and_the_place_is_kept(
    live_site: LiveSite, visitor: Visitor, campaigns: Callable[..., int]
) -> None:
    wishes = many_wishes(200)
    assert len(set(wishes)) == 200
    campaign_id = campaigns("monday", *wishes)
    page = visitor(1280)
    sign_in(page, "mo")
    page.goto(f"{QUEUE}?campaign=monday")
    page.get_by_role("button", name="Read the next one").press("Enter")
    for done in range(200):
        said = page.locator(".said").inner_text()
        if done == 100:
            page.reload()
            expect(page.locator(".said")).to_have_text(said)
            page.evaluate("window.stayed = true")
        page.keyboard.press("a")
        page.wait_for_function(
            "said => document.querySelector('.said')?.innerText !== said", arg=said, polling=20
        )
    expect(page.locator("main")).to_contain_text("Nothing is waiting here")
    assert page.evaluate("window.stayed") is True
    assert sorted(approved(live_site, campaign_id)) == sorted(wishes)


PAGES = {
    "li": (
        *(
            f"/staff/{each}"
            for each in ("safeguarding", "safeguarding/talk", "service-levels", "house-rules")
        ),
        *(
            f"/staff/{each}"
            for each in ("house-rules/tone", "rota", "even-handed/sunday", "safeguarding/proof")
        ),
    ),
    "mo": tuple(
        f"{QUEUE}{each}"
        for each in ("", "/handover", "/handed-over", "/decided", "/flagged", "/together", "/second")
    ),
}


def test_every_page_of_a_monday_morning_fits_a_phone_and_passes_axe(
    visitor: Visitor, campaigns: Callable[..., int]
) -> None:
    campaigns("sunday", "A wall to climb at the sports centre", "a wall to climb at the sports centre!")
    for name, addresses in PAGES.items():
        page = visitor(360)
        sign_in(page, name)
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            looks_right(page)
            page.set_viewport_size({"width": 1280, "height": 900})
            assert sideways_scroll(page) == [], address
            page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{QUEUE}?campaign=sunday")
    page.get_by_role("button", name="Read the next one").click()
    expect(page.locator(".said")).to_be_visible()
    item = page.url.partition("?")[0]
    for step in ("", "/redact", "/reject", "/concern", "/stack"):
        page.goto(f"{item}{step}")
        looks_right(page)


def test_keys_can_be_switched_off_and_stay_off(visitor: Visitor, campaigns: Callable[..., int]) -> None:
    campaigns("switch", "A swing for the little park")
    page = visitor(1280)
    sign_in(page, "mo")
    page.goto(f"{QUEUE}?campaign=switch")
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_label("Single-key shortcuts").uncheck(force=True)
    expect(page.locator(".decide kbd").first).to_be_hidden()
    page.reload()
    page.keyboard.press("a")
    expect(page.locator(".said")).to_contain_text("A swing for the little park")
    page.get_by_label("Single-key shortcuts").check(force=True)
    page.keyboard.press("a")
    expect(page.locator("main")).to_contain_text("Nothing is waiting here")


@pytest.mark.parametrize("has_script", [True, False])
def test_a_thumb_covers_words_and_approves(
    live_site: LiveSite, visitor: Visitor, campaigns: Callable[..., int], has_script: bool
) -> None:
    slug = f"cover-{has_script}".lower()
    campaign_id = campaigns(slug, "Ask Zebbedy Quillfeather about the swings, zebbedy knows")
    page = visitor(360, java_script_enabled=has_script, has_touch=True)
    sign_in(page, "mo")
    page.goto(f"{QUEUE}?campaign={slug}")
    page.get_by_role("button", name="Read the next one").tap()
    page.get_by_role("link", name="Cover words").tap()
    for word in ("Zebbedy", "Quillfeather"):
        box = page.get_by_label(word, exact=True)
        if not box.is_checked():
            page.locator("label.word", has=box).tap()
        expect(box).to_be_checked()
    if has_script:
        expect(page.locator("[data-reads]")).to_have_text("Ask [name] about the swings, [name] knows")
        looks_right(page)
    page.get_by_role("button", name="Approve with these words covered").tap()
    expect(page.locator("main")).to_contain_text("Nothing is waiting here")
    assert approved(live_site, campaign_id) == ["Ask [name] about the swings, [name] knows"]


def test_a_selection_covers_all_its_words_as_the_kind_chosen(
    visitor: Visitor, campaigns: Callable[..., int]
) -> None:
    campaigns("selection", "the club meets at seven mill yard on tuesdays")
    page = visitor(1280)
    sign_in(page, "mo")
    page.goto(f"{QUEUE}?campaign=selection")
    page.get_by_role("button", name="Read the next one").click()
    expect(page.locator(".said")).to_be_visible()
    page.keyboard.press("r")
    page.locator("label.choice", has_text="[place]").click()
    first, last = (
        page.locator("label.word", has_text="seven").first,
        page.locator("label.word", has_text="yard"),
    )
    if not page.get_by_label("seven", exact=True).is_checked():
        first.drag_to(last)
    expect(page.locator("[data-reads]")).to_contain_text("the club meets at [")
    expect(page.locator("[data-reads]")).to_contain_text("] on tuesdays")
    page.get_by_role("link", name="Go back").click()
    page.keyboard.press("a")


@pytest.mark.parametrize("has_script", [True, False])
def test_a_concern_reaches_the_lead_in_three_actions(
    live_site: LiveSite, visitor: Visitor, campaigns: Callable[..., int], has_script: bool
) -> None:
    slug = f"concern-{has_script}".lower()
    campaigns(slug, f"i dont feel safe at home {has_script}")
    page = visitor(360, java_script_enabled=has_script)
    sign_in(page, "mo")
    page.goto(f"{QUEUE}?campaign={slug}")
    page.get_by_role("button", name="Read the next one").click()
    page.get_by_role("link", name="Hand to the safeguarding lead").click()
    expect(page.get_by_role("heading", name="In danger now? Phone 999")).to_be_visible()
    page.get_by_label("A child may be at risk").check(force=True)
    if has_script:
        looks_right(page)
    page.get_by_role("button", name="Hand it to the safeguarding lead").click()
    expect(page.locator("main")).to_contain_text("Waiting for the lead")
    with live_site.app.app_context():
        case_id = db.session.query(SafeguardingCase).order_by(SafeguardingCase.opened_at.desc()).first().id  # type: ignore[union-attr]
    answer = page.goto(f"/staff/safeguarding/{case_id}")
    assert answer is not None
    assert answer.status == 403
    lead = visitor(360, java_script_enabled=has_script)
    sign_in(lead, "li")
    lead.get_by_role("link", name=f"Concern {case_id}", exact=True).click()
    lead.get_by_role("button", name="Accept and read").click()
    expect(lead.locator("main")).to_contain_text(f"i dont feel safe at home {has_script}")
    if has_script:
        looks_right(lead)
    page.goto(f"{QUEUE}/handed-over")
    expect(page.locator("main")).to_contain_text("Accepted by the lead, ")


def test_two_moderators_never_hold_one_view(visitor: Visitor, campaigns: Callable[..., int]) -> None:
    campaigns("two", WISHES[0], WISHES[1])
    pages = [visitor(1280), visitor(360)]
    for page, name in zip(pages, ("mo", "bo"), strict=True):
        sign_in(page, name)
        page.goto(f"{QUEUE}?campaign=two")
        page.get_by_role("button", name="Read the next one").click()
        expect(page.locator(".said")).to_be_visible()
    assert pages[0].locator(".said").inner_text() != pages[1].locator(".said").inner_text()
    pages[1].goto(pages[0].url)
    expect(pages[1].locator("main")).to_contain_text("Mo is reading this view")
    looks_right(pages[1])
