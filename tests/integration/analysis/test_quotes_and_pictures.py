"""The quotes bank and the pictures of the desk: permission, redaction and the mask hold in both."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from flask import Flask

from analysis.models import QuoteChoice
from analysis.publications import quotes_of
from analysis.snapshots import take_snapshot
from analysis.themes.frames import current_frame
from analysis.themes.quote_bank import bank_of
from moderation.models import ApprovedText
from participation.foundation.access import Role
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import MayQuote
from surveys.models import GroupSession, Submission
from tests.auditing_client import AuditingClient, text_of
from tests.integration.analysis.factories import (
    BUSES,
    LITTER,
    approve_texts,
    make_campaign,
    tell,
    work_off,
)

Staff = Callable[..., AuditingClient]
DESK = "/staff/themes/made-up-place"
TRANSPORT = "accessible-places"


@pytest.fixture
def analyst(staff: Staff) -> AuditingClient:
    return staff(Role.ANALYST)


@pytest.fixture
def ids(app: Flask, analyst: AuditingClient) -> list[int]:
    campaign_id = make_campaign()
    numbers = approve_texts(campaign_id, BUSES + LITTER)
    tell(numbers[:12], "q2", "12-14")
    tell(numbers[12:], "q2", "5-8")
    analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK)
    work_off(app)
    return numbers


def banked(key: str = TRANSPORT) -> list[int]:
    frame = current_frame(1)
    assert frame is not None
    return [quote.submission_id for quote in bank_of(frame)[key]]


def say(analyst: AuditingClient, number: int, what: str, key: str = TRANSPORT) -> int:
    return analyst.submit(
        f"{DESK}/quotes/{key}/{number}", {"say": what}, from_page=f"{DESK}/quotes"
    ).status_code


@pytest.mark.both_stores
def test_a_person_keeps_and_leaves_out_and_the_snapshot_follows(
    analyst: AuditingClient, ids: list[int]
) -> None:
    first = banked()
    assert 3 <= len(first) <= 5
    other = next(number for number in ids[:12] if number not in first)
    analyst.submit(f"{DESK}/answers/{other}", {"main": TRANSPORT}, from_page=f"{DESK}/answers")
    assert say(analyst, other, "keep") == 302
    assert say(analyst, first[0], "leave") == 302
    now = banked()
    assert now[0] == other
    assert first[0] not in now
    with transaction():
        content = take_snapshot(1, None).content
    assert content["quotes"][TRANSPORT] == now
    page = analyst.page(f"{DESK}/quotes")
    assert "Kept by a person" in text_of(page)
    assert "Left out (1)" in text_of(page)
    assert say(analyst, first[0], "undo") == 302
    assert db.session.query(QuoteChoice).count() == 1


def test_words_that_may_not_be_shown_are_never_in_the_bank(analyst: AuditingClient, ids: list[int]) -> None:
    number = banked()[0]
    say(analyst, number, "keep")
    with transaction():
        db.session.get_one(Submission, number).may_quote = MayQuote.NO
    assert number not in banked()
    assert say(analyst, number, "keep") == 409
    assert say(analyst, ids[-1], "keep") == 409  # not in the theme
    assert say(analyst, number, "shout") == 404


def test_no_two_quotes_come_from_one_group_session(analyst: AuditingClient, ids: list[int]) -> None:
    with transaction():
        lesson = GroupSession(campaign_id=1, code="ABC123", label="Year 9")
        db.session.add(lesson)
        db.session.flush()
        for number in ids[:12]:
            db.session.get_one(Submission, number).group_session_id = lesson.id
    assert len(banked()) == 1


def test_one_descriptor_at_most_and_only_of_many(analyst: AuditingClient, ids: list[int]) -> None:
    with transaction():
        content = take_snapshot(1, None).content
    assert {quote.descriptor for quote in quotes_of(content, TRANSPORT, 9)} == {"Aged 12 to 14"}
    litter = {quote.descriptor for quote in quotes_of(content, "environment", 9)}
    assert "Aged 5 to 8" not in litter  # six responses share it: too few


def test_redacted_words_stay_redacted(analyst: AuditingClient, ids: list[int]) -> None:
    number = banked()[0]
    with transaction():
        db.session.get_one(
            ApprovedText, (number, "q1")
        ).text = "[name] says the last bus home is at six o'clock"
    say(analyst, number, "keep")
    assert "[name] says" in text_of(analyst.page(f"{DESK}/quotes"))


@pytest.mark.both_stores
def test_pictures_stand_beside_their_tables_and_hide_small_counts(
    analyst: AuditingClient, ids: list[int]
) -> None:
    page = analyst.page(f"{DESK}/pictures")
    assert "[c]" in text_of(page)
    assert "not enough checked yet" in text_of(page)
    pictures = [str(image["src"]) for image in page.select("main img")]
    assert len(pictures) >= 2
    for address in pictures:
        answer = analyst.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "private, no-cache"
        if address.endswith(".svg"):
            ElementTree.fromstring(answer.data)
    assert len(page.select("figure table")) == len(pictures)
    assert analyst.get(f"{DESK}/pictures/by-q9.svg").status_code == 404


def test_other_roles_stay_out(staff: Staff, ids: list[int]) -> None:
    for role in (Role.MODERATOR, Role.YOUNG_RESEARCHER):
        client = staff(role)
        for address in ("pictures", "pictures/sizes.svg", "pictures/words.png", "quotes", "what-else"):
            assert client.get(f"{DESK}/{address}").status_code == 403


@pytest.mark.parametrize("texts", [[], ["more buses"], ["🎉"]], ids=["empty", "one answer", "only emoji"])
def test_odd_campaigns_have_clear_pages(app: Flask, analyst: AuditingClient, texts: list[str]) -> None:
    campaign_id = make_campaign()
    approve_texts(campaign_id, texts)
    analyst.submit(f"{DESK}/theme", {"engine": "core"}, from_page=DESK)
    work_off(app)
    for address in (
        f"{DESK}/pictures",
        f"{DESK}/quotes",
        f"{DESK}/pictures/sizes.svg",
        f"{DESK}/pictures/words.png",
    ):
        assert analyst.get(address).status_code == 200, address
