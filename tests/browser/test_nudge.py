"""The question before sending: it sees what may show who somebody is, says so calmly, and stops nobody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, requests_elsewhere, sideways_scroll, small_targets
from tests.browser.people import QUESTION, open_a_campaign
from tests.browser.taking_part import TAKE_PART, press_send, sent_page, stored, write

Visitor = Callable[..., Page]
BOX = "[data-nudge-box]"
ASKED = [
    ("my friend ava got hurt at the park", ["ava"]),
    ("Ava Jones told me", ["Ava Jones"]),
    ("Ava's mum drives us", ["Ava"]),
    ("my friend Zebedee is always late", ["Zebedee"]),
    ("Mrs Quillfeather shouts at us", ["Quillfeather"]),
    ("ring me on 07700 900123 please", ["07700 900123"]),
    ("ring me on +44 7700 900123", ["+44 7700 900123"]),
    ("mail me at some.one@example.org", ["some.one@example.org"]),
    ("find me @some_one.1 there", ["@some_one.1"]),
    ("my snap is some_one99", ["some_one99"]),
    ("we live in dt1 1xj now", ["dt1 1xj"]),
    ("I go to Quillfeather Hill Academy and like it", ["Quillfeather Hill Academy"]),
    ("i go to quillfeather primary school", ["quillfeather primary school"]),
]
NOT_ASKED = [
    "More buses in the evening, and lights in the park",
    "my school is too far and the bus to school is late",
    "i may go to the skate park in april, will there be grace?",
    "there are 30 of us in year 9 and 2 toilets",
    "our primary school needs a better playground",
    "It costs £2.50 each way, 10 times a week",
    "My friend is scared of the underpass",
    "we get the X53 bus at 4 or 5pm",
]


@pytest.fixture(scope="module")
def town(live_site: LiveSite) -> LiveSite:
    """The site with an open campaign."""
    open_a_campaign(live_site)
    return live_site


@pytest.fixture(scope="module")
def find(town: LiveSite, browser: object) -> Callable[[str], list[str]]:
    """`find(text)` gives the words that would be asked about, with the whole list of names."""
    context = browser.new_context(base_url=town.address)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(TAKE_PART)
    with page.expect_response(lambda response: "first-names" in response.url):
        write(page, "x")
    page.wait_for_timeout(300)

    def places(text: str) -> list[str]:
        found: list[str] = page.evaluate(
            """async text => (await import(document.querySelector("[data-nudge]").dataset.nudge))
              .findPlaces(text).map(([start, end]) => text.slice(start, end))""",
            text,
        )
        return found

    return places


@pytest.mark.parametrize(("text", "words"), ASKED)
def test_words_that_may_show_who_somebody_is_are_found(
    find: Callable[[str], list[str]], text: str, words: list[str]
) -> None:
    assert find(text) == words


@pytest.mark.parametrize("text", NOT_ASKED)
def test_ordinary_words_are_left_alone(find: Callable[[str], list[str]], text: str) -> None:
    assert find(text) == []


def test_two_equal_answers_and_a_person_who_helps(town: LiveSite, visitor: Visitor) -> None:
    page = visitor()
    elsewhere = requests_elsewhere(page, town.address)
    page.goto(TAKE_PART)
    write(page, "my friend ava is sad, ring 07700 900123")
    box = page.locator(BOX)
    expect(box).to_contain_text("ava, 07700 900123")
    expect(box).to_contain_text(
        "Want a person to help? Leave it in. We pass it to our safeguarding team.", use_inner_text=True
    )
    out, leave = (
        box.get_by_role("button", name=name).bounding_box() for name in ("Take it out", "Leave it in")
    )
    assert out is not None
    assert leave is not None
    assert (out["width"], out["height"]) == (leave["width"], leave["height"])
    assert axe_problems(page) == []
    assert small_targets(page) == []
    assert sideways_scroll(page) == []
    box.get_by_role("button", name="Take it out").click()
    assert page.get_by_label(QUESTION).input_value() == "my friend is sad, ring "
    expect(box).to_have_count(0)
    expect(page.get_by_label(QUESTION)).to_be_focused()
    assert elsewhere == []


def test_words_left_in_are_not_asked_about_again(town: LiveSite, visitor: Visitor) -> None:
    page = visitor()
    page.goto(TAKE_PART)
    write(page, "my friend ava is sad")
    page.get_by_role("button", name="Leave it in").click()
    expect(page.locator(BOX)).to_have_count(0)
    write(page, "my friend ava is sad, and so is mohammed")
    expect(page.locator(BOX).locator("strong")).to_have_text("mohammed")


def test_it_never_stops_anybody_from_sending(town: LiveSite, visitor: Visitor) -> None:
    before = stored(town)
    page = visitor()
    page.goto(TAKE_PART)
    write(page, "my friend ava is sad")
    expect(page.locator(BOX)).to_be_visible()
    press_send(page)
    sent_page(page)
    assert stored(town) == before + 1


def test_without_its_list_of_names_it_still_finds_the_rest(town: LiveSite, visitor: Visitor) -> None:
    page = visitor(service_workers="block")
    page.route("**/first-names.txt*", lambda route: route.abort())
    page.goto(TAKE_PART)
    write(page, "ava, ring 07700 900123")
    expect(page.locator(BOX).locator("strong")).to_have_text("07700 900123")


def test_nothing_is_fetched_for_it_before_somebody_types(town: LiveSite, visitor: Visitor) -> None:
    page = visitor(service_workers="block")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(TAKE_PART)
    page.get_by_label("Village").check()
    page.wait_for_timeout(600)
    assert not [address for address in asked if "nudge" in address or "first-names" in address]
    with page.expect_request("**/first-names.txt*"):
        write(page, "x")
