"""The rota by itself: which turn counts, where it breaks, who is next."""

from datetime import date, timedelta

from moderation.rota.domain import (
    CANNOT,
    NOBODY,
    SAME,
    Part,
    Turn,
    days_unread,
    gaps,
    next_change,
    next_day_read,
    on_duty,
)

MONDAY = date(2026, 11, 23)
WEEK = [MONDAY + timedelta(days=number) for number in range(5)]
ANN, BOB, CAT = 1, 2, 3
ABLE = {part: {ANN, BOB, CAT} for part in Part}


def turn(
    number: int, part: Part, person: int, first: int = 0, last: int | None = None, **given: object
) -> Turn:
    end = None if last is None else MONDAY + timedelta(days=last)
    return Turn(number, part, person, MONDAY + timedelta(days=first), end, **given)  # type: ignore[arg-type]


WHOLE = (turn(1, Part.READER, ANN), turn(2, Part.LEAD, BOB), turn(3, Part.DEPUTY, CAT))


def test_a_whole_rota_has_no_gaps_and_needs_nobody_on_call() -> None:
    assert gaps(WHOLE, WEEK, ABLE) == []


def test_days_in_a_row_without_anybody_are_one_gap() -> None:
    turns = (WHOLE[0], turn(2, Part.LEAD, BOB, 0, 0), turn(4, Part.LEAD, BOB, 4), WHOLE[2])
    [gap] = gaps(turns, WEEK, ABLE)
    assert (gap.part, gap.first_day, gap.last_day, gap.why) == (Part.LEAD, WEEK[1], WEEK[3], NOBODY)


def test_somebody_whose_account_was_closed_leaves_a_gap() -> None:
    [gap] = gaps(WHOLE, WEEK, {**ABLE, Part.READER: {BOB}})
    assert (gap.part, gap.why) == (Part.READER, CANNOT)


def test_nobody_is_their_own_deputy() -> None:
    [gap] = gaps((*WHOLE[:2], turn(3, Part.DEPUTY, BOB)), WEEK, ABLE)
    assert (gap.part, gap.why) == (Part.DEPUTY, SAME)


def test_a_cover_goes_before_newer_turns_and_only_on_its_days() -> None:
    cover = turn(4, Part.LEAD, CAT, 1, 2, is_cover=True)
    turns = (*WHOLE, cover, turn(5, Part.LEAD, ANN))
    assert [on_duty(turns, Part.LEAD, day).person_id for day in WEEK] == [ANN, CAT, CAT, ANN, ANN]  # type: ignore[union-attr]


def test_part_time_people_share_a_week() -> None:
    turns = (
        turn(1, Part.READER, ANN, weekdays=frozenset({0, 1})),
        turn(2, Part.READER, BOB, weekdays=frozenset({2, 3, 4})),
    )
    assert [on_duty(turns, Part.READER, day).person_id for day in WEEK] == [ANN, ANN, BOB, BOB, BOB]  # type: ignore[union-attr]


def test_who_is_next_is_the_next_other_person() -> None:
    turns = (*WHOLE, turn(4, Part.LEAD, CAT, 2, 3, is_cover=True))
    assert next_change(turns, Part.LEAD, MONDAY) == (WEEK[2], CAT)
    assert next_change(turns, Part.LEAD, WEEK[2]) == (WEEK[4], BOB)
    assert next_change(WHOLE, Part.LEAD, MONDAY) is None


def test_a_day_is_read_only_when_a_lead_is_there_too() -> None:
    turns = (WHOLE[0], turn(2, Part.LEAD, BOB, 3))
    assert days_unread(turns, WEEK[:3], ABLE) == WEEK[:3]
    assert days_unread(turns, WEEK[:4], ABLE) == []
    assert next_day_read(turns, WEEK, ABLE) == WEEK[3]
