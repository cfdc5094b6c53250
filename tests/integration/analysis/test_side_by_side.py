"""Two closed campaigns that asked the same are read together: masked, never added up, with what to keep in mind."""

from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from analysis.disclosure import DEFAULT_RULES
from analysis.side_by_side.domain import NOT_THE_SAME_WORDS, beside, shared
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.definition import Option, QuestionDefinition
from surveys.models import SurveyVersion
from tests.auditing_client import AuditingClient
from tests.integration.analysis.factories import approve_texts, make_campaign, tell

YES_NO = (Option("yes", "Yes"), Option("no", "No"))
SAFE = QuestionDefinition("q2", "one_choice", "Do you feel safe?", options=YES_NO)
SAFE_ELSEWHERE = QuestionDefinition("q7", "one_choice", "Do you feel safe?", options=YES_NO)
SAFE_AT_NIGHT = QuestionDefinition("q8", "one_choice", "Do you feel safe at night?", options=YES_NO)
OTHER_ANSWERS = QuestionDefinition("q9", "one_choice", "Do you feel safe?", options=YES_NO[:1])


def test_a_question_is_the_same_by_its_answers_and_the_same_words_come_first() -> None:
    assert shared([SAFE], [SAFE_AT_NIGHT, SAFE_ELSEWHERE]) == [(SAFE, SAFE_ELSEWHERE)]
    assert shared([SAFE], [SAFE_AT_NIGHT]) == [(SAFE, SAFE_AT_NIGHT)]
    assert shared([SAFE], [OTHER_ANSWERS]) == []


def test_small_counts_stay_hidden_and_other_words_are_said() -> None:
    first = defaultdict(Counter, {"q2": Counter({("yes",): 40, ("no",): 3})})
    second = defaultdict(Counter, {"q8": Counter({("yes",): 30, ("no",): 30})})
    found = beside((SAFE, SAFE_AT_NIGHT), (first, second), DEFAULT_RULES, may_choose_several=False)
    assert found.note == NOT_THE_SAME_WORDS
    assert found.rows[1][1] == "[c]"
    assert found.bases[0] == "45", "the base is rounded, so that it less the other says nothing"
    assert found.rows[1][2] == "30 (50%)"


@pytest.fixture
def two(analyst: AuditingClient) -> tuple[str, str]:
    """Two closed campaigns with forty and thirty answers."""
    for slug, key, number in (("one-place", "q3", 40), ("other-place", "q7", 30)):
        campaign_id = make_campaign(slug)
        ids = approve_texts(campaign_id, [f"more buses, said number {each}" for each in range(number)])
        with transaction():
            version = db.session.query(SurveyVersion).filter_by(campaign_id=campaign_id).one()
            asked = QuestionDefinition(key, "one_choice", "Do you feel safe?", options=YES_NO).to_json()
            version.definition = {"questions": [*version.definition["questions"], asked]}
            campaign = db.session.get_one(Campaign, campaign_id)
            campaign.opens_on, campaign.closes_on = None, clock.today() - timedelta(days=1)
        tell(ids[: number // 2], key, "yes")
        tell(ids[number // 2 :], key, "no")
    return "one-place", "other-place"


@pytest.mark.both_stores
def test_the_analyst_reads_both_beside_one_another(analyst: AuditingClient, two: tuple[str, str]) -> None:
    page = BeautifulSoup(
        analyst.get(f"/staff/side-by-side?first={two[0]}&second={two[1]}").get_data(as_text=True),
        "lxml",
    )
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert ["Yes", "20 (50%)", "15 (50%)"] in rows
    assert ["All who answered", "40", "30"] in rows
    assert "Responses are not added up" in page.get_text()
    for wrong in (f"first={two[0]}&second={two[0]}", f"first={two[0]}", "first=x&second=y"):
        said = analyst.get(f"/staff/side-by-side?{wrong}").get_data(as_text=True)
        assert "Choose two different campaigns that have closed." in said


def test_an_open_campaign_is_not_offered_because_its_figures_still_move(
    analyst: AuditingClient, two: tuple[str, str]
) -> None:
    with transaction():
        db.session.query(Campaign).filter_by(slug=two[1]).one().closes_on = clock.today() + timedelta(days=5)
    page = analyst.get(f"/staff/side-by-side?first={two[0]}&second={two[1]}").get_data(as_text=True)
    assert "All who answered" not in page
