"""Very many answers: core reads all, refined reads again those that core is least sure of, and says so."""

import pytest

from analysis.theming.assignment import Assignment, Correction
from analysis.theming.code_frame import built_in
from analysis.theming.encoders import engine_encoders
from analysis.theming.engine import Engine, build_engine

FRAME = built_in("i-live-in-dorset")
TEXTS = [
    "the last bus home is at half five so i cant see my mates",
    "litter and plastic all over the beach, put more bins out",
    "somewhere warm where nobody minds if you sit",
    "adults should listen to us and let us vote on the council",
    "it takes ages",
    "a bigger playground with a zip wire and swings",
    "mehr Busse am Abend, damit wir nach Hause kommen",
    "purple",
    "street lights on the path because walking home in the dark is scary",
    "The last bus home is at half five so i cant see my mates",
    "idk",
]
DIFFERENT = 9


def _assign(texts: list[str], most: int, corrections: tuple[Correction, ...] = ()) -> list[Assignment]:
    return build_engine("refined").assign(texts, FRAME, corrections, most_read_closely=most)


def _core_is_least_sure_of(count: int, corrections: tuple[Correction, ...] = ()) -> set[str]:
    found = build_engine("core").assign(TEXTS, FRAME, corrections)
    confidence = {
        text.casefold(): one.confidence for text, one in zip(TEXTS, found, strict=True) if one.read_by
    }
    return set(sorted(confidence, key=lambda text: (confidence[text], text))[:count])


class _NeverAsked(Engine):
    def assign(self, *arguments: object, **named: object) -> list[Assignment]:
        raise AssertionError("the quick engine read answers that were few enough")

    _read = assign  # type: ignore[assignment]


def test_few_enough_answers_are_all_read_closely_and_the_quick_engine_assigns_none() -> None:
    quick = _NeverAsked("core", engine_encoders("core"))
    closely = Engine("refined", engine_encoders("refined"), quick)

    assert _assign(TEXTS, DIFFERENT) == closely.assign(TEXTS, FRAME, most_read_closely=DIFFERENT)
    assert {one.read_by for one in _assign(TEXTS[:-1], DIFFERENT)} == {"refined"}


@pytest.mark.parametrize("most", [1, 4, DIFFERENT - 1])
def test_of_more_answers_exactly_those_core_is_least_sure_of_are_read_again(most: int) -> None:
    found = _assign(TEXTS, most)

    again = {text.casefold() for text, one in zip(TEXTS, found, strict=True) if one.read_by == "refined"}
    assert again == _core_is_least_sure_of(most)


def test_an_answer_read_again_gets_what_refined_says_and_the_others_keep_what_core_says() -> None:
    core = build_engine("core").assign(TEXTS, FRAME)
    refined = build_engine("refined").assign(TEXTS, FRAME)

    found = _assign(TEXTS, 4)

    for one, quickly, closely in zip(found, core, refined, strict=True):
        if one.read_by == "refined":
            assert (one.themes, one.stances, one.language) == (
                closely.themes,
                closely.stances,
                closely.language,
            )
            assert one.confidence == pytest.approx(closely.confidence, abs=2e-4)
        else:
            assert one == quickly


def test_what_people_coded_stands_teaches_the_second_reading_and_takes_no_room_in_it() -> None:
    coded = tuple(Correction(text, ("having-a-say",)) for text in (TEXTS[2], TEXTS[4]))
    all_closely = build_engine("refined").assign(TEXTS, FRAME, coded)

    found = _assign(TEXTS, 3, coded)

    again = [place for place, one in enumerate(found) if one.read_by == "refined"]
    assert {TEXTS[place].casefold() for place in again} == _core_is_least_sure_of(3, coded)
    assert [found[2].themes, found[4].themes] == [("having-a-say",)] * 2
    assert [found[2].read_by, found[4].read_by] == ["", ""]
    assert [found[place].themes for place in again] == [all_closely[place].themes for place in again]


def test_a_second_run_says_the_same_and_the_order_of_answers_does_not_choose_them() -> None:
    first, second = _assign(TEXTS, 4), _assign(TEXTS, 4)
    backwards = _assign(TEXTS[::-1], 4)[::-1]

    assert repr(first) == repr(second)
    assert [one.read_by for one in backwards] == [one.read_by for one in first]
    assert [one.themes for one in backwards] == [one.themes for one in first]


def test_the_record_says_what_answers_were_read_with() -> None:
    core, refined = build_engine("core"), build_engine("refined")

    assert core.version_of(core.assign(TEXTS, FRAME)) == core.version
    assert refined.version_of(refined.assign(TEXTS, FRAME)) == refined.version
    said = refined.version_of(_assign(TEXTS, 3))
    assert said == (
        f"{core.version}; the 3 hardest answers, and all that came later, read with {refined.version}"
    )
    assert len(said.replace("the 3 ", "the 1,000,000 ")) <= 120


def test_both_readings_together_are_heard_of_as_one_from_nothing_to_all() -> None:
    heard: list[tuple[int, int]] = []

    build_engine("refined").assign(
        TEXTS, FRAME, (), lambda done, total: heard.append((done, total)), most_read_closely=4
    )

    assert {total for _, total in heard} == {DIFFERENT}
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert heard[-1] == (DIFFERENT, DIFFERENT)
