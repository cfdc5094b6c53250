"""What the take-part page sends along: no cookie, a new key each time, nothing a shared store may keep."""

import pytest

from tests.auditing_client import AuditingClient
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.sending import ADDRESS, key_on, receipt_on, send, stored


def test_looking_and_sending_set_no_cookie(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    open_campaign()
    answers = [client.get(ADDRESS), client.get(ADDRESS), send(client, q1="x"), send(client)]
    assert [answer.headers.getlist("Set-Cookie") for answer in answers] == [[], [], [], []]


def test_no_shared_store_keeps_the_page_and_back_still_works(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    for _ in range(2):  # rendered, then filled in
        response = client.get(ADDRESS)
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert response.headers["Vary"] == "Cookie"
        assert "ETag" not in response.headers
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_receipts_are_never_kept_by_a_browser(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    open_campaign()
    assert send(client, q1="x").headers["Cache-Control"] == "no-store"


def test_two_visits_differ_in_their_key_alone(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    open_campaign()
    first, second = (client.get(ADDRESS).get_data(as_text=True) for _ in range(2))
    keys = [page.split('name="submission_key" value="')[1].split('"')[0] for page in (first, second)]
    assert keys[0] != keys[1]
    assert first.replace(keys[0], "") == second.replace(keys[1], "")


def test_the_page_follows_the_display_preferences(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    client.get(ADDRESS)
    client.set_cookie("display", "theme-contrast.text_size-larger")
    page = client.get(ADDRESS).get_data(as_text=True)
    assert 'data-theme="contrast" data-text-size="larger"' in page
    client.delete_cookie("display")
    assert 'data-theme="auto"' in client.get(ADDRESS).get_data(as_text=True)


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_a_form_from_another_site_stores_nothing(
    client: AuditingClient, open_campaign: OpenCampaign, headers: dict[str, str]
) -> None:
    open_campaign()
    response = client.post(ADDRESS, data={"submission_key": key_on(client), "q1": "x"}, headers=headers)
    assert response.status_code == 403
    assert stored() == []


def test_a_form_from_this_site_is_taken(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    open_campaign()
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    receipt_on(client.post(ADDRESS, data={"submission_key": key_on(client), "q1": "x"}, headers=headers))


def test_a_sensitive_campaign_can_be_left_at_once(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign(is_sensitive=True)
    assert client.page(ADDRESS).select_one('header a[href="/exit"]')
