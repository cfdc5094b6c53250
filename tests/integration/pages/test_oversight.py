"""Administrators see what was done and how the site is set, and no secret."""

from collections.abc import Callable

from flask import Flask

from participation.foundation.access import Role
from participation.foundation.deployment import deployment
from tests.auditing_client import AuditingClient, text_of

Staff = Callable[..., AuditingClient]


def test_the_audit_trail_says_who_did_what(staff: Staff) -> None:
    page = text_of(staff(Role.ADMINISTRATOR).page("/staff/audit"))
    assert "signed in" in page
    assert "added" in page


def test_a_data_protection_officer_reads_the_trail_but_changes_nobody(staff: Staff) -> None:
    client = staff(Role.DATA_PROTECTION_OFFICER)
    assert client.get("/staff/audit").status_code == 200
    assert client.get("/staff/people").status_code == 403
    assert client.get("/staff/settings").status_code == 403


def test_the_settings_page_shows_settings_and_hides_secrets(app: Flask, staff: Staff) -> None:
    page = text_of(staff(Role.ADMINISTRATOR).page("/staff/settings"))
    assert "PUBLIC_MINIMUM_CELL" in page
    assert deployment().keys.session not in page
