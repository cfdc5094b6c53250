"""Answers and files nobody would wish for get clear results or clear messages, and the same ones every time."""

import pytest

from analysis.theming.assignment import Status
from analysis.theming.code_frame import CodeFrameError, built_in, parse_yaml
from analysis.theming.engine import build_engine
from analysis.theming.stance import Stance

FRAME = built_in("i-live-in-dorset")
HOSTILE = [
    "",
    "\x00",
    "🚌" * 5_000,
    "bus" * 40_000,
    "more buses " * 10_000,
    "a b c d e f g " * 8_000,
    "<s></s><unk> more buses </s>",
    "‮nekorb si sub eht‬ the bus",
    "=cmd|'/c calc'!A0",
    "ﬁｘ ｔｈｅ ｂｕｓｅｓ",
    "nothing but " + "no " * 500,
    "מיזם more buses 公共汽车",
]


def test_every_answer_gets_one_assignment_and_two_runs_are_identical() -> None:
    first, second = (build_engine("core").assign(HOSTILE * 3, FRAME) for _ in range(2))

    assert len(first) == 3 * len(HOSTILE)
    assert repr(first) == repr(second)
    assert first[: len(HOSTILE)] == first[len(HOSTILE) : 2 * len(HOSTILE)]
    assert all(len(one.stances) == len(one.themes) for one in first)


def test_an_answer_of_a_hundred_thousand_letters_is_themed_by_its_beginning() -> None:
    text = "more buses to our village " * 4_000

    found = build_engine("core").assign([text], FRAME)[0]

    assert (found.themes[0], found.stance) == ("accessible-places", Stance.WANTS)


def test_nothing_but_marks_and_emoji_is_no_answer_and_has_no_stance() -> None:
    found = build_engine("core").assign(["🚌🚌🚌", "?!?", "\x00"], FRAME)

    assert {(one.status, one.stance, one.stances) for one in found} == {
        (Status.NO_ANSWER, Stance.UNCLEAR, ())
    }


def test_ten_thousand_equal_answers_are_read_once() -> None:
    heard: list[tuple[int, int]] = []

    found = build_engine("core").assign(["More buses!"] * 10_000, FRAME, (), lambda *at: heard.append(at))

    assert len(set(map(id, found))) == 1
    assert heard[-1] == (1, 1)


def test_a_frame_of_two_hundred_themes_learns_from_its_own_examples() -> None:
    rows = "\n".join(
        f"  - {{id: t{number}, name: Thing {number}, keywords: [thing{number}], examples: [more thing{number}]}}"
        for number in range(200)
    )
    frame = parse_yaml(f"id: many\nname: Many\nthemes:\n{rows}\n")

    found = build_engine("core").assign(["a thing17 here", "thing199 again"], frame)

    assert [one.themes[0] for one in found] == ["t17", "t199"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("themes: [", "line"),
        ("", "expected fields"),
        ("id: a\nname: A\nthemes: []\n", "at least one theme"),
        ("id: a\nname: A\nthemes:\n  - {id: x, name: X, keyword: [x]}\n", "unknown field"),
        ("id: a\nname: A\nthemes: &t\n  - {id: x, name: X}\nquestion: *t\n", "aliases"),
    ],
)
def test_a_broken_code_frame_says_what_to_put_right(text: str, message: str) -> None:
    with pytest.raises(CodeFrameError, match=message):
        parse_yaml(text, "frame.yaml")
