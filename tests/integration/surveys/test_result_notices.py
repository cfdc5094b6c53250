"""Whoever ran a group session may ask to be told once when its results are out; no young person ever is asked."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from analysis import publications
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation import retention
from participation.foundation.database import db
from participation.foundation.jobs import Job, JobState
from participation.foundation.transactions import transaction
from participation.jobs import look
from surveys import sessions
from surveys.result_notices.models import ResultNotice
from surveys.result_notices.services import JOB, ask_to_be_told
from tests.auditing_client import AuditingClient, text_of
from tests.integration.pages import made_up
from tests.integration.surveys.conftest import OpenCampaign
from tests.mail_server import MailServer

ADDRESS = "Robin.Host@school.example"


def host_page(campaign: Campaign) -> str:
    """The private page of somebody whose session has begun."""
    with transaction():
        made = sessions.make_session(campaign, "", None)
        sessions.open_session(made, "", 3, None)
        return f"/g/{made.code}/host/{sessions.host_token(made)}"


def publish() -> None:
    with transaction():
        publications.publish(campaign_by_slug(made_up.SLUG), "This is what we heard.", made_up.somebody().id)


def waiting() -> list[ResultNotice]:
    db.session.expire_all()
    return list(db.session.scalars(select(ResultNotice)))


@pytest.mark.both_stores
def test_a_host_who_asks_is_written_to_once_and_then_forgotten(post: tuple[Flask, MailServer]) -> None:
    app, server = post
    made_up.published_campaign()
    client = app.test_client()
    page = host_page(campaign_by_slug(made_up.SLUG))
    for address in (ADDRESS, f"  {ADDRESS.lower()} "):
        answer = client.post(f"{page}/tell-me", data={"address": address})
        assert answer.status_code == 302
        assert "Set-Cookie" not in answer.headers
    assert "We will tell you" in client.get(answer.headers["Location"]).get_data(as_text=True)
    [notice] = waiting()
    assert b"Robin" not in notice.sealed_address
    publish()
    look(app, tail=0)
    [message] = server.received
    assert message["To"] == ADDRESS
    assert f"/results/{made_up.SLUG}" in message.get_content()
    assert waiting() == []
    publish()
    look(app, tail=0)
    assert len(server.received) == 1


def test_what_is_no_address_is_said_so_and_stays_in_the_box(post: tuple[Flask, MailServer]) -> None:
    app, _ = post
    made_up.published_campaign()
    client: AuditingClient = app.test_client()  # type: ignore[assignment]
    page = host_page(campaign_by_slug(made_up.SLUG))
    for typed, said in (
        ("", "Enter your e-mail address"),
        ("robin at school", "This is not an e-mail address"),
    ):
        answer = client.post(f"{page}/tell-me", data={"address": typed}).get_data(as_text=True)
        assert said in answer
        assert f'value="{typed}"' in answer
    assert client.post(f"{page}x/tell-me", data={"address": ADDRESS}).status_code == 404
    assert waiting() == []


def test_where_no_mail_can_be_sent_nobody_is_asked_for_an_address(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    page = host_page(db.session.get_one(Campaign, open_campaign()))
    assert "Shall we tell you" not in text_of(client.page(page))


def test_with_the_mail_server_away_the_address_waits_and_goes_after_its_term(
    post: tuple[Flask, MailServer],
) -> None:
    app, server = post
    made_up.published_campaign()
    with transaction():
        ask_to_be_told(campaign_by_slug(made_up.SLUG), ADDRESS)
    server.shutdown()
    server.server_close()
    publish()
    look(app, tail=0)
    [job] = db.session.scalars(select(Job).where(Job.kind == JOB))
    assert (job.state, job.attempts) == (JobState.WAITING, 1)
    assert len(waiting()) == 1
    with time_machine.travel("2099-01-01T12:00:00+00:00"), transaction():
        retention.run()
    assert waiting() == []
