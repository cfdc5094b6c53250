"""The page of reach: live while a campaign is open, masked, with targets, by link and by how it was taken down."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys import editing, intake, services, sources
from surveys.domain import Captured, Channel
from surveys.new_views import NewView
from surveys.question_types import Cleaned
from surveys.written import WrittenQuestion
from tests.auditing_client import AuditingClient, text_of

Staff = Callable[..., AuditingClient]
ADDRESS = "/staff/reach/buses"


@pytest.fixture
def answered(app: Flask) -> None:
    """Twelve children of 5 to 8 in the north with a helper, twenty of 12 to 14 in the west by a link, one of 9."""
    with transaction():
        campaign = Campaign(slug="buses", title="Buses")
        db.session.add(campaign)
        db.session.flush()
        editing.add_question(campaign, WrittenQuestion("age_band", "How old are you?"))
        editing.add_question(campaign, WrittenQuestion("place", "Where?", labels=("North", "West")))
        sources.add_link(campaign, "library", "Blandford library")
        version = services.freeze(campaign.id)
        campaign.opened_at = clock.now()

        def views(number: int, age: str, place: str, **more: object) -> list[NewView]:
            said = (("q1", Cleaned(choices=(age,))), ("q2", Cleaned(choices=(place,) if place else ())))
            return [
                NewView(campaign.id, version.id, f"{age}{place}{each}", said, **more)  # type: ignore[arg-type]
                for each in range(number)
            ]

        helped = {"channel": Channel.HELPER, "captured": Captured.POINTED}
        intake.store_all(
            [
                *views(12, "5-8", "north", **helped),
                *views(20, "12-14", "west", came_from="library"),
                *views(1, "9-11", ""),
            ]
        )


def rows_of(client: AuditingClient) -> dict[str, str]:
    page = client.page(ADDRESS)
    return {text_of(row.select_one("th")): text_of(row) for row in page.select("tbody tr")}  # type: ignore[arg-type]


@pytest.mark.both_stores
def test_who_answered_is_there_live_and_few_are_masked(answered: None, staff: Staff) -> None:
    rows = rows_of(staff(Role.ANALYST))
    assert "[c]" in rows["9 to 11"]
    assert "None yet" in rows["18 to 25"]
    assert "its poster" in rows["18 to 25"]
    assert "Blandford library 20" in rows["Blandford library"]
    assert "10" in rows["The child pointed, an adult pressed"]


def test_targets_are_set_for_all_and_for_a_group_and_a_wrong_one_is_refused(
    answered: None, staff: Staff
) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    refused = manager.submit(
        ADDRESS, {"target": "lots", "target.q1.12-14": "60", "target.q1.9-11": "99999999999"}
    )
    assert refused.status_code == 422
    page = BeautifulSoup(refused.get_data(as_text=True), "html.parser")
    fields = {str(each["name"]): each for each in page.select("input[name^=target]")}
    assert fields["target"]["value"] == "lots", "what was typed is still there"
    assert fields["target.q1.12-14"]["value"] == "60"
    wrong = {name for name, each in fields.items() if each.get("aria-invalid")}
    assert wrong == {"target", "target.q1.9-11"}
    assert [str(each["href"]) for each in page.select(".problem a")] == ["#target", "#target.q1.9-11"]
    assert "Write a whole number" in text_of(page.select("[id='target.q1.9-11-error']")[0])
    assert manager.submit(ADDRESS, {"target": "500", "target.q1.12-14": "60"}).status_code == 302
    assert "of 500 wanted" in text_of(manager.page(ADDRESS))
    assert "Below its target. Plan a group session" in rows_of(manager)["12 to 14"]
    assert campaign_by_slug("buses").slug == "buses"
