"""What was said at meetings and on social media waits in the queue like any view, and is never quoted."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from participation.foundation.access import Role
from participation.foundation.database import db
from surveys.answers import open_words
from surveys.domain import Channel, MayQuote, SubmissionState
from surveys.records.models import Meeting
from surveys.setting_kinds import SettingKind
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import AGE, OpenCampaign
from tests.integration.surveys.sending import soup_of, stored, value_of

Staff = Callable[..., AuditingClient]
RECORDS = "/staff/campaigns/buses/records"
TANK = {
    "kind": "think_tank",
    "held_on": "2026-05-12",
    "setting": "Hilltop youth club",
    "attended": "14",
    "setting_kind": "youth_club",
    "setting_name": " Hilltop  youth club ",
    "question": "q1",
    "notes": "- More buses\n- Benches by the sea\n",
}


@pytest.fixture
def manager(staff: Staff, open_campaign: OpenCampaign) -> AuditingClient:
    """A campaign manager of the open campaign `buses`."""
    open_campaign()
    return staff(Role.CAMPAIGN_MANAGER)


@pytest.mark.both_stores
def test_each_thing_said_at_a_meeting_is_a_view_that_says_where_it_was_said(
    manager: AuditingClient, staff: Staff
) -> None:
    key = value_of(manager.page(f"{RECORDS}/meeting"), "submission_key")
    for _ in range(2):  # pressed twice
        assert manager.submit(f"{RECORDS}/meeting", {**TANK, "submission_key": key}).status_code == 302
    listed = text_of(manager.page(RECORDS))
    assert "Think tank Hilltop youth club 14 2" in listed
    assert "1 meeting, 14 taking part" in listed
    meeting = db.session.scalars(select(Meeting)).one()
    assert (meeting.setting_kind, meeting.setting_name) == (SettingKind.YOUTH_CLUB, "Hilltop youth club")
    views = stored()
    assert [open_words(view)["q1"] for view in views] == ["More buses", "Benches by the sea"]
    assert {(view.channel, view.may_quote, view.state) for view in views} == {
        (Channel.WORKSHOP, MayQuote.NO, SubmissionState.PENDING)
    }
    moderator, address = staff(Role.MODERATOR), f"/staff/queue/{views[0].id}"
    moderator.submit(f"{address}/claim", from_page=address)
    assert "Workshop: Think tank, Hilltop youth club, 12 May 2026" in text_of(moderator.page(address))


def test_a_meeting_that_is_not_whole_says_what_is_missing_and_loses_nothing(manager: AuditingClient) -> None:
    answer = manager.submit(f"{RECORDS}/meeting", {**TANK, "held_on": "", "attended": "many"})
    page = soup_of(answer)
    assert "Write the day" in text_of(page)
    assert "Write a whole number" in text_of(page)
    assert value_of(page, "notes").strip().startswith("- More buses")
    long = manager.submit(f"{RECORDS}/meeting", {**TANK, "notes": "x" * 10_001})
    assert long.status_code == 422
    assert "make it shorter" in text_of(soup_of(long))
    many = manager.submit(f"{RECORDS}/meeting", {**TANK, "notes": "x\n" * 201})
    assert "at most 200 notes" in text_of(soup_of(many))
    assert stored() == []
    assert db.session.scalars(select(Meeting)).all() == []


def test_posts_are_shown_without_names_and_links_before_any_is_kept(manager: AuditingClient) -> None:
    written = "@kid more buses #Dorset\n\nbenches https://example.org/me"
    shown = soup_of(manager.submit(f"{RECORDS}/posts", {"posts": written, "question": "q1"}))
    assert "2 names and links were taken out" in text_of(shown)
    assert stored() == []
    key, kept = value_of(shown, "submission_key"), value_of(shown, "posts")
    assert "@kid" not in kept
    data = {"posts": kept, "question": "q1", "submission_key": key}
    assert manager.submit(f"{RECORDS}/posts", data).status_code == 302
    views = stored()
    assert [open_words(view)["q1"] for view in views] == ["[…] more buses #Dorset", "benches […]"]
    assert {view.channel for view in views} == {Channel.SOCIAL}


def test_notes_need_a_question_that_words_can_answer(
    manager: AuditingClient, open_campaign: OpenCampaign
) -> None:
    wrong = manager.submit(f"{RECORDS}/meeting", {**TANK, "question": "q2"})
    assert wrong.status_code < 500
    assert stored() == []
    open_campaign((AGE,), slug="ages", closes_on=date(2030, 1, 1))
    assert manager.get("/staff/campaigns/ages/records/posts").status_code == 404
    open_campaign((), slug="draft")
    assert "once the campaign has opened" in text_of(manager.page("/staff/campaigns/draft/records"))
