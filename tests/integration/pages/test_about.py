"""Help, the way out, privacy, cookies, access, contact, complaints: true, and as full as the council is."""

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from participation.pages import about
from participation.settings import HelpLine, Settings, load_settings
from tests.auditing_client import AuditingClient, text_of

SCRIPTS = Path(about.__file__).parents[1] / "static" / "js"


@pytest.fixture
def settings(request: pytest.FixtureRequest, store: str, tmp_path: Path) -> Settings:
    """Settings as a test asks for them with `@pytest.mark.parametrize("given", …)`; else the first ones."""
    given = request.node.callspec.params.get("given", {})
    return load_settings(data_dir=tmp_path, database_url=store, log_level="error", redis_url="", **given)


COMPLETE = {
    "data_controller": "Made-up Council",
    "data_protection_email": "data@example.org",
    "contact_email": "hello@example.org",
    "contact_phone": "01234 567890",
    "keep_words_months": 9,
    "legal_last_checked": date(2026, 10, 1),
    "accessibility_last_tested": date(2026, 9, 1),
    "accessibility_problems": ["The map has no text version."],
    "exit_url": "https://www.example.org/weather",
    "regulator": HelpLine(name="Made-up Regulator", what_for="Checks", last_checked=date(2026, 1, 1)),
}


def test_help_names_every_line_with_the_day_it_was_checked(client: AuditingClient) -> None:
    page = client.page("/help-now")
    assert page.select_one('a[href="tel:999"]')
    assert page.select_one('a[href="tel:08001111"]')
    assert text_of(page).count("Number checked") == 3
    assert page.select_one('header a[href="/exit"]'), "the way out is at the top"


@pytest.mark.parametrize("given", [COMPLETE])
def test_leaving_explains_first_and_then_goes_and_forgets(client: AuditingClient, given: object) -> None:
    page = client.page("/exit")
    assert "You go to example.org" in text_of(page)
    assert "may still list the pages you looked at" in text_of(page)
    link = page.select_one('a[href="/exit?leave=yes"]')
    assert link is not None
    gone = client.get(str(link["href"]))
    assert (gone.status_code, gone.headers["Location"]) == (303, "https://www.example.org/weather")
    assert gone.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert gone.headers["Cache-Control"] == "no-store"


def test_privacy_invents_nothing_that_the_council_has_not_said(client: AuditingClient) -> None:
    page = text_of(client.page("/privacy"))
    assert "Who answers for the data (data controller) Not set yet" in page
    assert "public task: UK GDPR Article 6(1)(e)" in page
    assert "Checked by somebody who knows this law Not yet" in page
    assert "How long 12 months after the questions close. You can take them back before then." in page


@pytest.mark.parametrize("given", [COMPLETE])
def test_what_the_council_says_is_shown(client: AuditingClient, given: object) -> None:
    privacy = text_of(client.page("/privacy"))
    for part in (
        "Made-up Council",
        "data@example.org",
        "9 months after the questions close",
        "1 October 2026",
    ):
        assert part in privacy
    contact = text_of(client.page("/contact"))
    assert "hello@example.org" in contact
    assert "01234 567890" in contact
    complaint = client.page("/data-complaint")
    assert complaint.select_one('a[href="mailto:data@example.org"]')
    assert "Within 30 days" in text_of(complaint)
    assert "Made-up Regulator" in text_of(complaint)


def test_without_an_address_contact_says_so_and_complaints_have_their_form(client: AuditingClient) -> None:
    assert "Not set yet" in text_of(client.page("/contact"))
    assert client.page("/data-complaint").select("a[href^=mailto]") == []
    assert "Information Commissioner's Office" in text_of(client.page("/data-complaint"))


def test_cookies_are_named_as_they_are_really_set(client: AuditingClient, app: Flask) -> None:
    page = text_of(client.page("/cookies"))
    assert "display" in page
    assert app.config["SESSION_COOKIE_NAME"] in page
    assert "365 days" in page
    assert "at most 12 hours" in page
    saved = client.post("/preferences", data={"theme": "dark"})
    assert saved.headers["Set-Cookie"].startswith("display=")
    assert f"Max-Age={365 * 86_400}" in saved.headers["Set-Cookie"]


def test_what_stays_on_a_phone_is_named_as_the_scripts_name_it(client: AuditingClient) -> None:
    scripts = SCRIPTS / "take-part.js", SCRIPTS / "service-worker.js"
    page_script, worker = (path.read_text(encoding="utf-8") for path in scripts)
    assert f'indexedDB.open("{about.PHONE_NAMES["views"]}"' in page_script
    assert re.search(r"DRAFT_DAYS = (\d+)", page_script)[1] == str(about.DRAFT_DAYS)  # type: ignore[index]
    assert f'"{about.PHONE_NAMES["copies"].rstrip("…")}"' in worker
    page = text_of(client.page("/cookies"))
    for name in (*about.PHONE_NAMES.values(), f"{about.DRAFT_DAYS} days", "Group sessions set no cookie"):
        assert name in page
    privacy = text_of(client.page("/privacy"))
    assert "saved on your phone until it is sent" in privacy
    assert "“someone in this session”" in privacy


def test_an_untested_site_does_not_claim_to_meet_the_rules(client: AuditingClient) -> None:
    page = text_of(client.page("/accessibility"))
    assert "partly meeting" in page
    assert "have not tested it yet" in page
    for part in ("2.2, level AA", "How we test", "Tell us", "Equality Advisory and Support Service"):
        assert part in page


@pytest.mark.parametrize("given", [COMPLETE])
def test_known_problems_of_access_are_listed_with_the_day_of_the_test(
    client: AuditingClient, given: object
) -> None:
    page = text_of(client.page("/accessibility"))
    assert "The map has no text version." in page
    assert "tested it on 1 September 2026" in page
