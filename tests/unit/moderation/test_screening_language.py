"""Rude words in every disguise, spam, gibberish and other languages."""

import pytest

from moderation.domain import Lane
from moderation.screening import screen
from moderation.screening.signals import DESCRIPTIONS, describe


@pytest.mark.parametrize(
    "word",
    ["shit", "sh1t", "s h i t", "s.h.i.t", "sh*t", "shiiiit", "ѕhit", "s\u200bhit", "SHIT", "$hit", "shitty"],
)
def test_strong_words_are_found_in_every_disguise(word: str) -> None:
    text = f"the bus is {word} today"
    result = screen(text)
    assert "language.strong" in result.signals
    assert any(text[span.start : span.end].strip() == word for span in result.spans)


def test_tiers_are_told_apart() -> None:
    assert "language.mild" in screen("the bus is crap").signals
    assert "language.hate" in screen("he called me a paki").signals


@pytest.mark.parametrize(
    "text",
    [
        "assessment in class about Charles Dickens",
        "a cockerel and a shuttlecock",
        "Scunthorpe, Penistone and Clitheroe",
        "shitterton is a village",
        "the analysis of sussex grass",
        "a peacock in the cockpit with cocktails",
        "Great Cockup and Little Cockup",
        "GitHub club at school",
        "the blue tit and the great tit",
    ],
)
def test_words_that_only_contain_a_rude_one_are_fine(text: str) -> None:
    assert not [signal for signal in screen(text).signals if signal.startswith("language.")]


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("look at https://example.com/win now", "spam.link"),
        ("free robux click here", "spam.advert"),
        ("asdfghjkl qwertyuiop zxcvbnm", "spam.gibberish"),
        ("hjkqwx bvnmzx qqwrtz", "spam.gibberish"),
        ("bins bins bins bins bins bins bins", "spam.repeat"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "spam.repeat"),
    ],
)
def test_spam_and_gibberish_are_marked(text: str, signal: str) -> None:
    result = screen(text)
    assert signal in result.signals
    assert result.lane is Lane.SPAM


def test_a_link_to_the_council_is_not_spam() -> None:
    assert screen("see https://www.dorsetcouncil.gov.uk/buses for times").lane is Lane.NORMAL


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Chcemy więcej miejsc do zabawy w naszym mieście", "pl"),
        ("chcemy wiecej miejsc do zabawy", "pl"),
        ("vreau mai multe parcuri pentru copii", "ro"),
        ("quiero mas parques para jugar", "es"),
        ("Hoffwn i gael mwy o barciau", "cy"),
        ("أريد المزيد من الحدائق", "ar"),
        ("Мамі важко з документами і я боюся", "uk"),
        ("我想要更多公园", "zh"),
    ],
)
def test_a_text_in_another_language_needs_a_reader_soon(text: str, language: str) -> None:
    result = screen(text)
    assert (result.language, result.lane) == (language, Lane.SOON)
    assert "reader.other_language" in result.signals


@pytest.mark.parametrize(
    "text",
    [
        "bus",
        "more buses pls",
        "I live in Shitterton",
        "i wnt moar bsses plz",
        "skibidi rizz no cap",
        "ok",
        "😀😀",
    ],
)
def test_short_misspelt_and_slangy_english_is_not_taken_for_another_language(text: str) -> None:
    assert "reader.other_language" not in screen(text).signals


def test_every_signal_has_a_description_in_words() -> None:
    assert describe("safeguarding.abuse_at_home") == "may be about being hurt or feeling unsafe at home"
    assert describe("safeguarding.something_new") == "may be about a child at risk"
    assert describe("other.new_thing") == "other: new thing"
    assert all("_" not in label for label in DESCRIPTIONS.values())


def test_every_signal_a_reading_can_give_is_described() -> None:
    text = "my friend jack 07700 900123 the bus is crap https://example.com i want to die"
    assert set(screen(text).signals) <= DESCRIPTIONS.keys()
