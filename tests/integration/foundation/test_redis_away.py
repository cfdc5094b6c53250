"""With Redis away, limits fall back, nobody waits for it in turn, and the worker looks all the same."""

from typing import Any

import pytest
import redis
from flask import Flask
from sqlalchemy import select

from participation.foundation import rates
from participation.foundation.database import db
from participation.foundation.errors import TooMany
from participation.jobs import LOOKED, Lookout
from surveys.models import Submission
from tests.integration.moderation.factories import make_campaign, make_view

NOBODY_THERE = "redis://127.0.0.1:1/0"


class Away:
    """A Redis that was asked and did not answer."""

    def __init__(self) -> None:
        self.asked = 0

    def pipeline(self) -> Any:
        self.asked += 1
        raise redis.ConnectionError


def test_limits_hold_in_each_process_and_redis_is_asked_once() -> None:
    limiter = rates.Limiter(NOBODY_THERE, "secret")
    away = Away()
    limiter._counter._client = away  # type: ignore[attr-defined]
    limit = rates.Limit("tries", 2, 3600)
    limiter.check(limit, "somebody", "Wait.")
    limiter.check(limit, "somebody", "Wait.")
    with pytest.raises(TooMany):
        limiter.check(limit, "somebody", "Wait.")
    assert away.asked == 1


def test_redis_is_asked_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = rates.RedisCounter(NOBODY_THERE)
    away = Away()
    monkeypatch.setattr(counter, "_client", away)
    counter.add("key", 60)
    counter._away_until = 0.0
    counter.add("key", 60)
    assert away.asked == 2


def test_a_worker_that_nothing_wakes_looks_by_itself_but_not_while_something_does(app: Flask) -> None:
    number = make_view(make_campaign())
    lookout = Lookout(app, seconds=75)
    app.extensions[LOOKED] = 1_000.0
    assert not lookout.look_if_due(1_074.0)
    assert lookout.look_if_due(1_076.0)
    db.session.rollback()
    assert db.session.scalar(select(Submission.is_checked).where(Submission.id == number))
