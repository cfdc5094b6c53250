"""A survey that goes page by page, where the line goes between two pages: nothing said is lost, one view arrives."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from participation.campaigns.queries import campaign_by_slug
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.models import Answer, Submission
from tests.browser.bad_line import BadLine, bad_line
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, sideways_scroll, small_targets
from tests.browser.people import QUESTION, open_a_campaign
from tests.browser.taking_part import (
    SAVED,
    left_on_phone,
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
LONG, SENSITIVE = "a-long-one", "a-long-hard-one"
MORE = ("What do you like here?", "What would you change first?", "Anything else?")
TAKE_PART = f"/c/{LONG}/take-part"
WHOLE = f"{TAKE_PART}?whole=yes"


@pytest.fixture(scope="module")
def town(live_site: LiveSite) -> LiveSite:
    """The site with two campaigns of six questions, one of them sensitive."""
    for slug in (LONG, SENSITIVE):
        open_a_campaign(live_site, slug, more=MORE)
    with live_site.app.app_context(), transaction():
        campaign_by_slug(SENSITIVE).is_sensitive = True
    return live_site


@pytest.fixture
def line(town: LiveSite) -> Iterator[BadLine]:
    """A line to the site."""
    with bad_line(town.address) as between:
        yield between


def press_on(page: Page) -> None:
    """Ask for the next question, whether it comes or not."""
    page.get_by_role("button", name="Continue").click()


def go_on(page: Page) -> None:
    """To the next question."""
    with page.expect_navigation():
        press_on(page)


def answers(site: LiveSite) -> set[str]:
    """Which questions the newest view answers."""
    with site.app.app_context():
        newest = select(Submission.id).order_by(Submission.id.desc()).limit(1).scalar_subquery()
        found = set(db.session.scalars(select(Answer.question_key).where(Answer.submission_id == newest)))
        db.session.remove()
        return found


def test_the_line_goes_between_two_pages(town: LiveSite, line: BadLine, visitor: Visitor) -> None:
    already = stored(town)
    page = visitor()
    page.goto(line.address + TAKE_PART)
    works_without_signal(page, WHOLE)
    write(page)
    go_on(page)
    page.get_by_label("Village").check()
    line.is_down = True
    press_on(page)
    says(page, "No signal just now")
    assert page.get_by_label(QUESTION).input_value() == "More buses in the evening"
    assert page.get_by_label("Village").is_checked()
    assert axe_problems(page) + sideways_scroll(page) + small_targets(page) == []
    page.get_by_label(MORE[0]).fill("The sea")
    says(page, "Saved on this phone while you write.")
    press_send(page)
    says(page, SAVED)
    signal_is_back(page, line)
    sent_page(page)
    assert stored(town) == already + 1
    assert answers(town) == {"q1", "q2", "q4"}
    assert "The sea" not in left_on_phone(page)


def test_no_signal_from_the_first_question_on(town: LiveSite, line: BadLine, visitor: Visitor) -> None:
    already = stored(town)
    page = visitor()
    page.goto(line.address + TAKE_PART)
    works_without_signal(page, WHOLE)
    line.is_down = True
    page.reload()
    write(page, "Benches")
    press_on(page)
    says(page, "No signal just now")
    assert page.get_by_label(QUESTION).input_value() == "Benches"
    press_send(page)
    says(page, SAVED)
    signal_is_back(page, line)
    sent_page(page)
    assert stored(town) == already + 1


def test_the_last_page_is_sent_when_the_line_is_back(town: LiveSite, line: BadLine, visitor: Visitor) -> None:
    already = stored(town)
    page = visitor()
    page.goto(line.address + TAKE_PART)
    write(page, "Lamps")
    for _ in range(6):
        go_on(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    line.is_down = True
    press_send(page)
    says(page, SAVED)
    signal_is_back(page, line)
    sent_page(page)
    assert (stored(town), answers(town)) == (already + 1, {"q1"})


def test_a_tab_killed_on_a_later_page_loses_nothing(town: LiveSite, line: BadLine, visitor: Visitor) -> None:
    page = visitor()
    page.goto(line.address + TAKE_PART)
    write(page, "Swings")
    go_on(page)
    page.get_by_label("Village").check()
    says(page, "Saved on this phone while you write.")
    again = page.context.new_page()
    page.close()
    again.goto(line.address + TAKE_PART)
    says(again, "You began to write on this phone")
    again.get_by_role("button", name="Carry on").click()
    assert again.get_by_label(QUESTION).input_value() == "Swings"
    go_on(again)
    assert again.get_by_label("Village").is_checked()


def test_every_question_on_one_page_for_whoever_asks(town: LiveSite, visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(TAKE_PART)
    page.get_by_role("link", name="Show all 6 questions on one page").click()
    write(page, "Trees")
    page.get_by_label(MORE[2]).fill("No")
    press_send(page)
    receipt(page)
    assert answers(town) == {"q1", "q6"}


def test_a_sensitive_one_keeps_nothing_and_still_loses_nothing(
    town: LiveSite, line: BadLine, visitor: Visitor
) -> None:
    already = stored(town)
    page = visitor()
    page.goto(line.address + TAKE_PART)
    works_without_signal(page, WHOLE)
    page.goto(f"{line.address}/c/{SENSITIVE}/take-part")
    write(page, "Something hard")
    line.is_down = True
    press_on(page)
    says(page, "No signal just now")
    assert page.get_by_label(QUESTION).input_value() == "Something hard"
    assert "Something hard" not in left_on_phone(page)
    line.is_down = False
    go_on(page)
    page.get_by_label("Village").check()
    for _ in range(5):
        go_on(page)
    press_send(page)
    sent_page(page)
    assert (stored(town), answers(town)) == (already + 1, {"q1", "q2"})
