"""Text for the public goes out squeezed; nothing is squeezed where its length could give a secret away."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from participation.foundation.access import Role
from tests.auditing_client import AuditingClient
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.sending import ADDRESS

GZIP = {"Accept-Encoding": "gzip, deflate"}
BROTLI = {"Accept-Encoding": "gzip, deflate, br"}
STYLESHEET = "/static/css/public.css?v=1"
KEY = "2026-11-21.a-key-of-a-test"


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    """Somebody whose answers are looked at as they come over the wire."""
    return FlaskClient(app, app.response_class)


def get(client: FlaskClient, address: str, headers: dict[str, str]) -> TestResponse:
    """The whole answer, read and closed."""
    response = client.get(address, headers=headers)
    response.get_data()
    response.close()
    return response


def test_the_take_part_page_is_the_same_page(phone: FlaskClient, open_campaign: OpenCampaign) -> None:
    open_campaign()
    plain = get(phone, ADDRESS, {}).data
    squeezed = get(phone, ADDRESS, BROTLI)
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in squeezed.headers["Vary"]
    assert len(squeezed.data) < len(plain) / 2
    unpacked = gzip.decompress(squeezed.data)
    marker = b'name="submission_key" value="'
    before, _, after = unpacked.partition(marker)
    assert before == plain.partition(marker)[0]
    assert after.partition(b'"')[2] == plain.partition(marker)[2].partition(b'"')[2]


def test_thanks_and_errors_are_squeezed_too(phone: FlaskClient, open_campaign: OpenCampaign) -> None:
    open_campaign()
    thanks = phone.post(ADDRESS, data={"submission_key": KEY, "q1": "Buses"}, headers=GZIP)
    assert b'<output id="receipt">' in gzip.decompress(thanks.data)
    nothing = phone.post(ADDRESS, data={"submission_key": KEY}, headers=GZIP)
    assert nothing.status_code == 422
    assert b"Error: " in gzip.decompress(nothing.data)


@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip;q=0"}])
def test_who_cannot_read_gzip_gets_plain_text(
    phone: FlaskClient,
    open_campaign: OpenCampaign,
    headers: dict[str, str],
) -> None:
    open_campaign()
    for address in (ADDRESS, "/help-now", STYLESHEET):
        response = get(phone, address, headers)
        assert "Content-Encoding" not in response.headers
        assert response.data[:1] in (b"<", b"/")


def test_static_files_are_squeezed_once_with_the_best_there_is(phone: FlaskClient) -> None:
    plain = get(phone, STYLESHEET, {}).data
    best = get(phone, STYLESHEET, BROTLI)
    good = get(phone, STYLESHEET, GZIP)
    assert brotli.decompress(best.data) == gzip.decompress(good.data) == plain
    assert len(best.data) < len(good.data) < len(plain) / 3
    assert best.headers["Cache-Control"].endswith("immutable")
    assert all("Accept-Encoding" in each.headers["Vary"] for each in (best, good))


def test_a_phone_that_has_the_file_is_told_so(phone: FlaskClient) -> None:
    tag = get(phone, STYLESHEET, BROTLI).headers["ETag"]
    assert get(phone, STYLESHEET, {**BROTLI, "If-None-Match": tag}).status_code == 304


def test_pictures_are_left_alone(phone: FlaskClient) -> None:
    assert "Content-Encoding" not in get(phone, "/static/img/share.png", BROTLI).headers


def test_pages_that_hold_a_secret_are_never_squeezed(
    phone: FlaskClient, staff: Callable[..., AuditingClient]
) -> None:
    assert "Content-Encoding" not in get(phone, "/staff/sign-in?next=/staff", BROTLI).headers
    somebody = staff(Role.MODERATOR)
    for address in ("/staff/queue", "/help-now"):
        assert "Content-Encoding" not in get(somebody, address, BROTLI).headers
