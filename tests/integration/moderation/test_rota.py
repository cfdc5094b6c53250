"""A campaign needs a rota and help links; when the rota breaks its pages say so, and at last it pauses."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from moderation.rota.domain import Part
from moderation.rota.models import RotaTurn
from moderation.rota.services import RotaProblem, add_turn, end_turn
from moderation.rota.watching import watch_and_keep
from participation.accounts.models import Person
from participation.accounts.services import set_active
from participation.campaigns import opening, queries
from participation.campaigns.domain import CampaignState
from participation.factory import create_app
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.settings import HelpLine, Settings
from surveys.keys import make_key
from surveys.models import Submission
from tests.auditing_client import AuditingClient, text_of
from tests.integration.campaigns.making import a_campaign

Staff = Callable[..., AuditingClient]
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
ROTA, ABOUT, TAKE_PART = "/staff/rota", "/c/safer-buses", "/c/safer-buses/take-part"


@pytest.fixture
def at() -> Iterator[time_machine.Traveller]:
    """The clock, standing still on a Monday at ten."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def problems_of_opening() -> list[str]:
    return [each.message for each in opening.problems_before_opening(queries.campaign_by_slug("safer-buses"))]


def without(part: Part) -> None:
    """Whoever has a part is on the rota until yesterday."""
    with transaction():
        for turn in db.session.scalars(select(RotaTurn).where(RotaTurn.part == part)).all():
            end_turn(turn.id, turn.person_id, clock.today() - timedelta(days=1))


@pytest.mark.both_stores
@pytest.mark.parametrize("part", [Part.READER, Part.LEAD, Part.DEPUTY])
def test_a_campaign_does_not_open_while_a_part_has_a_gap(staff: Staff, part: Part) -> None:
    campaign = a_campaign(is_open=False)
    without(part)
    [problem] = problems_of_opening()
    assert part.label in problem
    manager = staff(Role.CAMPAIGN_MANAGER)
    answer = manager.submit(
        f"/staff/campaigns/{campaign.slug}/open", from_page=f"/staff/campaigns/{campaign.slug}"
    )
    assert answer.status_code == 409
    assert ROTA in answer.get_data(as_text=True)
    assert campaign.state is CampaignState.DRAFT


def test_a_gap_on_one_day_before_it_closes_is_enough(app: Flask, at: time_machine.Traveller) -> None:
    a_campaign(is_open=False, closes_on=clock.today() + timedelta(days=18))
    with transaction():
        [turn] = db.session.scalars(select(RotaTurn).where(RotaTurn.part == Part.LEAD))
        end_turn(turn.id, turn.person_id, clock.today() + timedelta(days=17))
    [problem] = problems_of_opening()
    assert problem.endswith("on 11 December 2026.")


def test_a_closed_account_breaks_the_rota(app: Flask) -> None:
    a_campaign(is_open=False)
    with transaction():
        lead = db.session.scalars(select(Person).where(Person.email == "lead@rota.example.org")).one()
        set_active(lead, False, actor_id=0)
    assert any("no open account" in problem for problem in problems_of_opening())


@pytest.mark.parametrize("wrong", ["none", "old"])
def test_a_campaign_does_not_open_without_help_lines_checked_lately(settings: Settings, wrong: str) -> None:
    line = HelpLine(name="A line", phone="1", what_for="x", last_checked=clock.today() - timedelta(days=400))
    app = create_app(settings.model_copy(update={"help_lines": [] if wrong == "none" else [line]}))
    with app.app_context():
        a_campaign(is_open=False)
        [problem] = problems_of_opening()
        assert ("at least one help line" in problem) == (wrong == "none")
        db.session.remove()
        db.engine.dispose()


