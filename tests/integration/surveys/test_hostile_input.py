"""Whatever is sent gets a clear answer, is stored as it was typed, and is never carried out."""

import pytest

from surveys.answers import open_words
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.sending import ADDRESS, key_on, receipt_on, send, soup_of, stored, value_of

SCRIPT = "</textarea><script>alert('x')</script><img src=x onerror=alert(1)>"


def test_markup_is_stored_as_typed_and_shown_as_words(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    receipt_on(send(client, q1=SCRIPT))
    assert open_words(stored()[0])["q1"] == SCRIPT
    again = send(client, q1=SCRIPT, q2="not an age")
    assert "<script>alert" not in again.get_data(as_text=True)
    assert value_of(soup_of(again), "q1") == SCRIPT


def test_markup_in_a_key_is_refused_and_never_shown(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    response = send(client, '"><script>alert(1)</script>', q1="Buses")
    assert "<script>alert" not in response.get_data(as_text=True)
    assert len(stored()) <= 1


def test_a_hundred_thousand_characters_come_back_with_what_to_do(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    words = "So many words. " * 6_667
    response = send(client, q1=words)
    page = soup_of(response)
    assert response.status_code == 422
    assert "make it shorter: 10,000 characters at most" in text_of(page)
    assert value_of(page, "q1") == words
    assert stored() == []


def test_more_than_the_site_takes_at_once_is_refused_in_plain_words(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    response = send(client, q1="x" * 3_000_000)
    assert response.status_code == 413
    assert "make it shorter" in text_of(soup_of(response))


@pytest.mark.both_stores
@pytest.mark.parametrize(
    "words",
    [
        "\U0001f68c" * 10_000,
        "a\x00b",
        "=cmd|' /C calc'!A0",
        "'; DROP TABLE submission; --",
        "{{ 7 * 7 }} ${7*7} %(key)s",
        "مرحبا \u202eevil\u202c שלום",
        "Z\u0335\u0321a\u0322l\u0335g\u0335o",
        "\x1b[31mred\x1b[0m",
    ],
    ids=["emoji", "nul", "formula", "sql", "template", "right-to-left", "combining", "escape"],
)
def test_odd_words_are_stored_and_read_back(
    client: AuditingClient, open_campaign: OpenCampaign, words: str
) -> None:
    open_campaign()
    receipt_on(send(client, q1=words))
    expected = words.replace("\x00", "").replace("\x1b", "")
    assert open_words(stored()[0])["q1"] == expected


def test_bytes_that_are_no_text_do_no_harm(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    open_campaign()
    body = b"submission_key=" + key_on(client).encode() + b"&q1=%ff%fe%c3%28 buses"
    receipt_on(client.post(ADDRESS, data=body, content_type="application/x-www-form-urlencoded"))
    assert "buses" in open_words(stored()[0])["q1"]


def test_answers_to_questions_that_were_not_asked_are_passed_over(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    receipt_on(send(client, q1="Buses", q99="x", state="approved", lane="normal", campaign_id="7"))
    assert set(open_words(stored()[0])) == {"q1"}


def test_a_file_where_words_belong_says_that_nothing_was_answered(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    file = (__file__, "views.exe")
    with open(file[0], "rb") as content:
        response = client.post(ADDRESS, data={"submission_key": key_on(client), "q1": (content, file[1])})
    assert response.status_code == 422
    assert "Answer at least one question" in text_of(soup_of(response))


def test_json_where_a_form_belongs_stores_nothing(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    assert client.post(ADDRESS, json={"submission_key": "k", "q1": "Buses"}).status_code == 422
    assert stored() == []


@pytest.mark.both_stores
@pytest.mark.parametrize("slug", ["nothing-here", "../etc/passwd", "%00", "a" * 500, "buses%27--"])
def test_an_unknown_campaign_is_not_found_in_plain_words(client: AuditingClient, slug: str) -> None:
    for response in (
        client.get(f"/c/{slug}/take-part"),
        client.post(f"/c/{slug}/take-part", data={"q1": "x"}),
    ):
        assert response.status_code == 404
        assert "Traceback" not in response.get_data(as_text=True)
