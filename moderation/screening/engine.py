"""Reads one text: possible disclosure, language, personal data, rude words, spam. Decides nothing.

Pure and repeatable: the same text and version give the same reading. Whatever goes wrong, the text
goes to a person soon, marked "not checked".
"""

import logging

from moderation.domain import Lane
from moderation.screening.concern import find_concern
from moderation.screening.folding import fold
from moderation.screening.local_lists import NO_LISTS, LocalLists
from moderation.screening.personal_data import find_personal_data
from moderation.screening.reading import ENGLISH, UNKNOWN, has_words, read_language
from moderation.screening.results import (
    NOT_CHECKED_SIGNAL,
    SCREENING_VERSION,
    ScreeningResult,
    Span,
    not_checked,
)
from moderation.screening.rude_words import find_rude_words
from moderation.screening.spam import find_gibberish, find_spam
from moderation.screening.words import read_words

LONGEST_READ = 8_000
"""Characters read; a longer text is read this far and then marked "not checked"."""
_LANE_BY_FAMILY = {
    "reader": Lane.SOON,
    "personal_data": Lane.PERSONAL_DATA,
    "language": Lane.LANGUAGE,
    "spam": Lane.SPAM,
}
_FAMILY_ORDER = ("safeguarding", "screening", "reader", "personal_data", "language", "spam")

log = logging.getLogger(__name__)


def screen(text: str, local: LocalLists = NO_LISTS) -> ScreeningResult:
    """The reading of a text. Never raises; spans are indices into `text` as given.

    `local` holds the council's own lists of schools and streets.
    """
    try:
        return _read(text, local)
    except Exception as error:  # a reading must never stop a view from reaching a person
        log.error("screening failed: %s", type(error).__name__)
        return not_checked()


def _read(text: str, local: LocalLists) -> ScreeningResult:
    folded = fold(text[:LONGEST_READ])
    language = read_language(folded)
    concern = find_concern(read_words(folded))
    spans = [*concern.spans, *find_personal_data(folded, local), *find_rude_words(folded), *find_spam(folded)]
    signals = {*concern.signals, *(span.signal for span in spans)}
    gibberish = find_gibberish(folded) if language in (ENGLISH, UNKNOWN) else []
    if language not in (ENGLISH, UNKNOWN) or (language == UNKNOWN and not gibberish and has_words(folded)):
        signals.add("reader.other_language")
    spans += gibberish
    signals |= {span.signal for span in gibberish}
    if len(text) > LONGEST_READ:
        signals.add(NOT_CHECKED_SIGNAL)
    ordered = tuple(
        sorted(signals, key=lambda signal: (_FAMILY_ORDER.index(signal.partition(".")[0]), signal))
    )
    return ScreeningResult(
        _lane(concern.lane, ordered), ordered, _inside(spans, len(text)), language, SCREENING_VERSION
    )


def _lane(concern: Lane, signals: tuple[str, ...]) -> Lane:
    """The most pressing lane that applies."""
    lanes = [_LANE_BY_FAMILY.get(signal.partition(".")[0], Lane.NORMAL) for signal in signals]
    if NOT_CHECKED_SIGNAL in signals:
        lanes.append(Lane.SOON)
    return min([concern, *lanes], key=lambda lane: lane.rank)


def _inside(spans: list[Span], length: int) -> tuple[Span, ...]:
    return tuple(sorted({span for span in spans if 0 <= span.start < span.end <= length}))
