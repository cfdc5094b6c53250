"""The register: what a reply may not lack, who may touch it, what stays for good, and when owners are reminded."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from analysis.models import Reply, ReplyEvent, ReplyReminder, ReplySignature
from analysis.replies.domain import ReplyStatus
from analysis.replies.services import save_reply
from participation.foundation import clock
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.jobs import Job
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient, text_of
from tests.integration.pages import made_up
from tests.integration.pages.made_up import BUSES, LIGHTS, PARKS, SLUG
from tests.mail_server import MailServer

Staff = Callable[..., AuditingClient]
REGISTER = f"/staff/replies/{SLUG}"


@pytest.fixture
def campaign_id(app: Flask) -> int:
    made_up.published_campaign()
    return 1


def words_of(answer: TestResponse) -> str:
    return text_of(BeautifulSoup(answer.get_data(as_text=True), "lxml"))


def reply_about(theme: str) -> Reply:
    found = db.session.scalars(select(Reply).where(Reply.theme_key == theme)).first()
    assert found is not None
    return found


def change(reply_id: int, **values: object) -> None:
    with transaction():
        reply = db.session.get_one(Reply, reply_id)
        save_reply(reply, reply.campaign_id, reply.theme_key, values, None)


def refused(analyst: AuditingClient, **changes: str) -> str:
    """The page that comes back when a reply to buses is sent with these fields; nothing is stored then."""
    before = db.session.query(Reply).count()
    due = (clock.today() + timedelta(days=30)).isoformat()
    form = {
        "status": "yes",
        "you_said": "Buses stop too early.",
        "our_reply": "We will pay for one.",
        "owner": "Head of transport",
        "due_on": due,
        "first_step": "We ask the drivers.",
        "priority_id": "",
        "outcome_id": "",
        **changes,
    }
    answer = analyst.submit(f"{REGISTER}/themes/{BUSES}/new", form)
    assert answer.status_code == 200
    assert db.session.query(Reply).count() == before
    return words_of(answer)


@pytest.mark.parametrize("status", ["yes", "part", "doing"])
@pytest.mark.usefixtures("campaign_id")
def test_a_promise_without_owner_or_date_names_both(staff: Staff, status: str) -> None:
    page = refused(staff(Role.ANALYST), status=status, owner="", due_on="")
    assert "Name the role that owns this promise" in page
    assert "Give the date by which it will be done" in page


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"status": "yes", "first_step": ""}, "Say what the first step is"),
        ({"status": "part", "reason": "Money."}, "Say which part we cannot do"),
        ({"status": "no"}, "Choose what kind of reason it is"),
        ({"status": "no", "reason_code": "law"}, "Give the real reason"),
        ({"status": "no", "reason_code": "law", "reason": "A law."}, "Say what could change this answer"),
        ({"status": "done"}, "in young people's own words, or give the reason"),
        ({"status": "deciding"}, "Say who decides"),
        ({"status": "deciding", "decision_maker": "Board", "due_on": "2099-01-01"}, "within twelve weeks"),
        ({"status": "not_ours"}, "Say who decides, and was asked"),
        ({"status": "stuck"}, "Say what is in the way"),
        ({"status": "changed_mind"}, "Say why we cannot do it after all"),
    ],
)
@pytest.mark.usefixtures("campaign_id")
def test_each_status_is_refused_with_the_missing_thing_named(
    staff: Staff, given: dict[str, str], named: str
) -> None:
    assert named in refused(staff(Role.ANALYST), **given)


@pytest.mark.both_stores
@pytest.mark.usefixtures("campaign_id")
def test_a_status_history_and_a_signature_cannot_be_altered(staff: Staff) -> None:
    reader = staff(Role.DECISION_MAKER)
    reply_id = reply_about(BUSES).id
    change(reply_id, decision_maker_id=reader.person_id)
    reader.submit(
        f"/staff/my-items/{reply_id}/signed/decision_maker", from_page=f"/staff/my-items/{reply_id}"
    )
    before = [(event.id, event.status, event.changed) for event in db.session.query(ReplyEvent)]
    assert db.session.query(ReplySignature).count() == 1
    for table in ("reply_event", "reply_signature"):
        for statement in (f"UPDATE {table} SET id = id + 100", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="append-only"), transaction():
                db.session.execute(text(statement))
    assert [(event.id, event.status, event.changed) for event in db.session.query(ReplyEvent)] == before


@pytest.mark.usefixtures("campaign_id")
def test_a_date_that_moved_and_a_yes_that_became_a_no_stay_on_the_public_page(client: AuditingClient) -> None:
    reply_id = reply_about(BUSES).id
    change(reply_id, due_on=date(2031, 6, 1))
    change(reply_id, status="changed_mind", reason="The firm closed.", decision_maker="The board")
    page = text_of(client.page(f"/replies/{reply_id}"))
    assert "The date moved from 1 May 2030 to 1 June 2031." in page
    assert page.index("Yes, we will") < page.rindex("We said yes but now cannot")


def test_what_was_thought_before_a_reply_was_public_stays_inside(client: AuditingClient) -> None:
    campaign_id = made_up.open_campaign()
    reply_id = made_up.write_reply(campaign_id, PARKS, ReplyStatus.YES)
    change(reply_id, **made_up.REPLY_FIELDS[ReplyStatus.NO], status="no")
    made_up.publish_replies()
    assert "Yes, we will" not in text_of(client.page(f"/replies/{reply_id}"))


@pytest.mark.both_stores
@pytest.mark.usefixtures("campaign_id")
def test_an_owner_keeps_only_their_own_reply_up_to_date(staff: Staff, client: AuditingClient) -> None:
    owner = staff(Role.PARTNER_OWNER)
    mine, other = reply_about(LIGHTS).id, reply_about(PARKS).id
    change(mine, owner_id=owner.person_id)
    assert "Feeling safe outside" in text_of(owner.page("/staff/my-items"))
    assert "Parks and play" not in text_of(owner.page("/staff/my-items"))
    for address in (f"/staff/my-items/{other}", "/staff/my-items/99999"):
        assert owner.get(address).status_code == 404
    form = {
        "status": "doing",
        "our_reply": "Ten lamps are up.",
        "due_on": "2031-01-01",
        "you_said": "Changed",
    }
    assert owner.submit(f"/staff/my-items/{mine}", form).status_code == 302
    page = text_of(client.page(f"/replies/{mine}"))
    assert "Ten lamps are up." in page
    assert "Changed" not in page
    assert owner.get(REGISTER).status_code == 403
    refused = owner.submit(f"/staff/my-items/{mine}", {**form, "status": "done"})
    assert "in young people's own words" in words_of(refused)


@pytest.mark.parametrize(
    ("role", "field"),
    [
        (Role.DECISION_MAKER, "decision_maker_id"),
        (Role.EQUALITY_LEAD, "equality_lead_id"),
        (Role.DATA_PROTECTION_OFFICER, "data_officer_id"),
    ],
)
@pytest.mark.usefixtures("campaign_id")
def test_each_signs_their_own_items_in_their_own_role_only(
    staff: Staff, client: AuditingClient, role: Role, field: str
) -> None:
    somebody, other = staff(role), staff(role, email="other@example.org")
    reply_id = reply_about(BUSES).id
    change(reply_id, **{field: somebody.person_id}, decision_maker="The transport board")
    address = f"/staff/my-items/{reply_id}"
    assert other.get(address).status_code == 404
    assert other.submit(f"{address}/signed/{role}", from_page="/staff/my-items").status_code in (400, 404)
    for _ in range(2):
        assert somebody.submit(f"{address}/signed/{role}", from_page=address).status_code in (302, 400)
    [signed] = db.session.scalars(select(ReplySignature)).all()
    assert (signed.person_id, signed.role) == (somebody.person_id, role)
    wrong = next(each for each in ("decision_maker", "equality_lead") if each != role)
    change(reply_id, our_reply="We will pay for two buses.")
    assert somebody.submit(f"{address}/signed/{wrong}", from_page=address).status_code == 403
    assert "The reply changed since" in text_of(somebody.page(address))
    said = "They read your words on" in text_of(client.page(f"/replies/{reply_id}"))
    assert said is (role is Role.DECISION_MAKER)


@pytest.mark.usefixtures("campaign_id")
def test_several_replies_change_together_or_not_at_all(staff: Staff) -> None:
    analyst = staff(Role.ANALYST)
    ids = [str(number) for number in db.session.scalars(select(Reply.id).order_by(Reply.id))]
    together = f"{REGISTER}/together"
    done = analyst.submit(together, {"reply": ids[:2], "next_update_on": "2029-09-09"}, from_page=REGISTER)
    assert done.status_code == 302
    assert [reply.next_update_on for reply in db.session.query(Reply).order_by(Reply.id)] == [
        date(2029, 9, 9),
        date(2029, 9, 9),
        None,
        None,
    ]
    nothing = analyst.submit(together, {"next_update_on": "2029-09-09"}, from_page=REGISTER)
    assert "Tick at least one reply" in nothing.get_data(as_text=True)
    made_up.write_reply(1, PARKS, ReplyStatus.DECIDING)
    everything = [str(number) for number in db.session.scalars(select(Reply.id))]
    mixed = analyst.submit(together, {"reply": everything, "due_on": "2033-01-01"}, from_page=REGISTER)
    assert "Parks and play: Choose a day within twelve weeks" in mixed.get_data(as_text=True)
    assert db.session.query(Reply).filter(Reply.due_on == date(2033, 1, 1)).count() == 0


@pytest.mark.usefixtures("campaign_id")
def test_a_reply_leads_to_its_theme_its_figures_and_its_quotes(client: AuditingClient) -> None:
    reply = reply_about(BUSES)
    assert reply.snapshot_id is not None
    page = client.page(f"/replies/{reply.id}")
    assert page.select(".bubble.you q")
    assert page.select_one(f"a[href='/results/{SLUG}/{BUSES}']")
    assert "About 40 of 80 responses" in text_of(page)


@pytest.mark.both_stores
def test_an_owner_is_reminded_once_a_round_and_the_message_holds_no_words(
    post: tuple[Flask, MailServer],
) -> None:
    app, server = post
    made_up.published_campaign()
    reply_id = reply_about(LIGHTS).id
    with transaction():
        owner_id = made_up.somebody().id
    change(reply_id, owner_id=owner_id, due_on=date(2027, 3, 31))
    db.session.rollback()
    days = ("2027-03-01", "2027-03-17", "2027-03-18", "2027-04-01", "2027-04-02")
    counts = []
    for day in days:
        with time_machine.travel(f"{day}T09:30:00+00:00", tick=True):
            for _ in range(2):
                app.extensions["look_now"]()
        counts.append(len(server.received))
    assert counts == [0, 1, 1, 2, 2]
    assert db.session.query(ReplyReminder).count() == 2
    first, late = server.received
    assert "Feeling safe outside" in first["Subject"]
    assert "is due on 31 March 2027" in first.get_content()
    assert "shows as late in public" in late.get_content()
    words = db.session.get_one(Reply, reply_id)
    for message in server.received:
        assert words.our_reply not in message.get_content()
        assert words.you_said not in message.get_content()
        assert f"/staff/my-items/{reply_id}" in message.get_content()


def test_nobody_is_reminded_where_there_is_no_mail_server(app: Flask) -> None:
    made_up.published_campaign()
    with transaction():
        owner_id = made_up.somebody().id
    change(reply_about(LIGHTS).id, owner_id=owner_id)
    with time_machine.travel("2027-03-01T09:30:00+00:00", tick=True):
        app.extensions["look_now"]()
    assert db.session.query(ReplyReminder).count() == 0
    assert not [job for job in db.session.query(Job) if job.last_error]


@pytest.mark.parametrize(("days", "is_late"), [(84, False), (85, True)])
def test_the_public_reads_that_the_answer_is_late_from_the_first_late_day(
    client: AuditingClient, staff: Staff, days: int, is_late: bool
) -> None:
    closed = clock.today() - timedelta(days=1)
    made_up.open_campaign(closes_on=closed, hear_back_by=None)
    analyst = staff(Role.ANALYST)
    with time_machine.travel(closed + timedelta(days=days, hours=12), tick=True):
        page = text_of(client.page(f"/results/{SLUG}"))
        assert ("We are late, and we are sorry." in page) is is_late
        analyst.sign_in("analyst@example.org", "three plain test words") if is_late else None
        if is_late:
            coming = (clock.today() + timedelta(days=9)).isoformat()
            form = {"reason": "Two people were ill.", "expected_on": coming}
            assert analyst.submit(f"{REGISTER}/late", form).status_code == 302
            page = text_of(client.page(f"/results/{SLUG}"))
            assert "Two people were ill." in page
            assert "1 day late" in text_of(analyst.page(REGISTER))
            past = analyst.submit(f"{REGISTER}/late", {**form, "expected_on": "2020-01-01"})
            assert "Choose a day to come" in past.get_data(as_text=True)


@pytest.mark.usefixtures("campaign_id")
def test_words_that_the_figures_do_not_bear_out_never_go_out(staff: Staff, client: AuditingClient) -> None:
    analyst = staff(Role.ANALYST)
    reply_id = made_up.write_reply(
        1, PARKS, ReplyStatus.HEARD, you_said="You like parks. Most of you want swings."
    )
    shown = analyst.submit(f"{REGISTER}/{reply_id}/published", from_page=REGISTER)
    assert shown.status_code == 409
    assert "Most of you want swings" in words_of(shown)
    publish = f"/staff/themes/{SLUG}/publish"
    for introduction, named in (
        ("Thank you. We read all of it.", "Most of you want swings"),
        ("Thank you. Three quarters of you spoke of getting around.", "Three quarters of you spoke"),
    ):
        answer = analyst.submit(publish, {"introduction": introduction})
        assert named in words_of(answer)
    assert not db.session.get_one(Reply, reply_id).is_published
    standing = reply_about(BUSES)
    public = analyst.submit(f"{REGISTER}/{standing.id}", {"you_said": "Everybody wants a bus."})
    assert "“Everybody wants a bus”" in words_of(public)
    assert "Everybody wants a bus" not in text_of(client.page(f"/replies/{standing.id}"))
    change(reply_id, you_said="You like parks. Many of you want swings.")
    assert (
        analyst.submit(
            publish, {"introduction": "Thank you. Half of you spoke of getting around."}
        ).status_code
        == 302
    )
    assert "Half of you spoke" in text_of(client.page(f"/results/{SLUG}"))
