"""The automatic check in the background: once each, whatever happens."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from moderation import checking
from moderation.checking import screen_unchecked
from moderation.domain import Lane
from moderation.models import Screening
from moderation.screening import ScreeningResult, Span
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.transactions import transaction
from surveys.models import Answer, Submission
from surveys.services import withdraw
from tests.integration.moderation.factories import make_campaign, make_view, view


def reading(lane: Lane, *spans: Span) -> ScreeningResult:
    return ScreeningResult(lane, tuple(span.signal for span in spans), spans, "en", "test")


@pytest.mark.both_stores
def test_a_view_is_screened_once_and_lands_in_its_lane(app: Flask) -> None:
    submission_id = make_view(make_campaign(), "ring me on 07700 900123 about the bus stop")
    assert screen_unchecked() == 1
    assert screen_unchecked() == 0
    stored = view(submission_id)
    assert stored.is_checked
    assert (stored.lane, stored.lane_rank) == ("personal_data", Lane.PERSONAL_DATA.rank)
    screening = db.session.get_one(Screening, submission_id)
    assert "personal_data.phone" in screening.signals
    [(key, start, end, _)] = [span for span in screening.spans if span[3] == "personal_data.phone"]
    assert key == "q1"
    assert "ring me on 07700 900123 about the bus stop"[start:end] == "07700 900123"


def test_a_look_of_the_worker_checks_what_waits(app: Flask) -> None:
    submission_id = make_view(make_campaign())
    app.extensions["look_now"]()
    assert view(submission_id).is_checked


def test_the_most_pressing_answer_decides_the_lane_of_the_whole_view(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {"one": reading(Lane.LANGUAGE, Span(0, 3, "language.mild")), "two": reading(Lane.URGENT)}
    result = checking.read(7, {"q1": "one", "q2": "two"}, lambda text: found[text])
    assert result.lane == Lane.URGENT
    assert result.spans == (("q1", 0, 3, "language.mild"),)


@pytest.mark.both_stores
def test_a_view_without_words_is_normal(app: Flask) -> None:
    submission_id = make_view(make_campaign(), "", age="13-17")
    screen_unchecked()
    assert view(submission_id).lane == "normal"


def test_a_check_that_fails_sends_the_view_to_a_person_soon(app: Flask) -> None:
    def broken(_text: str) -> ScreeningResult:
        raise RuntimeError("no")

    result = checking.read(1, {"q1": "words"}, broken)
    assert (result.lane, result.signals) == (Lane.SOON, ("screening.not_checked",))


def test_words_that_cannot_be_opened_go_to_a_person_soon_and_do_not_stop_the_others(app: Flask) -> None:
    campaign_id = make_campaign()
    spoilt, sound = make_view(campaign_id), make_view(campaign_id, "A skate park by the river would be good")
    with transaction():
        db.session.get_one(Answer, (spoilt, "q1")).sealed = b"\x01\x00\x01 not words at all, damaged"
    assert screen_unchecked() == 2
    assert (view(spoilt).lane, view(spoilt).is_checked) == ("soon", True)
    assert db.session.get_one(Screening, spoilt).signals == ["screening.not_checked"]
    assert view(sound).lane == "normal"


@pytest.mark.both_stores
def test_a_worker_killed_between_reading_and_storing_leaves_nothing_half_done(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [make_view(make_campaign(), f"Different words number {n} about bins and benches") for n in range(1)]
    store = checking._store

    def killed(reading: checking.Reading) -> None:
        store(reading)
        raise KeyboardInterrupt

    monkeypatch.setattr(checking, "_store", killed)
    with pytest.raises(KeyboardInterrupt):
        screen_unchecked()
    assert not view(ids[0]).is_checked
    assert db.session.get(Screening, ids[0]) is None
    monkeypatch.setattr(checking, "_store", store)
    assert screen_unchecked() == 1
    assert db.session.scalar(select(func.count()).select_from(Screening)) == 1


@pytest.mark.both_stores
def test_two_workers_with_the_same_view_store_one_reading(app: Flask) -> None:
    submission_id = make_view(make_campaign())
    readings = checking._read_some(10, {}) + checking._read_some(10, {})
    with transaction():
        for each in readings:
            checking._store(each)
    assert db.session.scalar(select(func.count()).select_from(Screening)) == 1
    assert view(submission_id).is_checked


def test_a_near_copy_of_a_waiting_view_points_at_the_first_and_keeps_its_own_lane(app: Flask) -> None:
    campaign_id = make_campaign()
    first = make_view(campaign_id, "Please mend the swings in the park near the library")
    copy = make_view(campaign_id, "Please mend the swings in the park near the libary!")
    other = make_view(campaign_id, "More places to sit in town where nobody moves you on")
    screen_unchecked()
    assert db.session.get_one(Screening, copy).similar_to_id == first
    assert db.session.get_one(Screening, other).similar_to_id is None
    assert view(copy).lane == "normal"


def test_many_views_are_checked_in_steps_up_to_the_limit(app: Flask) -> None:
    campaign_id = make_campaign()
    for number in range(60):
        make_view(campaign_id, f"{number} benches")
    assert screen_unchecked(limit=55) == 55
    assert screen_unchecked(limit=55) == 5


@pytest.mark.both_stores
def test_a_view_withdrawn_before_its_check_is_forgotten_once_it_proves_harmless(app: Flask) -> None:
    submission_id = make_view(make_campaign(), "ring me on 07700 900123 about the bus stop")
    with transaction():
        withdraw(db.session.get_one(Submission, submission_id))
    assert len(view(submission_id).answers) == 1
    screen_unchecked()
    assert view(submission_id).answers == []
    assert db.session.get_one(Screening, submission_id).spans == []


def test_the_councils_own_list_of_schools_counts_in_the_check(app: Flask) -> None:
    folder = deployment().settings.data_dir / "lists"
    folder.mkdir()
    (folder / "schools.txt").write_text("Thurlmere Academy\n", "utf-8")
    submission_id = make_view(make_campaign(), "the dinners at thurlmere are cold")
    screen_unchecked()
    assert db.session.get_one(Screening, submission_id).signals == ["personal_data.school"]
