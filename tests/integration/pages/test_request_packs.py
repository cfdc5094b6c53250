"""Request packs: approved words and nothing else, for the data protection officer, on record without content."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from moderation import services
from moderation.domain import DecisionKind
from moderation.redaction import Redaction
from participation.foundation.access import Role
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import MayQuote
from tests.auditing_client import AuditingClient, text_of
from tests.integration.pages import made_up

Staff = Callable[..., AuditingClient]
ADDRESS = "/staff/request-packs"
#: What must never be in a pack.
COVERED, UNREAD, NOT_SAID = "Zebedee", "heron nests", "otter holt"


@pytest.fixture
def receipts(app: Flask) -> dict[str, str]:
    """Views: one with a name covered, one whose sender said no, one not read. Gives receipt words by words."""
    campaign_id = made_up.open_campaign()
    words = [f"Ask {COVERED} about the swings", "a later bus"]
    kept = made_up.send(campaign_id, *words)
    private = made_up.send(campaign_id, f"bus to the {NOT_SAID}", may_quote=MayQuote.NO)
    made_up.send(campaign_id, f"bus to the {UNREAD}")
    with transaction():
        person_id = made_up.somebody().id
        covers = {"q1": [Redaction(4, 11, "name")]}
        services.decide(kept[0].submission_id, DecisionKind.APPROVE_REDACTED, person_id, covers=covers)
        for receipt in (kept[1], *private):
            services.decide(receipt.submission_id, DecisionKind.APPROVE, person_id)
    return dict(zip([*words, NOT_SAID], [each.words for each in (*kept, *private)], strict=True))


def ask(officer: AuditingClient, **fields: str) -> TestResponse:
    return officer.submit(ADDRESS, {"kind": "information", "campaign": "every", **fields})


def files(answer: TestResponse) -> dict[str, str]:
    assert answer.mimetype == "application/zip", answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


@pytest.mark.both_stores
def test_a_pack_holds_approved_words_the_kinds_covered_and_the_search(
    receipts: dict[str, str], staff: Staff
) -> None:
    pack = files(ask(staff(Role.DATA_PROTECTION_OFFICER), reference="FOI 77"))
    assert "Ask [name] about the swings" in pack["approved_text.csv"]
    assert "a later bus" in pack["approved_text.csv"]
    assert "1,name,1,Names a person" in pack["redaction_log.csv"]
    assert "looked through: 3" in pack["search_record.txt"]
    assert "may show the words: 1" in pack["search_record.txt"]
    assert not re.search(f"{COVERED}|{UNREAD}|{NOT_SAID}", str(pack))


def test_words_narrow_the_search_and_stand_in_its_record_but_not_in_the_trail(
    receipts: dict[str, str], staff: Staff
) -> None:
    officer = staff(Role.DATA_PROTECTION_OFFICER)
    pack = files(ask(officer, terms="BUS, train", reference="FOI 78"))
    assert "a later bus" in pack["approved_text.csv"]
    assert "swings" not in pack["approved_text.csv"]
    assert "“BUS”, “train”" in pack["search_record.txt"]
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "made_request_pack")).one()
    assert event.detail["found"] == 1
    assert not re.search("BUS|train|bus|FOI 78", str(event.detail))
    assert str(event.detail["sha256"])[:16] in text_of(officer.page(ADDRESS))


def test_a_sender_gets_their_own_words_by_receipt_which_is_written_nowhere(
    receipts: dict[str, str], staff: Staff
) -> None:
    officer = staff(Role.DATA_PROTECTION_OFFICER)
    pack = files(ask(officer, kind="subject_access", receipt=receipts[NOT_SAID]))
    assert NOT_SAID in pack["approved_text.csv"]
    assert "a later bus" not in pack["approved_text.csv"]
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "made_request_pack")).one()
    assert receipts[NOT_SAID] not in str(pack) + str(event.detail)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "subject_access", "receipt": "nothing of ours 77"}, "no view with these words"),
        ({"receipt": "nothing of ours 77"}, "for subject access only"),
        ({"terms": ",".join("abcdefghijk")}, "at most 10 words"),
    ],
)
def test_what_cannot_be_searched_comes_back_with_a_reason(
    receipts: dict[str, str], staff: Staff, fields: dict[str, str], said: str
) -> None:
    assert said in ask(staff(Role.DATA_PROTECTION_OFFICER), **fields).get_data(as_text=True)
    assert db.session.scalars(select(AuditEvent).where(AuditEvent.action == "made_request_pack")).all() == []
