"""Building a survey: rules, copies, taking changes back, and two people at once."""

from collections.abc import Callable

import pytest
from flask import Flask

from participation.campaigns.services import NotReadyToOpen, open_campaign
from participation.foundation.access import Role
from participation.foundation.transactions import transaction
from surveys import editing
from surveys.definition import Condition
from surveys.queries import draft_definition
from surveys.written import WrittenQuestion
from tests.auditing_client import AuditingClient, text_of
from tests.integration.campaigns.making import a_campaign
from tests.integration.campaigns.test_questions import QUESTIONS, keys, read

Staff = Callable[..., AuditingClient]
CHOICE = WrittenQuestion("one_choice", "Do you ride?", "", ("Yes", "No"))


@pytest.mark.both_stores
def test_a_rule_is_written_by_ticking_and_read_back_as_a_sentence(staff: Staff) -> None:
    campaign = a_campaign(is_open=False, questions=())
    with transaction():
        editing.add_question(campaign, CHOICE)
        editing.add_question(campaign, WrittenQuestion("long_text", "How often?"))
    manager = staff(Role.CAMPAIGN_MANAGER)
    sent = {"how-q1": "any", "options-q1": "yes"}
    assert manager.submit(f"{QUESTIONS}/q2/rules", sent).status_code == 302
    assert draft_definition(campaign.id).questions[1].show_when == (Condition("q1", ("yes",)),)
    assert "Only asked of people who say “Yes” to “Do you ride?”." in text_of(manager.page(QUESTIONS))
    ticked = manager.page(f"{QUESTIONS}/q2/rules").select("[checked]")
    assert [each["value"] for each in ticked] == ["any", "yes"]


def test_a_rule_that_cannot_work_is_refused_with_the_reason(staff: Staff) -> None:
    campaign = a_campaign(is_open=False, questions=())
    with transaction():
        editing.add_question(campaign, CHOICE)
        editing.add_question(campaign, WrittenQuestion("long_text", "How often?"))
    manager = staff(Role.CAMPAIGN_MANAGER)
    response = manager.submit(f"{QUESTIONS}/q2/rules", {"how-q1": "any"})
    assert response.status_code == 422
    assert "names no option" in text_of(read(response))
    assert draft_definition(campaign.id).questions[1].show_when == ()


def test_a_rule_that_broke_since_keeps_the_campaign_from_opening(app: Flask) -> None:
    campaign = a_campaign(is_open=False, questions=())
    with transaction():
        first = editing.add_question(campaign, CHOICE)
        second = editing.add_question(campaign, WrittenQuestion("long_text", "How often?"))
        editing.set_rules(campaign, second, (Condition("q1", ("yes",)),))
        editing.move_question(campaign, first, up=False)
    with pytest.raises(NotReadyToOpen, match="which does not come before it"), transaction():
        open_campaign(campaign)


def test_a_copy_stands_below_and_changes_come_back_one_after_the_other(staff: Staff) -> None:
    campaign = a_campaign(is_open=False, questions=("One?", "Two?"))
    manager = staff(Role.CAMPAIGN_MANAGER)
    manager.submit(f"{QUESTIONS}/q1/copy", {}, from_page=QUESTIONS)
    assert keys(campaign) == ["q1", "q3", "q2"]
    manager.submit(f"{QUESTIONS}/q1/delete")
    assert keys(campaign) == ["q3", "q2"]
    manager.submit(f"{QUESTIONS}/undo", {}, from_page=QUESTIONS)
    assert keys(campaign) == ["q1", "q3", "q2"]
    manager.submit(f"{QUESTIONS}/undo", {}, from_page=QUESTIONS)
    assert keys(campaign) == ["q1", "q2"]
    assert [each.wording for each in draft_definition(campaign.id).questions] == ["One?", "Two?"]


def test_undoing_brings_back_words_options_and_rules(app: Flask) -> None:
    campaign = a_campaign(is_open=False, questions=())
    with transaction():
        editing.add_question(campaign, CHOICE)
        second = editing.add_question(campaign, WrittenQuestion("long_text", "How often?"))
        editing.set_rules(campaign, second, (Condition("q1", ("yes",)),))
    before = draft_definition(campaign.id)
    with transaction():
        editing.change_question(campaign, second, WrittenQuestion("number", "How many?", most=7))
        editing.undo(campaign)
    assert draft_definition(campaign.id) == before


def test_there_is_an_end_to_undoing(app: Flask) -> None:
    campaign = a_campaign(is_open=False, questions=("One?",))
    with transaction():
        while editing.undo(campaign):
            pass
    assert keys(campaign) == []


@pytest.mark.both_stores
def test_two_people_at_once_lose_no_word(staff: Staff) -> None:
    campaign = a_campaign(is_open=False, questions=("What would help?",))
    ada, ben = staff(Role.CAMPAIGN_MANAGER), staff(Role.CAMPAIGN_MANAGER, email="ben@example.org")
    began = str(ben.page(f"{QUESTIONS}/q1").select_one("[name=edition]")["value"])  # type: ignore[index]
    written = {"kind": "long_text", "hint": "", "options": ""}
    edition = {"edition": began}
    assert ada.submit(f"{QUESTIONS}/q1", {**written, **edition, "wording": "Ada’s words?"}).status_code == 302
    refused = ben.submit(f"{QUESTIONS}/q1", {**written, **edition, "wording": "Ben’s words?"})
    assert refused.status_code == 409
    page = read(refused)
    assert "Somebody else changed this question meanwhile" in text_of(page)
    assert "Ada’s words?" in text_of(page)
    assert page.select("[name=wording]")[0]["value"] == "Ben’s words?"
    assert editing.question_of(campaign, "q1").wording == "Ada’s words?"
    newer = {"edition": str(page.select("[name=edition]")[0]["value"])}
    assert ben.submit(f"{QUESTIONS}/q1", {**written, **newer, "wording": "Both?"}).status_code == 302
    assert editing.question_of(campaign, "q1").wording == "Both?"
