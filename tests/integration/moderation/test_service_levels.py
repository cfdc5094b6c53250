"""Service levels: medians and the oldest, the same on the command line and on the page."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask

from moderation import claims, safeguarding, services
from moderation.domain import CaseKind
from moderation.service_levels import Waits, in_words, service_levels, waits
from participation.commands import operating
from participation.foundation.access import Role
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient, text_of
from tests.integration.moderation.factories import make_campaign, make_view

Staff = Callable[..., AuditingClient]
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
PAGE = "/staff/service-levels"


@pytest.mark.both_stores
def test_medians_and_the_oldest_of_what_waits_is_held_and_was_accepted(staff: Staff) -> None:
    with time_machine.travel(MONDAY, tick=False) as at:
        moderator, lead = staff(Role.MODERATOR), staff(Role.SAFEGUARDING_LEAD)
        campaign_id, ids = make_campaign(), []
        for minutes in (0, 10, 50, 60):
            at.move_to(MONDAY + timedelta(minutes=minutes))
            ids.append(make_view(campaign_id, f"Bench {minutes} by the harbour"))
        at.move_to(MONDAY + timedelta(minutes=70))
        with transaction():
            case = services.escalate(ids[3], CaseKind.CHILD_AT_RISK, moderator.person_id)
            claims.take(ids[0], moderator.person_id)
        at.move_to(MONDAY + timedelta(minutes=75))
        assert service_levels().unaccepted == Waits(1, 5, 5)
        with transaction():
            safeguarding.accept(case.id, lead.person_id)
        levels = service_levels()
        assert levels.submissions_stored == 4
        assert levels.waiting == Waits(3, 65, 75)
        assert levels.claimed == Waits(1, 75, 75)
        assert levels.accepted == Waits(1, 5, 5)
        assert levels.late == 0
        at.move_to(MONDAY + timedelta(hours=5))
        assert service_levels().late == 3  # not checked counts as soon
        page = text_of(lead.page(PAGE))
        assert "3 wait longer than our limits allow" in page
        assert "4 h 50 min" in page


def test_concerns_about_the_team_change_no_figure(staff: Staff) -> None:
    moderator, named = staff(Role.MODERATOR), staff(Role.SAFEGUARDING_LEAD)
    staff(Role.ALTERNATE_LEAD)
    submission_id = make_view(make_campaign(), "Lee keeps asking for photos")
    with transaction():
        services.escalate(submission_id, CaseKind.MEMBER_OF_TEAM, moderator.person_id, "", named.person_id)
    levels = service_levels()
    assert (levels.unaccepted, levels.accepted) == (Waits(0), Waits(0))


def test_the_command_prints_the_same_as_json_and_can_fail_when_something_is_late(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operating, "create_app", lambda: app)
    with time_machine.travel(MONDAY, tick=False) as at:
        make_view(make_campaign(), "A bench")
        said = CliRunner().invoke(operating.service_levels, ["--json"])
        levels = json.loads(said.output)
        assert said.exit_code == 0
        assert levels["submissions_stored"] == 1
        assert levels["waiting"] == {"count": 1, "median_minutes": 0, "oldest_minutes": 0}
        at.move_to(MONDAY + timedelta(hours=3))
        late = CliRunner().invoke(operating.service_levels, ["--json", "--fail-when-late"])
        assert late.exit_code == 1
        assert "1 waits longer" in late.output
        assert CliRunner().invoke(operating.service_levels, []).exit_code == 0


def test_waits_read_as_people_say_them() -> None:
    assert [in_words(each) for each in (None, 5, 200, 3000)] == ["", "5 min", "3 h 20 min", "2 days 2 h"]
    assert waits([]) == Waits(0)
    assert waits([timedelta(minutes=4), timedelta(minutes=8)]) == Waits(2, 6, 8)
