"""What the site gives a phone for times without signal, and how little the take-part page weighs."""

import json
import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from participation.foundation.web import asset
from tests.auditing_client import AuditingClient
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.sending import ADDRESS, soup_of

PHONE = {"Accept-Encoding": "gzip, deflate, br"}
KILOBYTE = 1024


def site_of(worker: str) -> dict[str, object]:
    """What the worker is told about this release."""
    first, _, _ = worker.partition("\n")
    told: dict[str, object] = json.loads(first.removeprefix("self.site = ").removesuffix(";"))
    return told


def test_the_worker_has_rules_of_its_own_and_is_looked_at_anew_each_time(client: AuditingClient) -> None:
    response = client.get("/sw.js")
    assert response.mimetype == "text/javascript"
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "connect-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_an_unchanged_worker_costs_next_to_nothing(app: Flask) -> None:
    phone = FlaskClient(app, app.response_class)
    tag = phone.get("/sw.js", headers=PHONE).headers["ETag"]
    again = phone.get("/sw.js", headers={**PHONE, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_every_file_and_page_the_worker_fetches_is_there(app: Flask, client: AuditingClient) -> None:
    told = site_of(client.get("/sw.js").get_data(as_text=True))
    phone = FlaskClient(app, app.response_class)
    for address in (*told["files"], *told["later"], *told["pages"], told["script"]):  # type: ignore[misc]
        with phone.get(address) as response:
            assert response.status_code == 200, address


def test_a_changed_file_makes_a_new_release(client: AuditingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    before = site_of(client.get("/sw.js").get_data(as_text=True))
    assert site_of(client.get("/sw.js").get_data(as_text=True)) == before
    monkeypatch.setattr("surveys.offline.asset", lambda name: f"{asset(name)}changed")
    after = site_of(client.get("/sw.js").get_data(as_text=True))
    assert after["release"] != before["release"]


def test_the_page_without_signal_says_what_still_works(client: AuditingClient) -> None:
    page = client.page("/offline")
    assert page.h1 is not None
    assert page.h1.get_text() == "No signal"
    assert page.select_one("main a[href='/help-now']")


@pytest.mark.parametrize(("is_sensitive", "keeps"), [(False, "yes"), (True, "no")])
def test_pages_of_a_campaign_say_whether_the_phone_may_keep_them(
    client: AuditingClient, open_campaign: OpenCampaign, is_sensitive: bool, keeps: str
) -> None:
    open_campaign(is_sensitive=is_sensitive)
    for address in (ADDRESS, "/c/buses"):
        place = soup_of(client.get(address)).select_one("[data-on-this-phone]")
        assert place is not None
        assert place["data-keeps"] == keeps


def test_the_take_part_page_is_light(app: Flask, open_campaign: OpenCampaign) -> None:
    open_campaign()
    phone = FlaskClient(app, app.response_class)
    page = phone.get(ADDRESS).get_data(as_text=True)
    weights = {"page": len(phone.get(ADDRESS, headers=PHONE).data)}
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        with phone.get(address, headers=PHONE) as response:
            weights[address.split("?")[0]] = len(response.data)
    assert len(weights) <= 4
    assert weights["page"] + weights["/static/css/public.css"] <= 14 * KILOBYTE
    assert weights["/static/js/take-part.js"] <= 6 * KILOBYTE
    assert sum(weights.values()) <= 25 * KILOBYTE
    with phone.get("/static/js/take-part.js?v=1", headers=PHONE) as response:
        assert brotli.decompress(response.data).startswith(b"// Taking part")
