"""A file of views sent in by a page: looked at first, brought in by a worker, and then gone."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.foundation import clock, jobs, retention
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from participation.jobs import look
from surveys import importing
from surveys.answers import chosen_options, open_words
from surveys.domain import Channel, SubmissionState
from surveys.uploads import services, work
from surveys.uploads.domain import UploadState
from surveys.uploads.models import Upload
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.messy import messy_workbook
from tests.integration.surveys.sending import soup_of, stored

Staff = Callable[..., AuditingClient]
FILES = "/staff/campaigns/buses/files"
FORMS = """Youth club forms,,
How old are you?,Comment,OK to show
13,More quokka crossings,yes
old,Benches,
,Trains,no
"""
USES = {"column-0": "answers:q2", "column-1": "answers:q1", "column-2": "may_quote"}


@pytest.fixture
def manager(staff: Staff, open_campaign: OpenCampaign) -> AuditingClient:
    """A campaign manager of the open campaign `buses`."""
    open_campaign()
    return staff(Role.CAMPAIGN_MANAGER)


def send_file(
    manager: AuditingClient, content: bytes = FORMS.encode(), name: str = "forms.csv"
) -> TestResponse:
    return manager.submit(FILES, {"file": (BytesIO(content), name), "channel": "paper"})


def sent(manager: AuditingClient, content: bytes = FORMS.encode(), name: str = "forms.csv") -> str:
    """The address of a file that was just taken in."""
    answer = send_file(manager, content, name)
    assert answer.status_code == 302
    return answer.headers["Location"].removesuffix("/columns")


def brought_in(app: Flask, manager: AuditingClient, address: str, uses: dict[str, Any]) -> str:
    """What the page of a file says once its columns were chosen and a worker has brought it in."""
    assert manager.submit(f"{address}/columns", uses).status_code == 302
    assert manager.submit(f"{address}/start", from_page=address).status_code == 302
    look(app, tail=0)
    return text_of(manager.page(address))


def upload() -> Upload:
    db.session.rollback()
    return db.session.scalars(select(Upload).order_by(Upload.id.desc())).first()  # type: ignore[return-value]


@pytest.mark.both_stores
def test_from_a_file_to_the_queue(app: Flask, manager: AuditingClient) -> None:
    address = sent(manager)
    page = manager.page(f"{address}/columns")
    assert "named in row 2" in text_of(page)
    guessed = page.select_one("select[name=column-0] option[selected]")
    assert guessed is not None
    assert guessed["value"] == "answers:q2"
    manager.submit(f"{address}/columns", USES)
    trial = text_of(manager.page(address))
    assert "It has 3 rows: 2 can come in, 1 cannot." in trial
    assert "choose from the list" in trial
    assert stored() == [], "looking stores nothing"
    done = brought_in(app, manager, address, USES)
    assert "Brought in 2 Already there 0 Refused 1" in done
    first, second = stored()
    assert (open_words(first)["q1"], chosen_options(first)["q2"]) == ("More quokka crossings", ("12-14",))
    assert {first.channel, second.channel} == {Channel.PAPER}
    assert first.state is SubmissionState.PENDING
    refused = manager.submit(f"{address}/refused.csv", from_page=address).get_data().decode("utf-8-sig")
    assert refused.splitlines()[1].startswith("old,Benches,,")
    again = brought_in(app, manager, sent(manager), USES)
    assert "Brought in 0 Already there 2 Refused 1" in again


def test_a_file_lies_sealed_and_is_erased_when_it_is_done(
    app: Flask, manager: AuditingClient, tmp_path: Path
) -> None:
    address = sent(manager)
    assert b"quokka" not in b"".join(path.read_bytes() for path in tmp_path.glob("participation.db*"))
    brought_in(app, manager, address, USES)
    assert (upload().state, upload().sealed_file) == (UploadState.DONE, None)
    assert manager.submit(f"{address}/start", from_page=address).status_code == 409


def test_a_dropped_file_is_erased_and_nothing_came_in(manager: AuditingClient) -> None:
    address = sent(manager)
    manager.submit(f"{address}/drop", from_page=f"{address}/columns")
    assert (upload().state, upload().sealed_file, stored()) == (UploadState.DROPPED, None, [])
    assert manager.get(f"{address}/columns").status_code == 409


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"%PDF-1.7", "is a PDF, not a table"),
        (b"", "is empty"),
        (b"text\n" + b"x" * 2_000, "larger than 20 MB"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(
    manager: AuditingClient, content: bytes, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.uploads.views.LARGEST_FILE", 1_000)
    answer = send_file(manager, content)
    assert answer.status_code == 422
    assert complaint in text_of(soup_of(answer))
    assert upload() is None
    assert "Choose a file" in text_of(soup_of(manager.submit(FILES, {"channel": "paper"})))


def test_choices_that_do_not_fit_are_explained_and_kept(manager: AuditingClient) -> None:
    address = sent(manager)
    wrong = {"column-0": "id", "column-1": "id", "column-2": "answers:q1", "keep_as": "Club forms"}
    answer = manager.submit(f"{address}/columns", wrong)
    assert answer.status_code == 422
    page = soup_of(answer)
    assert "cannot both be that" in text_of(page)
    kept = page.select_one("select[name=column-2] option[selected]")
    assert kept is not None
    assert kept["value"] == "answers:q1"
    nothing = manager.submit(f"{address}/columns", {"column-0": "id"})
    assert "at least one column that answers" in text_of(soup_of(nothing))
    assert manager.submit(f"{address}/columns", {"column-1": "answers:q99"}).status_code == 422


def test_choices_that_were_kept_are_offered_for_the_next_file_and_for_the_command(
    app: Flask, manager: AuditingClient
) -> None:
    brought_in(app, manager, sent(manager), USES | {"keep_as": "Club forms"})
    address = sent(manager)
    chosen = [
        option["value"]
        for option in manager.page(f"{address}/columns").select("select[name^=column] option[selected]")
    ]
    assert chosen == list(USES.values())
    manager.submit(f"{address}/columns", USES)
    assert "Comment: q1" in manager.get(f"{address}/map.yaml").get_data(as_text=True)


def test_a_file_can_be_read_another_way(app: Flask, manager: AuditingClient) -> None:
    address = sent(manager, "Kawiarnia\nText\nWięcej ławek\n".encode("cp1250"))
    reading = {"encoding": "cp1250", "heading_row": "2"}
    manager.submit(f"{address}/read", reading, from_page=f"{address}/columns")
    assert "Więcej ławek" in text_of(manager.page(f"{address}/columns"))
    brought_in(app, manager, address, {"column-0": "answers:q1"})
    assert open_words(stored()[0])["q1"] == "Więcej ławek"
    wrong = manager.submit(f"{address}/read", {"heading_row": "900"}, from_page=FILES)
    assert wrong.status_code == 409, "it is gone"


def test_a_row_that_names_nothing_is_said(manager: AuditingClient) -> None:
    address = sent(manager)
    wrong = manager.submit(f"{address}/read", {"heading_row": "900"}, from_page=f"{address}/columns")
    assert wrong.status_code == 422
    assert "names no columns in row 900" in text_of(soup_of(wrong))


def test_a_worker_that_dies_half_way_leaves_an_exact_summary(
    manager: AuditingClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    messy = messy_workbook(tmp_path / "messy.xlsx", 60)
    address = sent(manager, (tmp_path / "messy.xlsx").read_bytes(), "messy.xlsx")
    manager.submit(f"{address}/columns", {"column-1": "answers:q2", "column-3": "answers:q1"})
    manager.submit(f"{address}/start", from_page=address)
    monkeypatch.setattr(importing, "STEP", 25)
    job = db.session.scalars(select(jobs.Job).where(jobs.Job.kind == services.JOB)).one()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(jobs, "report_progress", die)
        with pytest.raises(KeyboardInterrupt):
            work.bring_in(job)
    assert (upload().imported, len(stored())) == (25, 25)
    work.bring_in(job)
    assert (upload().imported, upload().already_there, upload().refused) == (messy.good, 0, messy.refused)
    assert len(stored()) == messy.good


def test_a_file_that_breaks_off_says_why_and_is_erased(
    app: Flask, manager: AuditingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.table_files.LONGEST_CELL", 1_000)
    broken = b"Comment\n" + b"fine\n" * 300 + b'"' + b"never closed " * 1_000
    page = brought_in(app, manager, sent(manager, broken), {"column-0": "answers:q1"})
    assert "Is a quotation mark missing?" in page
    assert (upload().state, upload().sealed_file, len(stored())) == (UploadState.FAILED, None, 0)


def test_what_nobody_brought_in_is_erased_after_a_week(manager: AuditingClient) -> None:
    sent(manager)
    with transaction():
        upload().made_at = clock.now() - timedelta(days=8)
    due = {outcome.rule.key: outcome.count for outcome in retention.preview()}
    assert due["files_not_brought_in"] == 1
    with transaction():
        retention.run()
    assert (upload().state, upload().sealed_file) == (UploadState.DROPPED, None)


def test_files_wait_until_the_campaign_has_opened(staff: Staff, open_campaign: OpenCampaign) -> None:
    open_campaign(())
    page = text_of(staff(Role.CAMPAIGN_MANAGER).page(FILES))
    assert "Files can come in once the campaign has opened" in page
