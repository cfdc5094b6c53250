"""The network that reads texts as a whole: its pieces, its reasons, and how much of a text it may read."""

import sys
from collections.abc import Sequence
from types import FrameType

import pytest

from moderation.screening import concern, screen
from moderation.screening.concern_network import (
    LONGEST_WINDOW,
    ConcernNetwork,
    NetworkScore,
    cut_word,
    packaged_network,
    read_windows,
)
from moderation.screening.concern_windows import MOST_WINDOWS, WHOLE, choose_windows
from moderation.screening.folding import fold
from moderation.screening.signals import DESCRIPTIONS
from moderation.screening.words import Word, read_words


def words_of(text: str) -> list[Word]:
    return read_words(fold(text))


def test_a_word_is_cut_into_its_longest_known_pieces() -> None:
    pieces = {"play": 0, "##ground": 1, "##gr": 2, "##s": 3}
    assert cut_word("playgrounds", pieces) == ["play", "##ground", "##s"]
    assert cut_word("playful", pieces) == ["[UNK]"]


def test_the_packaged_network_can_spell_any_word_and_names_families_that_have_a_description() -> None:
    network = packaged_network()
    assert cut_word("zqxj9", network.pieces) != ["[UNK]"]
    assert {f"safeguarding.{family}" for family in network.families} <= set(DESCRIPTIONS)


def test_who_does_what_to_whom_matters_to_the_network() -> None:
    network = packaged_network()
    hurt, fine = read_windows(
        [words_of("my dad hits me when he is drunk"), words_of("my dad hits the ball over the fence")],
        network,
    )
    assert hurt.concern > fine.concern + 2


def test_every_word_has_its_share_of_the_answer() -> None:
    words = words_of("the slide is fun. my brother hurts me at night")
    (read,) = read_windows([words], packaged_network())
    assert set(read.shares) == set(range(len(words)))
    weightiest = max(read.shares, key=lambda at: read.shares[at])
    assert words[weightiest].text in {"brother", "hurts", "me", "night", "my", "at"}


def test_runs_of_words_read_together_are_read_as_each_by_itself() -> None:
    network = packaged_network()
    runs = [
        words_of(text) for text in ("hi", "more buses please. the last one goes at six", "my mum hits me")
    ]
    together = read_windows(runs, network)
    for run, read in zip(runs, together, strict=True):
        (alone,) = read_windows([run], network)
        assert read.concern == pytest.approx(alone.concern, abs=1e-3)
        assert read.urgent == pytest.approx(alone.urgent, abs=1e-3)
        assert read.shares == pytest.approx(alone.shares, abs=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        "the bus is late and there is no bench " + "really " * 45,
        "please " * 40,
        "more parks " * 30,
        "we want a skatepark " * 30,
    ],
)
def test_a_word_or_two_over_and_over_is_no_concern(text: str) -> None:
    assert screen(text).lane not in ("urgent", "soon")


@pytest.mark.parametrize(
    "text", ["i want to die " * 30, "my dad hits me " * 30, "please please please make him stop"]
)
def test_a_concern_over_and_over_stays_one(text: str) -> None:
    assert screen(text).lane == "urgent"


def test_a_short_text_is_read_in_one_go() -> None:
    assert choose_windows([Word("a", 0, 1)] * WHOLE, []) == [(0, WHOLE)]


def test_of_a_long_text_the_weightiest_parts_are_read() -> None:
    words = [Word("w", 0, 1, breaks=at % 10 == 9) for at in range(600)]
    pieces = [(float(at == 430), at, at + 10) for at in range(0, 600, 10)]
    windows = choose_windows(words, pieces)
    assert any(first <= 430 < end for first, end in windows)
    assert len(windows) == MOST_WINDOWS
    assert all(0 < end - first <= WHOLE for first, end in windows)


def test_a_sentence_without_an_end_is_cut() -> None:
    words = [Word("w", 0, 1)] * 500
    windows = choose_windows(words, [(1.0, 0, 500)])
    assert all(0 < end - first <= WHOLE for first, end in windows)


HOSTILE = (
    "i want to kill myself ",
    "d i e ",
    "ab ",
    "my dad hits me. ",
    "iwanttodieandkillmyself",
    "a.b.c.d.",
    "@a_b ",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_network_reads_a_bounded_part_of_a_hostile_text(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def counting(windows: Sequence[Sequence[Word]], network: ConcernNetwork) -> list[NetworkScore]:
        seen.extend(len(words) for words in windows)
        return read_windows([words[:LONGEST_WINDOW] for words in windows], network)

    monkeypatch.setattr(concern, "read_windows", counting)
    screen((piece * 4000)[:4000])
    assert sum(seen) <= MOST_WINDOWS * WHOLE


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_grows_no_faster_than_the_text(piece: str) -> None:
    half, whole = (calls_to_screen((piece * 4000)[:size]) for size in (2000, 4000))
    assert whole < 3 * half


def calls_to_screen(text: str) -> int:
    """How many calls a reading makes: a measure of work that no other load can change."""
    screen(text)
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        screen(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "text",
    [
        "iwanttodieandkillmyselfbecausenobodylikesme",
        "everyonesaysigoanddie",
        "my dad hits me and im scared to go home",
        "been cutting again",
        "i dont see a future for me",
        "my teacher kissed me",
    ],
)
def test_plain_and_joined_up_disclosures_reach_a_person_first_or_next(text: str) -> None:
    assert screen(text).lane in ("urgent", "soon")
