"""One question of every type there is, answered by keys alone on the narrowest screen: page by page in the usual
look, and all on one page in Easy Read. Every page passes what any page must pass; what was said is what is stored."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from participation.campaigns.queries import campaign_by_slug
from participation.foundation.database import db
from surveys.answers import chosen_options, open_words
from surveys.definition import QuestionDefinition, SurveyDefinition
from surveys.models import Submission
from surveys.queries import draft_definition
from surveys.question_types import QUESTION_TYPES, Cleaned, Control, question_type
from surveys.written import WrittenQuestion
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, focus_problems, sideways_scroll, small_targets
from tests.browser.people import SLUG, open_a_campaign
from tests.browser.taking_part import TAKE_PART, receipt

Visitor = Callable[..., Page]
NARROW = {"width": 320, "height": 640}
LABELS, PICTURES = ("By bus", "By bike", "On foot"), ("bus", "bike", "tree")
#: What needs a helper is not asked on a phone; `test_drawing_by_keyboard` answers it.
ALONE = [kind for kind, each in QUESTION_TYPES.items() if not each.needs_helper]
ELSE = "My uncle’s tractor"
MOST_STOPS = 250
_AT = """() => {
  const now = document.activeElement;
  const isButton = now.tagName === "BUTTON";
  return {name: now.name || "", value: now.value || "", says: now.textContent.trim(), isButton};
}"""


def a_question(kind: str) -> WrittenQuestion:
    """One of a type, with everything that the type can have."""
    found = QUESTION_TYPES[kind]
    needs = found.needs_options and not found.default_options
    return WrittenQuestion(
        kind,
        f"What about {found.label.lower()}?",
        "A hint that says how.",
        LABELS if needs else (),
        f"{found.label}: what do you say?",
        "It is easy.",
        PICTURES if needs and found.takes_pictures else (),
        has_other=found.takes_other,
    )


@pytest.fixture(scope="module")
def definition(live_site: LiveSite) -> SurveyDefinition:
    """The survey of an open campaign that asks one question of every type."""
    open_a_campaign(live_site, questions=[a_question(kind) for kind in ALONE])
    with live_site.app.app_context():
        found = draft_definition(campaign_by_slug(SLUG).id)
        db.session.remove()
    assert {each.kind for each in found.questions} == set(ALONE)
    return found


def tab_to(page: Page, name: str, value: str | None = None) -> None:
    """Press Tab until a field of this name has focus, with this value where one is given."""
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        now = page.evaluate(_AT)
        passed.append((now["name"], now["value"]))
        if now["name"] == name and not now["isButton"] and value in (None, now["value"]):
            return
    raise AssertionError(f"{name!r} ({value!r}) is not among {passed}")


def press(page: Page, words: str) -> None:
    """Go to a button by Tab and press Enter."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        now = page.evaluate(_AT)
        if now["isButton"] and now["says"] == words:
            return page.keyboard.press("Enter")
    raise AssertionError(f"there is no button {words!r} to come to")


def move_to(page: Page, value: str) -> None:
    """Press the down arrow in a list until this is chosen."""
    for _ in range(MOST_STOPS):
        if page.evaluate(_AT)["value"] == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value!r} cannot be chosen")


def type_it(page: Page, question: QuestionDefinition, example: Cleaned) -> None:
    tab_to(page, question.key)
    page.keyboard.type(example.words or " ".join(example.choices))


def choose_one(page: Page, question: QuestionDefinition, example: Cleaned) -> None:
    tab_to(page, question.key)
    page.keyboard.press("Space")
    move_to(page, example.choices[0])


def pick_from_list(page: Page, question: QuestionDefinition, example: Cleaned) -> None:
    tab_to(page, question.key)
    move_to(page, example.choices[0])


def tick(page: Page, question: QuestionDefinition, example: Cleaned) -> None:
    for each in example.choices:
        tab_to(page, question.key, each)
        page.keyboard.press("Space")


def give_places(page: Page, question: QuestionDefinition, example: Cleaned) -> None:
    for option in question.options:
        tab_to(page, f"{question.key}.{option.id}")
        move_to(page, str(example.choices.index(option.id) + 1))


def only_read(_page: Page, _question: QuestionDefinition, _example: Cleaned) -> None:
    pass


#: How each control is worked by keys.
BY_KEYS: dict[Control, Callable[[Page, QuestionDefinition, Cleaned], None]] = {
    "text_area": type_it,
    "short_text": type_it,
    "number": type_it,
    "radios": choose_one,
    "select": pick_from_list,
    "checkboxes": tick,
    "pictures": tick,
    "places": give_places,
    "nothing": only_read,
}


def answer(page: Page, question: QuestionDefinition) -> None:
    """Give the example of its type by keys, and something else where that is asked."""
    kind = question_type(question.kind)
    BY_KEYS[kind.control](page, question, kind.example(question))
    if question.has_other:
        tab_to(page, question.other_key)
        page.keyboard.type(ELSE)


def problems_of(page: Page) -> list[str]:
    return [*axe_problems(page), *small_targets(page), *sideways_scroll(page), *focus_problems(page)]


def check_what_was_stored(site: LiveSite, definition: SurveyDefinition) -> None:
    """The last view holds the example of every type, and something else wherever it was said."""
    examples = {each.key: question_type(each.kind).example(each) for each in definition.questions}
    words = {key: each.words for key, each in examples.items() if each.words}
    others = {each.other_key: ELSE for each in definition.questions if each.has_other}
    with site.app.app_context():
        view = db.session.scalars(select(Submission).order_by(Submission.id.desc())).first()
        assert view is not None
        assert open_words(view) == {**words, **others}
        assert chosen_options(view) == {key: each.choices for key, each in examples.items() if each.choices}
        db.session.remove()


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """Somebody with the narrowest screen."""
    return visitor(**NARROW, service_workers="block")


def test_every_type_is_answered_page_by_page_by_keys_alone(
    live_site: LiveSite, definition: SurveyDefinition, page: Page
) -> None:
    page.goto(TAKE_PART)
    found = {}
    for number, question in enumerate(definition.questions, 1):
        expect(page.locator("input[name=at]")).to_have_value(str(number))
        if wrong := problems_of(page):
            found[question.kind] = wrong
        answer(page, question)
        press(page, "Continue")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    if wrong := problems_of(page):
        found["check"] = wrong
    assert found == {}
    press(page, "Send")
    receipt(page)
    check_what_was_stored(live_site, definition)


def test_every_type_is_answered_on_one_page_in_easy_read_by_keys_alone(
    live_site: LiveSite, definition: SurveyDefinition, page: Page
) -> None:
    page.context.add_cookies([{"name": "display", "value": "easy_read-yes", "url": live_site.address}])
    page.goto(f"{TAKE_PART}?whole=yes")
    for question in definition.questions:
        expect(page.get_by_text(question.easy_wording).first).to_be_visible()
    assert problems_of(page) == []
    for question in definition.questions:
        answer(page, question)
    press(page, "Send")
    receipt(page)
    check_what_was_stored(live_site, definition)
