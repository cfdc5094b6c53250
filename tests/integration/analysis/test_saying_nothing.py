"""Answers that say nothing, at the officer's desk: without a theme until a person gives one to some of their kind."""

from collections.abc import Callable

import pytest
from flask import Flask

from analysis.models import AnswerCoding
from analysis.themes.theming import themes_of
from participation.foundation.access import Role
from participation.foundation.database import db
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.factories import BUSES, approve_texts, make_campaign, work_off

DESK = "/staff/themes/made-up-place"
SAID_NOTHING = f"{DESK}/answers?status=no_answer"
HINT = "the others of its kind follow"


@pytest.fixture
def analyst(staff: Callable[..., AuditingClient]) -> AuditingClient:
    return staff(Role.ANALYST)


def theme(app: Flask, analyst: AuditingClient) -> None:
    analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK)
    work_off(app)


def test_what_an_officer_says_of_one_nothing_the_others_follow_unsure_and_to_be_looked_at(
    app: Flask, analyst: AuditingClient
) -> None:
    ids = approve_texts(make_campaign(), ["Nothing.", "none", "nothing at all", "dunno", *BUSES])
    theme(app, analyst)
    page = text_of(analyst.page(SAID_NOTHING))
    assert "nothing at all" in page
    assert HINT in page
    assert HINT not in text_of(analyst.page(f"{DESK}/answers"))

    analyst.submit(f"{DESK}/answers/{ids[0]}", {"main": "kind-and-happy"}, from_page=SAID_NOTHING)
    theme(app, analyst)

    assert [themes_of(number, "q1") for number in ids[:4]] == [["kind-and-happy"]] * 3 + [[]]
    statuses = [db.session.get_one(AnswerCoding, (number, "q1")).status for number in ids[1:4]]
    assert statuses == ["unsure", "unsure", "no_answer"]
    waiting = text_of(analyst.page(f"{DESK}/answers?status=unsure"))
    assert "Nearest example already coded: “Nothing.”" in waiting


def test_where_nobody_said_nothing_the_page_says_only_that(app: Flask, analyst: AuditingClient) -> None:
    approve_texts(make_campaign(), BUSES)
    theme(app, analyst)

    page = text_of(analyst.page(SAID_NOTHING))

    assert "No answers like that" in page
    assert HINT not in page
