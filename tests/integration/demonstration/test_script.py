"""The made-up views themselves: varied, complete, and fit for the survey that asks for them."""

from collections import Counter

import pytest
from flask import Flask
from rapidfuzz import fuzz

from moderation.house_rules.queries import house_rule
from participation.demonstration.script import CAMPAIGNS, MAIN_CAMPAIGN, DemoCampaign, Outcome, read_campaign
from surveys.definition import option_id_for
from surveys.domain import Channel, MayQuote
from surveys.question_types import AgeBand

ALIKE = 85


@pytest.fixture(params=CAMPAIGNS)
def script(request: pytest.FixtureRequest) -> DemoCampaign:
    """Each campaign in turn."""
    return read_campaign(request.param)


def test_no_view_is_there_twice(script: DemoCampaign) -> None:
    assert len({view.text.casefold() for view in script.views}) == len(script.views)


def test_every_choice_is_one_the_survey_offers(script: DemoCampaign) -> None:
    labels = {said["kind"]: said.get("labels", []) for said in script.questions}
    matters = {option_id_for(label) for label in labels["several_choices"]}
    ages = {option.id for option in AgeBand.default_options}
    for view in script.views:
        assert set(view.matters) <= matters
        assert view.age_band in ages | {""}
        assert view.place in {*labels["place"], ""}
        assert MayQuote(view.may_quote)
        assert Channel(view.channel)


def test_covers_lie_in_the_text_and_reasons_are_house_rules(app: Flask, script: DemoCampaign) -> None:
    for view in script.views:
        if view.outcome is Outcome.REDACT:
            assert view.covers()
        if view.outcome is Outcome.REJECT:
            assert house_rule(view.detail), view.text


def test_corrections_name_views_that_are_approved(script: DemoCampaign) -> None:
    approved = {view.text for view in script.views if view.outcome is Outcome.APPROVE}
    assert {said["text"] for said in script.corrections} <= approved


def test_the_views_are_varied_but_for_one_small_campaign_among_them() -> None:
    views = [view.text for view in read_campaign(MAIN_CAMPAIGN).views]
    alike = [
        (one, other)
        for place, one in enumerate(views)
        for other in views[:place]
        if fuzz.ratio(one.casefold(), other.casefold(), score_cutoff=ALIKE)
    ]
    assert len({text for pair in alike for text in pair}) == 6


def test_every_age_and_at_least_fifteen_places_speak() -> None:
    views = read_campaign(MAIN_CAMPAIGN).views
    ages = Counter(view.age_band for view in views if view.age_band)
    assert len(ages) == 5
    assert min(ages.values()) >= 20
    assert len({view.place for view in views if view.place}) >= 16
