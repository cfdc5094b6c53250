"""The scorecard: every number with its definition, source and date, filled in by what the site did."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from analysis.replies.domain import ReplyStatus
from analysis.scorecard.domain import Column, Measure, middle, part_of, share_within, working_days
from analysis.scorecard.queries import own_measures
from analysis.scorecard.series import success_series
from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.codes import hash_mapping
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.plan.queries import outcomes
from participation.plan.services import ensure_plans
from surveys.definition import SurveyDefinition
from surveys.models import Survey, SurveyVersion
from surveys.success_statements import STATEMENTS, success_survey
from surveys.whole_campaign import copy_campaign
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.factories import approve_texts, tell
from tests.integration.pages import made_up
from tests.integration.pages.made_up import LIGHTS, PARKS

Staff = Callable[..., AuditingClient]


def test_a_measure_without_definition_or_source_cannot_be_made() -> None:
    for definition, source in (("", "Records"), ("What it counts", "")):
        with pytest.raises(ValueError, match="needs a definition and a source"):
            Measure(Column.HOW_WELL, "Speed", "1", definition, source, date(2026, 1, 1))


def test_a_weekend_is_no_working_day() -> None:
    friday, monday, wednesday = date(2026, 1, 2), date(2026, 1, 5), date(2026, 1, 7)
    assert working_days(friday, friday) == 0
    assert working_days(friday, monday) == 1
    assert share_within([(friday, monday, 3), (friday, wednesday, 1)], 2) == (3, 4)
    assert part_of(0, 0) == middle([]) == "not known yet"
    assert middle([3, 10, 4]) == "4 days (median of 3)"


@pytest.mark.both_stores
def test_the_sites_own_measures_fill_themselves_in(staff: Staff) -> None:
    made_up.published_campaign({LIGHTS: (ReplyStatus.DONE,), PARKS: (ReplyStatus.YES,)})
    values = {measure.name: measure.value for measure in own_measures()}
    assert values == {
        "Responses read": "79",
        "Ways of taking part used": "1",
        "Moderated within two working days": "79 of 79",
        "Days until people heard back": "not known yet",
        "Heard back within twelve weeks": "not known yet",
        "Felt listened to": "nobody has answered",
        "Promises done, by young people’s own word": "1 of 1",
    }
    page = text_of(staff(Role.ANALYST).page("/staff/scorecard"))
    assert page.index("How all children") < page.index("How we do, apart from that")
    for column in Column:
        assert column.value in page
    assert staff(Role.MODERATOR).get("/staff/scorecard").status_code == 403


@pytest.mark.both_stores
def test_a_figure_needs_a_definition_a_source_and_a_day_and_stands_apart_from_services(staff: Staff) -> None:
    with transaction():
        ensure_plans()
    analyst, outcome = staff(Role.ANALYST), outcomes()[0]
    about = {"name": "Ready for school", "definition": "Five-year-olds who are.", "unit": "%"}
    for left_out, message in (
        (about | {"definition": ""}, "Say what exactly is counted"),
        (about, "Choose an outcome"),
        (about | {"outcome_id": str(outcome.id), "performance_column": "how_well"}, "one of the two"),
        (about | {"performance_column": "how_well"}, "Name the service"),
    ):
        page = analyst.submit("/staff/scorecard/new", left_out).get_data(as_text=True)
        assert message in page
        assert "Ready for school" in page
    made = analyst.submit("/staff/scorecard/new", about | {"outcome_id": str(outcome.id)})
    address = made.headers["Location"]
    for figure, message in (
        ({"as_at": "2025-07-31", "value": "62.5"}, "Say where the figure is from"),
        ({"as_at": "2025-07-31", "value": "lots", "source": "Census"}, "as a number"),
        ({"value": "62.5", "source": "Census"}, "Choose the day"),
        ({"as_at": "2999-01-01", "value": "62.5", "source": "Census"}, "today or earlier"),
    ):
        refused = analyst.submit(f"{address}/figures", figure, from_page=address)
        assert message in refused.get_data(as_text=True)
    for value in ("61", "62.5"):
        analyst.submit(
            f"{address}/figures",
            {"as_at": "2025-07-31", "value": value, "source": "School census (made up)"},
            from_page=address,
        )
    page = text_of(analyst.page("/staff/scorecard"))
    population, services = page.split("How we do, apart from that")
    assert "Ready for school" in population
    assert "62.5%" in population
    assert "61%" not in page
    assert "Ready for school" not in services


def test_success_statements_keep_a_series_for_each_wording(staff: Staff) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    for _ in range(2):
        made = manager.submit("/staff/campaigns/success-statements", from_page="/staff/campaigns")
        assert made.status_code == 302
    changed = success_survey().survey
    reworded = [replace(each, wording=f"{each.wording} Really.") for each in changed.questions]
    ids = []
    with transaction():
        campaigns = db.session.query(Campaign).order_by(Campaign.id).all()
        for number, questions in enumerate((changed.questions, changed.questions, reworded)):
            campaign = campaigns[min(number, 1)]
            if number == len(campaigns):
                campaign = copy_campaign(campaign)
            campaign.opens_on = clock.today()
            campaign.opened_at = clock.now()
            definition = SurveyDefinition(tuple(questions)).to_json()
            survey = db.session.query(Survey).filter_by(campaign_id=campaign.id).one()
            db.session.add(
                SurveyVersion(
                    survey_id=survey.id,
                    campaign_id=campaign.id,
                    number=1,
                    definition=definition,
                    content_hash=hash_mapping(definition),
                )
            )
            ids.append(campaign.id)
    agreed = approve_texts(ids[0], ["more please"] * 30)
    tell(agreed[:21], "success_safe", "agree-a-bit")
    tell(agreed[21:], "success_safe", "disagree-a-lot")
    newest, first = success_series()
    assert (len(newest.years), len(first.years)) == (1, 2)
    assert dict(first.rows)[STATEMENTS["success_safe"]] == ("20 of 30 (67%)", "nobody has answered")
    page = text_of(staff(Role.ANALYST).page("/staff/scorecard/success"))
    assert page.index("Really.") < page.index("20 of 30 (67%)")
    assert "With fewer than three years this is no trend yet." in page
