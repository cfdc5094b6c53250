"""How answers stand to their themes: read by the engine, corrected by people, kept in changes, masked in files."""

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask

from analysis.models import Assignment, Correction
from analysis.themes.frames import current_frame
from analysis.themes.theming import stances_of
from analysis.theming.stance import Stance
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.factories import approve_texts, make_campaign, work_off

Staff = Callable[..., AuditingClient]
DESK = "/staff/themes/made-up-place"
WANTING = [f"we need more buses to village number {n}" for n in range(34)]
LIKING = [f"i love the bus that goes past farm {n}" for n in range(22)]
OBJECTING = [f"no more buses in lane {n} they are too loud" for n in range(4)]
BUSES = "accessible-places"


@pytest.fixture
def analyst(staff: Staff) -> AuditingClient:
    return staff(Role.ANALYST)


@pytest.fixture
def themed(app: Flask, analyst: AuditingClient) -> list[int]:
    """Sixty answers about buses, of three minds, themed by the worker; gives their ids."""
    ids = approve_texts(make_campaign(), WANTING + LIKING + OBJECTING)
    analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK)
    work_off(app)
    return ids


def stance_of(submission_id: int, theme: str = BUSES) -> Stance | None:
    return stances_of(submission_id, "q1").get(theme)


def correct(analyst: AuditingClient, submission_id: int, **form: str) -> None:
    answer = analyst.submit(
        f"{DESK}/answers/{submission_id}", {"main": BUSES, **form}, from_page=f"{DESK}/answers"
    )
    assert answer.status_code == 302


def shown(analyst: AuditingClient, **asked: str) -> int:
    """How many answers the desk shows for a filter; at most a page."""
    return (
        len(analyst.get(f"{DESK}/answers", query_string=asked).get_data(as_text=True).split('id="answer-'))
        - 1
    )


@pytest.mark.both_stores
def test_opposites_about_one_theme_are_told_apart_on_the_board(
    themed: list[int], analyst: AuditingClient
) -> None:
    counted = db.session.query(Assignment).filter_by(theme_key=BUSES)
    by_stance = {stance: counted.filter_by(stance=stance).count() for stance in ("wants", "likes", "objects")}
    assert min(by_stance.values()) >= 3
    board = text_of(analyst.page(DESK))
    assert f"Wants {by_stance['wants']} Likes {by_stance['likes']} Objects to {by_stance['objects']}" in board
    assert shown(analyst, theme=BUSES, stance="objects") == by_stance["objects"]
    assert shown(analyst, theme=BUSES, stance="made-up") == 0


@pytest.mark.both_stores
def test_what_a_person_says_of_the_stance_stands_through_theming_and_a_merge(
    app: Flask, themed: list[int], analyst: AuditingClient
) -> None:
    correct(analyst, themed[0], **{f"stance-{BUSES}": "objects"})
    assert stance_of(themed[0]) is Stance.OBJECTS
    correct(analyst, themed[0])
    assert stance_of(themed[0]) is Stance.OBJECTS, "saying the themes again does not undo the stance"
    form = {"themes": [BUSES, "environment"], "into": "environment", "name": "", "reason": "One decision"}
    begun = analyst.submit(f"{DESK}/list/merge", form)
    analyst.submit(f"{begun.location}/save", from_page=begun.location)
    work_off(app)
    assert stance_of(themed[0], "environment") is Stance.OBJECTS
    assert stance_of(themed[1], "environment") is Stance.WANTS


def test_a_theme_a_person_adds_gets_the_stance_of_the_whole_answer(
    themed: list[int], analyst: AuditingClient
) -> None:
    correct(analyst, themed[-1], also="proud-role-models", **{"stance-proud-role-models": "nonsense"})
    assert stance_of(themed[-1], "proud-role-models") is Stance.OBJECTS
    assert db.session.query(Correction).one().stances["proud-role-models"] == "objects"


def test_files_give_stances_behind_the_mask_and_never_a_small_one(
    themed: list[int], analyst: AuditingClient
) -> None:
    frame = current_frame(1)
    assert frame is not None
    with transaction():
        for place, number in enumerate(themed):
            db.session.query(Assignment).filter_by(submission_id=number).delete()
            stance = "wants" if place < 34 else "likes" if place < 56 else "objects"
            db.session.add(
                Assignment(
                    submission_id=number,
                    question_key="q1",
                    theme_key=BUSES,
                    campaign_id=frame.campaign_id,
                    rank=0,
                    stance=stance,
                )
            )
    pictured = [text_of(row) for row in analyst.page(f"{DESK}/pictures").select("tr")]
    [divided] = [row for row in pictured if "too few to show" in row]
    assert "60" in divided
    assert analyst.submit(f"{DESK}/sign-off").status_code == 302
    for audience in ("board", "public"):
        file = analyst.submit(
            "/staff/reports/made-up-place/themes.csv", {"audience": audience}, from_page="/staff/reports"
        )
        rows = list(csv.DictReader(io.StringIO(file.get_data().decode("utf-8-sig"))))
        [row] = [row for row in rows if row["Theme id"] == BUSES]
        assert row["Responses"] == "60"
        assert row["Objects to"] == row["Unclear"] == "too few to show"
        shown_figures = [row[name] for name in ("Wants", "Likes") if row[name].isdigit()]
        assert all(int(figure) % 5 == 0 for figure in shown_figures)
        assert all(not row["Wants"] for row in rows if row["Theme id"] != BUSES)
