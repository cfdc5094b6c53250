"""Taking part with nothing but a browser: no account, no cookie, no script."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from participation.foundation.database import db
from surveys.answers import chosen_options, open_words
from surveys.domain import Channel, MayQuote, SubmissionState
from surveys.models import Submission
from tests.auditing_client import AuditingClient
from tests.integration.surveys.conftest import OpenCampaign

ADDRESS = "/c/buses/take-part"


def key_on(client: AuditingClient) -> str:
    field = client.page(ADDRESS).select_one("input[name=submission_key]")
    assert field is not None
    return str(field["value"])


def stored() -> list[Submission]:
    return list(db.session.scalars(select(Submission).order_by(Submission.id)))


def receipt_in(html: str) -> str:
    output = BeautifulSoup(html, "html.parser").select_one("output#receipt")
    assert output is not None, "the answer holds a receipt"
    return output.get_text()


@pytest.mark.both_stores
def test_a_view_is_stored_sealed_and_answered_with_a_receipt(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    campaign_id = open_campaign()
    form = {
        "submission_key": key_on(client),
        "q1": "  More buses\r\nafter six 🚌 ",
        "q2": "12-14",
        "q3": ["walk", "bus"],
        "q4": "",
        "q5": "Home",
        "may_quote": "yes",
    }
    response = client.post(ADDRESS, data=form)
    assert response.status_code == 200
    assert len(receipt_in(response.get_data(as_text=True)).split()) == 5
    [view] = stored()
    assert (view.campaign_id, view.state, view.channel) == (
        campaign_id,
        SubmissionState.PENDING,
        Channel.PHONE,
    )
    assert (view.lane, view.lane_rank, view.is_checked, view.may_quote) == ("soon", 1, False, MayQuote.YES)
    assert open_words(view) == {"q1": "More buses\nafter six 🚌", "q5": "Home"}
    assert chosen_options(view) == {"q2": ("12-14",), "q3": ("bus", "walk")}
    assert view.arrived_at is not None
    assert (view.arrived_at.second, view.arrived_at.microsecond) == (0, 0)
