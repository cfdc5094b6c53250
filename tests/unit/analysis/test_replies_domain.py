"""What a reply must carry, and when it is late."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.replies.domain import (
    ReplyField,
    ReplyStatus,
    is_overdue,
    is_update_late,
    latest_answer_date,
    missing_fields,
    public_wording,
    required_fields,
)

FILLED: dict[str, object] = {
    "you_said": "You asked for a later bus.",
    "our_reply": "It runs from April.",
    "owner": "Transport lead",
    "partner": "The bus company",
    "reason": "Money.",
    "reason_code": "money",
    "could_change": "A grant.",
    "left_out": "Sundays.",
    "first_step": "We ask drivers.",
    "decision_maker": "Transport board",
    "evidence": "“we use it”",
    "due_on": date(2026, 4, 17),
    "asked_on": date(2026, 1, 5),
    "next_update_on": date(2026, 5, 1),
}


def test_there_are_ten_statuses_and_none_of_them_is_considering() -> None:
    assert len(ReplyStatus) == 10
    words = " ".join(status.label.lower() for status in ReplyStatus)
    assert not any(word in words for word in ("consider", "explor", "noted"))


def test_only_yes_part_doing_and_done_are_promises() -> None:
    assert {status.value for status in ReplyStatus if status.is_promise} == {"yes", "part", "doing", "done"}


@pytest.mark.parametrize("status", list(ReplyStatus))
def test_each_required_field_is_named_when_it_is_missing(status: ReplyStatus) -> None:
    assert missing_fields(status, FILLED) == []
    excuses = {"reason": ""} if status is ReplyStatus.DONE else {}
    for field in required_fields(status):
        problems = missing_fields(status, {**FILLED, **excuses, field.value: "  "})
        assert [problem.field for problem in problems] == [field]
        assert problems[0].message


@pytest.mark.parametrize("status", [ReplyStatus.YES, ReplyStatus.PART, ReplyStatus.DOING])
def test_a_promise_without_owner_or_date_is_refused_with_both_named(status: ReplyStatus) -> None:
    fields = {**FILLED, "owner": "", "due_on": None}
    messages = [problem.message for problem in missing_fields(status, fields)]
    assert messages == ["Name the role that owns this promise", "Give the date by which it will be done"]


def test_no_needs_a_reason_and_done_needs_young_people_or_a_public_reason() -> None:
    silent = {**FILLED, "reason": None}
    assert [p.field for p in missing_fields(ReplyStatus.NO, silent)] == [ReplyField.REASON]
    bare = {**FILLED, "evidence": "", "reason": ""}
    assert [p.field for p in missing_fields(ReplyStatus.DONE, bare)] == [ReplyField.EVIDENCE]
    assert missing_fields(ReplyStatus.DONE, {**bare, "reason": "The group has finished"}) == []


def test_a_reply_is_overdue_from_the_day_after_its_date() -> None:
    due, later = date(2026, 4, 17), date(2026, 5, 1)
    assert not is_overdue(ReplyStatus.YES, due, None, date(2026, 4, 17))
    assert is_overdue(ReplyStatus.YES, due, None, date(2026, 4, 18))
    assert not is_overdue(ReplyStatus.DONE, due, None, date(2027, 1, 1))
    assert not is_overdue(ReplyStatus.STUCK, due, later, date(2026, 4, 18))
    assert is_overdue(ReplyStatus.STUCK, due, later, date(2026, 5, 2))
    assert not is_overdue(ReplyStatus.DECIDING, None, None, date(2026, 5, 2))


def test_a_live_reply_needs_an_update_within_a_hundred_days() -> None:
    assert not is_update_late(ReplyStatus.DOING, date(2026, 1, 1), date(2026, 4, 11))
    assert is_update_late(ReplyStatus.DOING, date(2026, 1, 1), date(2026, 4, 12))
    assert not is_update_late(ReplyStatus.DONE, date(2020, 1, 1), date(2026, 4, 12))


def test_dates_stand_in_the_public_wording_where_the_status_has_one() -> None:
    on = date(2026, 6, 3)
    assert public_wording(ReplyStatus.DECIDING, on) == "We are deciding – answer by 3 June 2026"
    assert public_wording(ReplyStatus.NOT_OURS, on) == "Someone else decides – we asked them on 3 June 2026"
    assert public_wording(ReplyStatus.DECIDING) == "We are deciding"
    assert public_wording(ReplyStatus.YES, on) == "Yes, we will"
    assert latest_answer_date(date(2026, 1, 1)) == date(2026, 3, 26)
