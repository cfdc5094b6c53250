"""One place that says what time it is: UTC in the database, Europe/London on the screen."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
#: The most by which the clocks of two machines of one deployment differ; more than that is a clock put wrong.
APART = timedelta(minutes=1)


def now() -> datetime:
    """The moment, aware and in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Dorset, which near midnight in summer is not the UTC day."""
    return now().astimezone(LONDON).date()


def in_london(moment: datetime) -> datetime:
    """The same moment as a clock in Dorset shows it."""
    return moment.astimezone(LONDON)


def show_date(day: date | datetime) -> str:
    """A day as people write it: 3 March 2026."""
    if isinstance(day, datetime):
        day = in_london(day).date()
    return f"{day.day} {day:%B %Y}"


def show_time(moment: datetime) -> str:
    """A moment as staff read it: 3 March 2026, 09:14."""
    local = in_london(moment)
    return f"{show_date(moment)}, {local:%H:%M}"
