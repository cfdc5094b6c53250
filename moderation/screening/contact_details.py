"""Finds phones, e-mails, postcodes, handles, street addresses, birth dates, ages and year groups."""

import re
from collections.abc import Iterator

from moderation.screening import contact_patterns as patterns
from moderation.screening.context_words import context_words
from moderation.screening.folding import FoldedText
from moderation.screening.words import known_words, plain_word

Finding = tuple[int, int, str]
"""Start and end in the folded text, and the kind of personal data."""
BEFORE_HANDLE = 12
"""How many characters before a handle may introduce it ("my insta is")."""

_SIMPLE = ((patterns.PHONE, "phone"), (patterns.POSTCODE, "postcode"))
_GROUPED = (
    (patterns.BIRTH, "date_of_birth", ("date", "full", "own")),
    (patterns.YEAR_GROUP, "year_group", ("year", "at", "own", "mine")),
)


def _named(match: re.Match[str], groups: tuple[str, ...]) -> tuple[int, int]:
    """The span of the first named group that took part."""
    return next(match.span(group) for group in groups if match.group(group))


def _handles(text: str) -> Iterator[Finding]:
    for match in patterns.AT_HANDLE.finditer(text):
        yield match.start(), match.end(), "handle"
    for match in patterns.CALLED_HANDLE.finditer(text):
        yield *match.span("handle"), "handle"
    for pattern in (patterns.NAMED_HANDLE, patterns.HANDLE_ON):
        for match in pattern.finditer(text):
            if _is_handle(text, match):
                start = match.start("handle")
                yield start, start + len(match.group("handle").rstrip(".-")), "handle"
    for match in patterns.ODD_HANDLE.finditer(text):
        yield match.start(), match.end(), "handle"


def _is_handle(text: str, match: re.Match[str]) -> bool:
    """A word beside a platform's name counts when it is introduced as a name there, is odd or no word."""
    handle, start = match.group("handle").strip(".-").lstrip("@"), match.start("handle")
    if handle in context_words("after_a_platform") or handle.isdigit():
        return False
    is_odd = any(not letter.isalpha() for letter in handle)
    is_no_word = match.re is patterns.HANDLE_ON and plain_word(handle) not in known_words()
    return (
        is_odd or is_no_word or bool(patterns.INTRODUCED.search(text[max(0, start - BEFORE_HANDLE) : start]))
    )


def _addresses(text: str) -> Iterator[Finding]:
    """Addresses without the "I live at" before them."""
    for match in patterns.ADDRESS.finditer(text):
        lead = patterns.LIVE_AT.match(match.group())
        yield match.start() + (lead.end() if lead else 0), match.end(), "address"


def _ages(text: str) -> Iterator[Finding]:
    for match in patterns.AGE.finditer(text):
        start, end = _named(match, ("age", "old", "short"))
        yield start, match.end() if match.group("age") else end, "age"


def find_contact_details(folded: FoldedText) -> Iterator[Finding]:
    """Every finding in a folded text; they may overlap, the caller chooses."""
    text = folded.text
    emails = [match.span() for match in patterns.EMAIL.finditer(text)]
    yield from ((start, end, "email") for start, end in emails)
    for pattern, kind in _SIMPLE:
        yield from ((*match.span(), kind) for match in pattern.finditer(text))
    for pattern, kind, groups in _GROUPED:
        yield from ((*_named(match, groups), kind) for match in pattern.finditer(text))
    yield from _handles(text)
    yield from _addresses(text)
    yield from _ages(text)
