"""Texts made ready for matching: tidied, recognised as saying nothing, spelled right in the shadow."""

import pytest

from analysis.theming.spelling import Speller
from analysis.theming.text import MAX_MATCHED_CHARACTERS, is_no_answer, tidy, words


@pytest.mark.parametrize(
    "text",
    ["", "  ", "???", "...", "😀😀", "idk", "IDK lol", "n/a", "N/A", "none", "No", "nope", "dont know",
     "I do not know", "don’t know really", "no idea sorry", "nothing", "Nothing really", "no comment", "-",
     "asdfgh",
     "not sure what to say"],
)  # fmt: skip
def test_an_answer_that_says_nothing_is_recognised(text: str) -> None:
    assert is_no_answer(text)


@pytest.mark.parametrize(
    "text",
    ["football", "nothing to do", "nothing for kids my age", "no buses", "No more litter",
     "I want to be asked",
     "None of the parks have swings", "not safe", "idk maybe a skate park", "dad", "más autobuses", "公园"],
)  # fmt: skip
def test_a_short_answer_that_says_something_is_kept(text: str) -> None:
    assert not is_no_answer(text)


def test_tidying_shortens_runs_and_very_long_texts_but_keeps_the_words() -> None:
    assert tidy("  Soooooo   boring!!!!!\n\nreally ") == "Soo boring! really"
    assert len(tidy("a b " * 50_000)) <= MAX_MATCHED_CHARACTERS
    assert words("I can't go — it's 6pm, Mum’s car") == ["i", "can't", "go", "it's", "6pm", "mum’s", "car"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("more swiming and climing", "more swimming and climbing"),
        ("the enviroment is full of plastik", "the environment is full of plastic"),
        ("ppl r horrible 2 me bc im new", "people are horrible 2 me because i'm new"),
        ("I live in Weymouth near Nandos", "I live in Weymouth near Nandos"),
    ],
)
def test_likely_misspellings_are_put_right_in_the_shadow(typed: str, meant: str) -> None:
    assert Speller().shadow(typed) == meant


def test_other_languages_and_words_of_the_code_frame_are_left_alone() -> None:
    german = "Ich möchte mehr Radwege und weniger Autos in der Innenstadt"

    assert Speller().shadow(german) == german
    assert Speller({"skaytpark"}).shadow("build a skaytpark please") == "build a skaytpark please"


def test_correcting_one_word_never_touches_the_middle_of_another() -> None:
    assert Speller().shadow("the teh frend of friendship") == "the the friend of friendship"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("the lst bus home", "the last bus home"),
        ("I have lst my coat", "I have lost my coat"),
        ("lanes are nof safe", "lanes are not safe"),
    ],
)
def test_of_words_equally_near_the_one_that_fits_its_neighbours_is_taken(typed: str, meant: str) -> None:
    assert Speller().shadow(typed) == meant


def test_short_names_everybody_uses_are_no_misspellings() -> None:
    typed = "my gp is in the nhs and we have pe and pshe after sats"

    assert Speller().shadow(typed) == typed
