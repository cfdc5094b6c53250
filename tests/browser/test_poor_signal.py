"""Whatever the line does: always one view and one receipt, and the person is told the truth at each step."""

import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import bad_line as lines
from tests.browser.bad_line import BadLine, bad_line
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, sideways_scroll, small_targets
from tests.browser.people import QUESTION, open_a_campaign
from tests.browser.taking_part import (
    ABOUT,
    SAVED,
    SECOND_TRY,
    TAKE_PART,
    WORDS,
    WRITING,
    key_of,
    left_on_phone,
    listen,
    note,
    press_send,
    receipt,
    says,
    sent_page,
    signal_is_back,
    stored,
    works_without_signal,
    write,
)

Visitor = Callable[..., Page]


@pytest.fixture(scope="module")
def town(live_site: LiveSite) -> LiveSite:
    """The site with an open campaign."""
    open_a_campaign(live_site)
    return live_site


@pytest.fixture
def line(town: LiveSite) -> Iterator[BadLine]:
    """A line to the site."""
    with bad_line(town.address) as between:
        yield between


@pytest.fixture
def already(town: LiveSite) -> int:
    """How many views there were before this test."""
    return stored(town)


def look(page: Page) -> None:
    """What is on the screen can be used by everybody."""
    assert axe_problems(page) == []
    assert sideways_scroll(page) == []
    assert small_targets(page) == []


