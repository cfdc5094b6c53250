"""Whether reading is even-handed: held and not used by group, behind the mask, for the lead and the analyst."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from moderation.domain import Lane
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import Channel, SubmissionState
from surveys.models import Submission
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.factories import approve_texts, make_campaign, tell

Staff = Callable[..., AuditingClient]
PAGE = "/staff/even-handed/made-up-place"


def read(campaign_id: int, number: int, **fields: object) -> list[int]:
    """Views that were read, with these fields."""
    ids = approve_texts(campaign_id, [f"words {n}" for n in range(number)])
    if fields:
        with transaction():
            db.session.execute(update(Submission).where(Submission.id.in_(ids)).values(**fields))
    return ids


def cells(client: AuditingClient, caption: str) -> dict[str, list[str]]:
    """A table of the page: group to its cells."""
    table = next(each for each in client.page(PAGE).select("table") if caption in text_of(each.caption))
    return {text_of(row.th): [text_of(cell) for cell in row.select("td")] for row in table.select("tbody tr")}


@pytest.mark.both_stores
def test_a_group_that_is_held_or_not_used_more_often_stands_out(app: Flask, staff: Staff) -> None:
    campaign_id = make_campaign()
    tell(read(campaign_id, 60), "q2", "12-14")
    held = {"lane": "language", "lane_rank": Lane.LANGUAGE.rank}
    tell(read(campaign_id, 20), "q2", "5-8")
    tell(read(campaign_id, 20, **held, state=SubmissionState.REJECTED), "q2", "5-8")
    read(campaign_id, 30, channel=Channel.PAPER)
    tell(read(campaign_id, 9, state=SubmissionState.PENDING), "q2", "5-8")  # nobody has read these
    lead = staff(Role.SAFEGUARDING_LEAD)
    ages = cells(lead, "By age band")
    assert ages["5 to 8"] == ["40", "20 (50%) more", "20 (50%) more"]
    assert ages["12 to 14"][0] == "60"
    assert ages["12 to 14"][1].endswith("less")
    assert "Held for a closer look: more often in “5 to 8”" in text_of(lead.page(PAGE))
    assert cells(lead, "By how they reached us")["Paper"][0] == "30"


@pytest.mark.both_stores
def test_small_numbers_are_shown_nowhere(app: Flask, staff: Staff) -> None:
    campaign_id = make_campaign()
    tell(read(campaign_id, 40), "q2", "12-14")
    tell(read(campaign_id, 38), "q2", "5-8")
    tell(read(campaign_id, 2, state=SubmissionState.REJECTED), "q2", "5-8")
    figures = [text_of(cell).split(" ")[0] for cell in staff(Role.ANALYST).page(PAGE).select("td.number")]
    assert not {"2", "38", "78"} & set(figures)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.CAMPAIGN_MANAGER, Role.PARTNER_OWNER])
def test_nobody_else_sees_the_figures(app: Flask, staff: Staff, role: Role) -> None:
    make_campaign()
    assert staff(role).get(PAGE).status_code == 403


def test_a_campaign_with_hardly_any_views_shows_no_figure(app: Flask, staff: Staff) -> None:
    read(make_campaign(), 3)
    assert "Too few views in these groups to show." in text_of(staff(Role.ANALYST).page(PAGE))
