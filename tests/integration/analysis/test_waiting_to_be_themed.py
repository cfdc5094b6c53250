"""Answers that wait to be themed are found without going through all that are themed for each of them anew."""

from flask import Flask

from analysis.themes.frames import begin_frame
from analysis.themes.theming import theme_new_answers
from participation.accounts.models import Person
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from tests.integration.analysis.factories import BUSES, approve_texts, make_campaign
from tests.integration.statements import plan_of, statements


def test_whether_an_answer_is_themed_is_looked_up_by_its_key(app: Flask) -> None:
    campaign_id = make_campaign()
    approve_texts(campaign_id, BUSES[:3])
    with transaction():
        begin_frame(campaign_id, db.session.query(Person).first().id)  # type: ignore[union-attr]
    with statements() as sent:
        assert theme_new_answers() == 3
    plans = [plan_of(statement, parameters) for statement, parameters in sent if "NOT (EXISTS" in statement]
    lookups = [line for plan in plans for line in plan.splitlines() if "answer_coding" in line]
    assert lookups
    assert all("submission_id=?" in line for line in lookups), lookups