@pytest.mark.both_stores
def test_when_the_rota_breaks_pages_say_when_somebody_next_reads_and_then_it_pauses(
    app: Flask, client: AuditingClient, at: time_machine.Traveller
) -> None:
    a_campaign()
    form = client.page(TAKE_PART)
    assert "nobody is there" not in text_of(form)
    with transaction():
        [turn] = db.session.scalars(select(RotaTurn).where(RotaTurn.part == Part.READER))
        reader = turn.person_id
        end_turn(turn.id, reader, clock.today() - timedelta(days=1))
        add_turn(Part.READER, reader, clock.today() + timedelta(days=7))
    for address in (ABOUT, TAKE_PART):
        assert "somebody reads again on Monday 30 November" in text_of(client.page(address)), address
    key = str(form.select("[name=submission_key]")[0]["value"])
    sent = client.post(TAKE_PART, data={"submission_key": key, "q1": "A light at the stop"})
    assert "somebody reads again on Monday 30 November" in sent.get_data(as_text=True)

    at.move_to(MONDAY + timedelta(days=2))
    watch_and_keep()
    assert queries.campaign_by_slug("safer-buses").state is CampaignState.OPEN
    at.move_to(MONDAY + timedelta(days=3))
    assert watch_and_keep() == 1
    assert queries.campaign_by_slug("safer-buses").state is CampaignState.PAUSED
    assert list(queries.open_campaigns()) == []
    db.session.rollback()
    page = text_of(client.page(TAKE_PART))
    assert "takes no views just now" in page
    assert "Monday 30 November" in page
    assert "You cannot take part just now" in text_of(client.page(ABOUT))

    at.move_to(MONDAY + timedelta(days=7))
    assert watch_and_keep() == 1
    assert queries.campaign_by_slug("safer-buses").state is CampaignState.OPEN
    db.session.rollback()
    assert client.page(TAKE_PART).select("textarea")
    actions = db.session.scalars(select(AuditEvent.action).where(AuditEvent.subject == "campaign")).all()
    assert list(actions)[-2:] == ["paused", "went_on"]


def test_a_view_written_before_the_pause_is_still_taken_and_a_later_one_keeps_its_words(
    app: Flask, client: AuditingClient, at: time_machine.Traveller
) -> None:
    a_campaign()
    before = str(client.page(TAKE_PART).select("[name=submission_key]")[0]["value"])
    without(Part.READER)
    at.move_to(MONDAY + timedelta(days=4))
    watch_and_keep()
    db.session.rollback()
    assert (
        client.post(TAKE_PART, data={"submission_key": before, "q1": "Written on Monday"}).status_code == 200
    )
    at.move_to(MONDAY + timedelta(days=5))
    late = client.post(TAKE_PART, data={"submission_key": make_key(), "q1": "Written on Saturday"})
    assert late.status_code == 409
    assert "Written on Saturday" in late.get_data(as_text=True)
    assert len(db.session.scalars(select(Submission)).all()) == 1


def test_a_weekend_is_no_gap(app: Flask, at: time_machine.Traveller) -> None:
    a_campaign()
    at.move_to(MONDAY + timedelta(days=5))
    assert watch_and_keep() == 0
    assert queries.campaign_by_slug("safer-buses").unread_since is None


def test_the_rota_page_shows_now_next_and_gaps_and_takes_a_cover(
    staff: Staff, at: time_machine.Traveller
) -> None:
    a_campaign()
    lead = staff(Role.SAFEGUARDING_LEAD, email="cover@example.org")
    assert "No gaps in the next 28 days" in text_of(lead.page(ROTA))
    first = clock.today() + timedelta(days=2)
    sent = {
        "part": "lead",
        "person": str(lead.person_id),
        "first_day": str(first),
        "last_day": str(first + timedelta(days=1)),
        "weekdays": [str(number) for number in range(7)],
        "is_cover": "y",
    }
    assert lead.submit(ROTA, sent).status_code == 302
    page = text_of(lead.page(ROTA))
    assert "Next: Cover from 25 November 2026" in page
    assert "Say until which day they cover" in lead.submit(ROTA, {**sent, "last_day": ""}).get_data(
        as_text=True
    )
    assert "The last day must be" in lead.submit(ROTA, {**sent, "last_day": "2020-01-01"}).get_data(
        as_text=True
    )
    assert "Choose what they are on duty for" in lead.submit(ROTA, {}).get_data(as_text=True)
    turn = db.session.scalars(select(RotaTurn).order_by(RotaTurn.id.desc())).first()
    assert turn is not None
    turn_id = turn.id
    lead.submit(f"{ROTA}/{turn_id}/end", from_page=ROTA)
    db.session.expunge_all()
    assert db.session.get(RotaTurn, turn_id) is None
    assert lead.submit(f"{ROTA}/{turn_id}/end", from_page=ROTA).status_code == 404


def test_moderators_see_the_rota_and_do_not_change_it(staff: Staff) -> None:
    moderator = staff(Role.MODERATOR)
    assert not moderator.page(ROTA).select("main form")
    assert moderator.submit(ROTA, {"part": "lead"}, from_page="/staff/queue").status_code == 403


def test_only_somebody_with_the_role_goes_on_the_rota(staff: Staff) -> None:
    moderator = staff(Role.MODERATOR)
    with pytest.raises(RotaProblem, match="Safeguarding lead"), transaction():
        add_turn(Part.LEAD, moderator.person_id, clock.today())
