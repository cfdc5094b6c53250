"""A page that many open at once is given from what was answered before, and nobody can tell."""

import gzip
import json
import sys
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from flask import Flask, request_started
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from participation.campaigns.queries import campaign_by_slug
from participation.campaigns.services import close_campaign
from participation.factory import create_app
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.settings import Settings
from surveys import asking
from tests.auditing_client import AuditingClient
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.sending import ADDRESS, receipt_on, send, soup_of, stored, value_of


class Woken:
    """How often the site itself was asked."""

    def __init__(self, app: Flask) -> None:
        self.times = 0
        request_started.connect(self._count, app)

    def _count(self, *_: object, **__: object) -> None:
        self.times += 1


@pytest.fixture(autouse=True)
def _a_slow_machine_counts_as_a_quick_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "FRESH_SECONDS", 600.0)


@pytest.fixture
def woken(app: Flask) -> Woken:
    return Woken(app)


def page_of(response: TestResponse) -> tuple[str, str]:
    """The page without its key, and the key."""
    assert response.status_code == 200
    body = response.get_data()
    html = (gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body).decode()
    key = html.split('name="submission_key" value="')[1].split('"')[0]
    return html.replace(key, ""), key


@pytest.mark.parametrize("accepted", ["", "gzip, deflate, br"], ids=["plain", "squeezed"])
def test_it_is_the_same_answer_with_a_key_of_its_own(
    app: Flask, open_campaign: OpenCampaign, woken: Woken, accepted: str
) -> None:
    open_campaign()
    phone = FlaskClient(app, app.response_class)
    first, second = (phone.get(ADDRESS, headers={"Accept-Encoding": accepted}) for _ in range(2))
    assert woken.times == 1
    (page, key), (same, other) = page_of(first), page_of(second)
    assert page == same
    assert key != other
    assert dict(first.headers) == dict(second.headers)
    assert second.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_view_written_on_it_is_stored_like_any_other(
    client: AuditingClient, open_campaign: OpenCampaign, woken: Woken
) -> None:
    open_campaign()
    client.get(ADDRESS)
    key = value_of(client.page(ADDRESS), "submission_key")
    assert woken.times == 1
    receipt_on(send(client, key, q1="Buses"))
    assert len(stored()) == 1


@pytest.mark.parametrize(
    ("asked", "headers"),
    [
        (f"{ADDRESS}?whole=yes", {}),
        (ADDRESS, {"Cookie": "display=theme-dark"}),
        (ADDRESS, {"Accept-Encoding": "gzip"}),
        ("/c/buses", {}),
    ],
)
def test_whoever_asks_in_another_way_is_answered_in_full(
    app: Flask, open_campaign: OpenCampaign, woken: Woken, asked: str, headers: dict[str, str]
) -> None:
    open_campaign()
    phone = FlaskClient(app, app.response_class, use_cookies=False)
    phone.get(ADDRESS)
    phone.get(asked, headers=headers)
    assert woken.times == 2
    assert 'data-theme="auto"' in phone.get(ADDRESS).get_data(as_text=True)


def test_a_campaign_that_closes_is_closed_at_once(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    assert client.get(ADDRESS).status_code == 200
    with transaction():
        close_campaign(campaign_by_slug("buses"), None)
    assert "This has closed" in client.get(ADDRESS).get_data(as_text=True)


def test_it_closes_at_midnight_though_nothing_else_changed(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    today = clock.today()
    open_campaign(closes_on=today)
    assert soup_of(client.get(ADDRESS)).select("form[data-take-part]")
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert "This has closed" in client.get(ADDRESS).get_data(as_text=True)


def test_what_staff_change_shows_at_once(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    open_campaign()
    client.get(ADDRESS)
    with transaction():
        campaign_by_slug("buses").accent = "heather"
    assert 'data-accent="heather"' in client.get(ADDRESS).get_data(as_text=True)


def test_each_visit_is_in_the_log_with_the_hour_alone(
    settings: Settings, open_campaign: OpenCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_campaign()
    written = StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    talkative = create_app(settings.model_copy(update={"log_level": "info"}))
    for _ in range(3):
        talkative.test_client().get(ADDRESS)
    with talkative.app_context():
        db.session.remove()
        db.engine.dispose()
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [(each["endpoint"], each["status"]) for each in lines] == [("surveys.take_part", 200)] * 3
    assert {each["timestamp"][13:19] for each in lines} == {":00:00"}
    assert all(each.keys() == lines[0].keys() for each in lines)
