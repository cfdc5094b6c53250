"""Campaigns to take part in, made as the site makes them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from participation.campaigns.models import Campaign
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys import services
from surveys.definition import Option, QuestionDefinition
from surveys.models import Question, Survey
from surveys.question_types import question_type

BETTER = QuestionDefinition("q1", "long_text", "What would make Dorset better?")
AGE = QuestionDefinition(
    "q2", "age_band", "How old are you?", options=question_type("age_band").default_options
)
TRANSPORT = QuestionDefinition(
    "q3",
    "several_choices",
    "How do you get about?",
    options=(Option("bus", "Bus"), Option("bike", "Bike"), Option("walk", "Walking")),
)
PLACE = QuestionDefinition(
    "q4",
    "place",
    "Where do you live?",
    options=(Option("north", "North Dorset"), Option("west", "West Dorset")),
)
ONE_WORD = QuestionDefinition("q5", "short_text", "Dorset in one word?")
FIVE = (BETTER, AGE, TRANSPORT, PLACE, ONE_WORD)
SIX = (*FIVE, QuestionDefinition("q6", "long_text", "Anything else?"))

OpenCampaign = Callable[..., int]


@pytest.fixture
def open_campaign(app: Flask) -> OpenCampaign:
    """`open_campaign(questions, slug=…, closes_on=…)` opens a campaign and gives its id."""

    def make(questions: tuple[QuestionDefinition, ...] = FIVE, slug: str = "buses", **fields: Any) -> int:
        with transaction():
            campaign = Campaign(
                slug=slug,
                title="Your Dorset",
                **{"opened_at": clock.now(), "opens_on": date(2026, 1, 1), **fields},
            )
            db.session.add(campaign)
            db.session.flush()
            survey = Survey(campaign_id=campaign.id)
            survey.questions = [
                Question(
                    key=each.key,
                    kind=each.kind,
                    position=place,
                    wording=each.wording,
                    hint=each.hint,
                    options=[option.to_json() for option in each.options],
                    settings=each.settings,
                )
                for place, each in enumerate(questions)
            ]
            db.session.add(survey)
            db.session.flush()
            if questions:
                services.freeze(campaign.id)
            return campaign.id

    return make
