"""Reach by kind of setting: said of sessions and links by staff, counted once a view came, planned before that."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from participation.campaigns.models import Campaign
from participation.foundation import clock, retention
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys import editing, intake, queries, services, sessions, sources
from surveys.domain import Channel
from surveys.models import GroupSession, SourceLink, Submission
from surveys.new_views import NewView
from surveys.question_types import Cleaned
from surveys.records.domain import MeetingKind
from surveys.records.models import Meeting, MeetingNote
from surveys.setting_kinds import SettingKind, WhichSetting
from surveys.written import WrittenQuestion
from tests.auditing_client import AuditingClient, text_of

Staff = Callable[..., AuditingClient]
ADDRESS = "/staff/reach/buses"
SCHOOLS = f"{ADDRESS}/settings/school"
CENSUS = {"number": "150", "source": "School census", "as_at": "2020-01-16", "target": "2"}
HILLTOP = WhichSetting(SettingKind.SCHOOL, "Hilltop School")
SCHOOL = SettingKind.SCHOOL.label
CARERS = SettingKind.YOUNG_CARERS.label
LIBRARY = SettingKind.COMMUNITY.label


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    """An open campaign whose one question is asked in two lessons of one school, a club and a library."""
    with transaction():
        made = Campaign(slug="buses", title="Buses")
        db.session.add(made)
        db.session.flush()
        editing.add_question(made, WrittenQuestion("age_band", "How old are you?"))
        services.freeze(made.id)
        made.opened_at = clock.now()
        for setting in (HILLTOP, HILLTOP, WhichSetting(SettingKind.YOUNG_CARERS, "")):
            lesson = sessions.make_session(made, "Year 9", None, setting)
            lesson.opened_at, lesson.is_told_first = clock.now(), True
            lesson.valid_until = clock.now() + timedelta(hours=1)
        sources.add_link(made, "library", "Library", None, WhichSetting(SettingKind.COMMUNITY))
        sources.add_link(made, "hilltop", "Hall", None, WhichSetting(SettingKind.SCHOOL, "HILLTOP School"))
    return made


def send(campaign: Campaign, number: int, **how: object) -> None:
    version = queries.current_version(campaign.id)
    with transaction():
        intake.store_all(
            [
                NewView(
                    campaign.id, version.id, f"{how}{each}", (("q1", Cleaned(choices=("12-14",))),), **how
                )  # type: ignore[arg-type]
                for each in range(number)
            ]
        )


def rows_of(client: AuditingClient) -> dict[str, str]:
    page = client.page(ADDRESS)
    return {text_of(row.select_one("th")): text_of(row) for row in page.select("tbody tr")}  # type: ignore[arg-type]


@pytest.mark.both_stores
def test_a_setting_takes_part_with_its_first_view_and_counts_once_however_many_lessons_it_has(
    campaign: Campaign, staff: Staff
) -> None:
    lessons = db.session.scalars(select(GroupSession.id).order_by(GroupSession.id)).all()
    manager = staff(Role.CAMPAIGN_MANAGER)
    assert "Planned; nobody through schools yet" in rows_of(manager)[SCHOOL]
    for lesson in lessons[:2]:
        send(campaign, 4, group_session_id=lesson, channel=Channel.GROUP_SESSION)
    send(campaign, 4, came_from="hilltop")
    assert manager.submit(SCHOOLS, CENSUS).status_code == 302
    rows = rows_of(manager)
    assert "1 of 150 0 2 School census, 16 January 2020" in rows[SCHOOL]
    assert "Below its target: ask a head teacher" in rows[SCHOOL]
    assert "0 1 –" in rows[CARERS]
    assert "Taking part through schools" in rows["Receiving free school meals"]
    send(campaign, 1, came_from="library")
    assert "1 0 –" in rows_of(manager)[LIBRARY]


def meet(campaign: Campaign, made_by_id: int, kind: SettingKind, name: str) -> Meeting:
    """A workshop of six in a setting of that kind; called within a transaction."""
    meeting = Meeting(
        campaign_id=campaign.id,
        kind=MeetingKind.WORKSHOP,
        held_on=clock.today(),
        setting=name,
        attended=6,
        made_by_id=made_by_id,
        setting_kind=kind,
        setting_name=name,
    )
    db.session.add(meeting)
    return meeting


@pytest.mark.both_stores
def test_a_meeting_counts_its_setting_once_something_was_said_at_it(campaign: Campaign, staff: Staff) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    care = SettingKind.CARE.label
    with transaction():
        meeting = meet(campaign, manager.person_id, SettingKind.CARE, "Harbour House")
    send(campaign, 8, came_from="hilltop")
    assert "0 1 –" in rows_of(manager)[care], "planned; nothing was written down yet"
    send(campaign, 2, channel=Channel.WORKSHOP)
    with transaction():
        said = db.session.scalars(select(Submission.id).where(Submission.channel == Channel.WORKSHOP))
        db.session.add_all(MeetingNote(submission_id=each, meeting_id=meeting.id) for each in said.all())
    assert "1 0 –" in rows_of(manager)[care]
    assert "Taking part through care" in rows_of(manager)["In the care of the local authority"]


def test_with_so_few_views_that_their_number_is_hidden_no_kind_is_named(
    campaign: Campaign, staff: Staff
) -> None:
    send(campaign, 2, came_from="library")
    rows = rows_of(staff(Role.ANALYST))
    assert "Too few views to say" in rows[LIBRARY]
    assert "Too few views to say" in rows[SCHOOL]


def test_before_it_opens_whom_to_reach_is_planned(app: Flask, staff: Staff) -> None:
    with transaction():
        db.session.add(Campaign(slug="buses", title="Buses"))
    manager = staff(Role.CAMPAIGN_MANAGER)
    assert "not open yet: plan whom to reach" in text_of(manager.page("/staff/reach"))
    assert "Nobody through young carers’ groups yet: ask whoever runs" in rows_of(manager)[CARERS]


def test_a_figure_that_cannot_be_compared_with_is_refused_and_what_was_typed_stays(
    campaign: Campaign, staff: Staff
) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    for wrong, said in (
        ({"number": "lots"}, "whole number"),
        ({"number": "0"}, "from 1 to"),
        ({"source": ""}, "where the number comes from"),
        ({"as_at": ""}, "the day that the number is for"),
        ({"as_at": "2999-01-01"}, "not come yet"),
        ({"number": ""}, "Write how many there are"),
        ({"target": "151"}, "not that many"),
    ):
        refused = manager.submit(SCHOOLS, CENSUS | wrong)
        assert refused.status_code == 422
        page = refused.get_data(as_text=True)
        assert said in page
        assert all(f'value="{typed}"' in page for typed in (CENSUS | wrong).values() if typed)
    assert "School census" not in rows_of(manager)[SCHOOL]


def test_a_figure_is_taken_away_by_emptying_it_and_an_analyst_does_not_set_one(
    campaign: Campaign, staff: Staff
) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    manager.submit(SCHOOLS, CENSUS)
    assert "School census" in rows_of(manager)[SCHOOL]
    manager.submit(SCHOOLS, dict.fromkeys(CENSUS, ""))
    assert "Not said" in rows_of(manager)[SCHOOL]
    assert manager.get(f"{ADDRESS}/settings/prison").status_code == 404
    assert staff(Role.ANALYST).get(SCHOOLS).status_code == 403


@pytest.mark.both_stores
def test_staff_say_of_a_session_and_of_a_link_what_kind_of_setting_it_is_and_put_it_right(
    campaign: Campaign, staff: Staff
) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    base = "/staff/campaigns/buses"
    made = manager.submit(f"{base}/sessions/new", {"label": "10B", "setting_kind": "care"})
    number = int(made.headers["Location"].rpartition("/")[2])
    here = f"{base}/sessions/{number}"
    assert db.session.get_one(GroupSession, number).setting_kind is SettingKind.CARE
    said = {"setting_kind": "school", "setting_name": " Hilltop  School "}
    assert manager.submit(f"{here}/setting", said, from_page=here).status_code == 302
    put_right = db.session.get_one(GroupSession, number)
    assert (put_right.setting_kind, put_right.setting_name, put_right.label) == (*_of(HILLTOP), "10B")
    refused = manager.submit(f"{here}/setting", {"setting_kind": "prison"}, from_page=here)
    assert refused.status_code == 422
    manager.submit(f"{base}/links", {"place": "Clinic", "label": "clinic", "setting_kind": "health"})
    assert "Health service or hospital" in text_of(manager.page(f"{base}/links"))
    assert manager.submit(f"{base}/links/clinic/setting", said).status_code == 302
    clinic = db.session.scalars(select(SourceLink).where(SourceLink.label == "clinic")).one()
    assert (clinic.setting_kind, clinic.setting_name) == _of(HILLTOP)


def test_the_name_of_a_setting_goes_with_the_names_of_sessions_and_it_still_counts_once(
    campaign: Campaign, staff: Staff
) -> None:
    send(campaign, 7, came_from="hilltop")
    with transaction():
        campaign.opens_on = clock.today() - timedelta(days=900)
        campaign.closes_on = clock.today() - timedelta(days=800)
    manager = staff(Role.CAMPAIGN_MANAGER)
    with transaction():
        meet(campaign, manager.person_id, SettingKind.SCHOOL, "hilltop school")
    before = rows_of(manager)[SCHOOL]
    with transaction():
        gone = {outcome.rule.key: outcome.count for outcome in retention.run()}
    assert gone["names_of_sessions"] == 5
    names = {
        *db.session.scalars(select(GroupSession.setting_name)),
        *db.session.scalars(select(SourceLink.setting_name)),
        *db.session.scalars(select(Meeting.setting_name)),
        *db.session.scalars(select(Meeting.setting)),
    }
    assert not any("hilltop" in name.casefold() for name in names)
    assert rows_of(manager)[SCHOOL] == before
    with transaction():
        assert {each.rule.key: each.count for each in retention.run()}["names_of_sessions"] == 0


def _of(setting: WhichSetting) -> tuple[SettingKind | None, str]:
    return setting.kind, setting.name
