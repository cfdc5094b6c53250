"""What was chosen is counted over the views that a person let count, and a table of answers is explained."""

from collections.abc import Callable

from flask import Flask

from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.counted import counted_questions
from surveys.definition import Option, QuestionDefinition
from surveys.domain import SubmissionState
from surveys.models import Submission
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import BETTER, TRANSPORT, OpenCampaign
from tests.integration.surveys.sending import receipt_on, send, stored

Staff = Callable[..., AuditingClient]
HOW = QuestionDefinition(
    "q2",
    "one_choice",
    "How do you travel?",
    options=(Option("bus", "Bus"), Option("bike", "Bike")),
    has_other=True,
)
OFTEN = QuestionDefinition("q4", "number", "How many days?", most=7)


def decided(state: SubmissionState) -> None:
    """Let every view that waits be decided about in this way."""
    with transaction():
        for each in stored():
            if each.state is SubmissionState.PENDING:
                each.state, each.arrived_at = state, None


def test_only_views_that_count_are_counted(
    client: AuditingClient, staff: Staff, open_campaign: OpenCampaign
) -> None:
    campaign_id = open_campaign((BETTER, HOW, TRANSPORT, OFTEN))
    for answers in (
        {"q2": "bus", "q3": ["bus", "walk"], "q4": "2"},
        {"q2": "bus", "q3": ["bus"], "q4": "5"},
        {"q2": "not-sure", "q2_other": "By tractor"},
    ):
        receipt_on(send(client, **answers))
    decided(SubmissionState.APPROVED)
    receipt_on(send(client, q2="bike"))
    decided(SubmissionState.PRIVATE)
    receipt_on(send(client, q2="bike", q4="7"))
    decided(SubmissionState.REJECTED)
    receipt_on(send(client, q2="bike"))
    how, transport, often = counted_questions(campaign_id)
    assert (how.summary.base, how.others) == (4, 1)
    assert dict(how.summary.rows) == {"Bus": 2, "Bike": 1, "I’m not sure": 1}
    assert dict(transport.summary.rows) == {"Bus": 2, "Bike": 0, "Walking": 1, "I’m not sure": 0}
    assert (often.summary.rows, often.summary.note) == ((("2", 1), ("5", 1)), "The middle number is 2.")
    page = text_of(staff(Role.ANALYST).page("/staff/campaigns/buses/counts"))
    assert "How do you travel?" in page
    assert "1 wrote something else" in page


def test_a_view_taken_back_counts_no_more(
    app: Flask, client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    campaign_id = open_campaign((HOW,))
    receipt_on(send(client, q2="bus"))
    decided(SubmissionState.APPROVED)
    with transaction():
        for each in db.session.query(Submission):
            each.withdrawn_on = each.received_on
    [how] = counted_questions(campaign_id)
    assert how.summary.base == 0


def test_the_table_page_names_every_column_with_an_example(staff: Staff, open_campaign: OpenCampaign) -> None:
    open_campaign((BETTER, HOW, TRANSPORT))
    page = staff(Role.CAMPAIGN_MANAGER).page("/staff/campaigns/buses/questions/table")
    rows = [[text_of(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert [(row[0], row[2]) for row in rows] == [
        ("q1", "More buses in the evening"),
        ("q2", "Bus"),
        ("q2_other", "More buses in the evening"),
        ("q3", "Bus; Bike"),
        ("may_quote", "no"),
    ]


def test_counts_are_for_analysts(staff: Staff, open_campaign: OpenCampaign) -> None:
    open_campaign()
    assert staff(Role.CAMPAIGN_MANAGER).get("/staff/campaigns/buses/counts").status_code == 403
