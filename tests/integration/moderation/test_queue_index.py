"""The queue reads the index of what waits, and never walks through what was decided, on both stores."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import insert, text

from moderation import queue
from moderation.domain import Lane
from moderation.queue_filters import Scope
from participation.foundation import clock
from participation.foundation.database import db
from participation.foundation.transactions import transaction
from surveys.models import Submission, SurveyVersion
from tests.integration.statements import plan_of, statements

DECIDED, WAITING = 6_000, 400
#: The last holds every state of a campaign: with few waiting the store may look up what is pending there.
WAITING_INDEXES = ("ix_submission_waiting", "ix_submission_campaign_waiting", "ix_submission_campaign_state")
FAR_DOWN = queue.Place(Lane.NORMAL.rank, DECIDED + WAITING - 100)
READS: dict[str, Callable[[Scope], object]] = {
    "counts by lane": lambda scope: queue.counts(1, scope),
    "a page of the list": lambda scope: queue.page(1, scope),
    "a page far down": lambda scope: queue.page(1, scope, FAR_DOWN),
    "the next view": lambda scope: queue.next_free(1, scope),
    "views to read together": lambda scope: queue.for_reading_together(1, scope),
}


@pytest.fixture
def long_history(app: Flask, campaign_id: int) -> int:
    """Hundreds of views that wait among thousands that were decided; the campaign's id."""
    version = db.session.query(SurveyVersion).filter_by(campaign_id=campaign_id).one().id
    decided = {
        "campaign_id": campaign_id,
        "survey_version_id": version,
        "state": "approved",
        "is_checked": True,
        "lane": Lane.NORMAL,
        "lane_rank": Lane.NORMAL.rank,
        "received_on": clock.today(),
        "decided_on": clock.today(),
    }
    with transaction():
        db.session.execute(
            insert(Submission),
            [
                decided
                | {"identity": n.to_bytes(32, "big"), "receipt_hash": (n + DECIDED).to_bytes(32, "big")}
                for n in range(DECIDED)
            ],
        )
        db.session.execute(
            insert(Submission),
            [
                decided
                | {"identity": n.to_bytes(32, "big"), "receipt_hash": (n + DECIDED).to_bytes(32, "big")}
                | {"state": "pending", "decided_on": None, "arrived_at": clock.now()}
                for n in range(2 * DECIDED, 2 * DECIDED + WAITING)
            ],
        )
    with transaction():
        db.session.execute(text("ANALYZE"))
    return campaign_id


@pytest.mark.both_stores
@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("is_narrowed", [False, True])
def test_the_queue_is_read_by_the_index_of_what_waits(
    app: Flask, long_history: int, read: str, is_narrowed: bool
) -> None:
    scope = Scope(campaign_id=long_history if is_narrowed else None)
    with statements() as sent:
        READS[read](scope)
    asked = [
        (statement, given)
        for statement, given in sent
        if "lane_rank" in statement and "GROUP BY" not in statement  # the size of stacks is asked by id
    ]
    assert asked
    for statement, given in asked:
        plan = plan_of(statement, given)
        assert any(index in plan for index in WAITING_INDEXES), plan
        assert "SCAN submission\n" not in f"{plan}\n", plan
        assert "Seq Scan on submission" not in plan, plan
        assert "SCAN safeguarding_case" not in plan, plan


@pytest.mark.both_stores
def test_a_page_far_down_begins_at_its_place_and_not_at_the_beginning_of_the_lane(
    app: Flask, long_history: int
) -> None:
    with statements() as sent:
        rows, _ = queue.page(1, Scope(), FAR_DOWN)
    assert [row.submission_id for row in rows] == list(
        range(FAR_DOWN.submission_id + 1, FAR_DOWN.submission_id + 1 + queue.PAGE)
    )
    [statement] = [(asked, given) for asked, given in sent if "screening.signals" in asked]
    plan = plan_of(*statement)
    if db.engine.dialect.name == "sqlite":
        assert re.search(
            r"SEARCH submission USING INDEX ix_submission_\w+ \(lane_rank=\? AND id>\?\)", plan
        ), plan
    else:
        assert re.search(r"Index Cond: \(.*\bid > ", plan), plan
