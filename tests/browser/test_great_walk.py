"""The great walk: a manager builds a campaign in two languages, is refused by each gate in turn, and opens it; then
children and staff answer it by every way there is, and all of it comes together in one place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from participation.accounts.services import add_person
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import SubmissionState
from surveys.models import Submission
from tests.browser.conftest import LiveSite
from tests.browser.page_checks import axe_problems, sideways_scroll
from tests.browser.people import PASSWORD, hire, sign_in
from tests.browser.walk_answering import (
    all_wait_in_the_queue,
    beside_a_helper_at_six,
    from_a_workshop,
    from_files,
    keyed_again_by_a_second_person,
    on_a_phone_at_thirteen,
    on_paper,
    one_figure_for_all_wordings,
)
from tests.browser.walk_building import ANSWERS, HOME, SECOND, be_refused_until_it_opens, build, word_it
from tests.integration.pages.made_up import settle

Visitor = Callable[..., Page]


@dataclass(frozen=True)
class OpenedCampaign:
    """The campaign as its manager opened it: what stood in the way, in order, with what the link led to."""

    site: LiveSite
    refused: tuple[str, ...]


@contextmanager
def somebody(browser: Browser, site: LiveSite) -> Iterator[Page]:
    """Somebody at a desk, for as long as a fixture needs them."""
    context = browser.new_context(base_url=site.address, viewport={"width": 1280, "height": 900})
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture(scope="module")
def opened(live_site: LiveSite, browser: Browser) -> OpenedCampaign:
    """Built, worded, refused, put right and opened by one manager with nothing but the pages of the site."""
    hire(live_site, Role.CAMPAIGN_MANAGER, Role.MODERATOR, Role.ANALYST)
    with live_site.app.app_context(), transaction():
        add_person(SECOND, "Second manager", PASSWORD, [Role.CAMPAIGN_MANAGER])
    with somebody(browser, live_site) as page:
        sign_in(page, Role.CAMPAIGN_MANAGER)
        build(page)
        word_it(page)
        refused = be_refused_until_it_opens(page, live_site)
    return OpenedCampaign(live_site, tuple(refused))


def test_each_gate_refuses_in_turn_until_all_are_put_right(opened: OpenedCampaign) -> None:
    assert list(opened.refused) == list(ANSWERS)


def test_the_record_is_public_and_the_pages_of_building_are_accessible_wide_and_narrow(
    opened: OpenedCampaign, visitor: Visitor
) -> None:
    page = visitor()
    page.goto("/c/safer-buses/record")
    expect(page.locator("main")).to_contain_text("The ethics panel")
    sign_in(page, Role.CAMPAIGN_MANAGER)
    places = (
        *("", "/edit", "/questions", "/questions/q7", "/questions/q1/keep", "/sign", "/versions"),
        *("/question-bank", "/wordings", "/wordings/pl/usual", "/wordings/pl/usual/q1", "/paper"),
        "/records/meeting",
    )
    found = {}
    for address in ("/c/safer-buses/record", "/staff/campaigns/new", *(HOME + place for place in places)):
        page.goto(address)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if wrong := axe_problems(page) + sideways_scroll(page):
                found[f"{address} at {width}"] = wrong
    assert found == {}


def test_answers_by_every_way_come_together_in_one_queue_and_one_figure(
    opened: OpenedCampaign, visitor: Visitor
) -> None:
    on_a_phone_at_thirteen(visitor())
    beside_a_helper_at_six(visitor(width=820, height=1180))
    desk = visitor(width=1280)
    sign_in(desk, Role.CAMPAIGN_MANAGER)
    on_paper(desk)
    keyed_again_by_a_second_person(visitor(width=1280))
    from_files(desk, opened.site)
    from_a_workshop(desk)
    all_wait_in_the_queue(visitor(width=1280))
    with opened.site.app.app_context():
        for view in db.session.scalars(select(Submission.id).where(Submission.withdrawn_on.is_(None))).all():
            settle(view, SubmissionState.APPROVED, text="Lights")
    one_figure_for_all_wordings(visitor(width=1280))
