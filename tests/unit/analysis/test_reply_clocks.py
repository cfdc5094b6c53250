"""When answers are due, when they are late, whom that is told, and how honestly replies are counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.replies.clocks import ClockState, ResponseClock, is_reminder_due
from analysis.replies.counter import Standing, count_honestly
from analysis.replies.domain import ReplyStatus, is_news_late, late_answer

CLOSED = date(2026, 1, 1)
STATUSES = st.sampled_from(list(ReplyStatus))


def state(days: int, promised_by: date | None = None, answered_on: date | None = None) -> ClockState:
    return ResponseClock(CLOSED, promised_by, answered_on).state(CLOSED + timedelta(days=days))


def test_twelve_weeks_are_in_time_to_the_last_day_and_late_on_the_next() -> None:
    assert state(0) is ClockState.NOT_RUNNING
    assert state(1) is ClockState.RUNNING
    assert state(55) is ClockState.RUNNING
    assert state(56) is ClockState.NEARLY_DUE
    assert state(84) is ClockState.NEARLY_DUE
    assert state(85) is ClockState.LATE
    assert ResponseClock(CLOSED, None, None).days_late(CLOSED + timedelta(days=85)) == 1


def test_a_day_that_was_promised_sooner_counts_and_a_later_one_does_not() -> None:
    sooner, later = CLOSED + timedelta(days=30), CLOSED + timedelta(days=200)
    assert state(30, sooner) is ClockState.NEARLY_DUE
    assert state(31, sooner) is ClockState.LATE
    assert state(85, later) is ClockState.LATE


def test_an_answer_stops_the_clock_and_a_campaign_without_an_end_has_none() -> None:
    assert state(300, answered_on=CLOSED + timedelta(days=90)) is ClockState.ANSWERED
    assert ResponseClock(None, None, None).state(date(2030, 1, 1)) is ClockState.NOT_RUNNING


def test_an_owner_is_reminded_two_weeks_before_on_the_first_late_day_and_every_two_weeks() -> None:
    due, sent, days = date(2026, 3, 31), None, []
    for number in range(90):
        today = date(2026, 3, 1) + timedelta(days=number)
        if is_reminder_due(due, sent, today):
            sent = today
            days.append(today)
    assert days == [
        date(2026, 3, 17),
        date(2026, 4, 1),
        date(2026, 4, 15),
        date(2026, 4, 29),
        date(2026, 5, 13),
        date(2026, 5, 27),
    ]
    assert not is_reminder_due(None, None, date(2026, 4, 1))


def test_we_are_deciding_lasts_twelve_weeks_at_most() -> None:
    today = date(2026, 1, 1)
    assert late_answer(ReplyStatus.DECIDING, date(2026, 3, 26), today) is None
    problem = late_answer(ReplyStatus.DECIDING, date(2026, 3, 27), today)
    assert problem is not None
    assert "26 March 2026" in problem.message
    assert late_answer(ReplyStatus.YES, date(2030, 1, 1), today) is None


def test_news_that_was_named_and_did_not_come_is_late() -> None:
    updated = date(2026, 1, 1)
    assert not is_news_late(ReplyStatus.DOING, date(2026, 2, 1), updated, date(2026, 2, 1))
    assert is_news_late(ReplyStatus.DOING, date(2026, 2, 1), updated, date(2026, 2, 2))
    assert is_news_late(ReplyStatus.DOING, None, updated, date(2026, 4, 12))
    assert not is_news_late(ReplyStatus.DONE, date(2026, 2, 1), updated, date(2027, 1, 1))


def test_the_counter_says_the_sentence_people_were_promised() -> None:
    replies = (
        [(ReplyStatus.DONE, False)] * 9
        + [(ReplyStatus.DOING, False)] * 4
        + [(ReplyStatus.YES, False)] * 2
        + [(ReplyStatus.NO, False)] * 4
        + [(ReplyStatus.NOT_OURS, False)] * 3
        + [(ReplyStatus.YES, True)] * 2
    )
    assert count_honestly(replies).sentence == (
        "Of 24 things you asked for: 9 done, 6 under way, 4 no, 3 not ours to decide and 2 late."
    )
    assert count_honestly([]).sentence == "We have not replied to anything yet."


@given(st.lists(st.tuples(STATUSES, st.booleans())))
def test_the_parts_of_the_counter_always_add_up(replies: list[tuple[ReplyStatus, bool]]) -> None:
    counted = count_honestly(replies)
    assert sum(count for _, count in counted.parts) == counted.total == len(replies)
    assert dict(counted.parts).get(Standing.LATE, 0) == sum(late for _, late in replies)


@pytest.mark.parametrize("status", list(ReplyStatus))
def test_each_status_has_its_place_in_the_counter(status: ReplyStatus) -> None:
    assert len(count_honestly([(status, False)]).parts) == 1
