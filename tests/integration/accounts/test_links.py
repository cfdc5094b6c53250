"""Invitations and resets: by a link that works once and not for long, and tells nobody who has an account."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from participation.accounts import links, second_factor
from participation.accounts.models import LinkKind, Person
from participation.accounts.services import add_person
from participation.commands.staff import staff as staff_group
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.jobs import Job
from participation.foundation.transactions import transaction
from participation.settings import Settings
from tests.auditing_client import AuditingClient, text_of
from tests.conftest import PASSWORD
from tests.mail_server import MailServer

Staff = Callable[..., AuditingClient]
ADDRESS = "moderator@example.org"
NEW = "gravel pony umbrella"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def path_of(address: str) -> str:
    return "/staff/link/" + address.rpartition("/")[2]


def link_for(client: AuditingClient, kind: LinkKind = LinkKind.RESET) -> str:
    """The path of a fresh link for a member of staff."""
    with transaction():
        return path_of(links.address(links.make(db.session.get_one(Person, client.person_id), kind)))


@pytest.mark.both_stores
def test_a_link_sets_a_password_once_and_ends_every_session(staff: Staff, client: AuditingClient) -> None:
    owner = staff(Role.MODERATOR)
    path = link_for(owner)
    weak = client.submit(path, {"password": "too short"}).get_data(as_text=True)
    assert "at least 12 characters" in weak
    assert client.submit(path, {"password": NEW}).headers["Location"] == "/staff/sign-in"
    assert owner.get("/staff/queue").status_code == 302, "whoever was signed in is out"
    used = client.get(path)
    assert used.status_code == 410
    assert "It was used before" in used.get_data(as_text=True)
    assert client.submit("/staff/sign-in", {"email": ADDRESS, "password": PASSWORD}).status_code == 200
    assert client.sign_in(ADDRESS, NEW)


def test_a_link_runs_out_and_a_newer_one_ends_it(staff: Staff, client: AuditingClient) -> None:
    owner = staff(Role.MODERATOR)
    with time_machine.travel(MONDAY, tick=False) as clock:
        first = link_for(owner)
        second = link_for(owner)
        assert client.get(first).status_code == 410
        clock.shift(timedelta(minutes=59))
        assert client.get(second).status_code == 200
        clock.shift(timedelta(minutes=2))
        assert client.get(second).status_code == 410
        invitation = link_for(owner, LinkKind.INVITATION)
        clock.shift(timedelta(days=6))
        assert client.get(invitation).status_code == 200


@pytest.mark.parametrize("change", ["1", "1-", "x", "1-00", "99999999999999999999-ab", "²-a"])
def test_a_made_up_link_opens_nothing(staff: Staff, client: AuditingClient, change: str) -> None:
    link_for(staff(Role.MODERATOR))
    assert client.get(f"/staff/link/{change}").status_code == 410


def test_the_link_of_one_person_is_not_that_of_another(staff: Staff, client: AuditingClient) -> None:
    one, other = link_for(staff(Role.MODERATOR)), link_for(staff(Role.ANALYST))
    number, _, mac = one.rpartition("/")[2].partition("-")
    other_number = other.rpartition("/")[2].partition("-")[0]
    assert number != other_number
    assert client.get(f"/staff/link/{other_number}-{mac}").status_code == 410


def test_without_mail_an_administrator_hands_the_link_over(staff: Staff, client: AuditingClient) -> None:
    administrator = staff(Role.ADMINISTRATOR)
    form = {"name": "New One", "email": "new@example.org", "roles": [Role.MODERATOR.value]}
    page = administrator.submit("/staff/people", form).get_data(as_text=True)
    [address] = re.findall(r'value="[^"]*(/staff/link/[^"]+)"', page)
    assert client.submit(address, {"password": NEW}).status_code == 302
    client.sign_in("new@example.org", NEW)
    assert "sends no e-mail" in text_of(client.page("/staff/forgotten"))


def test_by_mail_the_answer_is_the_same_for_whoever_has_no_account(post: tuple[Flask, MailServer]) -> None:
    app, server = post
    client: AuditingClient = app.test_client()  # type: ignore[assignment]
    with transaction():
        add_person(ADDRESS, "Mo", PASSWORD, [Role.MODERATOR])
    one, other = (
        client.submit("/staff/forgotten", {"email": email}).get_data()
        for email in (ADDRESS, "nobody@example.org")
    )
    assert one == other
    assert b"If there is an account" in one
    asked = db.session.scalars(select(Job)).all()
    assert len(asked) == 2, "the same work is done for both"
    db.session.rollback()
    app.extensions["look_now"]()
    [message] = server.received
    assert message["To"] == ADDRESS
    address = re.search(r"http\S+/staff/link/\S+", message.get_content())
    assert address
    assert address[0] not in str([job.arguments for job in db.session.scalars(select(Job))])
    db.session.rollback()
    assert client.submit(path_of(address[0]), {"password": NEW}).status_code == 302
    app.extensions["look_now"]()
    assert "was changed" in server.received[-1]["Subject"]


def test_the_command_line_is_the_way_back_in(
    staff: Staff, client: AuditingClient, settings: Settings
) -> None:
    owner = staff(Role.ADMINISTRATOR)
    with transaction():
        second_factor.begin(db.session.get_one(Person, owner.person_id))
    environment = {"DATA_DIR": str(settings.data_dir), "DATABASE_URL": settings.database_url}
    command = ["link", "administrator@example.org", "--forget-second-step"]
    done = CliRunner().invoke(staff_group, command, env=environment)
    assert done.exit_code == 0, done.output
    assert client.submit(path_of(done.output.strip()), {"password": NEW}).status_code == 302
    assert second_factor.factor_of(owner.person_id) is None
    unknown = CliRunner().invoke(staff_group, ["link", "nobody@example.org"], env=environment)
    assert unknown.exit_code == 1
    assert "nobody with this address" in unknown.output
