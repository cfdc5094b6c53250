"""A campaign is finished when each main theme has a decision with its reason, read by whoever decides."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from analysis.finishing.domain import MainTheme, Said, main_themes, missing, missing_of
from analysis.finishing.services import NotFinished, finish
from analysis.models import Reply
from analysis.replies.domain import ReplyStatus
from analysis.replies.services import save_reply, set_published
from analysis.replies.signatures import sign
from participation.accounts.services import add_person
from participation.campaigns.models import Campaign
from participation.campaigns.services import CampaignProblem
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient
from tests.conftest import PASSWORD
from tests.integration.analysis.coded_campaign import THEMES

Staff = Callable[..., AuditingClient]
SLUG, DESK = "made-up-place", "/staff/campaigns/made-up-place/finish"
FIRST, SECOND = (theme.replace("-", " ") for theme in THEMES[:2])


def close(campaign_id: int) -> None:
    with transaction():
        campaign = db.session.get_one(Campaign, campaign_id)
        campaign.opens_on, campaign.closes_on = None, clock.today() - timedelta(days=1)


def decide(campaign_id: int, theme_key: str, person_id: int, **values: object) -> int:
    """A reply that whoever decides has read; gives its number."""
    said = {
        "status": "no",
        "you_said": "You said buses.",
        "our_reply": "We cannot.",
        "reason_code": "money",
        "reason": "There is none this year",
        "could_change": "More money.",
        "decision_maker": "The Travel Board",
        "decision_maker_id": person_id,
    }
    with transaction():
        reply = save_reply(None, campaign_id, theme_key, {**said, **values}, None)
        set_published(reply, True, None)
        sign(reply, person_id, Role.DECISION_MAKER, {Role.DECISION_MAKER})
        return reply.id


@pytest.fixture
def decider(coded: int) -> int:
    with transaction():
        return add_person("chair@example.org", "Chair", PASSWORD, [Role.DECISION_MAKER]).id


def problems_on(page: str) -> dict[str, str]:
    """What is missing, each with the address that puts it right."""
    found = BeautifulSoup(page, "lxml").select(".note li")
    return {
        each.get_text(" ", strip=True): str(link["href"]) if (link := each.select_one("a")) else ""
        for each in found
    }


@pytest.mark.both_stores
def test_it_is_refused_by_name_with_a_link_until_every_main_theme_is_decided_then_the_public_reads_it(
    coded: int, decider: int, analyst: AuditingClient, client: AuditingClient
) -> None:
    assert "has not closed" in "".join(problems_on(analyst.get(DESK).get_data(as_text=True)))
    close(coded)
    assert "Nobody has signed the themes" in "".join(problems_on(analyst.get(DESK).get_data(as_text=True)))
    analyst.submit(f"/staff/themes/{SLUG}/sign-off")
    refused = analyst.submit(DESK)
    assert refused.status_code == 409
    found = problems_on(refused.get_data(as_text=True))
    assert found == {
        f"“{FIRST}” has no reply. Write one that says what is decided, and why.": (
            f"/staff/replies/{SLUG}/themes/{THEMES[0]}/new"
        ),
        f"“{SECOND}” has no reply. Write one that says what is decided, and why.": (
            f"/staff/replies/{SLUG}/themes/{THEMES[1]}/new"
        ),
    }, "the third theme has too few responses to be shown, so it needs no decision of its own"
    for address in found.values():
        assert analyst.get(address).status_code == 200
    decide(coded, THEMES[0], decider)
    number = decide(
        coded, THEMES[1], decider, status="doing", owner="Parks lead", due_on=clock.today(), reason=""
    )
    [(message, address)] = problems_on(analyst.submit(DESK).get_data(as_text=True)).items()
    assert message == f"“{SECOND}” has no reason. Say in its reply why it was decided so."
    assert address.endswith(f"/{number}")
    assert analyst.get(address).status_code == 200
    with transaction():
        reply = db.session.get_one(Reply, number)
        save_reply(reply, coded, THEMES[1], {"reason": "Because most of you asked"}, None)
    [message] = problems_on(analyst.submit(DESK).get_data(as_text=True))
    assert "has not confirmed that they read the reply as it stands" in message
    with transaction():
        sign(db.session.get_one(Reply, number), decider, Role.DECISION_MAKER, {Role.DECISION_MAKER})
    assert "no reason was given" not in client.get(f"/c/{SLUG}/record").get_data(as_text=True)
    assert analyst.submit(DESK).status_code == 302
    record = BeautifulSoup(client.get(f"/c/{SLUG}/record").get_data(as_text=True), "lxml").get_text(" ")
    for words in (
        "What was decided",
        "No, and here is why",
        "There is none this year",
        "The Travel Board",
        "Because most of you asked",
    ):
        assert words in record, words
    about = client.get(f"/c/{SLUG}").get_data(as_text=True)
    assert "Finished" in about
    assert "It is decided" in about
    assert "Finished" in str(analyst.page("/staff/themes").select_one("tbody"))
    said = client.get(f"/api/v1/campaigns/{SLUG}").get_json()
    assert said["finished_on"] == clock.today().isoformat()
    with pytest.raises(CampaignProblem, match="finished already"), transaction():
        finish(db.session.get_one(Campaign, coded), 1)


def test_a_manager_is_told_whom_to_ask_where_the_page_is_not_theirs(coded: int, staff: Staff) -> None:
    close(coded)
    [(message, address)] = problems_on(
        staff(Role.CAMPAIGN_MANAGER).submit(DESK).get_data(as_text=True)
    ).items()
    assert message == "Nobody has signed the themes as they stand now. Ask an analyst."
    assert address == ""


def test_finishing_says_nothing_when_something_is_missing(coded: int, decider: int) -> None:
    close(coded)
    with pytest.raises(NotFinished) as refused, transaction():
        finish(db.session.get_one(Campaign, coded), decider)
    assert "signed" in refused.value.message
    assert db.session.scalar(select(Campaign.finished_on).where(Campaign.id == coded)) is None


def said(**changes: object) -> Said:
    given = {
        "reply_id": 1,
        "status": ReplyStatus.YES,
        "reason": "x",
        "is_published": True,
        "read_on": clock.today(),
    }
    return Said(**{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [ReplyStatus.HEARD, ReplyStatus.DECIDING, ReplyStatus.STUCK])
def test_to_have_heard_or_to_be_deciding_is_no_decision(status: ReplyStatus) -> None:
    [problem] = missing_of(MainTheme("a", "Buses", (said(status=status),)))
    assert "“Buses” is not decided" in problem.message


def test_of_several_replies_one_that_is_whole_is_enough_else_the_nearest_is_named() -> None:
    assert missing_of(MainTheme("a", "Buses", (said(status=ReplyStatus.HEARD), said()))) == []
    bare, nearly = said(reply_id=1, reason="", read_on=None), said(reply_id=2, is_published=False)
    [problem] = missing_of(MainTheme("a", "Buses", (bare, nearly)))
    assert (problem.reply_id, "publish it" in problem.message) == (2, True)


def test_main_themes_are_those_with_a_public_figure_and_all_where_none_has_one() -> None:
    assert main_themes({"a": 40, "b": None}) == ("a",)
    assert main_themes({"a": None, "b": None}) == ("a", "b")
    assert len(missing([MainTheme("a", "A"), MainTheme("b", "B")], is_closed=True, is_signed=True)) == 2
