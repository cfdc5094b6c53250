"""How pages look: one cookie, set only when somebody asks for it, and back to where they were."""

import pytest

from tests.auditing_client import AuditingClient

DARK = {"theme": "dark", "text_size": "large", "spacing": "wide", "easy_read": "no"}
NORMAL = {"theme": "auto", "text_size": "normal", "spacing": "normal", "easy_read": "no"}


def test_what_is_chosen_is_remembered_on_every_page(client: AuditingClient) -> None:
    client.post("/preferences", data=DARK)
    for address in ("/", "/privacy", "/preferences"):
        root = client.page(address).html
        assert root is not None
        assert (root["data-theme"], root["data-text-size"], root["data-spacing"]) == ("dark", "large", "wide")


def test_the_cookie_cannot_be_read_by_scripts_or_sent_from_other_sites(client: AuditingClient) -> None:
    cookie = client.post("/preferences", data=DARK).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie, "this site is not on https"


def test_choosing_the_normal_look_takes_the_cookie_away(client: AuditingClient) -> None:
    client.post("/preferences", data=DARK)
    client.post("/preferences", data=NORMAL)
    assert client.get_cookie("display") is None


def test_saving_goes_back_to_the_page_one_came_from(client: AuditingClient) -> None:
    page = client.page("/preferences", headers={"Referer": "http://localhost/results"})
    field = page.select_one("input[name=return_to]")
    assert field is not None
    assert field["value"] == "/results"
    saved = client.post("/preferences", data={**DARK, "return_to": "/results"})
    assert (saved.status_code, saved.headers["Location"]) == (303, "/results")


@pytest.mark.parametrize("wanted", ["https://example.com/", "//example.com", "/\\example.com", ""])
def test_saving_never_leads_to_another_site(client: AuditingClient, wanted: str) -> None:
    assert client.post("/preferences", data={"return_to": wanted}).headers["Location"] == "/"
    field = client.page(f"/preferences?return_to={wanted}").select_one("input[name=return_to]")
    assert field is not None
    assert field["value"] == "/"


def test_coming_from_another_site_leads_to_the_front_page(client: AuditingClient) -> None:
    page = client.page("/preferences", headers={"Referer": "https://example.com/results"})
    field = page.select_one("input[name=return_to]")
    assert field is not None
    assert field["value"] == "/"


def test_nonsense_in_the_form_or_the_cookie_does_no_harm(client: AuditingClient) -> None:
    assert client.post("/preferences", data={"theme": "<b>", "text_size": "9" * 1000}).status_code == 303
    client.set_cookie("display", 'theme-"><script>alert(1)</script>.nonsense')
    assert client.get("/").status_code == 200


def test_a_form_that_names_one_thing_leaves_the_others_as_they_are(client: AuditingClient) -> None:
    client.post("/preferences", data=DARK)
    client.post("/preferences", data={"easy_read": "yes"})
    root = client.page("/").html
    assert root is not None
    assert (root["data-theme"], root["data-spacing"], root["data-easy-read"]) == ("dark", "wide", "yes")


def test_the_button_that_was_pressed_counts_more_than_what_is_in_force(client: AuditingClient) -> None:
    client.post("/preferences", data={"theme": ["dark", "contrast"]})
    root = client.page("/").html
    assert root is not None
    assert root["data-theme"] == "contrast"
