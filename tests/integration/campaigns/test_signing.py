"""Somebody signs that a campaign serves the best interests of children, and signs again when it changes."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from participation.campaigns.models import BestInterestsSignOff
from participation.foundation.access import Role
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from tests.auditing_client import AuditingClient, text_of
from tests.integration.campaigns.making import a_campaign
from tests.integration.campaigns.test_questions import read

Staff = Callable[..., AuditingClient]
SIGN, PAGE = "/staff/campaigns/safer-buses/sign", "/staff/campaigns/safer-buses"
WORD = {"statement": "They are heard first.", "is_read": "y"}


@pytest.mark.both_stores
def test_a_change_after_signing_keeps_it_shut_until_it_is_signed_again(staff: Staff) -> None:
    a_campaign(is_open=False)
    manager = staff(Role.CAMPAIGN_MANAGER)
    question = {"kind": "short_text", "wording": "Anything else?", "hint": "", "options": ""}
    manager.submit(f"{PAGE}/questions/add", question)
    refused = read(manager.submit(f"{PAGE}/open", from_page=PAGE))
    [link] = refused.select("[role=alert] a")
    assert "It has changed since it was signed" in text_of(link)
    assert link["href"] == f"{SIGN}#statement"
    assert manager.submit(SIGN, WORD).headers["Location"] == PAGE
    assert manager.submit(f"{PAGE}/open", from_page=PAGE).status_code == 302
    signed = db.session.scalars(select(BestInterestsSignOff).order_by(BestInterestsSignOff.id.desc())).first()
    assert signed is not None
    assert (signed.signed_by_id, signed.signed_as) == (manager.person_id, "Campaign manager")
    event = AuditEvent.action == "signed_best_interests"
    assert len(db.session.scalars(select(AuditEvent).where(event)).all()) == 2


def test_nobody_signs_without_saying_why_and_without_reading(staff: Staff) -> None:
    a_campaign(is_open=False)
    manager = staff(Role.CAMPAIGN_MANAGER)
    complaints = text_of(read(manager.submit(SIGN, {"statement": " "})).select(".problem")[0])
    assert "Say why it serves the best interests of children" in complaints
    assert "Read both first" in complaints
    assert len(db.session.scalars(select(BestInterestsSignOff)).all()) == 1, "the one it was made with"


def test_a_lead_signs_too_and_stays_where_a_lead_may_be(staff: Staff) -> None:
    a_campaign(is_open=False)
    lead = staff(Role.SAFEGUARDING_LEAD)
    assert lead.submit(SIGN, WORD).headers["Location"] == SIGN
    assert "They are heard first. (Safeguarding lead)" in text_of(lead.page(SIGN))


def test_others_may_not_sign_and_what_has_opened_is_not_signed(staff: Staff) -> None:
    a_campaign()
    assert staff(Role.MODERATOR).get(SIGN).status_code == 403
    manager = staff(Role.CAMPAIGN_MANAGER)
    assert not manager.page(SIGN).select("#statement")
    assert "Its public record" not in text_of(manager.page(PAGE))
    assert manager.page(PAGE).select('a[href="/c/safer-buses/record"]')
