"""Rules of a campaign's life: its state, its address, and its dates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.campaigns.domain import (
    CampaignDetails,
    CampaignState,
    campaign_state,
    date_problems,
    is_slug,
    suggest_slug,
)

TODAY = date(2027, 3, 10)
DAY = timedelta(days=1)
WHOLE = CampaignDetails(
    title="Parks",
    slug="parks",
    purpose="Why",
    decision="What",
    decision_maker="Who",
    can_change="This",
    cannot_change="That",
    who_reads="They",
    closes_on=TODAY + 30 * DAY,
    hear_back_by=TODAY + 60 * DAY,
)


@pytest.mark.parametrize(
    ("was_opened", "was_closed", "opens_on", "closes_on", "expected"),
    [
        (False, False, TODAY - DAY, TODAY + DAY, CampaignState.DRAFT),
        (True, False, TODAY + DAY, TODAY + 2 * DAY, CampaignState.SCHEDULED),
        (True, False, TODAY, TODAY, CampaignState.OPEN),
        (True, False, None, None, CampaignState.OPEN),
        (True, False, TODAY - 2 * DAY, TODAY - DAY, CampaignState.CLOSED),
        (True, True, TODAY - DAY, TODAY + DAY, CampaignState.CLOSED),
        (True, True, TODAY + DAY, TODAY + 2 * DAY, CampaignState.CLOSED),
    ],
)
def test_the_state_follows_from_what_was_done_and_from_the_dates(
    was_opened: bool, was_closed: bool, opens_on: date | None, closes_on: date | None, expected: CampaignState
) -> None:
    assert campaign_state(was_opened, was_closed, opens_on, closes_on, TODAY) is expected


@given(st.text(max_size=200), st.sets(st.text(max_size=10), max_size=3))
def test_any_title_gives_an_address_that_nobody_has(title: str, taken: set[str]) -> None:
    slug = suggest_slug(title, taken)
    assert is_slug(slug)
    assert slug not in taken


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("What’s next for Café Bus?", "whats-next-for-cafe-bus"),
        ("Don't stop", "dont-stop"),
        ("مرحبا", "campaign"),
    ],
)
def test_an_address_reads_like_its_title(title: str, slug: str) -> None:
    assert suggest_slug(title) == slug


@pytest.mark.parametrize("text", ["", "-a", "a-", "a--b", "A", "a b", "a/b", "é", "a\n", "x" * 81, "a\x00"])
def test_what_cannot_stand_in_an_address_is_no_slug(text: str) -> None:
    assert not is_slug(text)


def test_people_hear_back_after_it_closes_and_it_closes_after_it_opens() -> None:
    assert date_problems(WHOLE) == {}
    same_day = replace(WHOLE, hear_back_by=WHOLE.closes_on)
    assert list(date_problems(same_day)) == ["hear_back_by"]
    backwards = replace(WHOLE, opens_on=WHOLE.hear_back_by)
    assert list(date_problems(backwards)) == ["closes_on"]
    assert list(date_problems(replace(WHOLE, youngest=18, oldest=11))) == ["oldest"]
    early = replace(WHOLE, decided_on=WHOLE.closes_on)
    assert list(date_problems(early)) == ["decided_on"], "it is decided after it closes"
    late = replace(WHOLE, decided_on=TODAY + 61 * DAY)
    assert list(date_problems(late)) == ["hear_back_by"], "people hear back once it is decided"
