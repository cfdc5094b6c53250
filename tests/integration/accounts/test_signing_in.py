"""Signing in: right, wrong, closed, and back to where one was going."""

from collections.abc import Callable

import pytest

from participation.accounts.models import Person
from participation.accounts.services import set_active
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient
from tests.conftest import PASSWORD

Staff = Callable[..., AuditingClient]


@pytest.mark.both_stores
def test_a_moderator_signs_in_and_sees_that_they_are_signed_in(staff: Staff) -> None:
    client = staff(Role.ADMINISTRATOR)
    assert "administrator@example.org" in client.page("/staff/people").get_text()


def test_a_wrong_password_says_what_to_check_and_keeps_the_address(
    staff: Staff, client: AuditingClient
) -> None:
    staff(Role.MODERATOR)
    response = client.submit("/staff/sign-in", {"email": "moderator@example.org", "password": "not this one"})
    page = response.get_data(as_text=True)
    assert "Check both and try again" in page
    assert 'value="moderator@example.org"' in page


def test_somebody_not_signed_in_is_asked_to_sign_in_and_then_taken_on(
    staff: Staff, client: AuditingClient
) -> None:
    staff(Role.ADMINISTRATOR)
    first = client.get("/staff/people")
    assert first.headers["Location"].startswith("/staff/sign-in")
    after = client.submit(
        first.headers["Location"], {"email": "administrator@example.org", "password": PASSWORD}
    )
    assert after.headers["Location"] == "/staff/people"


def test_signing_in_never_leads_to_another_site(staff: Staff, client: AuditingClient) -> None:
    staff(Role.ADMINISTRATOR)
    for wanted in ("https://example.com/staff/", "//example.com", "/staff/\\example.com"):
        response = client.submit(
            f"/staff/sign-in?next={wanted}", {"email": "administrator@example.org", "password": PASSWORD}
        )
        assert response.headers["Location"].startswith("/staff")
        client.submit("/staff/sign-out", from_page="/staff/people")


def test_a_closed_account_is_out_at_once(staff: Staff) -> None:
    client = staff(Role.ADMINISTRATOR)
    assert client.get("/staff/people").status_code == 200
    with transaction():
        person = db.session.get_one(Person, client.person_id)
        set_active(person, False, actor_id=0)
    assert client.get("/staff/people").status_code == 302


def test_a_role_that_does_not_fit_is_refused_in_plain_words(staff: Staff) -> None:
    response = staff(Role.MODERATOR).get("/staff/people")
    assert response.status_code == 403
    assert "Your role does not include this page" in response.get_data(as_text=True)


def test_a_form_from_another_site_is_refused(client: AuditingClient) -> None:
    for headers in ({"Origin": "https://example.com"}, {"Sec-Fetch-Site": "cross-site"}):
        response = client.post("/staff/sign-in", data={"email": "a@example.org"}, headers=headers)
        assert response.status_code == 403
        assert "another site" in response.get_data(as_text=True)


def test_many_wrong_tries_on_one_account_are_slowed_down(staff: Staff, client: AuditingClient) -> None:
    staff(Role.MODERATOR)
    form = {"email": "moderator@example.org", "password": "wrong wrong wrong"}
    answers = [client.submit("/staff/sign-in", form).status_code for _ in range(12)]
    assert answers[0] == 200
    assert answers[-1] == 429
