"""The engines: what they assign, why, how sure, and that nothing leaves the machine."""

import pytest

from analysis.theming.assignment import Assignment, Correction, Status
from analysis.theming.code_frame import CodeFrame, Theme, built_in
from analysis.theming.encoders import ENGINE_NAMES, EngineName
from analysis.theming.engine import build_engine

pytestmark = pytest.mark.usefixtures("_no_sockets")

PETS = CodeFrame(
    "pets",
    "Pets",
    "Which pet is best?",
    (
        Theme("dogs", "Dogs", "Dogs and puppies", keywords=("dog", "dogs", "puppy", "walkies")),
        Theme("cats", "Cats", "Cats and kittens", keywords=("cat", "cats", "kitten")),
        Theme("fish", "Fish", "Fish in tanks and ponds", keywords=("fish", "goldfish", "tank")),
    ),
)


@pytest.fixture
def _no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError("theming opened a socket")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_everyday_answers_get_the_theme_a_person_would_give(name: EngineName) -> None:
    due = {
        "the last bus home is at half five so i cant see my mates": "accessible-places",
        "There is litter and plastic all over the beach, put more bins out": "environment",
        "Adults should listen to us and let us vote on the council": "having-a-say",
        "a bigger playgrownd with a zip wire and swings": "things-to-do",
        "I waited a year to talk to someone about my anxiety": "being-healthy",
        "Street lights on the path because walking home in the dark is scary": "feeling-safe",
    }

    found = build_engine(name).assign(list(due), built_in("i-live-in-dorset"))

    assert [assignment.themes[0] for assignment in found] == list(due.values())
    assert all(0 <= assignment.confidence <= 1 for assignment in found)
    assert all(assignment.reason.matched_words for assignment in found)


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_two_runs_give_equal_results_whatever_the_neighbours(name: EngineName) -> None:
    frame = built_in("i-live-in-dorset")
    texts = ["more buses", "be kind to each other", "teach us to code", "idk"]

    together = build_engine(name).assign(texts, frame)
    again = build_engine(name).assign(texts, frame)
    alone = [build_engine(name).assign([text], frame)[0] for text in texts]

    assert together == again
    assert [one.themes for one in alone] == [one.themes for one in together]
    assert [one.confidence for one in alone] == pytest.approx([one.confidence for one in together], abs=2e-4)


def test_an_answer_that_says_nothing_gets_no_theme() -> None:
    found = build_engine("core").assign(["idk", "", "😀", "n/a"], built_in("i-live-in-dorset"))

    assert {(one.themes, one.status) for one in found} == {((), Status.NO_ANSWER)}


def test_an_answer_about_two_things_gets_both_themes_the_main_one_first() -> None:
    text = "Better buses so we can get to town, and more bins because of the litter everywhere on the beach"

    found = build_engine("refined").assign([text], built_in("i-live-in-dorset"))[0]

    assert set(found.themes) == {"accessible-places", "environment"}


def test_a_frame_nobody_has_coded_with_is_themed_from_its_words() -> None:
    texts = ["My puppy loves walkies", "a fluffy kitten", "two goldfish in a tank"]

    found = build_engine("core").assign(texts, PETS)

    assert [one.themes[0] for one in found] == ["dogs", "cats", "fish"]
    assert "puppy" in found[0].reason.matched_words


def test_a_corrected_text_gets_the_persons_themes_and_like_texts_follow() -> None:
    engine = build_engine("core")
    snakes = [
        "long scaly snakes that hiss",
        "a corn snake in a warm vivarium",
        "pythons and other snakes",
        "snakes eat frozen mice",
        "royal python",
        "my snake sheds its skin",
    ]
    corrections = [Correction(text, ("fish",)) for text in snakes] + [Correction("a gorilla", ())]

    before = engine.assign(["my friend has a hissing snake"], PETS)[0]
    after = engine.assign(["my friend has a hissing snake", snakes[0], "a gorilla"], PETS, corrections)

    assert after[0].themes[0] == "fish"
    assert after[0].confidence != before.confidence
    assert after[0].reason.nearest_example in snakes
    assert (after[1].themes, after[1].status) == (("fish",), Status.SURE)
    assert after[2].themes == ()


def test_examples_written_into_a_frame_teach_it() -> None:
    taught = CodeFrame(
        "pets",
        "Pets",
        "",
        (
            PETS.themes[0],
            PETS.themes[1],
            Theme("other", "Other", examples=("a hamster in a wheel", "hamsters")),
        ),
    )

    found = build_engine("core").assign(["my hamster has a wheel"], taught)[0]

    assert found.themes[0] == "other"
    assert found.reason.nearest_example == "a hamster in a wheel"


def test_a_correction_with_a_theme_the_frame_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="'dragons'"):
        build_engine("core").assign(["cat"], PETS, [Correction("cat", ("dragons",))])


def test_a_frame_grown_from_the_built_in_one_keeps_what_its_examples_teach() -> None:
    whole = built_in("i-live-in-dorset")
    merged = CodeFrame(whole.id, whole.name, whole.question, whole.themes[:8])

    found = build_engine("core").assign(["the last bus home is at half five so i miss everything"], merged)[0]

    assert found.themes[0] == "accessible-places"


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["more parks"],
        ["more parks"] * 50,
        ["word " * 20_000],
        ["🚌🚌 más autobuses 公共汽车 автобус حافلة"] * 2,
        ["\x00\x01 bus \ud7ff", "<script>alert(1)</script>", "=1+1"],
    ],
)
def test_odd_input_gets_one_assignment_a_text(texts: list[str]) -> None:
    found = build_engine("core").assign(texts, built_in("i-live-in-dorset"))

    assert len(found) == len(texts)
    assert len(set(map(_plain, found))) == len({text for text in texts})


def _plain(assignment: Assignment) -> tuple[tuple[str, ...], float]:
    return assignment.themes, assignment.confidence


def test_a_frame_with_one_theme_or_two_hundred_works() -> None:
    one = CodeFrame("one", "One", "", (Theme("bus", "Buses", keywords=("bus",)),))
    many = CodeFrame("many", "Many", "", tuple(Theme(f"t{n}", f"Theme number {n}") for n in range(200)))
    coded = [Correction("a later bus", ("bus",)), Correction("cake", ())]

    assert build_engine("core").assign(["the bus", "cake please"], one, coded)[0].themes == ("bus",)
    assert len(build_engine("core").assign(["number 7", "parks"], many)) == 2


def test_progress_rises_to_the_number_of_different_answers() -> None:
    heard: list[tuple[int, int]] = []
    texts = [f"more buses to village number {number}" for number in range(600)] * 2

    build_engine("core").assign(texts, built_in("i-live-in-dorset"), progress=lambda *at: heard.append(at))

    assert heard[-1] == (600, 600)
    assert heard == sorted(heard)


def test_the_version_tells_the_engines_apart_and_stays_the_same() -> None:
    assert build_engine("core").version.startswith("core-")
    assert build_engine("core").version != build_engine("refined").version.replace("refined", "core")


def test_an_unknown_engine_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="core, refined"):
        build_engine("turbo")  # type: ignore[arg-type]
