"""Staff pause a campaign at once or close it early, and everybody is told why."""

from collections.abc import Callable

import pytest
from flask import Flask

from participation.campaigns import services
from participation.campaigns.domain import CampaignState
from participation.campaigns.queries import campaign_by_slug, open_campaigns
from participation.foundation.access import Role
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient, text_of
from tests.integration.campaigns.making import a_campaign
from tests.integration.campaigns.test_questions import read

Staff = Callable[..., AuditingClient]
HERE = "/staff/campaigns/safer-buses"
TAKE_PART = "/c/safer-buses/take-part"
WHY = "We are checking a question."


@pytest.mark.both_stores
def test_a_paused_campaign_says_why_and_goes_on_when_staff_say_so(
    staff: Staff, client: AuditingClient
) -> None:
    a_campaign()
    manager = staff(Role.CAMPAIGN_MANAGER)
    assert manager.submit(f"{HERE}/pause", {"because": WHY}).status_code == 302
    assert open_campaigns() == []
    for address in (TAKE_PART, "/c/safer-buses"):
        page = client.page(address)
        assert WHY in text_of(page)
        assert page.select("main a[href='/help-now']")
        assert not page.select("[name=submission_key]")
    assert WHY in text_of(manager.page(HERE))
    manager.submit(f"{HERE}/go-on", {}, from_page=HERE)
    assert client.page(TAKE_PART).select("[name=submission_key]")
    assert WHY not in text_of(client.page("/c/safer-buses"))


def test_a_view_whose_page_was_opened_before_the_pause_is_still_taken(
    app: Flask, client: AuditingClient
) -> None:
    campaign = a_campaign()
    key = client.page(TAKE_PART).select("[name=submission_key]")[0]["value"]
    with transaction():
        services.pause_campaign(campaign, WHY)
    sent = client.post(TAKE_PART, data={"submission_key": key, "q1": "My long view"})
    assert sent.status_code == 200
    assert read(sent).select("output#receipt")


def test_closing_early_needs_a_reason_and_the_page_gives_it(staff: Staff, client: AuditingClient) -> None:
    a_campaign()
    manager = staff(Role.CAMPAIGN_MANAGER)
    assert "Say why: people see it" in text_of(read(manager.submit(f"{HERE}/close", {"because": " "})))
    assert campaign_by_slug("safer-buses").state is CampaignState.OPEN
    manager.submit(f"{HERE}/close", {"because": "The board decided sooner."})
    assert "It closed early. The board decided sooner." in text_of(client.page("/c/safer-buses"))


def test_what_is_not_open_cannot_be_paused_and_what_goes_on_cannot_go_on_again(app: Flask) -> None:
    draft = a_campaign(is_open=False)
    with pytest.raises(services.CampaignProblem), transaction():
        services.pause_campaign(draft, WHY)
    with pytest.raises(services.CampaignProblem), transaction():
        services.let_go_on(draft)
