"""When somebody is there to answer, whatever the season and the bank holiday."""

from datetime import UTC, date, datetime

import pytest

from participation.foundation.staffing import hours_in_words, is_staffed, read_hours

OFFICE = read_hours("Mon-Fri 09:00-17:00; Sat 10:00-12:30")


@pytest.mark.parametrize(
    ("moment", "is_there"),
    [
        (datetime(2027, 1, 4, 9, 0, tzinfo=UTC), True),  # a Monday in winter, when UTC is the time here
        (datetime(2027, 1, 4, 8, 59, tzinfo=UTC), False),
        (datetime(2027, 1, 4, 17, 0, tzinfo=UTC), False),
        (datetime(2027, 7, 5, 8, 0, tzinfo=UTC), True),  # a Monday in summer: it is nine here
        (datetime(2027, 7, 5, 16, 30, tzinfo=UTC), False),
        (datetime(2027, 1, 9, 12, 0, tzinfo=UTC), True),  # a Saturday
        (datetime(2027, 1, 10, 12, 0, tzinfo=UTC), False),
    ],
)
def test_somebody_is_there_in_the_hours_of_dorset(moment: datetime, is_there: bool) -> None:
    assert is_staffed(moment, OFFICE) is is_there


def test_nobody_is_there_on_a_bank_holiday() -> None:
    easter_monday = datetime(2027, 3, 29, 11, 0, tzinfo=UTC)
    assert is_staffed(easter_monday, OFFICE)
    assert not is_staffed(easter_monday, OFFICE, [date(2027, 3, 29)])


def test_without_hours_nobody_is_ever_there() -> None:
    assert read_hours("  ") == ()
    assert not is_staffed(datetime(2027, 1, 4, 12, 0, tzinfo=UTC), ())


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Mon-Fri 09:00-17:00", "Monday to Friday, 9am to 5pm"),
        ("monday, wednesday 15:30 – 18:00", "Monday and Wednesday, 3.30pm to 6pm"),
        ("Sun 12:00-13:00;", "Sunday, 12pm to 1pm"),
        ("Mon-Fri 09:00-17:00; Sat 10:00-12:30", "Monday to Friday, 9am to 5pm; Saturday, 10am to 12.30pm"),
    ],
)
def test_hours_are_read_and_said_in_words(written: str, words: str) -> None:
    assert hours_in_words(read_hours(written)) == words


@pytest.mark.parametrize(
    "written",
    ["weekdays", "Mon-Fri", "Mon-Fri 9-17", "Fri-Mon 09:00-17:00", "Mon 25:00-26:00", "Mon 17:00-09:00"],
)
def test_hours_that_cannot_be_read_say_how_to_write_them(written: str) -> None:
    with pytest.raises(ValueError, match=r"write hours such as|later than the first"):
        read_hours(written)
