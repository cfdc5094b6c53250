"""With the receipt words a view is found, changed until it is read, and taken back at any time."""

import threading
from contextlib import suppress

import pytest
from flask import Flask

from participation.foundation import registries
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys import services
from surveys.domain import Standing, SubmissionState
from surveys.intake import NewView
from surveys.models import Answer, Submission
from surveys.queries import draft_definition
from surveys.question_types import Cleaned
from tests.auditing_client import AuditingClient
from tests.integration.surveys.conftest import OpenCampaign
from tests.integration.surveys.sending import key_on, receipt_on, send, stored


@pytest.fixture
def erased(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Which views others were asked to forget."""
    asked: list[int] = []
    monkeypatch.setattr(registries.erasers, "_actions", [asked.append])
    return asked


def checked(submission: Submission, lane: str) -> None:
    submission.is_checked, submission.lane = True, lane
    db.session.flush()


@pytest.mark.both_stores
def test_receipt_words_find_the_view_however_they_are_typed(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    words = receipt_on(send(client, q1="Buses"))
    [view] = stored()
    wide = "".join(chr(ord(each) + 0xFEE0) if each.isalnum() else each for each in words)
    arabic = words.translate({ord(str(each)): 0x0660 + each for each in range(10)})
    hyphens, lines = f"  {words.replace(' ', '-')} ", words.replace(" ", "\n")
    for typed in (words, words.upper(), hyphens, lines, wide, arabic):
        assert services.find_by_receipt(typed) is view
    for wrong in ("", "otter", words + " more", words[:-1], "\x00", "' OR 1=1 --"):
        assert services.find_by_receipt(wrong) is None


def test_only_hashes_of_receipt_and_key_are_stored(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    key = key_on(client)
    words = receipt_on(send(client, key, q1="Buses"))
    [view] = stored()
    kept = repr({column.key: getattr(view, column.key) for column in Submission.__table__.columns})
    assert key not in kept
    first, second = words.split()[:2]
    assert f"{first} {second}" not in kept, "one alone may be part of a column's name"


@pytest.mark.both_stores
def test_a_checked_view_taken_back_leaves_only_its_hashes(
    client: AuditingClient, open_campaign: OpenCampaign, erased: list[int]
) -> None:
    open_campaign()
    key = key_on(client)
    words = receipt_on(send(client, key, q1="Buses", q3="bus"))
    with transaction():
        view = stored()[0]
        checked(view, "normal")
        services.withdraw(view)
    assert erased == [view.id]
    assert db.session.query(Answer).count() == 0
    assert (view.arrived_at, services.describe(view).standing) == (None, Standing.WITHDRAWN)
    assert receipt_on(send(client, key, q1="Buses", q3="bus")) == words  # a late retry brings nothing back
    assert db.session.query(Answer).count() == 0
    assert len(stored()) == 1


@pytest.mark.parametrize(("is_checked", "lane"), [(False, "soon"), (True, "soon"), (True, "urgent")])
def test_a_worrying_view_taken_back_still_reaches_a_person(
    client: AuditingClient, open_campaign: OpenCampaign, is_checked: bool, lane: str
) -> None:
    open_campaign()
    send(client, q1="I am not safe")
    with transaction():
        view = stored()[0]
        view.is_checked, view.lane = is_checked, lane
        services.withdraw(view)
    assert services.is_still_to_be_read(view)
    assert len(view.answers) == 1
    assert view.arrived_at is not None
    with transaction():  # a person read it
        view.state, view.arrived_at, view.is_checked = SubmissionState.ESCALATED, None, True
        assert services.forget_withdrawn(view)
    assert db.session.query(Answer).count() == 0
    assert services.describe(view).standing is Standing.WITHDRAWN


def test_an_unchecked_view_taken_back_is_forgotten_once_the_check_found_nothing(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    open_campaign()
    send(client, q1="Buses")
    with transaction():
        view = stored()[0]
        services.withdraw(view)
        assert not services.forget_withdrawn(view)
        checked(view, "normal")
        assert services.forget_withdrawn(view)
    assert db.session.query(Answer).count() == 0


def test_taking_back_twice_is_taking_back_once(
    client: AuditingClient, open_campaign: OpenCampaign, erased: list[int]
) -> None:
    open_campaign()
    send(client, q1="Buses")
    with transaction():
        view = stored()[0]
        services.withdraw(view)
        services.withdraw(view)
    assert erased == [view.id]


@pytest.mark.both_stores
def test_a_view_nobody_has_read_can_be_replaced(
    client: AuditingClient, open_campaign: OpenCampaign, erased: list[int]
) -> None:
    campaign_id = open_campaign()
    send(client, q1="Buses")
    with transaction():
        view = stored()[0]
        assert services.describe(view).is_replaceable
        receipt = services.replace(view, NewView(campaign_id, 1, "new", (("q1", Cleaned(words="Trains")),)))
    first, second = stored()
    assert first.replaced_by_id == second.id
    assert services.describe(first).standing is Standing.REPLACED
    assert services.find_by_receipt(receipt.words) is second
    assert erased == [first.id]


@pytest.mark.both_stores
def test_a_view_replaced_by_two_at_the_same_moment_is_replaced_once(
    app: Flask, client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    campaign_id = open_campaign()
    send(client, q1="Buses")
    number, ready, done = stored()[0].id, threading.Barrier(4), []
    db.session.rollback()

    def another(words: str) -> None:
        with app.app_context():
            ready.wait()
            with suppress(services.CannotReplace), transaction():
                view = db.session.get_one(Submission, number)
                services.replace(view, NewView(campaign_id, 1, words, (("q1", Cleaned(words=words)),)))
                done.append(words)

    threads = [threading.Thread(target=another, args=(f"Trains {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert len(stored()) == 2, "the view, and the one in its place"


def test_a_view_that_was_read_cannot_be_replaced(client: AuditingClient, open_campaign: OpenCampaign) -> None:
    campaign_id = open_campaign()
    send(client, q1="Buses")
    with transaction():
        view = stored()[0]
        view.state, view.arrived_at = SubmissionState.APPROVED, None
    with pytest.raises(services.CannotReplace, match="Send a new view instead"), transaction():
        services.replace(view, NewView(campaign_id, 1, "new", (("q1", Cleaned(words="Trains")),)))
    assert len(stored()) == 1
    assert not services.describe(stored()[0]).is_replaceable


def test_replacing_a_view_by_itself_changes_nothing(
    client: AuditingClient, open_campaign: OpenCampaign
) -> None:
    campaign_id = open_campaign()
    key = key_on(client)
    words = receipt_on(send(client, key, q1="Buses"))
    with transaction():
        view = stored()[0]
        same = services.replace(view, NewView(campaign_id, 1, key, (("q1", Cleaned(words="Buses")),)))
    assert same.words == words
    assert view.withdrawn_on is None


def test_the_same_questions_again_make_no_new_version(open_campaign: OpenCampaign) -> None:
    campaign_id = open_campaign()
    with transaction():
        first = services.freeze(campaign_id)
        assert services.freeze(campaign_id).id == first.id
        assert first.number == 1


def test_a_survey_without_questions_cannot_be_frozen(open_campaign: OpenCampaign) -> None:
    campaign_id = open_campaign(())
    assert services.problems_of(draft_definition(campaign_id)) == [
        "There are no questions yet. Add at least one."
    ]
    with pytest.raises(Exception, match="no questions yet"), transaction():
        services.freeze(campaign_id)
