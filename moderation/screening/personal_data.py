"""Finds words that could tell who somebody is, with exact places, for a moderator to cover with one tap."""

from moderation.screening.contact_details import find_contact_details
from moderation.screening.folding import FoldedText
from moderation.screening.local_lists import NO_LISTS, LocalLists
from moderation.screening.people import find_names
from moderation.screening.results import Span
from moderation.screening.schools import find_schools
from moderation.screening.streets import find_streets

# Where two findings overlap, the one that tells more wins.
_STRENGTH = (
    "email",
    "phone",
    "address",
    "postcode",
    "handle",
    "school",
    "date_of_birth",
    "name",
    "year_group",
    "age",
)


def find_personal_data(folded: FoldedText, local: LocalLists = NO_LISTS) -> list[Span]:
    """Spans in the original text, in order, never overlapping; signals `personal_data.KIND`.

    `local` holds the council's own lists of schools and streets.
    """
    found = [*find_contact_details(folded)]
    found += [(start, end, "address") for start, end in find_streets(folded, local.streets)]
    found += [(start, end, "school") for start, end in find_schools(folded, local.schools)]
    found += [(start, end, "name") for start, end in find_names(folded)]
    found.sort(key=lambda item: (_STRENGTH.index(item[2]), item[0] - item[1], item[0]))
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in found:
        if end > start and not any(
            start < other_end and other_start < end for other_start, other_end, _ in kept
        ):
            kept.append((start, end, kind))
    spans = (Span(*folded.original_span(start, end), f"personal_data.{kind}") for start, end, kind in kept)
    return sorted(spans)
