"""Beside every published quote anyone can say that it could be about someone; what is hidden is gone everywhere."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from analysis.counting import count_answers
from analysis.disclosure import AudienceClass
from analysis.models import Snapshot
from analysis.reports.assembling import assemble, snapshot_for
from analysis.reports.files import file_kind
from analysis.reports.making import make_file
from moderation import flags, queries
from moderation.models import ApprovedText, QuoteFlag
from participation.campaigns.queries import campaign_by_slug
from participation.foundation import audit
from participation.foundation.access import Role
from participation.foundation.database import db
from surveys.domain import SubmissionState
from surveys.models import Submission
from tests.auditing_client import AuditingClient, text_of
from tests.integration.pages import made_up
from tests.integration.pages.made_up import BUSES, SLUG

Staff = Callable[..., AuditingClient]
RESULTS = f"/results/{SLUG}"


def first_quote(client: AuditingClient) -> tuple[str, str]:
    """Words published under the buses, and where they are flagged."""
    page = client.page(f"{RESULTS}/{BUSES}")
    item = page.select_one("ul.quotes li")
    assert item is not None
    link = item.select_one("a")
    assert link is not None
    assert text_of(link).startswith("This could be about someone")
    return text_of(item.select_one(".bubble p") or item).split("This could")[0].strip(), str(link["href"])


@pytest.mark.both_stores
def test_a_flagged_quote_disappears_everywhere_in_one_action_and_files_say_so(
    client: AuditingClient, staff: Staff
) -> None:
    made_up.published_campaign()
    _, address = first_quote(client)
    assert "do not ask who you are" in text_of(client.page(address))
    for _ in range(2):
        assert "A person looks at these words" in client.post(address).get_data(as_text=True)
    flagged = db.session.scalars(select(QuoteFlag)).one()
    number = flagged.submission_id
    words = db.session.scalars(select(ApprovedText.text).where(ApprovedText.submission_id == number)).one()
    campaign = campaign_by_slug(SLUG)
    before = count_answers(campaign.id, "q1", []).base

    moderator = staff(Role.MODERATOR)
    assert words in moderator.page("/staff/queue/flagged").get_text()
    same = [row for row in db.session.scalars(select(ApprovedText)) if row.text == words]
    for each in [row.submission_id for row in same]:  # the same words may stand in for these
        moderator.submit(f"/staff/queue/{each}/hide", {"act": "hide"}, from_page="/staff/queue/flagged")
    assert db.session.get_one(Submission, number).state == SubmissionState.PRIVATE

    analyst = staff(Role.ANALYST)
    for page in (RESULTS, f"{RESULTS}/{BUSES}", "/results", "/"):
        assert words not in client.page(page).get_text()
    for page in (f"/staff/themes/{SLUG}/answers", f"/staff/themes/{SLUG}"):
        assert words not in analyst.page(page).get_text()
    assert words not in moderator.page(f"/staff/queue/{number}").get_text()
    assert client.get(address).status_code == 404
    assert words not in [answer.text for answer in queries.approved_answers(campaign.id)]
    assert count_answers(campaign.id, "q1", []).base == before

    assert db.session.scalars(select(Snapshot)).first().superseded_at is not None  # type: ignore[union-attr]
    report = assemble(
        snapshot_for(campaign, None, None, AudienceClass.BOARD), AudienceClass.BOARD, is_draft=True
    )
    assert any(note.startswith("Reissued: on ") for note in report.caveats)
    snapshot = snapshot_for(campaign, None, None, AudienceClass.BOARD)
    files = [
        make_file(file_kind(*each), snapshot, AudienceClass.BOARD, is_draft=True).decode("utf-8-sig")
        for each in (("themes", "csv"), ("summary", "html"), ("young-people", "html"))
    ]
    assert not [file for file in files if words in file]
    assert audit.verify().broken_at is None


def test_words_about_nobody_stay_and_are_not_asked_about_twice(client: AuditingClient, staff: Staff) -> None:
    made_up.published_campaign()
    _, address = first_quote(client)
    client.post(address)
    number = db.session.scalars(select(QuoteFlag.submission_id)).one()
    staff(Role.MODERATOR).submit(
        f"/staff/queue/{number}/hide", {"act": "keep"}, from_page="/staff/queue/flagged"
    )
    assert flags.flagged() == []
    assert client.get(address).status_code == 200


def test_only_staff_who_read_or_publish_words_hide_them(client: AuditingClient, staff: Staff) -> None:
    made_up.published_campaign()
    number = db.session.scalars(select(ApprovedText.submission_id)).first()
    manager = staff(Role.CAMPAIGN_MANAGER)
    answer = manager.submit(f"/staff/queue/{number}/hide", {"act": "hide"}, from_page="/staff/")
    assert answer.status_code == 403
    assert client.get(f"{RESULTS}/could-be-about/nonsense").status_code == 404
    assert client.post(f"{RESULTS}/could-be-about/{'0' * 20}").status_code == 404
