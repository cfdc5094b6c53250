"""Taking the demonstration away: nothing of it stays, and nothing real goes with it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from moderation.domain import DecisionKind
from moderation.models import ApprovedText, Claim, Decision
from moderation.services import decide
from participation.accounts.models import Person
from participation.accounts.queries import person_by_email
from participation.campaigns.domain import CampaignDetails
from participation.campaigns.models import Campaign
from participation.campaigns.opening import sign_best_interests
from participation.campaigns.services import create_campaign, open_campaign
from participation.demonstration import presence
from participation.demonstration.people import DEMO_PEOPLE, LEAD, MODERATOR, PASSWORD
from participation.demonstration.removing import NAME_OF_CLOSED, remove
from participation.demonstration.script import CAMPAIGNS, read_campaign
from participation.foundation import audit, clock
from participation.foundation.access import Role
from participation.foundation.database import Base, db
from participation.foundation.transactions import transaction
from surveys.editing import add_question
from surveys.intake import NewView, store_all
from surveys.queries import current_version
from surveys.question_types import Cleaned
from surveys.written import WrittenQuestion
from tests.auditing_client import AuditingClient
from tests.integration.lawful import lawful_answers

LoadALittle = Callable[[], bool]
#: What stays: the audit trail, which holds no words, and the plans and house rules, which are real.
STAYS = {
    "audit_event",
    "audit_head",
    "plan_version",
    "plan_entry",
    "priority",
    "outcome",
    "house_rule_version",
}


@pytest.mark.both_stores
def test_no_row_and_no_word_of_it_is_left(app: Flask, load_a_little: LoadALittle) -> None:
    load_a_little()
    assert _find_words(), "the words can be found while they are there"
    assert remove()
    filled = {table.name for table in Base.metadata.sorted_tables if _count(table.name)}
    assert filled == STAYS
    assert not _find_words()
    assert audit.verify().broken_at is None
    assert not presence.is_loaded()


@pytest.mark.both_stores
def test_afterwards_the_database_still_refuses_to_change_what_is_append_only(
    app: Flask, load_a_little: LoadALittle
) -> None:
    load_a_little()
    remove()
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text("DELETE FROM audit_event"))


def test_removing_twice_does_nothing_the_second_time(app: Flask, load_a_little: LoadALittle) -> None:
    load_a_little()
    assert remove()
    assert not remove()
    assert load_a_little(), "it can be loaded again"


@pytest.mark.both_stores
def test_real_campaigns_stay_and_made_up_people_who_worked_on_them_lose_name_and_key(
    app: Flask, load_a_little: LoadALittle
) -> None:
    load_a_little()
    moderator = person_by_email(MODERATOR.email)
    lead = person_by_email(LEAD.email)
    assert moderator is not None
    assert lead is not None
    moderator_id, lead_id = moderator.id, lead.id
    real_id = _real_campaign_with_a_view(moderator_id, lead_id)
    remove()
    assert db.session.scalars(select(Campaign.id)).all() == [real_id]
    assert _count("submission") == 2
    assert db.session.scalars(select(ApprovedText.text)).all() == ["A real bench"]
    assert db.session.scalars(select(Decision.person_id)).all() == [moderator_id]
    assert not _count("claim")
    [left] = db.session.scalars(select(Person)).all()
    assert (left.id, left.name, left.is_active, left.is_demo) == (moderator_id, NAME_OF_CLOSED, False, False)
    assert not _find_words(of_campaigns=False)


def test_made_up_people_can_no_longer_sign_in(
    app: Flask, client: AuditingClient, load_a_little: LoadALittle
) -> None:
    load_a_little()
    client.sign_in(MODERATOR.email, PASSWORD)
    remove()
    assert client.get("/staff/queue").status_code == 302, "an open session ends too"
    again = client.submit("/staff/sign-in", {"email": MODERATOR.email, "password": PASSWORD})
    assert "Check both and try again" in again.get_data(as_text=True)


def _real_campaign_with_a_view(moderator_id: int, lead_id: int) -> int:
    """A campaign of the house's own: one view approved by a demo moderator, one being read by a demo lead."""
    today = clock.today()
    details = CampaignDetails(
        title="Benches",
        slug="benches",
        purpose="Where to sit",
        decision="Where benches go",
        decision_maker="The parks board",
        can_change="Places",
        cannot_change="Money",
        who_reads="A youth worker",
        opens_on=today,
        closes_on=today + timedelta(days=5),
        hear_back_by=today + timedelta(days=9),
        **lawful_answers(today + timedelta(days=9)),
    )
    with transaction():
        campaign = create_campaign(details)
        add_question(campaign, WrittenQuestion("long_text", "Where?"))
        sign_best_interests(
            campaign, "It is about benches.", moderator_id, frozenset({Role.SAFEGUARDING_LEAD})
        )
        open_campaign(campaign)
        version_id, campaign_id = current_version(campaign.id).id, campaign.id
        words = ("A real bench", "Another bench")
        views = [NewView(campaign_id, version_id, said, (("q1", Cleaned(said)),)) for said in words]
        first, second = store_all(views)
        decide(first.submission_id, DecisionKind.APPROVE, moderator_id)
        db.session.add(
            Claim(
                submission_id=second.submission_id, person_id=lead_id, until=clock.now() + timedelta(hours=1)
            )
        )
    return campaign_id


def _count(table: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0


def _find_words(of_campaigns: bool = True) -> set[str]:
    """Made-up words that lie open anywhere but in the audit trail."""
    wanted = {person.email for person in DEMO_PEOPLE} | {person.name for person in DEMO_PEOPLE}
    for name in CAMPAIGNS if of_campaigns else ():
        script = read_campaign(name)
        wanted |= {
            name,
            script.introduction,
            script.details["purpose"],
            *(view.text for view in script.views),
        }
        wanted |= {said["our_reply"] for said in script.replies}
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        if table.name not in STAYS:
            for row in db.session.execute(select(table)):
                values = {value for value in row if isinstance(value, str)}
                found |= values & wanted
    return found
