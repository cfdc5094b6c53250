"""A link says where it was put up: its label stays with the view, and nothing anybody makes up does."""

from collections.abc import Callable

import pytest

from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role
from participation.foundation.transactions import transaction
from surveys import sources
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import SIX, OpenCampaign
from tests.integration.surveys.sending import ADDRESS, receipt_on, send, soup_of, stored, value_of

Staff = Callable[..., AuditingClient]
LINKS = "/staff/campaigns/buses/links"


@pytest.mark.both_stores
def test_the_label_rides_from_the_poster_to_the_view(
    client: AuditingClient, staff: Staff, open_campaign: OpenCampaign
) -> None:
    open_campaign(SIX)
    manager = staff(Role.CAMPAIGN_MANAGER)
    manager.submit(LINKS, {"place": "Blandford library", "label": "library"})
    assert "/c/buses?from=library" in text_of(manager.page(f"{LINKS}/library/poster"))
    assert manager.get(f"{LINKS}/library/qr.svg").mimetype == "image/svg+xml"
    links = client.page("/c/buses?from=library").select("a[href*='take-part']")
    assert {str(each["href"]) for each in links} == {f"{ADDRESS}?from=library"}
    first = client.page(f"{ADDRESS}?from=library")
    assert value_of(first, "came_from") == "library"
    second = soup_of(send(client, q1="Buses", came_from="library", page="2"))
    assert value_of(second, "came_from") == "library"
    receipt_on(send(client, q1="Buses", came_from="library"))
    assert [view.came_from for view in stored()] == ["library"]


def test_a_label_nobody_made_is_not_kept(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    open_campaign()
    assert client.page(f"{ADDRESS}?from=ada-lovelace").select("[name=came_from]") == []
    receipt_on(send(client, q1="Buses", came_from="ada-lovelace"))
    assert [view.came_from for view in stored()] == [""]


def test_the_same_view_by_another_link_is_no_second_one(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    with transaction():
        for label in ("library", "school"):
            sources.add_link(campaign_by_slug("buses"), label, label)
    key = value_of(client.page(ADDRESS), "submission_key")
    for label in ("library", "school"):
        receipt_on(send(client, key, q1="Buses", came_from=label))
    assert [view.came_from for view in stored()] == ["library"]


@pytest.mark.parametrize("label", ["Library", "a b", "-x", "<b>", "library"])
def test_a_label_that_cannot_stand_in_an_address_or_is_taken_is_refused(
    open_campaign: OpenCampaign, label: str
) -> None:
    open_campaign()
    campaign = campaign_by_slug("buses")
    with transaction():
        sources.add_link(campaign, "library", "Blandford library")
        with pytest.raises(sources.WrongLink):
            sources.add_link(campaign, label, "Elsewhere")
