"""Wanting, liking and objecting are told apart, so that opposite voices are never counted as one."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from analysis.theming.assignment import Assignment, Correction, Reason, Status
from analysis.theming.code_frame import built_in
from analysis.theming.engine import build_engine
from analysis.theming.stance import Stance, answer_stance, theme_stances

HAND_WRITTEN = Path(__file__).parent / "stance_texts.csv"
FRAME = built_in("i-live-in-dorset")


def _hand_written() -> list[tuple[str, Stance]]:
    with HAND_WRITTEN.open(encoding="utf-8", newline="") as file:
        return [
            (row["text"], Stance.UNCLEAR if row["stance"] == "none" else Stance(row["stance"]))
            for row in csv.DictReader(file)
        ]


def test_nine_of_ten_hand_written_answers_get_their_stance_and_every_stance_is_tried() -> None:
    texts = _hand_written()

    wrong = [text for text, due in texts if answer_stance(text) is not due]

    assert len(wrong) <= len(texts) / 10, wrong
    assert set(Counter(due for _, due in texts)) == set(Stance)


@pytest.mark.parametrize(
    ("one", "opposite"),
    [
        ("more houses", "no more houses"),
        ("build a skate park", "dont build a skate park"),
        ("close the road to cars", "please don't close the road"),
        ("I like the new signs", "i dont like the new signs"),
        ("not enough traffic lights", "too many traffic lights"),
    ],
)
def test_opposites_have_different_stances(one: str, opposite: str) -> None:
    assert answer_stance(one) is not answer_stance(opposite)
    assert Stance.UNCLEAR not in {answer_stance(one), answer_stance(opposite)}


def test_an_answer_may_like_one_theme_and_want_another() -> None:
    whole, towards = theme_stances("i love the beach but we need more buses", [["beach"], ["buses"]])

    assert (whole, towards) == (Stance.WANTS, (Stance.LIKES, Stance.WANTS))


def test_a_theme_without_a_clause_of_its_own_has_the_stance_of_the_answer() -> None:
    assert theme_stances("stop the litter", [["litter"], ["sea"]])[1] == (Stance.OBJECTS, Stance.OBJECTS)


@pytest.mark.parametrize("text", ["", "  ", "😀😀", "the beach", "!!!", "bus " * 30_000])
def test_an_answer_without_a_cue_is_left_open(text: str) -> None:
    assert answer_stance(text) is Stance.UNCLEAR


def test_those_who_want_more_of_a_theme_and_those_who_object_to_it_are_told_apart() -> None:
    texts = ["more litter bins on the beach", "stop the litter on the beach", "I love our clean beach"]

    found = build_engine("core").assign(texts, FRAME)

    assert all("environment" in each.themes for each in found)
    assert [each.stance_on("environment") for each in found] == [Stance.WANTS, Stance.OBJECTS, Stance.LIKES]


def test_a_person_s_coding_is_counted_with_the_answer_s_own_stance() -> None:
    text = "no more hotels"

    found = build_engine("core").assign([text], FRAME, [Correction(text, ("environment",))])

    assert found[0].stance_on("environment") is Stance.OBJECTS
    assert found[0].stance_on("feeling-safe") is Stance.UNCLEAR


def test_an_assignment_made_without_stances_counts_as_open() -> None:
    plain = Assignment(("environment",), 0.9, Status.SURE, Reason())

    assert plain.stance_on("environment") is Stance.UNCLEAR


@pytest.mark.parametrize("text", ["the bus stop by our school", "my gran lives close to the sea"])
def test_a_word_that_also_means_a_thing_or_a_place_is_no_objection(text: str) -> None:
    assert answer_stance(text) is Stance.UNCLEAR


def test_a_stop_that_is_wanted_is_wanted() -> None:
    assert answer_stance("every school should have a bus stop") is Stance.WANTS
    assert answer_stance("stop the cars at the bus stop") is Stance.OBJECTS
