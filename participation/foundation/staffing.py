"""When somebody is there to answer: hours such as `Mon-Fri 09:00-17:00`, and days on which nobody is.

Hours are those of a clock in Dorset, summer and winter.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from participation.foundation import clock

#: Further back nothing is counted: by then every step there is has long been taken.
LONGEST_LOOK = timedelta(days=60)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOW_TO_WRITE = "write hours such as Mon-Fri 09:00-17:00; Sat 10:00-12:00"
_SPAN = re.compile(r"([A-Za-z ,-]+?)\s+(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)")


@dataclass(frozen=True)
class Span:
    """Some days of the week (0 is Monday) from one time to another, the last moment not included."""

    days: tuple[int, ...]
    opens: time
    closes: time


def read_hours(text: str) -> tuple[Span, ...]:
    """The hours in a setting; empty when nothing is set.

    Raises:
        ValueError: saying how to write them.
    """
    return tuple(_span(part.strip()) for part in text.split(";") if part.strip())


def is_staffed(now: datetime, hours: Collection[Span], closed_days: Collection[date] = ()) -> bool:
    """Whether somebody is there at this moment.

    Args:
        now: an aware moment.
        closed_days: days such as bank holidays, on which nobody is there whatever the hours say.
    """
    local = clock.in_london(now)
    if local.date() in closed_days:
        return False
    moment = local.time()
    return any(local.weekday() in span.days and span.opens <= moment < span.closes for span in hours)


def staffed_time(
    start: datetime, end: datetime, hours: Collection[Span], closed_days: Collection[date] = ()
) -> timedelta:
    """How long somebody was there between two moments; at most what the last `LONGEST_LOOK` days hold."""
    first, last = clock.in_london(max(start, end - LONGEST_LOOK)), clock.in_london(end)
    total, day = timedelta(0), first.date()
    while day <= last.date():
        for span in hours if day not in closed_days else ():
            if day.weekday() in span.days:
                opens = datetime.combine(day, span.opens, clock.LONDON)
                closes = datetime.combine(day, span.closes, clock.LONDON)
                total += max(min(closes, last) - max(opens, first), timedelta(0))
        day += timedelta(days=1)
    return total


def staffed_days(
    first: date, last: date, hours: Collection[Span], closed_days: Collection[date] = ()
) -> list[date]:
    """The days from `first` to `last` on which somebody is there at some time."""
    weekdays = {day for span in hours for day in span.days}
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() in weekdays and day not in closed_days]


def hours_in_words(hours: Collection[Span]) -> str:
    """The hours as people read them: Monday to Friday, 9am to 5pm."""
    return "; ".join(
        f"{_days_in_words(span.days)}, {_time_in_words(span.opens)} to {_time_in_words(span.closes)}"
        for span in hours
    )


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(HOW_TO_WRITE)
    days: list[int] = []
    for part in found[1].split(","):
        first, dash, last = (each.strip() for each in part.partition("-"))
        start = _day(first)
        end = _day(last) if dash else start
        if end < start:
            raise ValueError(HOW_TO_WRITE)
        days += range(start, end + 1)
    opens, closes = _time(found[2]), _time(found[3])
    if opens >= closes:
        raise ValueError(f"{text}: the second time must be later than the first")
    return Span(tuple(sorted(set(days))), opens, closes)


def _day(name: str) -> int:
    for number, day in enumerate(DAYS):
        if name.lower() in (day.lower(), day[:3].lower()):
            return number
    raise ValueError(HOW_TO_WRITE)


def _time(text: str) -> time:
    hours, _, minutes = text.partition(":")
    try:
        return time(int(hours), int(minutes))
    except ValueError:
        raise ValueError(HOW_TO_WRITE) from None


def _days_in_words(days: tuple[int, ...]) -> str:
    is_run = len(days) > 2 and days == tuple(range(days[0], days[-1] + 1))
    if is_run:
        return f"{DAYS[days[0]]} to {DAYS[days[-1]]}"
    return " and ".join(DAYS[day] for day in days)


def _time_in_words(moment: time) -> str:
    hour = moment.hour % 12 or 12
    minutes = f".{moment.minute:02}" if moment.minute else ""
    return f"{hour}{minutes}{'am' if moment.hour < 12 else 'pm'}"
