"""A view is stored once and exactly once, whatever the line does and however many send."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pytest
from flask import Flask, current_app
from sqlalchemy import select

from participation.foundation import registries
from participation.foundation.database import db
from participation.foundation.errors import Busy
from participation.foundation.transactions import transaction
from surveys import group_commit, intake, new_views
from surveys.domain import MayQuote
from surveys.group_commit import GroupCommitWriter
from surveys.intake import NewView
from surveys.models import Answer
from surveys.one_trip import OneTripWriter
from surveys.question_types import Cleaned
from tests.auditing_client import AuditingClient, text_of
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.sending import key_on, receipt_on, send, soup_of, stored, value_of

YEAR_GROUP = 35


def view(campaign_id: int, key: str = "key", words: str = "Buses") -> NewView:
    return NewView(campaign_id, 1, key, (("q1", Cleaned(words=words)), ("q2", Cleaned())))


@pytest.mark.both_stores
def test_a_repeat_gives_the_same_receipt_and_adds_nothing(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    key = key_on(client)
    first = receipt_on(send(client, key, q1="Caf\u00e9\r\nBuses", q3=["bus", "walk"]))
    again = receipt_on(send(client, key, q1=" Cafe\u0301\nBuses", q3=["walk", "bus"]))
    assert first == again
    assert len(stored()) == 1
    assert len(db.session.scalars(select(Answer)).all()) == 2


@pytest.mark.both_stores
def test_going_back_and_saying_something_else_is_a_second_view(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    key = key_on(client)
    assert receipt_on(send(client, key, q1="Buses")) != receipt_on(send(client, key, q1="Trains"))
    assert len(stored()) == 2


@pytest.mark.both_stores
@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [
        ("yes", "no", MayQuote.NO),
        ("yes", "", MayQuote.NOT_SAID),
        ("", "no", MayQuote.NO),
        ("no", "yes", MayQuote.NO),
        ("", "yes", MayQuote.NOT_SAID),
    ],
)
def test_when_a_repeat_says_otherwise_about_showing_words_the_careful_answer_stays(
    client: AuditingClient, open_campaign: OpenCampaign, first: str, then: str, kept: MayQuote
) -> None:
    open_campaign()
    key = key_on(client)
    assert receipt_on(send(client, key, q1="Buses", may_quote=first)) == receipt_on(
        send(client, key, q1="Buses", may_quote=then)
    )
    [only] = stored()
    assert only.may_quote is kept


@pytest.mark.both_stores
def test_a_whole_year_group_sends_at_once_from_one_address(app: Flask, open_campaign: OpenCampaign) -> None:
    open_campaign()
    ready = threading.Barrier(YEAR_GROUP)

    def take_part(number: int) -> set[str]:
        phone: AuditingClient = app.test_client()  # type: ignore[assignment]
        key = key_on(phone)
        ready.wait()
        return {receipt_in_the_end(phone, key, f"View {number}") for _ in range(2)}  # pressed twice

    with ThreadPoolExecutor(YEAR_GROUP) as phones:
        receipts = list(phones.map(take_part, range(YEAR_GROUP)))
    assert [len(each) for each in receipts] == [1] * YEAR_GROUP
    assert len(set.union(*receipts)) == YEAR_GROUP
    assert len(stored()) == YEAR_GROUP


def receipt_in_the_end(phone: AuditingClient, key: str, words: str) -> str:
    """Send as a phone does: a busy site says so, and the same is sent again. Nobody is ever told "too many"."""
    while (response := send(phone, key, q1=words)).status_code == 503:
        assert response.headers["Retry-After"]
    return receipt_on(response)


@pytest.mark.both_stores
def test_one_form_sent_by_many_at_the_same_moment_is_one_view(
    app: Flask, client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    key, receipts = key_on(client), []
    ready = threading.Barrier(8)

    def press() -> None:
        phone: AuditingClient = app.test_client()  # type: ignore[assignment]
        ready.wait()
        receipts.append(receipt_on(send(phone, key, q1="Buses")))

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts) == 8
    assert len(set(receipts)) == 1
    assert len(stored()) == 1


@pytest.mark.both_stores
def test_two_views_never_share_receipt_words(
    open_campaign: OpenCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = open_campaign()
    monkeypatch.setattr(
        new_views, "receipt_for", lambda _key, _identity, turn=0: f"same words every time {turn}"
    )
    views = [view(campaign_id, f"key-{number}") for number in range(3)]
    receipts = [intake.store(each) for each in views]
    assert [each.words[-1] for each in receipts] == ["0", "1", "2"]
    assert [intake.store(each) for each in views] == [
        new_views.Receipt(each.words, True, each.submission_id) for each in receipts
    ]
    with transaction():
        more = intake.store_all([*views, *(view(campaign_id, f"more-{number}") for number in range(2))])
    assert [each.words[-1] for each in more] == ["0", "1", "2", "3", "4"]
    assert [each.is_repeat for each in more] == [True, True, True, False, False]


@pytest.mark.both_stores
def test_many_views_come_in_at_once_and_a_repeat_among_them_counts_once(open_campaign: OpenCampaign) -> None:
    campaign_id = open_campaign()
    views = [view(campaign_id, f"key-{number % 4}") for number in range(6)]
    with transaction():
        receipts = intake.store_all(views)
    assert [each.is_repeat for each in receipts] == [False] * 4 + [True] * 2
    assert receipts[0].words == receipts[4].words
    assert intake.already_stored([*views[:1], view(campaign_id, "new"), view(campaign_id, "new")]) == [
        True,
        False,
        True,
    ]
    assert len(stored()) == 4


def test_storing_within_a_transaction_that_writes_is_refused_rather_than_waiting_for_itself(
    open_campaign: OpenCampaign,
) -> None:
    campaign_id = open_campaign()
    with pytest.raises(RuntimeError, match="store_all"), transaction():
        intake.store(view(campaign_id))


def test_when_nothing_can_be_stored_the_answer_is_honest_and_keeps_every_word(
    client: AuditingClient, open_campaign: OpenCampaign, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_campaign()
    monkeypatch.setattr(group_commit, "LOCK_MILLISECONDS", 20)
    key = key_on(client)
    with closing(sqlite3.connect(store.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        response = send(client, key, q1="Buses", q2="9-11")
        other.rollback()
    page = soup_of(response)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "Yours is still here" in text_of(page)
    assert (value_of(page, "q1"), value_of(page, "submission_key")) == ("Buses", key)
    assert stored() == []
    receipt_on(send(client, key, q1="Buses", q2="9-11"))


def test_a_view_that_breaks_a_rule_of_the_database_does_not_take_others_with_it(
    app: Flask, open_campaign: OpenCampaign
) -> None:
    campaign_id = open_campaign()
    writer = GroupCommitWriter(db.engine)
    held = app.extensions["deployment"]
    waiting = [
        group_commit._Waiting(new_views.seal_view(each, held))
        for each in (view(campaign_id, "good"), view(999, "no such campaign"), view(campaign_id, "good too"))
    ]
    writer._commit(waiting)
    writer.close()
    assert [each.receipt is not None for each in waiting] == [True, False, True]
    assert [each.has_failed for each in waiting] == [False, True, False]
    assert len(stored()) == 2


def test_a_full_queue_says_so_and_stores_nothing(
    open_campaign: OpenCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = open_campaign()
    monkeypatch.setattr(group_commit, "MOST_WAITING", 0)
    with pytest.raises(Busy, match="Nothing is lost"):
        intake.store(view(campaign_id))
    assert stored() == []


def test_after_waiting_too_long_the_view_leaves_the_queue(
    open_campaign: OpenCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = open_campaign()
    intake.store(view(campaign_id, "first"))
    writer: GroupCommitWriter = current_app.extensions[intake.EXTENSION]
    monkeypatch.setattr(group_commit, "LONGEST_WAIT_SECONDS", 0.01)
    with writer._owner, pytest.raises(Busy):
        intake.store(view(campaign_id, "second"))
    intake.store(view(campaign_id, "third"))
    assert len(stored()) == 2


@pytest.mark.both_stores
def test_a_connection_that_broke_is_opened_again_without_the_sender_noticing(
    open_campaign: OpenCampaign, store: str
) -> None:
    campaign_id = open_campaign()
    intake.store(view(campaign_id, "first"))
    writer = current_app.extensions[intake.EXTENSION]
    if isinstance(writer, OneTripWriter):
        with psycopg.connect(store, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    else:
        writer.close()
    assert not intake.store(view(campaign_id, "second")).is_repeat
    db.session.remove()
    assert len(stored()) == 2


def test_others_hear_of_a_view_once_and_cannot_spoil_it(
    open_campaign: OpenCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = open_campaign()
    heard: list[int] = []

    def listen(campaign: int) -> None:
        heard.append(campaign)
        raise ValueError("a listener that fails")

    monkeypatch.setattr(registries.after_send, "_actions", [listen])
    for _ in range(2):
        intake.store(view(campaign_id))
    assert heard == [campaign_id]
    assert len(stored()) == 1
