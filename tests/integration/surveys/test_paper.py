"""Paper: printed from the questions, keyed by staff, and a sample of it keyed again by somebody else."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.answers import chosen_options, open_words
from surveys.domain import Channel, MayQuote, SubmissionState
from surveys.paper.models import KeyedPaper
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.sending import soup_of, stored, value_of

Staff = Callable[..., AuditingClient]
PAGE = "/staff/campaigns/buses/paper"
SHEET = {"q1": "More benches", "q2": "3", "q3": "1 3", "may_quote": "1"}


@pytest.fixture
def manager(staff: Staff, open_campaign: OpenCampaign) -> AuditingClient:
    """A campaign manager of the open campaign `buses`."""
    open_campaign()
    return staff(Role.CAMPAIGN_MANAGER)


@pytest.fixture
def another(manager: AuditingClient, staff: Staff) -> AuditingClient:
    """A second one."""
    return staff(Role.CAMPAIGN_MANAGER, email="second@example.org")


def key_in(client: AuditingClient, address: str = PAGE, key: str = "", **typed: str) -> TestResponse:
    page = client.page(address)
    return client.submit(
        address, {"submission_key": key or value_of(page, "submission_key"), **typed}, from_page=address
    )


def paper() -> KeyedPaper:
    db.session.rollback()
    return db.session.scalars(select(KeyedPaper)).one()


def test_the_printed_sheet_has_every_question_and_asks_for_no_name(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    for address in ("/c/buses/paper", "/c/buses/paper?size=large"):
        page = client.page(address)
        words = text_of(page)
        assert "5. Dorset in one word?" in words
        assert "Do not write your name" in words
        assert page.select("input, textarea, select") == []
    assert "large-print" in str(page.body["class"] if page.body else "")


@pytest.mark.both_stores
def test_a_keyed_paper_waits_in_the_queue_and_the_next_begins_empty(manager: AuditingClient) -> None:
    answer = key_in(manager, **SHEET)
    assert answer.status_code == 302
    page = manager.page(answer.headers["Location"])
    assert "Paper 1 is kept" in text_of(page)
    assert "Write 2 on the sheet" in text_of(page)
    assert value_of(page, "q1") == ""
    [view] = stored()
    assert open_words(view)["q1"] == "More benches"
    assert chosen_options(view) == {"q2": ("12-14",), "q3": ("bus", "walk")}
    assert (view.channel, view.may_quote, view.state) == (
        Channel.PAPER,
        MayQuote.YES,
        SubmissionState.PENDING,
    )


def test_pressing_twice_keeps_one_paper_and_two_like_sheets_are_two(manager: AuditingClient) -> None:
    key = value_of(manager.page(PAGE), "submission_key")
    assert key_in(manager, key=key, **SHEET).headers["Location"].endswith("kept=1")
    assert key_in(manager, key=key, **SHEET).headers["Location"].endswith("kept=1")
    assert key_in(manager, **SHEET).headers["Location"].endswith("kept=2")
    assert len(stored()) == 2


def test_a_number_that_is_not_on_the_sheet_is_named_and_nothing_keyed_is_lost(
    manager: AuditingClient,
) -> None:
    answer = key_in(manager, **{**SHEET, "q2": "9"})
    assert answer.status_code == 422
    page = soup_of(answer)
    assert "key numbers from 1 to 5" in text_of(page)
    assert value_of(page, "q1") == "More benches"
    assert key_in(manager).status_code == 422, "a sheet with nothing on it"
    assert stored() == []


def test_a_second_person_who_keys_the_same_settles_it(
    manager: AuditingClient, another: AuditingClient
) -> None:
    key_in(manager, **SHEET)
    assert "Yours to key again" not in text_of(manager.page(PAGE))
    assert "Paper 1" in text_of(another.page(PAGE))
    assert manager.get(f"{PAGE}/1").status_code == 409, "not by whoever keyed it first"
    assert "More benches" not in text_of(another.page(f"{PAGE}/1"))
    key_in(another, f"{PAGE}/1", **{**SHEET, "q1": "more  benches"})
    page = text_of(another.page(PAGE))
    assert "both keyings agree" in page
    assert "Of 4 answers, 0 differed (0%)" in page
    assert another.get(f"{PAGE}/1").status_code == 409


def test_differences_are_shown_and_the_second_can_take_the_place_of_the_first(
    manager: AuditingClient, another: AuditingClient
) -> None:
    key_in(manager, **SHEET)
    second = {**SHEET, "q1": "More beaches"}
    shown = soup_of(key_in(another, f"{PAGE}/1", **second))
    assert "More benches More beaches" in text_of(shown)
    assert "How do you get about?" not in text_of(shown)
    assert paper().second_by_id is None
    key = value_of(shown, "submission_key")
    sent = another.submit(f"{PAGE}/1", {"submission_key": key, **second, "right": "second"})
    assert sent.status_code == 302
    first, standing = stored()
    assert first.withdrawn_on is not None
    assert open_words(standing)["q1"] == "More beaches"
    assert (paper().submission_id, paper().differed, paper().second_by_id) == (
        standing.id,
        1,
        another.person_id,
    )
    assert {"compared", "keyed_again"} <= {
        event.action for event in db.session.scalars(select(audit.AuditEvent))
    }


def test_the_first_can_stay_and_what_a_person_has_read_is_not_replaced(
    manager: AuditingClient, another: AuditingClient
) -> None:
    key_in(manager, **SHEET)
    with transaction():
        view = stored()[0]
        view.state, view.arrived_at = SubmissionState.APPROVED, None
    second = {"submission_key": "another-key", "q1": "More beaches"}
    refused = another.submit(f"{PAGE}/1", {**second, "right": "second"})
    assert refused.status_code == 409
    assert "Tell a moderator" in text_of(soup_of(refused))
    assert value_of(soup_of(refused), "q1") == "More beaches"
    another.submit(f"{PAGE}/1", {**second, "right": "first"})
    assert len(stored()) == 1
    assert paper().differed == 4
