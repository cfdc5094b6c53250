"""A campaign is saved as a file, made from one, and copied; what is wrong with a file is told with its line."""

from collections.abc import Callable
from io import BytesIO

from participation.campaigns.domain import CampaignState
from participation.campaigns.queries import campaign_by_slug, taken_slugs
from participation.campaigns.services import details_of
from participation.foundation.access import Role
from surveys.definition_file import read_file
from surveys.queries import draft_definition
from tests.auditing_client import AuditingClient, text_of
from tests.integration.campaigns.making import a_campaign
from tests.integration.campaigns.test_questions import read

Staff = Callable[..., AuditingClient]
UPLOAD = "/staff/campaigns/from-file"


def test_what_is_saved_makes_the_same_campaign_under_another_address(staff: Staff) -> None:
    campaign = a_campaign(questions=("What would help?", "Why?"))
    manager = staff(Role.CAMPAIGN_MANAGER)
    saved = manager.get("/staff/campaigns/safer-buses/campaign.yaml")
    assert saved.headers["Content-Disposition"] == "attachment; filename=safer-buses.yaml"
    assert read_file(saved.get_data(as_text=True)).details == details_of(campaign)
    made = manager.submit(UPLOAD, {"file": (BytesIO(saved.data), "campaign.yaml")})
    assert made.headers["Location"] == "/staff/campaigns/safer-buses-after-dark"
    again = campaign_by_slug("safer-buses-after-dark")
    assert again.state is CampaignState.DRAFT
    assert draft_definition(again.id) == draft_definition(campaign.id)


def test_a_broken_file_is_refused_with_its_line_and_makes_nothing(staff: Staff) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    for content, complaint in (
        (b"questions:\n- key: q1\n  kind: rocket\n  wording: x\n", "Line 3: the type is one of"),
        (b"\xff\xfe\x00", "This file is not text"),
        (b"", "the file is empty"),
    ):
        refused = manager.submit(UPLOAD, {"file": (BytesIO(content), "campaign.yaml")})
        assert refused.status_code == 422
        assert complaint in text_of(read(refused))
    assert "Choose a file" in text_of(read(manager.submit(UPLOAD, {})))
    assert taken_slugs() == set()


def test_a_copy_has_everything_but_the_days(staff: Staff) -> None:
    campaign = a_campaign()
    manager = staff(Role.CAMPAIGN_MANAGER)
    manager.submit("/staff/campaigns/safer-buses/copy", {}, from_page="/staff/campaigns/safer-buses")
    copied = campaign_by_slug("copy-of-safer-buses-after-dark")
    assert copied.state is CampaignState.DRAFT
    assert (copied.opens_on, copied.closes_on, copied.hear_back_by) == (None, None, None)
    assert copied.purpose == campaign.purpose
    assert draft_definition(copied.id) == draft_definition(campaign.id)


def test_other_roles_get_no_file(staff: Staff) -> None:
    a_campaign()
    analyst = staff(Role.ANALYST)
    assert analyst.get("/staff/campaigns/safer-buses/campaign.yaml").status_code == 403
    assert analyst.get(UPLOAD).status_code == 403
