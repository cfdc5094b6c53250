"""Which words could tell who somebody is, and which only look so."""

from itertools import pairwise

import pytest

from moderation.domain import Lane
from moderation.screening import screen
from moderation.screening.folding import fold
from moderation.screening.people import first_names
from moderation.screening.personal_data import find_personal_data
from moderation.screening.places import listed


def found(text: str) -> set[tuple[str, str]]:
    """(kind, words) of everything personal in a text."""
    return {
        (span.signal.removeprefix("personal_data."), text[span.start : span.end])
        for span in find_personal_data(fold(text))
    }


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("ring me on 07700 900123 ok", "phone", "07700 900123"),
        ("number is +44 7700 900 123", "phone", "+44 7700 900 123"),
        ("01632 960 123 is ours", "phone", "01632 960 123"),
        ("mail jo@example.com now", "email", "jo@example.com"),
        ("jo (at) example (dot) com", "email", "jo (at) example (dot) com"),
        ("we are in dt4 9zz", "postcode", "dt4 9zz"),
        ("add me @skater_kid09 ok", "handle", "@skater_kid09"),
        ("my snap is jazzyb", "handle", "jazzyb"),
        ("discord: frog#1234", "handle", "frog#1234"),
        ("add mudlark99 on insta", "handle", "mudlark99"),
        ("i live at 12 hill close in town", "address", "12 hill close"),
        ("I live on Marsh Lane and it floods", "address", "Marsh Lane"),
        ("born on 4 May 2012 here", "date_of_birth", "4 May 2012"),
        ("my birthday is 04/05/2012", "date_of_birth", "04/05/2012"),
        ("im 9 and i like it", "age", "9"),
        ("I am fourteen years old", "age", "fourteen years old"),
        ("she is in year 8 with me", "year_group", "year 8"),
        ("i go to budmouth and hate it", "school", "budmouth"),
        ("at st osmunds middle school they", "school", "st osmunds middle school"),
        ("i go to elmfield primary school", "school", "elmfield primary school"),
        ("my friend jack is nice", "name", "jack"),
        ("and then ellie said no", "name", "ellie"),
        ("Ask Mrs Okonkwo about it", "name", "Okonkwo"),
        ("my friend zbyszek said", "name", "zbyszek"),
        ("Tell Aisha Khan thanks", "name", "Aisha Khan"),
    ],
)
def test_personal_data_is_found_with_its_exact_place(text: str, kind: str, words: str) -> None:
    assert (kind, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "will you open the park in may? i hope so",
        "It is a 20 minute walk to Poole Park",
        "I am 5 minutes from the 20 mph road",
        "year 6 pupils should get a bus",
        "We went to the local secondary school",
        "Harry Potter world please",
        "more for under 18s and 14 year olds",
        "St Mary's Church has a bell",
        "summer is the best, rose gardens too",
        "it costs £10.50 or 0.75 an hour",
        "3 buses a day, 12 new trees, 100 people",
        "put it on snapchat and instagram so people see it",
    ],
)
def test_ordinary_words_and_numbers_are_not_personal_data(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize("place", [*listed("place_names.txt")][:330:7])
def test_places_are_neither_people_nor_rude(place: str) -> None:
    for text in (f"more buses to {place} please", f"more buses to {place.lower()} please"):
        signals = screen(text).signals
        assert not [signal for signal in signals if signal.startswith(("language.", "personal_data."))]


def test_findings_never_overlap() -> None:
    spans = find_personal_data(
        fold("jack smith jack@example.com @jack_smith 12 jack close year 8 at jack school")
    )
    assert all(before.end <= after.start for before, after in pairwise(spans))


def test_a_text_with_personal_data_waits_in_its_own_lane() -> None:
    assert screen("my friend jack lives at 12 hill close").lane is Lane.PERSONAL_DATA


def test_names_common_in_england_are_known_whatever_the_family_speaks() -> None:
    plain, unsure = first_names()
    assert {"olivia", "muhammad", "aarav", "kacper", "zuzanna", "chidi", "saoirse", "oliwia"} <= plain
    assert {"will", "hope", "rose", "poppy"} <= unsure
    assert not plain & unsure
