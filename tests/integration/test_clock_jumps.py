"""Somebody puts the clock of a machine wrong, and then right: nobody waits for hours, stays in for ever, or loses."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from moderation import claims
from participation.foundation import audit, clock, retention
from participation.foundation.access import Role
from participation.foundation.errors import TooMany
from participation.foundation.rates import Limit, Limiter
from participation.foundation.transactions import transaction
from tests.auditing_client import AuditingClient
from tests.integration.moderation.factories import make_campaign, make_view

HOURS = timedelta(hours=5)
SMALL = timedelta(seconds=20)
LIMIT = Limit("trial", 2, 3600)

Staff = Callable[..., AuditingClient]


@pytest.fixture
def time(app: Flask) -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-03-04T10:10:00+00:00", tick=False) as traveller:
        yield traveller


def readers(staff: Staff) -> tuple[int, int]:
    """Two people who read."""
    ids = [staff(Role.MODERATOR, email=f"{name}@example.org").person_id for name in ("first", "second")]
    return ids[0], ids[1]


def takes(number: int, person_id: int) -> bool:
    with transaction():
        return claims.try_to_take(number, person_id)


def test_a_view_held_before_the_clock_was_put_back_is_free_at_once(
    time: time_machine.Traveller, staff: Staff
) -> None:
    first, second = readers(staff)
    number = make_view(make_campaign())
    assert takes(number, first)
    assert not takes(number, second)
    time.shift(-HOURS)
    assert claims.holder(number) is None
    assert takes(number, second)


def test_clocks_of_two_machines_that_differ_a_little_take_nothing_from_its_reader(
    time: time_machine.Traveller, staff: Staff
) -> None:
    first, second = readers(staff)
    number = make_view(make_campaign())
    assert takes(number, first)
    time.shift(-SMALL)
    assert not takes(number, second)
    assert claims.holder(number) == first


@pytest.mark.parametrize("jump", [HOURS * 3, -HOURS], ids=["forward", "back"])
def test_whoever_is_signed_in_signs_in_again_after_a_jump_and_can(
    time: time_machine.Traveller, staff: Staff, jump: timedelta
) -> None:
    reader = staff(Role.MODERATOR, email="reader@example.org")
    assert reader.get("/staff/queue").status_code == 200
    time.shift(jump)
    assert reader.get("/staff/queue").status_code == 302
    reader.sign_in("reader@example.org", "three plain test words")
    assert reader.get("/staff/queue").status_code == 200


def test_a_clock_that_is_set_by_a_little_signs_nobody_out(time: time_machine.Traveller, staff: Staff) -> None:
    reader = staff(Role.MODERATOR)
    time.shift(-SMALL)
    assert reader.get("/staff/queue").status_code == 200


@pytest.mark.parametrize("redis_url", ["", "redis://127.0.0.1:6379/0"], ids=["memory", "Redis"])
@pytest.mark.parametrize("jump", [HOURS, -HOURS], ids=["forward", "back"])
def test_a_limit_holds_after_a_jump_and_keeps_nobody_out_for_longer(
    time: time_machine.Traveller, redis_url: str, jump: timedelta
) -> None:
    limiter = Limiter(redis_url, f"{id(time)}{jump}")
    for _ in range(2):
        limiter.check(LIMIT, "somebody", "Wait.")
    time.shift(jump)
    for _ in range(2):
        limiter.check(LIMIT, "somebody", "Wait.")
    with pytest.raises(TooMany):
        limiter.check(LIMIT, "somebody", "Wait.")


def test_the_nightly_run_goes_on_each_day_after_the_clock_was_put_back(
    time: time_machine.Traveller,
) -> None:
    runs = []
    for days in (0, 30, -30, 1):
        time.shift(timedelta(days=days))
        retention.run_if_due()
        runs.append(retention.last_run())
    assert runs[2:] == [clock.today() - timedelta(days=1), clock.today()]
    assert audit.verify().broken_at is None


def test_a_clock_far_ahead_erases_nothing_by_itself(time: time_machine.Traveller) -> None:
    erased = []
    rule = retention.Rule("trial", "trials", lambda: "a year", lambda: 1, lambda: erased.append(1) or 1)  # type: ignore[func-returns-value]
    retention.add_rule(rule)
    try:
        retention.run_if_due()
        erased.clear()
        time.shift(timedelta(days=400))
        assert retention.run_if_due() == 0
        assert erased == []
        time.shift(timedelta(days=-399))
        assert retention.run_if_due() == 1
    finally:
        retention._rules.pop("trial")
