"""The scorecard: every number with its definition, source and date, filled in by what the site did."""

from collections.abc import Callable
from datetime import date

import pytest

from analysis.replies.domain import ReplyStatus
from analysis.scorecard.domain import Column, Measure, middle, part_of, share_within, working_days
from analysis.scorecard.queries import own_measures
from participation.foundation.access import Role
from tests.auditing_client import AuditingClient, text_of
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
        "Promises done, by young people’s own word": "1 of 1",
    }
    page = text_of(staff(Role.ANALYST).page("/staff/scorecard"))
    assert page.index("How all children") < page.index("How we do, apart from that")
    for column in Column:
        assert column.value in page
    assert staff(Role.MODERATOR).get("/staff/scorecard").status_code == 403
