"""When a survey can be answered: not before it opens, and after it closed only by those who began in time."""

from datetime import date, timedelta

import pytest
import time_machine

from participation.foundation import clock
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import FIVE, OpenCampaign
from tests.integration.surveys.sending import ADDRESS, key_on, receipt_on, send, soup_of, stored

LAST_DAY = date(2026, 3, 10)


def test_a_campaign_that_was_never_opened_does_not_show(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign(FIVE, opened_at=None)
    assert client.get(ADDRESS).status_code == 404


def test_before_it_opens_the_page_says_when(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    opens = clock.today() + timedelta(days=3)
    open_campaign(opens_on=opens)
    assert f"opens on {clock.show_date(opens)}" in text_of(client.page(ADDRESS))
    response = send(client, "key", q1="Buses")
    assert response.status_code == 409
    assert "Buses" in text_of(soup_of(response))
    assert stored() == []


def test_after_it_closed_the_page_says_so_and_where_to_look(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign(opens_on=date(2026, 1, 1), closes_on=LAST_DAY)
    page = client.page(ADDRESS)
    assert "closed on 10 March 2026" in text_of(page)
    link = page.select_one('main a[href^="/results/"]')
    assert link is not None
    assert "Your Dorset" in text_of(client.page(str(link["href"]))), "also before anything is published"
    assert not page.select("form [name=submission_key], form textarea"), "nothing can be sent any more"


@pytest.fixture
def written_in_time(client: AuditingClient, open_campaign: OpenCampaign) -> str:
    """The key of a form that was opened on the last day."""
    with time_machine.travel("2026-03-10 20:00", tick=False):
        open_campaign(closes_on=LAST_DAY)
        return key_on(client)


def test_a_view_written_in_time_is_taken_after_closing(client: AuditingClient, written_in_time: str) -> None:
    with time_machine.travel("2026-04-07 12:00", tick=False):  # the 28th day after
        receipt_on(send(client, written_in_time, q1="No signal for weeks"))
    assert len(stored()) == 1


def test_the_closed_page_says_until_when_a_view_on_its_way_still_counts(
    client: AuditingClient, written_in_time: str
) -> None:
    with time_machine.travel("2026-03-12 12:00", tick=False):
        assert "reaches us by 7 April 2026" in text_of(client.page(ADDRESS))
    with time_machine.travel("2026-04-08 12:00", tick=False):
        assert "reaches us by" not in text_of(client.page(ADDRESS))


def test_after_the_days_of_grace_it_is_not_taken_but_can_be_copied(
    client: AuditingClient, written_in_time: str
) -> None:
    with time_machine.travel("2026-04-08 12:00", tick=False):
        response = send(client, written_in_time, q1="No signal for weeks")
    assert response.status_code == 409
    assert "Your view was not sent" in text_of(soup_of(response))
    assert "No signal for weeks" in text_of(soup_of(response))
    assert stored() == []


def test_a_view_begun_after_closing_is_not_taken(client: AuditingClient, written_in_time: str) -> None:
    with time_machine.travel("2026-03-12 12:00", tick=False):
        assert send(client, f"2026-03-12.{written_in_time[11:]}", q1="Late").status_code == 409
    assert stored() == []


def test_a_form_that_is_closed_by_staff_closes_that_day(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign(closes_on=clock.today() + timedelta(days=9), closed_at=clock.now())
    assert f"closed on {clock.show_date(clock.today())}" in text_of(client.page(ADDRESS))
