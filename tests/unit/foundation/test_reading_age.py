"""The reading age of a text, and its sentences one by one."""

import pytest

from participation.foundation.reading_age import reading_age, sentences, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("bus", 1),
        ("the", 1),
        ("use", 1),
        ("asked", 1),
        ("wanted", 2),
        ("people", 2),
        ("library", 3),
        ("idea", 3),
        ("science", 2),
        ("something", 2),
        ("everyone", 3),
        ("environment", 4),
        ("equality", 4),
        ("creation", 3),
        ("isn’t", 1),
        ("2026", 1),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_plain_words_read_younger_than_officialese() -> None:
    plain = reading_age("You asked for a later bus. It will run on Fridays. It starts in April.")
    official = reading_age("The partnership will consider enhanced transportation implementation options.")
    assert plain is not None
    assert official is not None
    assert plain.age < 9 < 16 < official.age
    assert plain.advice == ""
    assert official.advice == "Many words are long. Try shorter, everyday words."
    assert reading_age("!!! 😀") is None
    long = reading_age(" ".join(["the bus is late and we get cold so we go home and"] * 4))
    assert long is not None
    assert "Try for 12 or fewer" in long.advice


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Buses are late. We get cold! Why?", ["Buses are late.", "We get cold!", "Why?"]),
        ("She said “come in.” We did.", ["She said “come in.”", "We did."]),
        ("It costs £2.50 each way", ["It costs £2.50 each way"]),
        ("Clubs\nBuses\n\nParks.", ["Clubs", "Buses", "Parks."]),
        ("  ", []),
    ],
)
def test_sentences_are_told_apart_as_written(text: str, found: list[str]) -> None:
    assert sentences(text) == found
