"""Which words are covered: suggested by the check, tapped on the page, and the same words elsewhere."""

import re
from collections.abc import Iterable, Mapping, Sequence

from moderation.marking import joined
from moderation.redaction import LABELS, OTHER_LABEL, Redaction, suggest_redactions, widen_to_words
from moderation.screening import Span
from participation.foundation.errors import DomainError
from participation.foundation.requests import row_numbers

#: What words can be covered as, the usual ones first.
COVER_LABELS = tuple(dict.fromkeys(("name", "school", "place", "address", *LABELS.values(), OTHER_LABEL)))
NAME = "name"
PUNCTUATION = ".,;:!?()\"'“”‘’-"
#: Shorter words stand in other words' places by chance, so they are only covered where they were tapped.
SHORTEST_ELSEWHERE = 3

Covers = dict[str, list[Redaction]]


class CannotCover(DomainError):
    """What was sent does not fit the words of the view."""

    title = "These words cannot be covered"


def suggested(words: Mapping[str, str], spans: Iterable[Sequence[object]]) -> Covers:
    """What the check suggests to cover in each answer, widened to whole words.

    `spans` are rows of (question key, start, end, signal).
    """
    found: Covers = {}
    for key, text in words.items():
        mine = [Span(int(str(s[1])), int(str(s[2])), str(s[3])) for s in spans if s[0] == key]
        widened = [
            Redaction(*widen_to_words(text, each.start, each.end), each.label)
            for each in suggest_redactions(mine)
        ]
        found[key] = joined(text, widened)
    return found


def read_covers(values: Iterable[str], default_label: str, words: Mapping[str, str]) -> Covers:
    """Covers from the page's ticked words: each `key:start:end`, with `:label` when it has one of its own.

    Raises:
        CannotCover: when a value does not fit the words, which no page of ours sends.
    """
    chosen: Covers = {key: [] for key in words}
    for value in values:
        key, start, end, label = _parts(value, default_label)
        text = words.get(key)
        if text is None or not 0 <= start < end <= len(text) or label not in COVER_LABELS:
            raise CannotCover("Go back to the view and choose the words again.")
        chosen[key].append(Redaction(start, end, label))
    return {key: joined(words[key], covers) for key, covers in chosen.items()}


def with_same_words(words: Mapping[str, str], covers: Covers) -> Covers:
    """The covers, and every other place in the view where the same words stand, whatever their capitals.

    Of a name its parts count too: whoever is covered as "Zed Quill" is covered as "zed" further on.
    """
    patterns = [(_whole(term), label) for term, label in _terms(words, covers).items()]
    result: Covers = {}
    for key, text in words.items():
        found = [
            Redaction(match.start(), match.end(), label)
            for pattern, label in patterns
            for match in pattern.finditer(text)
        ]
        result[key] = joined(text, [*covers.get(key, ()), *found])
    return result


def _terms(words: Mapping[str, str], covers: Covers) -> dict[str, str]:
    """What to look for elsewhere, and what to cover it as."""
    terms: dict[str, str] = {}
    for key, each in covers.items():
        for cover in each:
            parts = words[key][cover.start : cover.end].split()
            terms[" ".join(parts)] = cover.label
            if cover.label == NAME:
                terms.update({part.strip(PUNCTUATION): NAME for part in parts})
    return {term: label for term, label in terms.items() if len(term) >= SHORTEST_ELSEWHERE}


def _whole(term: str) -> re.Pattern[str]:
    """The term as whole words, with any blanks between them."""
    inner = r"\s+".join(re.escape(part) for part in term.split())
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)


def _parts(value: str, default_label: str) -> tuple[str, int, int, str]:
    pieces = value.split(":")
    places = row_numbers(pieces[1:3])
    if len(pieces) not in (3, 4) or len(places) != 2:
        raise CannotCover("Go back to the view and choose the words again.")
    return pieces[0], places[0], places[1], pieces[3] if len(pieces) == 4 else default_label
