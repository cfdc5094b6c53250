"""Leaving the team: nothing closes before replies, rota and young researchers have somebody else."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from analysis.models import Reply, ReplyEvent
from analysis.replies.domain import ReplyStatus
from moderation.rota.domain import Part
from moderation.rota.models import RotaTurn
from moderation.rota.queries import rota
from moderation.rota.services import add_turn
from participation.accounts.models import Person
from participation.accounts.services import set_up_researcher
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient, text_of
from tests.integration.pages import made_up
from tests.integration.pages.made_up import BUSES, PARKS

Staff = Callable[..., AuditingClient]


def person(client: AuditingClient) -> Person:
    return db.session.get_one(Person, client.person_id)


@pytest.mark.both_stores
def test_what_somebody_held_has_somebody_else_before_their_account_closes(app: Flask, staff: Staff) -> None:
    administrator = staff(Role.ADMINISTRATOR)
    leaver = staff(Role.PARTNER_OWNER, Role.MODERATOR, email="leaver@example.org")
    owner, reader = staff(Role.PARTNER_OWNER), staff(Role.MODERATOR)
    young = staff(Role.YOUNG_RESEARCHER)
    made_up.published_campaign()
    open_id = made_up.write_reply(1, BUSES, ReplyStatus.DOING, owner_id=leaver.person_id)
    done_id = made_up.write_reply(1, PARKS, ReplyStatus.DONE, owner_id=leaver.person_id)
    with transaction():
        turn_id = add_turn(Part.READER, leaver.person_id, clock.today(), weekdays=[0, 2]).id
        set_up_researcher(person(young), leaver.person_id, "Gull School", "Weymouth", 0)
    address = f"/staff/people/{leaver.person_id}/leaving"
    page = text_of(administrator.page(address))
    assert "Keeps 1 reply up to date" in page
    assert "Reads views on the rota" in page
    assert "Answers for Young-Researcher" in page

    refused = administrator.submit(address, {"reply_owner_id": owner.person_id}).get_data(as_text=True)
    assert "choose who takes this on" in refused
    assert f'<option value="{owner.person_id}" selected' in refused, "what was chosen stays"
    assert db.session.get_one(Reply, open_id).owner_id == leaver.person_id
    assert leaver.get("/staff/queue").status_code == 200

    chosen = {
        "reply_owner_id": owner.person_id,
        f"turn_{turn_id}": reader.person_id,
        f"sponsor_{young.person_id}": owner.person_id,
    }
    assert administrator.submit(address, chosen).status_code == 302
    assert db.session.get_one(Reply, open_id).owner_id == owner.person_id
    assert db.session.get_one(Reply, done_id).owner_id == leaver.person_id, "what is finished stays as it was"
    history = db.session.scalars(select(ReplyEvent).where(ReplyEvent.reply_id == open_id)).all()
    assert history[-1].changed == {"owner_id": owner.person_id}
    [turn] = db.session.scalars(select(RotaTurn)).all()
    assert (turn.person_id, turn.weekdays) == (reader.person_id, "02")
    assert person(young).sponsor_id == owner.person_id
    assert not person(leaver).is_active
    assert leaver.get("/staff/queue").status_code == 302


def test_a_turn_under_way_ends_yesterday_and_goes_on_with_the_next_person(staff: Staff) -> None:
    administrator, leaver = staff(Role.ADMINISTRATOR), staff(Role.MODERATOR)
    reader = staff(Role.MODERATOR, email="reader@example.org")
    with transaction():
        turn = add_turn(Part.READER, leaver.person_id, clock.today())
        turn.first_day = clock.today().replace(year=clock.today().year - 1)
    [turn_id] = db.session.scalars(select(RotaTurn.id))
    administrator.submit(f"/staff/people/{leaver.person_id}/leaving", {f"turn_{turn_id}": reader.person_id})
    assert rota().who(Part.READER, clock.today()) == reader.person_id
    assert len(db.session.scalars(select(RotaTurn)).all()) == 2, "the record of who read before stays"


def test_when_nobody_could_take_it_on_the_page_says_what_to_do_first(staff: Staff) -> None:
    administrator, leaver = staff(Role.ADMINISTRATOR), staff(Role.MODERATOR)
    with transaction():
        add_turn(Part.READER, leaver.person_id, clock.today())
    refused = administrator.submit(f"/staff/people/{leaver.person_id}/leaving").get_data(as_text=True)
    assert "Give somebody the role first" in refused
    assert person(leaver).is_active


def test_closed_at_once_what_they_hold_waits_for_somebody(staff: Staff) -> None:
    administrator, leaver = staff(Role.ADMINISTRATOR), staff(Role.MODERATOR)
    reader = staff(Role.MODERATOR, email="reader@example.org")
    with transaction():
        turn_id = add_turn(Part.READER, leaver.person_id, clock.today()).id
    page = f"/staff/people/{leaver.person_id}"
    administrator.submit(f"{page}/active", {"active": "no"}, from_page=page)
    assert not person(leaver).is_active
    assert "still holds" in text_of(administrator.page(page))
    administrator.submit(f"{page}/leaving", {f"turn_{turn_id}": reader.person_id})
    assert "still holds" not in text_of(administrator.page(page))
    assert not person(leaver).is_active


def test_nobody_closes_their_own_account(staff: Staff) -> None:
    administrator = staff(Role.ADMINISTRATOR)
    answer = administrator.submit(f"/staff/people/{administrator.person_id}/leaving")
    assert answer.status_code == 409
    assert person(administrator).is_active
