"""A copy of the database shows no word that nobody has read yet, and nothing that says who sent it."""

from pathlib import Path

import pytest
from sqlalchemy import select

from participation.foundation.database import db
from surveys import intake
from surveys.answers import open_words
from surveys.intake import NewView
from surveys.question_types import Cleaned
from tests.auditing_client import AuditingClient
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.sending import ADDRESS, key_on, receipt_on, stored

CANARY = "Zanzibarquokka sends this from Swanage"
ADDRESS_CANARY = "203.0.113.77"
BROWSER_CANARY = "Quokkabrowser/9.9"


def test_no_file_of_the_site_holds_the_words_the_address_or_the_browser(
    client: AuditingClient, open_campaign: OpenCampaign, tmp_path: Path
) -> None:
    open_campaign()
    key = key_on(client)
    words = receipt_on(
        client.post(
            ADDRESS,
            data={"submission_key": key, "q1": CANARY, "q5": "Quokkatown"},
            headers={"User-Agent": BROWSER_CANARY},
            environ_base={"REMOTE_ADDR": ADDRESS_CANARY},
        )
    )
    assert open_words(stored()[0])["q1"] == CANARY
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"participation.db", "participation.db-wal"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        for secret in (CANARY, "Zanzibarquokka", "Quokkatown", ADDRESS_CANARY, BROWSER_CANARY, key, words):
            assert secret.encode() not in content, f"{path.name} holds {secret!r}"
            assert secret.encode("utf-16-le") not in content


@pytest.mark.both_stores
def test_no_row_of_any_table_holds_the_words(open_campaign: OpenCampaign) -> None:
    campaign_id = open_campaign()
    intake.store(NewView(campaign_id, 1, "key", (("q1", Cleaned(words=CANARY)),)))
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            held = b"|".join(bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in row)
            assert b"Zanzibarquokka" not in held, f"{table.name} holds the words"


def test_sealed_words_do_not_open_in_another_place(open_campaign: OpenCampaign) -> None:
    campaign_id = open_campaign()
    for number in (1, 2):
        intake.store(NewView(campaign_id, 1, f"key-{number}", (("q1", Cleaned(words=f"View {number}")),)))
    first, second = stored()
    first.answers[0].sealed = second.answers[0].sealed
    with pytest.raises(Exception, match="cannot be opened"):
        open_words(first)
