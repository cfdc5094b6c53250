"""Deciding: one decision each, never changed, undone only by another; what is approved is redacted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from analysis.counting import count_answers
from moderation import checking, claims, queries, services, together
from moderation.domain import CaseKind, DecisionKind
from moderation.locking import AlreadyDecided
from moderation.models import ApprovedText, Decision, RedactionMark
from moderation.redaction import Redaction
from participation.accounts.services import add_person
from participation.foundation import clock, registries
from participation.foundation.access import Role
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.domain import MayQuote, SubmissionState
from surveys.models import Submission
from surveys.services import withdraw
from tests.conftest import PASSWORD
from tests.integration.moderation.factories import make_campaign, make_view, view

APPROVE, REJECT = DecisionKind.APPROVE, DecisionKind.REJECT


@pytest.fixture
def moderators(app: Flask) -> tuple[int, int]:
    """Two moderators; their ids."""
    with transaction():
        people = [
            add_person(f"m{n}@example.org", f"M{n}", PASSWORD, [Role.MODERATOR], is_demo=True) for n in (1, 2)
        ]
        return people[0].id, people[1].id


def approved_texts() -> list[str]:
    return list(db.session.scalars(select(ApprovedText.text).order_by(ApprovedText.submission_id)))


@pytest.mark.both_stores
def test_approving_writes_the_words_forgets_the_time_and_leaves_a_trace(
    app: Flask, moderators: tuple[int, int]
) -> None:
    submission_id = make_view(make_campaign(), "More buses, and lights at the stop")
    with transaction():
        services.decide(submission_id, APPROVE, moderators[0])
    stored = view(submission_id)
    assert stored.state == SubmissionState.APPROVED
    assert stored.arrived_at is None
    assert stored.decided_on == clock.today()
    assert approved_texts() == ["More buses, and lights at the stop"]
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.subject == "submission")).one()
    assert (event.action, event.subject_id, event.actor_id) == ("approved", submission_id, moderators[0])
    assert "buses" not in str(event.detail)


@pytest.mark.both_stores
def test_covered_words_are_gone_from_everything_that_leaves_moderation(
    app: Flask, moderators: tuple[int, int]
) -> None:
    campaign_id = make_campaign()
    submission_id = make_view(campaign_id, "Ask Zebedee about the swings")
    with transaction():
        services.decide(
            submission_id,
            DecisionKind.APPROVE_REDACTED,
            moderators[0],
            covers={"q1": [Redaction(4, 11, "name")]},
        )
    [answer] = queries.approved_answers(campaign_id)
    assert answer.text == "Ask [name] about the swings"
    mark = db.session.scalars(select(RedactionMark)).one()
    assert (mark.question_key, mark.start, mark.end, mark.label) == ("q1", 4, 11, "name")


def test_offsets_count_characters_of_the_stored_text_also_after_accents_and_emoji(
    app: Flask, moderators: tuple[int, int]
) -> None:
    words = "Cafe\u0301 👍🏽 with Jos\u00e9 please"
    campaign_id = make_campaign()
    submission_id = make_view(campaign_id, "Caf\u00e9 👍🏽 with Jos\u00e9 please")
    start = "Caf\u00e9 👍🏽 with ".__len__()
    with transaction():
        services.decide(
            submission_id,
            DecisionKind.APPROVE_REDACTED,
            moderators[0],
            covers={"q1": [Redaction(start, start + 4, "name")]},
        )
    assert approved_texts() == ["Caf\u00e9 👍🏽 with [name] please"]
    assert words != approved_texts()[0]


@pytest.mark.both_stores
def test_a_view_kept_private_counts_but_its_words_go_nowhere(app: Flask, moderators: tuple[int, int]) -> None:
    campaign_id = make_campaign()
    submission_id = make_view(campaign_id)
    with transaction():
        services.decide(submission_id, DecisionKind.KEEP_PRIVATE, moderators[0])
    assert count_answers(campaign_id, "q1", []).base == 1
    assert list(queries.approved_answers(campaign_id)) == []


def test_a_view_is_rejected_only_with_a_reason_of_the_house_rules(
    app: Flask, moderators: tuple[int, int]
) -> None:
    submission_id = make_view(make_campaign())
    for reason in ("", "because"):
        with pytest.raises(services.CannotDecide), transaction():
            services.decide(submission_id, REJECT, moderators[0], reason=reason)
    with transaction():
        services.decide(submission_id, REJECT, moderators[0], reason="off_topic")
    assert queries.decision_for_receipt(submission_id).state == queries.ReceiptState.NOT_USED
    assert "something other than" in queries.decision_for_receipt(submission_id).detail


@pytest.mark.both_stores
def test_a_view_is_decided_once(app: Flask, moderators: tuple[int, int]) -> None:
    submission_id = make_view(make_campaign())
    with transaction():
        services.decide(submission_id, APPROVE, moderators[0])
    with pytest.raises(AlreadyDecided), transaction():
        services.decide(submission_id, REJECT, moderators[1], reason="rude")
    assert view(submission_id).state == SubmissionState.APPROVED
    assert len(db.session.scalars(select(Decision)).all()) == 1


@pytest.mark.both_stores
def test_nobody_decides_what_a_colleague_holds_until_the_time_runs_out(
    app: Flask, moderators: tuple[int, int]
) -> None:
    ann, bob = moderators
    submission_id = make_view(make_campaign())
    with transaction():
        claims.take(submission_id, ann)
    for act in (
        lambda: claims.take(submission_id, bob),
        lambda: services.decide(submission_id, APPROVE, bob),
    ):
        with pytest.raises(claims.HeldByAnother), transaction():
            act()
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False), transaction():
        claims.take(submission_id, bob)
        assert claims.holder(submission_id) == bob
    later = time_machine.travel(clock.now() + timedelta(minutes=17), tick=False)
    with later, pytest.raises(claims.HeldByAnother), transaction():
        services.decide(submission_id, APPROVE, ann)


def test_a_sign_of_life_keeps_the_claim_and_a_new_claim_lets_go_of_the_old_one(
    app: Flask, moderators: tuple[int, int]
) -> None:
    campaign_id = make_campaign()
    first, second = make_view(campaign_id), make_view(campaign_id, "Another one about bins and benches")
    with transaction():
        claims.take(first, moderators[0])
    with time_machine.travel(clock.now() + timedelta(minutes=10), tick=False), transaction():
        claims.take(first, moderators[0])
    with time_machine.travel(clock.now() + timedelta(minutes=20), tick=False), transaction():
        assert claims.held_by(moderators[0]) == first
        claims.take(second, moderators[0])
        assert claims.holder(first) is None


@pytest.mark.both_stores
def test_undo_returns_the_view_to_its_lane_and_takes_the_words_back(
    app: Flask, moderators: tuple[int, int]
) -> None:
    campaign_id = make_campaign()
    submission_id = make_view(campaign_id)
    heard: list[int] = []
    registries.after_decision.add(heard.append)
    with transaction():
        services.decide(submission_id, APPROVE, moderators[0])
    with transaction():
        services.undo(submission_id, moderators[0])
    stored = view(submission_id)
    assert stored.state == SubmissionState.PENDING
    assert stored.arrived_at is None
    assert stored.decided_on is None
    assert list(queries.approved_answers(campaign_id)) == []
    kinds = db.session.scalars(select(Decision.kind).order_by(Decision.id)).all()
    assert kinds == ["approve", "take_back"]
    assert heard.count(submission_id) == 2


def test_undo_is_for_ones_own_decision_within_its_seconds(app: Flask, moderators: tuple[int, int]) -> None:
    submission_id = make_view(make_campaign())
    with transaction():
        services.decide(submission_id, APPROVE, moderators[0])
    with pytest.raises(services.CannotDecide), transaction():
        services.undo(submission_id, moderators[1])
    with time_machine.travel(clock.now() + timedelta(seconds=31), tick=False):
        with pytest.raises(services.CannotDecide, match="too late"), transaction():
            services.undo(submission_id, moderators[0])
        with transaction():
            services.take_back(submission_id, moderators[0], "second_look")
    assert view(submission_id).state == SubmissionState.PENDING


@pytest.mark.both_stores
def test_a_decision_can_be_neither_changed_nor_deleted(app: Flask, moderators: tuple[int, int]) -> None:
    submission_id = make_view(make_campaign())
    with transaction():
        services.decide(submission_id, APPROVE, moderators[0])
    for change in ("UPDATE decision SET kind = 'reject'", "DELETE FROM decision"):
        with pytest.raises(DBAPIError, match="append-only"), transaction():
            db.session.connection().exec_driver_sql(change)


@pytest.mark.both_stores
def test_two_people_deciding_at_the_same_moment_make_one_decision(
    app: Flask, moderators: tuple[int, int]
) -> None:
    submission_id = make_view(make_campaign())
    together = Barrier(2)

    def act(person_id: int) -> str:
        with app.app_context():
            together.wait()
            try:
                with transaction():
                    services.decide(submission_id, APPROVE, person_id)
            except AlreadyDecided:
                return "late"
            finally:
                db.session.remove()
            return "decided"

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(act, moderators))
    assert sorted(results) == ["decided", "late"]
    assert len(db.session.scalars(select(Decision)).all()) == 1


def test_a_decision_that_breaks_off_leaves_the_view_waiting(
    app: Flask, moderators: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    submission_id = make_view(make_campaign())

    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "write_approved", killed)
    with pytest.raises(KeyboardInterrupt), transaction():
        services.decide(submission_id, APPROVE, moderators[0])
    stored = view(submission_id)
    assert stored.state == SubmissionState.PENDING
    assert stored.arrived_at is not None
    assert db.session.scalars(select(Decision)).all() == []


def test_only_checked_normal_free_views_are_approved_together(
    app: Flask, moderators: tuple[int, int]
) -> None:
    campaign_id = make_campaign()
    plain = make_view(campaign_id, "More buses to town on Sundays")
    personal = make_view(campaign_id, "ring me on 07700 900123 about the bus stop")
    held = make_view(campaign_id, "A skate park by the river would be good")
    checking.screen_unchecked()
    unchecked = make_view(campaign_id, "Benches with a roof on them near the school")
    with transaction():
        claims.take(held, moderators[1])
        outcome = together.approve_together([plain, personal, held, unchecked], moderators[0])
    assert outcome == together.Together((plain,), (personal, held, unchecked))
    assert db.session.scalars(select(Decision)).one().was_bulk


@pytest.mark.both_stores
def test_words_are_quotable_only_when_the_sender_said_yes(app: Flask, moderators: tuple[int, int]) -> None:
    campaign_id = make_campaign()
    for answer in MayQuote:
        submission_id = make_view(campaign_id, f"A view that said {answer.value}", may_quote=answer)
        with transaction():
            services.decide(submission_id, APPROVE, moderators[0])
    quotable = {each.text: each.is_quotable for each in queries.approved_answers(campaign_id)}
    assert quotable == {
        "A view that said yes": True,
        "A view that said no": False,
        "A view that said not_said": False,
    }


@pytest.mark.both_stores
def test_a_withdrawn_view_leaves_what_was_approved_and_cannot_be_approved_again(
    app: Flask, moderators: tuple[int, int]
) -> None:
    campaign_id = make_campaign()
    submission_id = make_view(campaign_id)
    with transaction():
        services.decide(submission_id, APPROVE, moderators[0])
    with transaction():
        withdraw(db.session.get_one(Submission, submission_id))
    assert approved_texts() == []
    assert list(queries.approved_answers(campaign_id)) == []
    assert count_answers(campaign_id, "q1", []).base == 0
    with pytest.raises(services.CannotDecide), transaction():
        services.take_back(submission_id, moderators[0], "mistake")
    assert len(db.session.scalars(select(Decision)).all()) == 1


@pytest.mark.both_stores
def test_a_withdrawn_view_still_to_be_read_is_marked_as_read_and_then_forgotten(
    app: Flask, moderators: tuple[int, int]
) -> None:
    submission_id = make_view(make_campaign())
    with transaction():
        withdraw(db.session.get_one(Submission, submission_id))
    with pytest.raises(services.CannotDecide), transaction():
        services.decide(submission_id, APPROVE, moderators[0])
    with transaction():
        services.decide(submission_id, REJECT, moderators[0], reason="withdrawn")
    assert view(submission_id).answers == []


@pytest.mark.both_stores
def test_views_moderated_elsewhere_are_approved_in_one_go_and_only_once(
    app: Flask, moderators: tuple[int, int]
) -> None:
    campaign_id = make_campaign()
    ids = [make_view(campaign_id, f"Comment {n}") for n in range(12)]
    for _ in range(2):
        with transaction():
            registries.moderated_elsewhere.call(ids, moderators[0])
    assert [each.text for each in queries.approved_answers(campaign_id)] == [
        f"Comment {n}" for n in range(12)
    ]
    decisions = db.session.scalars(select(Decision)).all()
    assert len(decisions) == 12
    assert all(each.was_bulk and each.person_id == moderators[0] for each in decisions)
    assert checking.screen_unchecked() == 0
    assert view(ids[0]).arrived_at is None


def test_a_receipt_reads_the_same_for_a_concern_as_for_any_view_a_person_read(
    app: Flask, moderators: tuple[int, int]
) -> None:
    campaign_id = make_campaign()
    ids = [make_view(campaign_id, f"View {n} about something or other") for n in range(4)]
    with transaction():
        services.decide(ids[0], APPROVE, moderators[0])
        services.decide(ids[1], DecisionKind.KEEP_PRIVATE, moderators[0])
        services.escalate(ids[2], CaseKind.CHILD_AT_RISK, moderators[0])
    said = {queries.decision_for_receipt(each) for each in ids[:3]}
    assert len(said) == 1
    assert said.pop().heading == "A person has read this"
    assert queries.decision_for_receipt(ids[3]).state == queries.ReceiptState.WAITING


@pytest.mark.both_stores
def test_descriptors_come_as_people_read_them(app: Flask, moderators: tuple[int, int]) -> None:
    campaign_id = make_campaign()
    with transaction():
        services.decide(make_view(campaign_id, age="13-17"), APPROVE, moderators[0])
    first = next(queries.approved_answers(campaign_id))
    assert first.descriptors == {"q3": "13 to 17"}
