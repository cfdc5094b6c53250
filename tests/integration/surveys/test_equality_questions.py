"""Equality questions come after a view, go with it when it is taken back, and are untied for good once counted."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from participation.campaigns import holds
from participation.campaigns.models import Campaign
from participation.campaigns.opening import readiness_of
from participation.campaigns.queries import campaign_by_slug
from participation.foundation import clock, retention
from participation.foundation.access import Role
from participation.foundation.codes import keyed_hash
from participation.foundation.database import Base, db
from participation.foundation.deployment import deployment
from participation.foundation.transactions import transaction
from surveys import services as views
from surveys.domain import SubmissionState
from surveys.equality import services
from surveys.equality.domain import LEFT_OUT, SWITCHED
from surveys.equality.models import EqualityAnswer, EqualityCount, EqualitySetup
from surveys.equality.queries import counts_of, setup_of
from tests.auditing_client import AuditingClient
from tests.integration.campaigns.making import a_campaign
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.sending import receipt_on, send, soup_of, stored

Staff = Callable[..., AuditingClient]
ABOUT_YOU = "/c/buses/about-you"
EVERYTHING = {band: [each.key for each in SWITCHED] for band in ("11-15", "16-over")}
#: All that is kept of an answer once it was counted: nothing that names or orders views.
COUNTED = {"campaign_id", "question", "option", "number"}
OFFER = "One more thing, if you like"


@pytest.fixture
def asking(open_campaign: OpenCampaign) -> Callable[..., int]:
    """`asking(youngest=…)` opens a campaign that asks everything it may."""

    def make(asked: Mapping[str, list[str]] = EVERYTHING, **fields: Any) -> int:
        campaign_id = open_campaign(**fields)
        with transaction():
            db.session.add(
                EqualitySetup(
                    campaign_id=campaign_id,
                    asked=dict(asked),
                    because="We want to hear from everybody.",
                    agreed_by="Equality lead",
                )
            )
        return campaign_id

    return make


def step(client: AuditingClient, page: BeautifulSoup, name: str, **chosen: str) -> TestResponse:
    """Press a button of one of these pages, with everything its form carries."""
    form = page.select_one(f"form[action='{ABOUT_YOU}']")
    assert form is not None, "the page has a form that goes on"
    assert form.select_one(f"button[value='{name}']"), f"there is a button for {name}"
    carried = {str(each["name"]): str(each["value"]) for each in form.select("input[type=hidden]")}
    return client.post(ABOUT_YOU, data={**carried, **chosen, "step": name})


def questions_after(client: AuditingClient, **answers: str) -> BeautifulSoup:
    """Send a view, then say yes."""
    thanks = soup_of(send(client, q1="More buses", **answers))
    return soup_of(step(client, soup_of(step(client, thanks, "explain")), "ask"))


def keys_asked(page: BeautifulSoup) -> set[str]:
    return {str(each["name"]) for each in page.select("input[type=radio]")}


def kept() -> dict[str, str]:
    rows = db.session.scalars(select(EqualityAnswer))
    return {row.question: row.option for row in rows}


def how_many(table: type[Base]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def close(campaign_id: int, days_ago: int) -> None:
    with transaction():
        campaign = db.session.get_one(Campaign, campaign_id)
        campaign.closes_on = clock.today() - timedelta(days=days_ago)


def as_json(response: TestResponse) -> str:
    assert response.status_code == 200, response.status_code
    return response.get_data(as_text=True)


@pytest.mark.both_stores
def test_the_view_is_safe_first_then_they_are_explained_asked_and_kept_apart(
    client: AuditingClient, asking: Callable[..., int]
) -> None:
    asking()
    sent = send(client, q1="More buses", q2="18-25")
    assert receipt_on(sent)
    assert len(stored()) == 1
    assert how_many(EqualityAnswer) == 0
    explained = soup_of(step(client, soup_of(sent), "explain"))
    assert "We want to hear from everybody." in explained.get_text()
    assert not explained.select("input[name=age]"), "the view says how old its sender is"
    questions = soup_of(step(client, explained, "ask"))
    assert keys_asked(questions) == {each.key for each in SWITCHED}
    more = soup_of(
        step(client, questions, "keep", ethnic_group="asian", condition="no", religion="prefer-not")
    )
    assert keys_asked(more) == {"ethnic_asian"}, "the second step of two follows on a page of its own"
    assert kept()["ethnic_group"] == "asian"
    done = step(client, more, "keep-more", ethnic_asian="chinese")
    assert "It helps us see" in as_json(done)
    assert kept() == dict.fromkeys([each.key for each in SWITCHED], LEFT_OUT) | {
        "ethnic_group": "asian",
        "ethnic_asian": "chinese",
        "condition": "no",
        "religion": "prefer-not",
    }


@pytest.mark.both_stores
def test_going_back_changes_what_was_kept_and_what_followed_from_it(
    client: AuditingClient, asking: Callable[..., int]
) -> None:
    asking()
    questions = questions_after(client, q2="18-25")
    more = soup_of(step(client, questions, "keep", ethnic_group="asian"))
    step(client, more, "keep-more", ethnic_asian="indian")
    step(client, questions, "keep", ethnic_group="white")
    assert kept()["ethnic_group"] == "white"
    assert "ethnic_asian" not in kept()
    assert "ethnic_white" not in kept()


def test_whoever_skips_leaves_nothing_behind(client: AuditingClient, asking: Callable[..., int]) -> None:
    asking()
    explained = soup_of(step(client, soup_of(send(client, q1="x", q2="18-25")), "explain"))
    assert "nothing more" in as_json(step(client, explained, "skip"))
    assert how_many(EqualityAnswer) == 0


@pytest.mark.parametrize("age", ["5-8", "9-11"])
def test_nobody_who_may_be_under_eleven_is_asked_anything(
    client: AuditingClient, asking: Callable[..., int], age: str
) -> None:
    campaign_id = asking()
    assert OFFER not in as_json(send(client, q1="Swings", q2=age))
    [view] = stored()
    token = services.token_for(campaign_id, view.identity)
    forged = {"view": token, "step": "keep", "age": "16-over", "ethnic_group": "white", "sex": "male"}
    assert "nothing more" in as_json(client.post(ABOUT_YOU, data=forged))
    assert how_many(EqualityAnswer) == 0


@pytest.mark.parametrize("age", ["12-14", "15-17"])
def test_sex_gender_and_orientation_never_reach_anybody_who_may_be_under_sixteen(
    client: AuditingClient, asking: Callable[..., int], age: str
) -> None:
    asking()
    page = questions_after(client, q2=age)
    never = {"sex", "gender_identity", "sexual_orientation", "religion"}
    assert keys_asked(page) == {each.key for each in SWITCHED} - never
    assert "Do you have a disability" in page.get_text()
    forged = dict.fromkeys(never, "female") | {"sexual_orientation": "gay", "age": "16-over"}
    step(client, page, "keep", condition="yes", **forged)
    assert not kept().keys() & never, "the server asks nobody's word for it"
    assert kept()["condition"] == "yes"


def test_where_the_view_does_not_say_it_the_age_is_asked_first_and_not_kept(
    client: AuditingClient, asking: Callable[..., int]
) -> None:
    asking()
    explained = soup_of(step(client, soup_of(send(client, q1="Buses")), "explain"))
    unsaid = step(client, explained, "ask")
    assert unsaid.status_code == 422
    assert "Choose how old you are" in unsaid.get_data(as_text=True)
    younger = soup_of(step(client, soup_of(unsaid), "ask", age="11-15"))
    assert "sexual_orientation" not in keys_asked(younger)
    assert "nothing more" in as_json(step(client, explained, "ask", age="under-11"))
    assert how_many(EqualityAnswer) == 0


def test_a_campaign_from_sixteen_on_asks_nobody_for_their_age(
    client: AuditingClient, asking: Callable[..., int]
) -> None:
    asking(youngest=16)
    assert "sexual_orientation" in keys_asked(questions_after(client))


def test_only_what_is_switched_on_is_asked_whatever_is_sent(
    client: AuditingClient, asking: Callable[..., int]
) -> None:
    asking({"11-15": [], "16-over": ["caring"]})
    assert OFFER not in as_json(send(client, q1="Buses", q2="12-14")), "nothing is on for this age"
    page = questions_after(client, q2="18-25")
    assert keys_asked(page) == {"caring"}
    step(client, page, "keep", caring="everything", sex="female", ethnic_group="white")
    assert kept() == {"caring": LEFT_OUT}


def test_a_made_up_or_borrowed_tie_is_refused_and_the_view_is_called_safe(
    client: AuditingClient, asking: Callable[..., int]
) -> None:
    asking()
    send(client, q1="Buses", q2="18-25")
    [view] = stored()
    other = services.token_for(asking(slug="parks"), view.identity)
    for wrong in ("", "abc", "ÿ" * 40, "A" * 500, other, services.token_for(view.campaign_id, b"\0" * 32)):
        refused = client.post(ABOUT_YOU, data={"view": wrong, "step": "keep", "sex": "male"})
        assert refused.status_code == 409
    assert how_many(EqualityAnswer) == 0
    assert client.get("/c/nowhere/about-you").status_code == 404
    assert "We want to hear from everybody." in client.get(ABOUT_YOU).get_data(as_text=True)


@pytest.mark.both_stores
def test_a_view_that_is_taken_back_takes_them_with_it(
    client: AuditingClient, asking: Callable[..., int]
) -> None:
    asking()
    page = questions_after(client, q2="18-25")
    step(client, page, "keep", sex="female")
    assert kept()["sex"] == "female"
    with transaction():
        views.withdraw(stored()[0])
    assert how_many(EqualityAnswer) == 0
    late = step(client, page, "keep", sex="female")
    assert late.status_code == 409
    assert how_many(EqualityAnswer) == 0


@pytest.mark.both_stores
def test_the_nightly_rule_counts_them_once_and_leaves_nothing_that_ties(
    client: AuditingClient, asking: Callable[..., int]
) -> None:
    campaign_id = asking()
    pages = [questions_after(client, q2="18-25", q5=word) for word in ("a", "b", "c", "d")]
    for page, religion in zip(pages, ("sikh", "sikh", "none", "sikh"), strict=True):
        step(client, page, "keep", religion=religion)
    with transaction():
        rejected = stored()[3]
        rejected.state, rejected.arrived_at = SubmissionState.REJECTED, None
    links = {keyed_hash(deployment().keys.receipt, "equality", each.identity.hex()) for each in stored()}
    assert links == set(db.session.scalars(select(EqualityAnswer.link))), "each is tied to its view before"
    close(campaign_id, 80)
    with transaction():
        retention.run()
    assert how_many(EqualityAnswer) == 32, "its term is not over"
    close(campaign_id, 100)
    [rule] = [each for each in retention.rules() if each.key == "equality_answers"]
    assert rule.due() == 32
    with transaction():
        retention.run()
        retention.run()
    assert how_many(EqualityAnswer) == 0
    assert counts_of(campaign_id)["religion"] == {"none": 1, "sikh": 2}, "a rejected view does not count"
    everything = everything_stored()
    for link in links:
        assert not any(link in values or link.hex() in repr(values) for values in everything)
    assert set(EqualityCount.__table__.columns.keys()) == COUNTED
    assert step(client, pages[0], "keep", religion="none").status_code == 404, "nothing is asked any more"
    assert how_many(EqualityAnswer) == 0
    assert OFFER not in as_json(client.get("/"))


def everything_stored() -> list[tuple[Any, ...]]:
    return [tuple(row) for table in Base.metadata.sorted_tables for row in db.session.execute(select(table))]


@pytest.mark.both_stores
def test_a_legal_hold_keeps_them_and_counting_early_waits_for_late_views(
    client: AuditingClient, asking: Callable[..., int], staff: Staff
) -> None:
    campaign_id = asking()
    step(client, questions_after(client, q2="18-25"), "keep", sex="male")
    campaign = db.session.get_one(Campaign, campaign_id)
    staff(Role.ADMINISTRATOR)
    close(campaign_id, 28)
    with pytest.raises(services.CannotSwitch, match="still come in"), transaction():
        services.count_early(campaign, 1)
    close(campaign_id, 100)
    with transaction():
        hold = holds.place(campaign, "request 7", clock.today() + timedelta(days=9), 1)
        retention.run()
    assert how_many(EqualityAnswer) == 8
    with pytest.raises(services.CannotSwitch, match="legal hold"), transaction():
        services.count_early(campaign, 1)
    with transaction():
        holds.lift(db.session.merge(hold), 1)
        assert services.count_early(campaign, 1) == 8
        assert services.count_early(campaign, 1) == 0, "counting again adds nothing"
    assert counts_of(campaign_id)["sex"] == {"male": 1}


def test_a_manager_switches_them_on_with_a_reason_before_it_opens_and_only_off_afterwards(
    staff: Staff, app: Flask
) -> None:
    campaign = a_campaign(is_open=False, privacy_level="L0")
    seal = readiness_of(campaign).seal
    manager = staff(Role.CAMPAIGN_MANAGER)
    address = "/staff/campaigns/safer-buses/about-you"
    wanted = {"11-15": ["ethnic_group", "sex"], "16-over": ["sex", "sexual_orientation"]}
    bare = manager.submit(address, wanted)
    assert bare.status_code == 422
    assert "Say why" in bare.get_data(as_text=True)
    assert BeautifulSoup(bare.data, "lxml").select("input[value=ethnic_group][checked]"), "nothing is lost"
    why = {"because": "To hear from everybody.", "agreed_by": "Equality lead, 3 March"}
    assert manager.submit(address, wanted | why).status_code == 302
    db.session.expire_all()
    setup = setup_of(campaign.id)
    assert setup is not None
    assert setup.asked == {"11-15": ["ethnic_group"], "16-over": ["sex", "sexual_orientation"]}
    assert readiness_of(campaign).seal != seal, "who signed did not sign for this"
    overview = manager.get("/staff/campaigns/safer-buses").get_data(as_text=True)
    assert "A question asks about people: choose L1 or more." in overview
    with transaction():
        campaign_by_slug("safer-buses").opened_at = clock.now()
    more = manager.submit(address, {"16-over": ["religion"]} | why)
    assert "switched off now, not on" in more.get_data(as_text=True)
    assert manager.submit(address, {"16-over": ["sex"]} | why).status_code == 302
    db.session.expire_all()
    assert setup_of(campaign.id).asked == {"11-15": [], "16-over": ["sex"]}  # type: ignore[union-attr]


def test_the_privacy_notice_says_what_is_asked_and_for_how_long(
    client: AuditingClient, asking: Callable[..., int]
) -> None:
    asking({"11-15": [], "16-over": ["religion"]})
    notice = client.get("/c/buses/privacy").get_data(as_text=True)
    assert "What we ask about you after you have sent your view" in notice
    assert "Religion" in notice
    assert "3 months after the questions close. Then all answers are counted" in notice


def replaced(client: AuditingClient, receipt: str, **answers: str) -> str:
    """Put another view in the place of one; the new receipt."""
    page = soup_of(client.post("/my-answer", data={"receipt": receipt}))
    form = page.select_one("form[action$='/replace']")
    assert form is not None
    carried = {str(each["name"]): str(each["value"]) for each in form.select("input[type=hidden]")}
    shown = soup_of(client.post("/my-answer/replace", data=carried))
    key = shown.select_one("[name=submission_key]")
    assert key is not None
    said = {**carried, "submission_key": str(key["value"]), **answers}
    return receipt_on(client.post("/my-answer/replace", data=said))


@pytest.mark.both_stores
def test_a_view_that_its_sender_replaces_keeps_what_they_said_of_themselves(
    client: AuditingClient, asking: Callable[..., int]
) -> None:
    campaign_id = asking(closes_on=clock.today() + timedelta(days=5))
    sent = send(client, q1="More buses", q2="18-25")
    questions = soup_of(step(client, soup_of(step(client, soup_of(sent), "explain")), "ask"))
    step(client, questions, "keep", condition="no", religion="none")
    before = kept()
    assert before["religion"] == "none"
    replaced(client, receipt_on(sent), q1="More trains", q2="18-25")
    db.session.rollback()
    old, new = stored()
    assert (old.replaced_by_id, kept()) == (new.id, before)
    with transaction():
        views.withdraw(db.session.merge(new))
    assert kept() == {}, "taken back, the new view takes them with it"
    assert setup_of(campaign_id) is not None


def test_what_was_said_is_let_go_of_when_the_new_view_says_another_age(
    client: AuditingClient, asking: Callable[..., int]
) -> None:
    asking(closes_on=clock.today() + timedelta(days=5))
    sent = send(client, q1="More buses", q2="18-25")
    questions = soup_of(step(client, soup_of(step(client, soup_of(sent), "explain")), "ask"))
    step(client, questions, "keep", religion="none")
    replaced(client, receipt_on(sent), q1="More buses", q2="9-11")
    db.session.rollback()
    assert kept() == {}
