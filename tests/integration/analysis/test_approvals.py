"""Where a campaign asks for it, nothing goes out in public words that no young researcher has approved."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from participation.accounts.models import Person
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.coded_campaign import add_reply

Staff = Callable[..., AuditingClient]
DESK = "/staff/themes/made-up-place"
WORDS = {"introduction": "Thank you."}


@pytest.fixture
def researcher(staff: Staff, coded: int, analyst: AuditingClient) -> AuditingClient:
    """A young researcher with a sponsor, in a campaign that asks for approval and is signed off."""
    client = staff(Role.YOUNG_RESEARCHER)
    with transaction():
        db.session.get_one(Campaign, coded).asks_researchers = True
        person = db.session.get_one(Person, client.person_id)
        person.sponsor_id, person.own_setting, person.own_place = analyst.person_id, "Hilltop", "Hill Top"
    soon = clock.today() + timedelta(days=40)
    add_reply(coded, "yes", owner="Transport lead", due_on=soon, first_step="We ask.")
    analyst.submit(f"{DESK}/sign-off")
    return client


def ask(analyst: AuditingClient) -> str:
    """Put the words before researchers; gives the address at which they answer."""
    assert analyst.submit(f"{DESK}/publish", WORDS | {"ask": "yes"}).status_code == 302
    return "/staff/wording/1"


def publish(analyst: AuditingClient) -> tuple[int, str]:
    """Try to publish; gives the status and what the page says."""
    answer = analyst.submit(f"{DESK}/publish", WORDS)
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.both_stores
def test_words_wait_for_a_young_researcher_and_go_out_after_their_yes(
    analyst: AuditingClient, researcher: AuditingClient
) -> None:
    status, page = publish(analyst)
    assert status == 200
    assert "Nobody was asked yet" in page
    assert "Thank you." in page
    address = ask(analyst)
    assert "nobody has answered yet" in publish(analyst)[1]
    assert "Waiting for you" in text_of(researcher.page("/staff/wording"))
    assert "You said buses." in text_of(researcher.page(address))
    said = researcher.submit(address, {"verdict": "change"}).get_data(as_text=True)
    assert "Say what to change" in said
    researcher.submit(address, {"verdict": "change", "said": "Buses is too short"})
    assert "They asked for a change: “Buses is too short”" in publish(analyst)[1]
    researcher.submit(address, {"verdict": "yes"})
    assert publish(analyst)[0] == 302


def test_changed_words_need_another_yes_and_public_summaries_wait_for_it_too(
    analyst: AuditingClient, researcher: AuditingClient, coded: int
) -> None:
    researcher.submit(ask(analyst), {"verdict": "yes"})
    add_reply(coded, "heard")
    assert "The words were changed since" in publish(analyst)[1]
    assert "were changed since" in researcher.submit("/staff/wording/1", {"verdict": "yes"}).get_data(
        as_text=True
    )
    file = "/staff/reports/made-up-place/classroom.html"
    for audience, status in (("public", 409), ("board", 200)):
        answer = analyst.submit(file, {"audience": audience}, from_page="/staff/reports")
        assert answer.status_code == status, audience


def test_only_a_young_researcher_answers(
    analyst: AuditingClient, researcher: AuditingClient, staff: Staff
) -> None:
    address = ask(analyst)
    for client in (analyst, staff(Role.MODERATOR), staff(Role.CAMPAIGN_MANAGER)):
        assert client.get(address).status_code == 403
