"""What people and spreadsheets make of an age band in a cell: "13", "5 – 8 years", or a date out of "5-8"."""

import re
from collections.abc import Collection
from datetime import date

SPAN = re.compile(r"(\d{1,2})\s*(?:-|–|—|to)\s*(\d{1,2})(?:\s*(?:years|yrs)(?:\s+old)?)?", re.IGNORECASE)
AGE = re.compile(r"(\d{1,2})(?:\s*(?:years|yrs)(?:\s+old)?)?", re.IGNORECASE)
SHORT_DATE = re.compile(r"(?:(\d{1,2})[-/ ]([a-z]{3})|([a-z]{3})[-/ ](\d{1,2}))", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ISO_DAY = 10


def band_in(cell: str, bands: Collection[str]) -> str:
    """The band a cell means, when it can mean one only; else the cell itself.

    Args:
        bands: ids of the bands, such as `5-8`.
    """
    written = cell.strip()
    meant = {each for each in _meanings(written, bands) if each in bands}
    return meant.pop() if len(meant) == 1 else cell


def _meanings(written: str, bands: Collection[str]) -> set[str]:
    if span := SPAN.fullmatch(written):
        return {f"{int(span[1])}-{int(span[2])}"}
    if age := AGE.fullmatch(written):
        return {band for band in bands if _holds(band, int(age[1]))}
    if short := SHORT_DATE.fullmatch(written):
        number, month = short[1] or short[4], (short[2] or short[3]).lower()
        return _either_way(int(number), MONTHS.index(month) + 1) if month in MONTHS else set()
    return _of_date(written)


def _of_date(written: str) -> set[str]:
    """A spreadsheet takes "5-8" for a day of some year, and "12-14" for the first of December 2014."""
    try:
        day = date.fromisoformat(written[:ISO_DAY])
    except ValueError:
        return set()
    year = {f"{day.month}-{day.year % 100}"} if day.day == 1 else set()
    return _either_way(day.day, day.month) | year


def _either_way(first: int, second: int) -> set[str]:
    return {f"{first}-{second}", f"{second}-{first}"}


def _holds(band: str, age: int) -> bool:
    span = SPAN.fullmatch(band)
    return span is not None and int(span[1]) <= age <= int(span[2])
