"""A campaign manager makes, opens, extends and closes campaigns."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from participation.campaigns import queries, services
from participation.campaigns.domain import CampaignState
from participation.campaigns.models import Campaign
from participation.foundation import audit, clock
from participation.foundation.access import Role
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.queries import latest_version
from tests.auditing_client import AuditingClient, text_of
from tests.integration.campaigns.making import a_campaign, whole_details
from tests.integration.duty import a_whole_rota

Staff = Callable[..., AuditingClient]


def form_of(**changes: Any) -> dict[str, Any]:
    """What the form sends for a campaign with nothing missing."""
    if "hear_back_by" in changes:
        changes = {"decided_on": changes["hear_back_by"], **changes}
    details = {name: value for name, value in vars(whole_details()).items() if value not in (None, False)}
    return {name: str(value) for name, value in {**details, **changes}.items()}


def read(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "lxml")


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.action).where(AuditEvent.subject == "campaign")))


@pytest.mark.both_stores
def test_only_a_title_is_needed_to_begin_and_the_address_comes_from_it(staff: Staff) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    sent = {
        "title": "Café & bus – what’s next?",
        "minutes_needed": "2",
        "youngest": "5",
        "oldest": "25",
        "accent": "sea",
    }
    response = manager.submit("/staff/campaigns/new", sent)
    assert response.headers["Location"] == "/staff/campaigns/cafe-bus-whats-next"
    page = text_of(manager.page("/staff/campaigns/cafe-bus-whats-next"))
    assert "The campaign is saved" in page
    assert "Being made" in page
    again = manager.submit("/staff/campaigns/new", sent)
    assert again.headers["Location"] == "/staff/campaigns/cafe-bus-whats-next-2"


def test_everything_written_is_shown_again_and_stored(staff: Staff) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    manager.submit("/staff/campaigns/new", form_of(is_sensitive="y", accent="heather"))
    campaign = queries.campaign_by_slug("safer-buses")
    expected = whole_details(is_sensitive=True, accent="heather")
    assert queries.details_of(campaign) == expected
    assert campaign.created_by_id == manager.person_id
    assert actions() == ["made"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Enter a title"),
        ("title", "x" * 121, "Use 120 characters or fewer"),
        ("slug", "No Spaces!", "Use small letters, digits and hyphens"),
        ("minutes_needed", "soon", "Write a number from 1 to 60"),
        ("minutes_needed", "", "Write a number from 1 to 60"),
        ("minutes_needed", "0", "Write a number from 1 to 60"),
        ("youngest", "26", "Write a number from 0 to 25"),
        ("oldest", "2", "The oldest age must be the youngest age or more"),
        ("closes_on", "next week", "Write the day as day/month/year"),
        ("opens_on", "2200-01-01", "The closing day must be the opening day or later"),
        ("hear_back_by", "2020-01-01", "People hear back after the campaign closes"),
        ("accent", "pink", "Not a valid choice"),
    ],
)
def test_a_field_that_is_wrong_says_how_to_put_it_right_and_nothing_is_lost(
    staff: Staff, field: str, value: str, words: str
) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    response = manager.submit("/staff/campaigns/new", form_of(**{field: value}))
    soup = read(response)
    assert response.status_code == 200
    assert words in text_of(soup.select(".problem")[0])
    assert len(soup.select(".problem li")) == 1, "one mistake is told once"
    assert str(soup.select("title")[0].string).startswith("Error: ")
    assert "We plan the winter timetable." in soup.select("textarea[name=purpose]")[0].get_text()
    assert not db.session.scalars(select(Campaign)).all()


def test_a_day_may_be_typed_as_people_write_it(staff: Staff) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    manager.submit("/staff/campaigns/new", form_of(closes_on="27/03/2031", hear_back_by="27/04/2031"))
    assert queries.campaign_by_slug("safer-buses").closes_on == date(2031, 3, 27)


def test_two_campaigns_never_share_an_address(staff: Staff) -> None:
    a_campaign()
    response = staff(Role.CAMPAIGN_MANAGER).submit("/staff/campaigns/new", form_of())
    assert "Another campaign has this address" in text_of(read(response))


@pytest.mark.both_stores
@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "null\x00byte", "😀" * 900, "مرحبا"])
def test_hostile_and_unusual_text_is_kept_as_typed_and_never_runs(staff: Staff, typed: str) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    manager.submit("/staff/campaigns/new", form_of(purpose=typed))
    assert queries.campaign_by_slug("safer-buses").purpose == typed.replace("\x00", "")
    assert typed.replace("\x00", "") in manager.page("/staff/campaigns/safer-buses/preview").get_text()


def test_opening_is_refused_with_each_missing_thing_and_a_link_to_it(staff: Staff) -> None:
    with transaction():
        a_whole_rota()
    manager = staff(Role.CAMPAIGN_MANAGER)
    manager.submit(
        "/staff/campaigns/new",
        {"title": "Parks", "minutes_needed": "1", "youngest": "5", "oldest": "25", "accent": "sea"},
    )
    response = manager.submit("/staff/campaigns/parks/open", from_page="/staff/campaigns/parks")
    assert response.status_code == 409
    links = {text_of(link): str(link["href"]) for link in read(response).select("[role=alert] a")}
    edit, sign_here = "/staff/campaigns/parks/edit", "/staff/campaigns/parks/sign"
    assert links == {
        "Say what you ask and why.": f"{edit}#purpose",
        "Say which decision the views feed.": f"{edit}#decision",
        "Say who decides.": f"{edit}#decision_maker",
        "Say what can change.": f"{edit}#can_change",
        "Say what cannot change.": f"{edit}#cannot_change",
        "Say who reads the views.": f"{edit}#who_reads",
        "Choose the day it closes.": f"{edit}#closes_on",
        "Choose the day on which it is decided.": f"{edit}#decided_on",
        "Choose the day by which people hear back.": f"{edit}#hear_back_by",
        "Say who might be left out, and what you do about it.": f"{edit}#left_out",
        "Offer at least two ways to answer: add a question of another kind, or say how people can take part "
        "beside this site.": f"{edit}#other_ways",
        "Say what you ask and why in Easy Read.": f"{edit}#easy_summary",
        "Say who tried the pages with a keyboard, a phone and a screen reader.": f"{edit}#access_checked_by",
        "Choose the day on which they tried the pages.": f"{edit}#access_checked_on",
        "Choose how much you come to know of people.": f"{edit}#privacy_level",
        "Give the reference of the data protection impact assessment.": f"{edit}#dpia_reference",
        "Have a named person sign that it serves the best interests of children.": f"{sign_here}#statement",
        "There are no questions yet. Add at least one.": "/staff/campaigns/parks/questions",
    }
    form = manager.page(edit)
    assert all(form.select(href.removeprefix(edit)) for href in links.values() if href.startswith(edit))
    assert manager.page(sign_here).select("#statement")
    assert queries.campaign_by_slug("parks").state is CampaignState.DRAFT
    assert actions() == ["made"]


@pytest.mark.parametrize(
    "field", ["purpose", "decision", "decision_maker", "can_change", "cannot_change", "who_reads"]
)
def test_each_gate_alone_keeps_a_campaign_closed(app: Flask, field: str) -> None:
    campaign = a_campaign(is_open=False, **{field: ""})
    with pytest.raises(services.NotReadyToOpen) as refusal:
        services.open_campaign(campaign)
    assert [problem.anchor for problem in refusal.value.problems] == [field]


def test_a_closing_day_in_the_past_keeps_a_campaign_closed(app: Flask) -> None:
    campaign = a_campaign(is_open=False, closes_on=clock.today() - timedelta(days=1))
    with pytest.raises(services.NotReadyToOpen, match="The closing day is over"):
        services.open_campaign(campaign)


@pytest.mark.both_stores
def test_a_whole_campaign_opens_and_its_questions_are_frozen(staff: Staff) -> None:
    campaign = a_campaign(is_open=False)
    manager = staff(Role.CAMPAIGN_MANAGER)
    response = manager.submit("/staff/campaigns/safer-buses/open", from_page="/staff/campaigns/safer-buses")
    assert response.status_code == 302
    assert campaign.state is CampaignState.OPEN
    version = latest_version(campaign.id)
    assert version is not None
    assert version.definition["questions"][0]["wording"] == "What would help?"
    assert actions() == ["made", "signed_best_interests", "opened"]


def test_opening_twice_is_refused_in_plain_words(staff: Staff) -> None:
    a_campaign()
    response = staff(Role.CAMPAIGN_MANAGER).submit(
        "/staff/campaigns/safer-buses/open", from_page="/staff/campaigns/new"
    )
    assert response.status_code == 409
    assert "opened already" in text_of(read(response))


def test_a_campaign_that_opens_later_waits_for_its_day(app: Flask) -> None:
    campaign = a_campaign(opens_on=clock.today() + timedelta(days=2))
    assert campaign.state is CampaignState.SCHEDULED
    assert list(queries.open_campaigns()) == []


def test_after_opening_words_can_be_put_right_but_address_and_dates_stay(staff: Staff) -> None:
    campaign = a_campaign()
    manager = staff(Role.CAMPAIGN_MANAGER)
    soup = manager.page("/staff/campaigns/safer-buses/edit")
    names = {str(field.get("name")) for field in soup.select("input, textarea")}
    assert names.isdisjoint({"slug", "opens_on", "closes_on", "hear_back_by", "youngest"})
    sent = form_of(title="Safer buses in the evening", slug="moved", closes_on="2040-01-01")
    manager.submit("/staff/campaigns/safer-buses/edit", sent)
    db.session.refresh(campaign)
    assert (campaign.title, campaign.slug) == ("Safer buses in the evening", "safer-buses")
    assert campaign.closes_on == whole_details().closes_on
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "changed")).one()
    assert event.detail == {"fields": "title"}
    assert audit.verify().broken_at is None


def test_after_opening_nothing_people_rely_on_may_be_emptied(staff: Staff) -> None:
    a_campaign()
    response = staff(Role.CAMPAIGN_MANAGER).submit(
        "/staff/campaigns/safer-buses/edit", form_of(decision_maker="")
    )
    assert "Say who decides." in text_of(read(response))
    assert queries.campaign_by_slug("safer-buses").decision_maker == "The Travel Board"


def test_more_time_is_given_only_forwards(staff: Staff) -> None:
    campaign = a_campaign()
    manager, address = staff(Role.CAMPAIGN_MANAGER), "/staff/campaigns/safer-buses/extend"
    today = clock.today()
    earlier = manager.submit(
        address, {"closes_on": str(today), "hear_back_by": str(today + timedelta(days=90))}
    )
    assert "Choose a day after the one it closes on now" in text_of(read(earlier))
    early_news = manager.submit(
        address, {"closes_on": str(today + timedelta(days=80)), "hear_back_by": str(today)}
    )
    assert "People hear back after the campaign closes" in text_of(read(early_news))
    new_days = {"closes_on": str(today + timedelta(days=40)), "hear_back_by": str(today + timedelta(days=90))}
    assert manager.submit(address, new_days).status_code == 302
    db.session.refresh(campaign)
    assert campaign.closes_on == today + timedelta(days=40)
    assert actions()[-1] == "extended"


def test_closing_early_says_what_it_means_and_then_closes(staff: Staff) -> None:
    campaign = a_campaign()
    manager, address = staff(Role.CAMPAIGN_MANAGER), "/staff/campaigns/safer-buses/close"
    assert "It cannot be opened again" in text_of(manager.page(address))
    assert campaign.state is CampaignState.OPEN
    because = {"because": "The board decided sooner."}
    assert manager.submit(address, because).status_code == 302
    db.session.refresh(campaign)
    assert campaign.state is CampaignState.CLOSED
    assert campaign.closed_day == clock.today()
    assert manager.submit(address, because, from_page="/staff/campaigns/new").status_code == 409


@pytest.mark.both_stores
def test_lists_for_the_home_page_hold_what_is_open_and_what_has_closed(app: Flask) -> None:
    later = a_campaign(slug="later", closes_on=clock.today() + timedelta(days=20))
    sooner = a_campaign(slug="sooner", closes_on=clock.today())
    a_campaign(slug="draft", is_open=False)
    over = a_campaign(slug="over")
    with transaction():
        over.closes_on = over.opens_on = clock.today() - timedelta(days=1)
        closed = a_campaign(slug="closed")
        services.close_campaign(closed)
    assert list(queries.open_campaigns()) == [sooner, later]


@pytest.mark.both_stores
def test_an_unknown_campaign_is_not_found_on_every_page(staff: Staff) -> None:
    manager = staff(Role.CAMPAIGN_MANAGER)
    for slug in ("nothing-here", "%00", "UPPER", "a" * 300, "..%2f.."):
        for ending in ("", "/edit", "/preview", "/close", "/extend", "/questions"):
            assert manager.get(f"/staff/campaigns/{slug}{ending}").status_code == 404


def test_other_roles_are_refused_and_do_not_see_the_menu_entry(staff: Staff) -> None:
    moderator = staff(Role.MODERATOR)
    assert moderator.get("/staff/campaigns").status_code == 403
    assert "Campaigns" not in text_of(moderator.page("/staff/plan"))
    assert "Campaigns" in text_of(staff(Role.CAMPAIGN_MANAGER).page("/staff/plan"))
