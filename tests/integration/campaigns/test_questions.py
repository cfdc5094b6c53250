"""Writing questions: add, change, order, delete; locked once people may answer, but for wording."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from participation.campaigns.models import Campaign
from participation.campaigns.services import close_campaign, open_campaign
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys import editing
from surveys.models import SurveyVersion
from surveys.written import QuestionProblem, WrittenQuestion
from tests.auditing_client import AuditingClient, text_of
from tests.integration.campaigns.making import a_campaign
from tests.integration.lawful import sign

Staff = Callable[..., AuditingClient]
QUESTIONS = "/staff/campaigns/safer-buses/questions"


def read(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "lxml")


def keys(campaign: Campaign) -> list[str]:
    db.session.expire_all()
    return [question.key for question in editing.questions_of(campaign)]


def versions() -> list[SurveyVersion]:
    return list(db.session.scalars(select(SurveyVersion).order_by(SurveyVersion.number)))


@pytest.mark.both_stores
@pytest.mark.parametrize(
    ("kind", "options", "stored"),
    [
        ("long_text", "", []),
        ("short_text", "", []),
        ("one_choice", "Yes\nNo\n\n  Not  sure  ", [("yes", "Yes"), ("no", "No"), ("not-sure", "Not sure")]),
        ("several_choices", "Bus\r\nTrain", [("bus", "Bus"), ("train", "Train")]),
        ("place", "West Dorset\nPurbeck", [("west-dorset", "West Dorset"), ("purbeck", "Purbeck")]),
        (
            "age_band",
            "",
            [
                ("5-8", "5 to 8"),
                ("9-11", "9 to 11"),
                ("12-14", "12 to 14"),
                ("15-17", "15 to 17"),
                ("18-25", "18 to 25"),
            ],
        ),
    ],
)
def test_a_question_of_each_type_is_added(
    staff: Staff, kind: str, options: str, stored: list[tuple[str, str]]
) -> None:
    campaign = a_campaign(is_open=False, questions=())
    manager = staff(Role.CAMPAIGN_MANAGER)
    sent = {"kind": kind, "wording": "What do you think?", "hint": "Say it your way", "options": options}
    response = manager.submit(f"{QUESTIONS}/add", sent)
    assert response.headers["Location"] == f"{QUESTIONS}#q1"
    question = editing.question_of(campaign, "q1")
    assert [(each["id"], each["label"]) for each in question.options] == stored
    assert "What do you think?" in text_of(manager.page(QUESTIONS))
    assert "What do you think?" in text_of(manager.page(f"{QUESTIONS}/preview"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"wording": ""}, "Write what you ask"),
        ({"wording": "x" * 301}, "Use 300 characters or fewer"),
        ({"kind": "essay"}, "Not a valid choice"),
        ({"kind": "one_choice", "options": "Yes"}, "Give at least two options, one on each line"),
        ({"kind": "one_choice", "options": "Yes\nyes"}, "Two options say the same"),
        (
            {"kind": "one_choice", "options": "a\n" + "b" * 151},
            "Use at most 60 options of at most 150 characters",
        ),
        ({"kind": "place", "options": ""}, "Give at least two options"),
        ({"kind": "long_text", "options": "Yes\nNo"}, "This type has no options"),
    ],
)
def test_a_question_that_cannot_be_asked_says_how_to_put_it_right(
    staff: Staff, changes: dict[str, str], words: str
) -> None:
    campaign = a_campaign(is_open=False, questions=())
    sent = {"kind": "long_text", "wording": "What?", "hint": "kept hint", "options": "", **changes}
    response = staff(Role.CAMPAIGN_MANAGER).submit(f"{QUESTIONS}/add", sent)
    assert response.status_code == 200
    assert words in text_of(read(response).select(".problem")[0])
    assert 'value="kept hint"' in response.get_data(as_text=True)
    assert keys(campaign) == []


def test_options_whose_words_have_no_plain_letters_still_get_their_own_ids(app: Flask) -> None:
    campaign = a_campaign(is_open=False, questions=())
    with transaction():
        editing.add_question(
            campaign, WrittenQuestion("one_choice", "?", "", ("نعم", "لا", "Maybe", "maybe!"))
        )
    ids = [each["id"] for each in editing.question_of(campaign, "q1").options]
    assert len(set(ids)) == 4


@pytest.mark.both_stores
def test_buttons_move_a_question_and_stop_at_the_ends(staff: Staff) -> None:
    campaign = a_campaign(is_open=False, questions=("One?", "Two?", "Three?"))
    manager = staff(Role.CAMPAIGN_MANAGER)
    assert keys(campaign) == ["q1", "q2", "q3"]
    manager.submit(f"{QUESTIONS}/q3/move", {"direction": "up"}, from_page=QUESTIONS)
    assert keys(campaign) == ["q1", "q3", "q2"]
    manager.submit(f"{QUESTIONS}/q1/move", {"direction": "up"}, from_page=QUESTIONS)
    assert keys(campaign) == ["q1", "q3", "q2"]
    manager.submit(f"{QUESTIONS}/q1/move", {"direction": "down"}, from_page=QUESTIONS)
    assert keys(campaign) == ["q3", "q1", "q2"]
    soup = manager.page(QUESTIONS)
    assert "Move up" not in text_of(soup.select("#q3")[0])
    assert "Move down" not in text_of(soup.select("#q2")[0])


def test_deleting_asks_first_and_closes_the_gap(staff: Staff) -> None:
    campaign = a_campaign(is_open=False, questions=("One?", "Two?", "Three?"))
    manager = staff(Role.CAMPAIGN_MANAGER)
    assert "Two?" in text_of(manager.page(f"{QUESTIONS}/q2/delete"))
    assert keys(campaign) == ["q1", "q2", "q3"]
    manager.submit(f"{QUESTIONS}/q2/delete")
    assert keys(campaign) == ["q1", "q3"]
    assert [question.position for question in editing.questions_of(campaign)] == [1, 2]


def test_an_option_keeps_its_id_while_its_words_stay(app: Flask) -> None:
    campaign = a_campaign(is_open=False, questions=())
    with transaction():
        question = editing.add_question(campaign, WrittenQuestion("one_choice", "How?", "", ("Bus", "Train")))
        editing.change_question(
            campaign, question, WrittenQuestion("one_choice", "How?", "", ("Train", "Bike", "Bus"))
        )
    assert [(each["id"], each["label"]) for each in question.options] == [
        ("train", "Train"),
        ("bike", "Bike"),
        ("bus", "Bus"),
    ]


@pytest.mark.both_stores
def test_in_an_open_campaign_a_typo_is_put_right_in_a_new_version(staff: Staff) -> None:
    campaign = a_campaign(questions=("Waht would help?",))
    manager = staff(Role.CAMPAIGN_MANAGER)
    response = manager.submit(f"{QUESTIONS}/q1", {"wording": "What would help?", "hint": "", "options": ""})
    assert response.status_code == 302
    assert [version.definition["questions"][0]["wording"] for version in versions()] == [
        "Waht would help?",
        "What would help?",
    ]
    assert "What would help?" in text_of(manager.page("/c/safer-buses/take-part"))
    assert keys(campaign) == ["q1"]


def test_saving_without_a_change_makes_no_new_version(staff: Staff) -> None:
    a_campaign(questions=("What would help?",))
    staff(Role.CAMPAIGN_MANAGER).submit(
        f"{QUESTIONS}/q1", {"wording": "What would help?", "hint": "", "options": ""}
    )
    assert len(versions()) == 1


def test_put_right_options_keep_the_ids_that_answers_point_to(app: Flask) -> None:
    campaign = a_campaign(is_open=False, questions=())
    with transaction():
        question = editing.add_question(
            campaign, WrittenQuestion("one_choice", "How?", "", ("Buss", "Trian"))
        )
        sign(campaign)
        open_campaign(campaign)
        editing.change_question(
            campaign, question, WrittenQuestion("one_choice", "How?", "", ("Bus", "Train"))
        )
    assert [(each["id"], each["label"]) for each in question.options] == [("buss", "Bus"), ("trian", "Train")]


def test_in_an_open_campaign_everything_else_is_locked(staff: Staff) -> None:
    campaign = a_campaign(questions=("One?", "Two?"))
    manager = staff(Role.CAMPAIGN_MANAGER)
    page = text_of(manager.page(QUESTIONS))
    assert "You can put wording right" in page
    assert "Add a question" not in page
    for address, sent in (
        (f"{QUESTIONS}/add", {"kind": "long_text", "wording": "More?", "hint": "", "options": ""}),
        (f"{QUESTIONS}/q2/move", {"direction": "up"}),
        (f"{QUESTIONS}/q2/delete", {}),
    ):
        assert manager.submit(address, sent, from_page=QUESTIONS + "/q1").status_code == 409
    more = manager.submit(f"{QUESTIONS}/q1", {"wording": "One?", "hint": "", "options": "Yes\nNo"})
    assert "the type and the options must stay" in text_of(read(more))
    assert keys(campaign) == ["q1", "q2"]
    assert len(versions()) == 1


def test_a_closed_campaign_keeps_its_questions_as_they_were_asked(staff: Staff) -> None:
    campaign = a_campaign(questions=("One?",))
    with transaction():
        close_campaign(campaign)
    manager = staff(Role.CAMPAIGN_MANAGER)
    assert "stay as they were asked" in text_of(manager.page(QUESTIONS))
    response = manager.submit(f"{QUESTIONS}/q1", {"wording": "Other?", "hint": "", "options": ""})
    assert "its questions stay as they were asked" in text_of(read(response))
    assert editing.question_of(campaign, "q1").wording == "One?"


def test_a_survey_does_not_grow_without_end(app: Flask) -> None:
    campaign = a_campaign(
        is_open=False, questions=tuple(f"{number}?" for number in range(editing.MOST_QUESTIONS))
    )
    with pytest.raises(QuestionProblem, match="at most 40 questions"):
        editing.add_question(campaign, WrittenQuestion("long_text", "More?"))


def test_a_long_survey_says_in_the_preview_that_it_goes_page_by_page(staff: Staff) -> None:
    a_campaign(is_open=False, questions=tuple(f"Question {number}?" for number in range(7)))
    page = text_of(staff(Role.CAMPAIGN_MANAGER).page(f"{QUESTIONS}/preview"))
    assert "one on a page" in page
    assert all(f"Question {number}?" in page for number in range(7))


def test_an_unknown_question_is_not_found(staff: Staff) -> None:
    a_campaign(is_open=False)
    manager = staff(Role.CAMPAIGN_MANAGER)
    for key in ("q9", "%00", "submission_key"):
        assert manager.get(f"{QUESTIONS}/{key}").status_code == 404


def test_other_roles_are_refused(staff: Staff) -> None:
    a_campaign(is_open=False)
    assert staff(Role.ANALYST).get(QUESTIONS).status_code == 403
