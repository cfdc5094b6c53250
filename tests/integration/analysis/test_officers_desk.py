"""The officer's desk: theming, correcting, signing, replying, publishing and downloading."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from docx import Document
from flask import Flask
from openpyxl import load_workbook

from analysis.models import AnswerCoding, Assignment, Reply, ReplyEvent, SignOff, ThemingRun
from analysis.publications import published_results
from analysis.receipts import theme_and_reply_of
from analysis.theming.engine import build_engine
from moderation.models import ApprovedText
from participation.foundation import audit, clock, registries
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import MayQuote
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.factories import BUSES, LITTER, approve_texts, make_campaign, work_off

Staff = Callable[..., AuditingClient]
DESK = "/staff/themes/made-up-place"


@pytest.fixture
def analyst(staff: Staff) -> AuditingClient:
    return staff(Role.ANALYST)


def themed(app: Flask, analyst: AuditingClient) -> tuple[int, list[int]]:
    """A campaign of eighteen approved answers, themed by the worker."""
    campaign_id = make_campaign()
    ids = approve_texts(campaign_id, BUSES + LITTER)
    assert analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK).status_code == 302
    work_off(app)
    return campaign_id, ids


@pytest.mark.both_stores
def test_a_worker_themes_what_was_approved_and_the_board_shows_it(
    app: Flask, analyst: AuditingClient
) -> None:
    campaign_id, ids = themed(app, analyst)
    codings = db.session.query(AnswerCoding).filter_by(campaign_id=campaign_id).all()
    assert {coding.submission_id for coding in codings} == set(ids)
    mains = {row.submission_id: row.theme_key for row in db.session.query(Assignment).filter_by(rank=0)}
    assert sum(mains.get(number) == "accessible-places" for number in ids[:12]) >= 8
    assert sum(mains.get(number) == "environment" for number in ids[12:]) >= 4
    page = text_of(analyst.page(DESK))
    assert "18" in page
    assert "not enough checked yet" in page


def test_the_board_and_the_signature_say_what_the_answers_were_read_with(
    app: Flask, analyst: AuditingClient
) -> None:
    campaign_id, _ = themed(app, analyst)
    assert f"Themed with engine {build_engine('core').version}." in text_of(analyst.page(DESK))
    read_twice = "core-1; the 70,000 hardest answers, and all that came later, read with refined-1"
    with transaction():
        db.session.query(ThemingRun).filter_by(campaign_id=campaign_id).one().engine_version = read_twice
    assert f"Themed with engine {read_twice}." in text_of(analyst.page(DESK))
    assert f"engine {read_twice}." in text_of(analyst.page(f"{DESK}/sign-off"))
    assert analyst.submit(f"{DESK}/sign-off").status_code == 302
    assert f"with engine {read_twice}." in text_of(analyst.page(DESK))
    assert db.session.query(SignOff).one().engine_version == read_twice


def test_answers_approved_later_are_themed_without_being_asked(app: Flask, analyst: AuditingClient) -> None:
    campaign_id, _ = themed(app, analyst)
    [late] = approve_texts(campaign_id, ["no buses in the evening at all"])
    work_off(app)
    assert db.session.get(AnswerCoding, (late, "q1")) is not None


def test_a_correction_stands_above_the_engine_for_good(app: Flask, analyst: AuditingClient) -> None:
    _, ids = themed(app, analyst)
    form = {"main": "proud-role-models", "also": ["environment"]}
    answer = analyst.submit(f"{DESK}/answers/{ids[0]}", form, from_page=f"{DESK}/answers")
    assert answer.status_code == 302
    analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK)
    work_off(app)
    rows = db.session.query(Assignment).filter_by(submission_id=ids[0]).order_by(Assignment.rank).all()
    assert [row.theme_key for row in rows] == ["proud-role-models", "environment"]


def test_a_theme_that_is_not_on_the_list_is_refused(app: Flask, analyst: AuditingClient) -> None:
    _, ids = themed(app, analyst)
    answer = analyst.submit(f"{DESK}/answers/{ids[0]}", {"main": "made-up"}, from_page=f"{DESK}/answers")
    assert answer.status_code == 409
    assert "Choose themes from the list" in answer.get_data(as_text=True)


def test_signing_off_needs_themes_and_puts_a_name_under_them(app: Flask, analyst: AuditingClient) -> None:
    make_campaign()
    refused = analyst.submit(f"{DESK}/sign-off", from_page=f"{DESK}/sign-off")
    assert refused.status_code in (200, 400, 409)
    assert db.session.query(SignOff).count() == 0


@pytest.mark.both_stores
def test_from_sign_off_to_the_public_page_and_back_to_the_receipt(
    app: Flask, analyst: AuditingClient
) -> None:
    _, ids = themed(app, analyst)
    assert published_results("made-up-place") is None
    assert theme_and_reply_of(ids[0]) == []
    assert analyst.submit(f"{DESK}/sign-off").status_code == 302
    refused = analyst.submit(f"{DESK}/publish", {"introduction": "Thank you."})
    assert "Write a reply" in refused.get_data(as_text=True)
    write_reply(analyst)
    assert analyst.submit(f"{DESK}/publish", {"introduction": "Thank you."}).status_code == 302
    results = published_results("made-up-place")
    assert results is not None
    buses = next(theme for theme in results.themes if theme.key == "accessible-places")
    assert buses.replies[0].label == "Yes, we will"
    assert buses.count.value is None or buses.count.value % 5 == 0
    assert any(theme.key == "accessible-places" and theme.replies for theme in theme_and_reply_of(ids[0]))


def write_reply(analyst: AuditingClient, **changes: str) -> str:
    """Fill in the reply form for buses; gives the page that came back."""
    due = (clock.today() + timedelta(days=90)).isoformat()
    form = {
        "status": "yes",
        "you_said": "Buses stop too early.",
        "our_reply": "We will pay for a later bus.",
        "owner": "Head of transport",
        "due_on": due,
        "first_step": "We ask the drivers.",
        "reason": "",
        "evidence": "",
        "priority_id": "",
        "outcome_id": "",
        **changes,
    }
    address = "/staff/replies/made-up-place/themes/accessible-places/new"
    return analyst.submit(address, form).get_data(as_text=True)


def test_a_promise_without_an_owner_is_refused_and_nothing_typed_is_lost(
    app: Flask, analyst: AuditingClient
) -> None:
    themed(app, analyst)
    page = write_reply(analyst, owner="")
    assert "Name the role that owns this promise" in page
    assert "We will pay for a later bus." in page
    assert db.session.query(Reply).count() == 0


def test_every_change_to_a_reply_stays_in_its_history(app: Flask, analyst: AuditingClient) -> None:
    themed(app, analyst)
    write_reply(analyst)
    reply = db.session.query(Reply).one()
    form = {
        "status": "no",
        "you_said": "Buses stop too early.",
        "our_reply": "We cannot.",
        "reason": "",
        "priority_id": "",
        "outcome_id": "",
    }
    address = f"/staff/replies/made-up-place/{reply.id}"
    assert "Give the real reason" in analyst.submit(address, form).get_data(as_text=True)
    why = {"reason_code": "money", "reason": "There is no driver.", "could_change": "More drivers."}
    assert analyst.submit(address, form | why).status_code == 302
    events = db.session.query(ReplyEvent).order_by(ReplyEvent.id).all()
    assert [event.status for event in events] == ["yes", "no"]


def test_files_are_refused_before_sign_off_and_masked_after(app: Flask, analyst: AuditingClient) -> None:
    themed(app, analyst)
    address = "/staff/reports/made-up-place/themes.xlsx"
    early = analyst.submit(address, {"audience": "board"}, from_page="/staff/reports")
    assert early.status_code == 409
    analyst.submit(f"{DESK}/sign-off")
    write_reply(analyst)
    book = analyst.submit(address, {"audience": "public"}, from_page="/staff/reports")
    sheets = load_workbook(io.BytesIO(book.data))
    cells = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert "too few to show" in cells
    word = analyst.submit(
        "/staff/reports/made-up-place/summary.docx", {"audience": "board"}, from_page="/staff/reports"
    )
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(word.data)).paragraphs)
    assert "We will pay for a later bus." in text


def test_words_without_permission_are_never_quoted(app: Flask, analyst: AuditingClient) -> None:
    campaign_id = make_campaign()
    approve_texts(campaign_id, [f"{text} zebrafish" for text in BUSES], may_quote=MayQuote.NOT_SAID)
    analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK)
    work_off(app)
    analyst.submit(f"{DESK}/sign-off")
    write_reply(analyst)
    analyst.submit(f"{DESK}/publish", {"introduction": "Thank you."})
    for ending in ("csv", "xlsx"):
        file = analyst.submit(
            f"/staff/reports/made-up-place/themes.{ending}", {"audience": "board"}, from_page="/staff/reports"
        )
        assert file.status_code == 200
        assert b"zebrafish" not in file.data
    results = published_results("made-up-place")
    assert results is not None
    assert not [quote for theme in results.themes for quote in theme.quotes]
    assert "zebrafish" not in [word for word, _ in results.words]


def test_a_withdrawn_view_leaves_its_themes_and_supersedes_the_snapshot(
    app: Flask, analyst: AuditingClient
) -> None:
    _, ids = themed(app, analyst)
    analyst.submit(f"{DESK}/sign-off")
    with transaction():
        db.session.query(ApprovedText).filter_by(submission_id=ids[0]).delete()
        registries.erasers.call(ids[0])
    assert db.session.query(Assignment).filter_by(submission_id=ids[0]).count() == 0
    assert db.session.query(SignOff).count() == 1
    from analysis.snapshots import latest_snapshot

    snapshot = latest_snapshot(db.session.query(SignOff).one().campaign_id)
    assert snapshot is not None
    assert snapshot.superseded_at is not None


def test_other_roles_stay_out(staff: Staff) -> None:
    make_campaign()
    client = staff(Role.MODERATOR)
    for address in (DESK, "/staff/themes", "/staff/replies", "/staff/reports", f"{DESK}/sign-off"):
        assert client.get(address).status_code == 403


def test_every_step_is_on_the_audit_trail(app: Flask, analyst: AuditingClient) -> None:
    themed(app, analyst)
    analyst.submit(f"{DESK}/sign-off")
    actions = {event.action for event in db.session.query(audit.AuditEvent)}
    assert {"asked_for_theming", "took_snapshot", "signed_off_themes"} <= actions
    assert audit.verify().broken_at is None


def test_the_mood_hint_says_that_it_is_only_a_hint(app: Flask, analyst: AuditingClient) -> None:
    themed(app, analyst)
    soup: BeautifulSoup = analyst.page(f"{DESK}/mood")
    assert "misreads young people" in text_of(soup)
