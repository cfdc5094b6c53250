"""Tested questions are kept in a bank and asked again; versions of a survey are compared in plain words."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from participation.foundation.access import Role
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys import editing
from surveys.models import BankedQuestion
from surveys.queries import draft_definition
from surveys.written import WrittenQuestion
from tests.auditing_client import AuditingClient, text_of
from tests.integration.campaigns.making import a_campaign
from tests.integration.campaigns.test_questions import QUESTIONS, read

Staff = Callable[..., AuditingClient]
BANK, FOR_OTHER = "/staff/question-bank", "/staff/campaigns/parks/question-bank"
TRIED = {"tested": "12 children aged 9 to 11, March 2027"}


@pytest.mark.both_stores
def test_a_kept_question_is_asked_again_with_the_same_options_and_without_its_rules(staff: Staff) -> None:
    campaign = a_campaign(is_open=False)
    with transaction():
        question = editing.add_question(
            campaign, WrittenQuestion("one_choice", "Do you ride?", "", ("Yess", "No"), has_other=True)
        )
        editing.change_question(
            campaign,
            question,
            WrittenQuestion("one_choice", "Do you ride?", "", ("Yes", "No"), has_other=True),
        )
        other = a_campaign(slug="parks", is_open=False, questions=())
    manager = staff(Role.CAMPAIGN_MANAGER)
    assert manager.submit(f"{QUESTIONS}/q2/keep", TRIED).headers["Location"] == f"{QUESTIONS}#q2"
    assert "Tried: 12 children aged 9 to 11, March 2027" in text_of(manager.page(FOR_OTHER))
    assert "Do you ride?" not in text_of(manager.page(f"{BANK}?words=swim"))
    assert "Do you ride?" in text_of(manager.page(f"{BANK}?words=RIDE+children"))
    manager.submit(f"{FOR_OTHER}/1", {}, from_page=FOR_OTHER)
    [asked] = draft_definition(other.id).questions
    first = draft_definition(campaign.id).questions[1]
    assert (asked.wording, asked.options, asked.has_other) == (first.wording, first.options, True)
    assert "kept" in db.session.scalars(select(AuditEvent.action)).all()


def test_the_same_question_is_kept_once_and_how_it_was_tried_is_needed(staff: Staff) -> None:
    a_campaign()
    manager = staff(Role.CAMPAIGN_MANAGER)
    keep = f"{QUESTIONS}/q1/keep"
    assert "Say with whom the wording was tried" in text_of(read(manager.submit(keep, {"tested": " "})))
    manager.submit(keep, TRIED)
    assert "in the same words" in text_of(read(manager.submit(keep, TRIED)))
    assert len(db.session.scalars(select(BankedQuestion)).all()) == 1


def test_what_is_taken_out_of_the_bank_is_gone_after_asking(staff: Staff) -> None:
    a_campaign()
    a_campaign(slug="parks", is_open=False, questions=())
    manager = staff(Role.CAMPAIGN_MANAGER)
    manager.submit(f"{QUESTIONS}/q1/keep", TRIED)
    opened = manager.page(FOR_OTHER)
    token = str(opened.select("input[name=csrf_token]")[-1]["value"])
    manager.submit(f"{BANK}/1/remove")
    assert "The bank is empty" in text_of(manager.page(BANK))
    late = manager.post(f"{FOR_OTHER}/1", data={"csrf_token": token})
    assert late.status_code == 404
    assert "no longer in the bank" in text_of(read(late))


def test_an_open_campaign_takes_no_question_from_the_bank(staff: Staff) -> None:
    a_campaign()
    manager = staff(Role.CAMPAIGN_MANAGER)
    manager.submit(f"{QUESTIONS}/q1/keep", TRIED)
    page = manager.page("/staff/campaigns/safer-buses/question-bank")
    assert "Ask it here" not in text_of(page)


def test_two_versions_are_compared_in_plain_words(staff: Staff) -> None:
    campaign = a_campaign(questions=("What woud help?", "Why?"))
    manager, versions = staff(Role.CAMPAIGN_MANAGER), "/staff/campaigns/safer-buses/versions"
    assert "Compare two versions" not in str(manager.page(versions))
    with transaction():
        first, second = editing.questions_of(campaign)
        editing.change_question(campaign, first, WrittenQuestion("long_text", "What would help?"))
        editing.change_question(campaign, second, WrittenQuestion("long_text", "Why is that?"))
    page = text_of(manager.page(versions))
    assert "What changed from version 2 to version 3" in page
    assert "is now “Why is that?”" in page
    assert "What woud help?" not in page
    both = text_of(manager.page(f"{versions}?before=1&after=3"))
    assert "was “What woud help?” and is now “What would help?”" in both
    assert "What changed from version 2 to version 3" in text_of(manager.page(f"{versions}?before=9&after=x"))


def test_a_question_is_shown_as_it_is_written_and_nothing_is_saved(staff: Staff) -> None:
    campaign = a_campaign(is_open=False, questions=())
    manager = staff(Role.CAMPAIGN_MANAGER)
    written = {
        "kind": "picture_choice",
        "wording": "How do you go?",
        "options": "By bus | bus\nBy rocket | rocket",
    }
    shown = read(manager.submit(f"{QUESTIONS}/add", {**written, "show": "yes"})).select("#on-a-phone")[0]
    assert "How do you go?" in text_of(shown)
    assert [text_of(each) for each in shown.select(".choice")][:2] == ["By bus", "By rocket"]
    assert draft_definition(campaign.id).questions == ()