def test_a_good_line_gives_one_view_and_leaves_nothing_behind(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    page = visitor()
    page.goto(line.address + TAKE_PART)
    works_without_signal(page)
    write(page)
    says(page, WRITING)
    assert WORDS in left_on_phone(page)
    look(page)
    press_send(page)
    words = sent_page(page)
    look(page)
    assert stored(town) == already + 1
    left = left_on_phone(page)
    assert WORDS not in left
    assert words not in left


def test_no_signal_before_the_first_question(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    page = visitor()
    page.goto(line.address + TAKE_PART)
    first_key = key_of(page)
    works_without_signal(page)
    line.is_down = True
    page.goto(line.address + ABOUT)
    expect(page.get_by_role("heading", level=1)).to_have_text("Our made-up town")
    page.goto(line.address + TAKE_PART)
    keys = {first_key, key_of(page)}
    page.reload()
    keys.add(key_of(page))
    assert len(keys) == 3
    write(page)
    press_send(page)
    says(page, SAVED)
    look(page)
    assert stored(town) == already
    signal_is_back(page, line)
    sent_page(page)
    assert stored(town) == already + 1


def test_no_signal_while_typing(town: LiveSite, line: BadLine, visitor: Visitor, already: int) -> None:
    page = visitor()
    page.goto(line.address + TAKE_PART)
    page.get_by_label(QUESTION).press_sequentially("More bus", delay=2)
    page.context.set_offline(True)
    page.get_by_label(QUESTION).press_sequentially("es", delay=2)
    assert page.get_by_label(QUESTION).input_value() == "More buses"
    press_send(page)
    says(page, SAVED)
    page.context.set_offline(False)
    sent_page(page)
    assert stored(town) == already + 1


@pytest.mark.parametrize(
    "trouble",
    [lines.cut_before_arriving, lines.cut_before_the_answer, lines.cut_in_the_answer],
    ids=["before it arrives", "before the answer", "in the middle of the answer"],
)
def test_the_line_is_cut_while_sending(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int, trouble: lines.Trouble
) -> None:
    line.troubles = [trouble]
    page = visitor()
    page.goto(line.address + TAKE_PART)
    heard = listen(page)
    write(page)
    press_send(page)
    sent_page(page)
    assert heard()[-5:] == SECOND_TRY
    assert line.forms == 2
    assert line.sent[0] == line.sent[1]
    assert stored(town) == already + 1


@pytest.mark.parametrize("trouble", [lines.stores_but_never_answers, lines.stalls])
def test_no_answer_comes(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int, trouble: lines.Trouble
) -> None:
    line.troubles = [trouble]
    page = visitor()
    page.clock.install()
    page.goto(line.address + TAKE_PART)
    heard = listen(page)
    write(page)
    press_send(page)
    page.clock.run_for(1_000)
    says(page, "Sending")
    look(page)
    page.clock.run_for(20_000)
    sent_page(page)
    assert heard()[-5:] == SECOND_TRY
    assert stored(town) == already + 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_the_site_is_in_trouble_and_then_well(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int, status: int
) -> None:
    line.troubles = [lines.answers(status)]
    page = visitor()
    page.goto(line.address + TAKE_PART)
    heard = listen(page)
    write(page)
    press_send(page)
    sent_page(page)
    assert heard()[-5:] == SECOND_TRY
    assert stored(town) == already + 1


@pytest.mark.parametrize("asks_earlier", [False, True], ids=["by itself", "until the person asks"])
def test_the_phone_waits_as_long_as_the_site_asks(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int, asks_earlier: bool
) -> None:
    line.troubles = [lines.answers(503, Retry_After="60")]
    page = visitor()
    page.clock.install()
    page.goto(line.address + TAKE_PART)
    write(page)
    press_send(page)
    page.clock.run_for(1_000)
    says(page, SAVED)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.run_for(50_000)
    assert line.forms == 1
    if asks_earlier:
        page.get_by_role("button", name="Try now").click()
    else:
        page.clock.run_for(12_000)
    sent_page(page)
    assert stored(town) == already + 1


def test_a_page_of_somebody_else_is_not_taken_for_a_receipt(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    line.troubles = [lines.answers(200, "<h1>Welcome to the wi-fi of this bus</h1>")]
    page = visitor()
    page.goto(line.address + TAKE_PART)
    heard = listen(page)
    write(page)
    press_send(page)
    sent_page(page)
    assert heard()[-5:] == SECOND_TRY
    assert stored(town) == already + 1


def test_a_refusal_says_why_and_keeps_the_words(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    why = "<main><h1>That is too much to send at once</h1></main>"
    line.troubles = [lines.answers(413, why)]
    page = visitor()
    page.goto(line.address + TAKE_PART)
    write(page)
    press_send(page)
    says(page, "Not sent")
    expect(page.locator("[data-state=refused_here]")).to_contain_text("That is too much to send at once")
    assert page.get_by_label(QUESTION).input_value() == WORDS
    look(page)
    assert WORDS in left_on_phone(page)
    press_send(page)
    sent_page(page)
    assert stored(town) == already + 1


def test_an_answer_that_must_be_put_right_comes_back_with_everything(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    page = visitor()
    page.goto(line.address + TAKE_PART)
    write(page, "bus " * 2_600)
    press_send(page)
    expect(page.get_by_role("alert").or_(page.locator(".problem"))).to_be_visible()
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className").startswith("problem")
    assert len(page.get_by_label(QUESTION).input_value()) > 10_000
    look(page)
    write(page)
    press_send(page)
    sent_page(page)
    assert stored(town) == already + 1


def test_the_tab_is_killed_before_sending(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    page = visitor()
    page.goto(line.address + TAKE_PART)
    write(page)
    page.get_by_label("Village").check()
    says(page, WRITING)
    page.wait_for_timeout(600)  # a person is never so quick as to close within this
    again = page.context.new_page()
    page.close()
    again.goto(line.address + TAKE_PART)
    says(again, "You began to write on this phone")
    assert WORDS not in again.locator("main").inner_text()
    look(again)
    again.get_by_role("button", name="Carry on").click()
    assert again.get_by_label(QUESTION).input_value() == WORDS
    assert again.get_by_label("Village").is_checked()
    press_send(again)
    sent_page(again)
    assert stored(town) == already + 1
    assert WORDS not in left_on_phone(again)


@pytest.mark.parametrize("path", [ABOUT, TAKE_PART])
def test_the_tab_is_killed_while_it_waits(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int, path: str
) -> None:
    page = visitor()
    page.goto(line.address + TAKE_PART)
    write(page)
    line.is_down = True
    press_send(page)
    says(page, SAVED)
    again = page.context.new_page()
    page.close()
    line.is_down = False
    again.goto(line.address + path)
    says(again, "Sent", within=60_000)
    words = receipt(again)
    expect(again.get_by_role("heading", name="Not safe, or worried?")).to_be_visible()
    look(again)
    assert stored(town) == already + 1
    assert WORDS not in left_on_phone(again)
    assert words not in left_on_phone(again)
    again.reload()
    expect(note(again)).to_have_count(0)
    assert stored(town) == already + 1


def test_the_tab_is_killed_while_the_view_is_on_its_way(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    line.troubles = [lines.stores_but_never_answers]
    page = visitor()
    page.goto(line.address + TAKE_PART)
    write(page)
    press_send(page)
    says(page, "Sending")
    again = page.context.new_page()
    page.close()
    again.goto(line.address + ABOUT)
    says(again, "Sent")
    receipt(again)
    assert stored(town) == already + 1


def test_two_tabs_send_one_after_the_other(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    moment = threading.Event()
    line.troubles = [lines.waits_for(moment)]
    one = visitor()
    one.goto(line.address + TAKE_PART)
    other = one.context.new_page()
    other.goto(line.address + TAKE_PART)
    write(one, "Lights in the park")
    write(other, "Somewhere to sit")
    press_send(one)
    says(one, "Sending")
    press_send(other)
    says(other, SAVED)
    assert line.forms == 1
    moment.set()
    assert sent_page(one) != sent_page(other)
    assert line.at_most == 1
    assert line.forms == 2
    assert stored(town) == already + 2


def test_a_second_tab_leaves_a_waiting_view_to_the_first(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    one = visitor()
    one.goto(line.address + TAKE_PART)
    works_without_signal(one)
    write(one)
    line.is_down = True
    press_send(one)
    says(one, SAVED)
    other = one.context.new_page()
    other.goto(line.address + TAKE_PART)
    other.wait_for_load_state("load")
    signal_is_back(one, line)
    sent_page(one)
    expect(note(other)).to_have_count(0)
    assert stored(town) == already + 1


def test_back_after_sending_adds_nothing(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int
) -> None:
    page = visitor()
    page.goto(line.address + ABOUT)
    page.goto(line.address + TAKE_PART)
    works_without_signal(page)
    write(page)
    press_send(page)
    sent_page(page)
    page.go_back()
    expect(page).to_have_url(line.address + ABOUT)
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("textarea").count() == 0 or page.get_by_label(QUESTION).input_value() == ""
    expect(note(page)).to_have_count(0)
    assert stored(town) == already + 1


@pytest.mark.parametrize("presses", ["twice at once", "and Back"])
def test_without_script_pressing_again_adds_nothing(
    town: LiveSite, line: BadLine, visitor: Visitor, already: int, presses: str
) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(line.address + TAKE_PART)
    write(page)
    if presses == "twice at once":
        page.get_by_role("button", name="Send", exact=True).dblclick(no_wait_after=True)
        receipt(page)
    else:
        press_send(page)
        first = receipt(page)
        page.go_back()
        write(page)  # the browser does not keep the words of the last person for the next
        press_send(page)
        assert receipt(page) == first
    assert stored(town) == already + 1
