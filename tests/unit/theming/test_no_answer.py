"""Answers that say nothing: without a theme, until people have given one to others of their kind."""

import pytest

from analysis.theming.assignment import Assignment, Correction, Status
from analysis.theming.code_frame import built_in
from analysis.theming.encoders import ENGINE_NAMES, EngineName
from analysis.theming.engine import build_engine
from analysis.theming.no_answer import NO_ANSWER, kind_of
from analysis.theming.text import is_no_answer, tidy

FRAME = built_in("i-live-in-dorset")
FINE, PLACE = ("being-healthy",), ("environment",)


def _read(
    texts: list[str], *coded: tuple[str, tuple[str, ...]], engine: EngineName = "core"
) -> list[Assignment]:
    return build_engine(engine).assign(texts, FRAME, [Correction(text, themes) for text, themes in coded])


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Nothing.", "nothing"), ("nothing at all", "nothing"), ("N/A", "nothing"), ("No", "nothing"),
     ("nope not really", "nothing"), ("no idea", "no idea"), ("don’t know", "no idea"), ("idk lol", "no idea"),
     ("not sure", "no idea"), ("No comment", "no comment"), ("nothing to put", "no comment"), ("😀", ""),
     ("asdfgh", ""), ("", "")],
)  # fmt: skip
def test_ways_of_saying_nothing_are_told_apart(text: str, kind: str) -> None:
    assert is_no_answer(text)
    assert kind_of(tidy(text)) == kind


@pytest.mark.parametrize("engine", ENGINE_NAMES)
def test_once_a_person_has_coded_nothing_its_kind_follows_and_is_unsure(engine: EngineName) -> None:
    found = _read(
        ["nothing at all", "None", "dunno", "😀", "no comment", "nothing."], ("Nothing.", FINE), engine=engine
    )

    assert [one.themes for one in found] == [FINE, FINE, (), (), (), FINE]
    assert [one.status for one in found[:2]] == [Status.UNSURE] * 2
    assert found[0].reason.nearest_example == "Nothing."
    assert found[2:5] == [NO_ANSWER] * 3
    assert found[5].status is Status.SURE, "the very words that a person coded"


def test_three_people_who_agree_make_the_rest_sure_and_one_who_differs_makes_it_unsure_again() -> None:
    agreeing = (("Nothing.", FINE), ("none", FINE), ("Nope", FINE))

    sure = _read(["nothing at all"], *agreeing)[0]
    doubted = _read(["nothing at all"], *agreeing, ("nah", PLACE))[0]

    assert (sure.themes, sure.status, sure.confidence) == (FINE, Status.SURE, 0.8)
    assert (doubted.themes, doubted.status, doubted.confidence) == (FINE, Status.UNSURE, 0.6667)


@pytest.mark.parametrize(
    "coded",
    [
        [("Nothing.", ())],
        [("Nothing.", FINE), ("none", PLACE)],
        [("Nothing.", FINE), ("none", ()), ("nope", ())],
        [("👍", FINE)],
        [("There is nothing to do", FINE)],
    ],
    ids=["it has no theme", "they disagree", "most have none", "no word was coded", "it said something"],
)
def test_without_a_majority_of_its_kind_nothing_stays_without_a_theme(
    coded: list[tuple[str, tuple[str, ...]]],
) -> None:
    assert _read(["nothing at all", "😀"], *coded) == [NO_ANSWER, NO_ANSWER]


def test_what_people_say_of_nothing_changes_no_answer_that_says_something() -> None:
    texts = ["the last bus home is at half five", "more bins on the beach"]

    assert _read(texts, ("Nothing.", FINE)) == _read(texts)
