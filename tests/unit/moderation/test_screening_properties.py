"""What holds for every text, however hostile: no exception, no span outside it, the same answer twice."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.domain import Lane
from moderation.redaction import redact, suggest_redactions, widen_to_words
from moderation.screening import engine, not_checked, screen
from moderation.screening.engine import LONGEST_READ
from moderation.screening.folding import fold

PIECES = [
    *(
        "kill myself ",
        "my dad ",
        "jack smith ",
        "@a_b ",
        "07700 900123 ",
        "12 hill close ",
        "sh*t ",
        "f.u.c.k ",
        "\u200b",
    ),
    *(
        "st mary school ",
        "year 8 ",
        "https://",
        "d i e ",
        "*",
        "ﬁ",
        "İ",
        "ß",
        "\U0001f600",
        "\ud800",
        "\x00",
        "\n\n",
        "é",
        "Ж",
    ),
]
texts = st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


@settings(max_examples=150, deadline=None)
@given(texts)
def test_every_text_gets_a_reading_whose_spans_lie_inside_it(text: str) -> None:
    result = screen(text)
    assert "screening.not_checked" not in result.signals
    assert all(0 <= span.start < span.end <= len(text) for span in result.spans)
    assert list(result.spans) == sorted(set(result.spans))
    assert {span.signal for span in result.spans} <= set(result.signals)
    assert screen(text) == result


@settings(max_examples=100, deadline=None)
@given(texts)
def test_suggested_redactions_can_always_be_applied(text: str) -> None:
    suggestions = suggest_redactions(screen(text).spans)
    covered = redact(text, suggestions)
    assert all(f"[{suggestion.label}]" in covered for suggestion in suggestions)


@settings(max_examples=100, deadline=None)
@given(texts, st.integers(-5, 500), st.integers(-5, 500))
def test_widening_stays_inside_the_text(text: str, start: int, end: int) -> None:
    first, last = widen_to_words(text, start, end)
    assert 0 <= first <= last <= len(text)


@settings(max_examples=100, deadline=None)
@given(texts)
def test_folding_remembers_where_every_character_came_from(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= start < len(text) for start in folded.starts)


HOSTILE = {
    "one letter": "a" * 4000,
    "two letters": "ab " * 1333,
    "stars": "f*" * 2000,
    "disclosures": "i want to kill myself " * 181,
    "spaced letters": "d i e " * 666,
    "digits": "0 1 2 3 4 " * 400,
    "handles": "@a_b " * 800,
    "half links": "http://" * 571,
    "house numbers": "12 hill " * 500,
    "school names": "st mary " * 500,
    "joined words": "iwanttodieandkillmyself" * 173,
    "invisible": "a\u200b" * 2000,
    "emoji": "\U0001f600" * 4000,
    "pronouns": "he she they i me my " * 200,
    "brackets": "(" * 4000,
    "dots": "a.b.c.d." * 500,
    "every script": "".join(chr(random.Random(7).randrange(33, 0x3000)) for _ in range(4000)),
    "random letters": "".join(random.Random(8).choices("abcdefghijklmnopqrstuvwxyz    ", k=4000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_of_4000_characters_are_read_to_the_end(name: str) -> None:
    result = screen(HOSTILE[name])
    assert "screening.not_checked" not in result.signals


def test_a_text_too_long_to_read_is_read_as_far_as_it_goes_and_marked() -> None:
    result = screen("I want to kill myself. " + "a b c " * LONGEST_READ)
    assert result.lane is Lane.URGENT
    assert "screening.not_checked" in result.signals
    assert screen("more buses " * LONGEST_READ).lane in (Lane.SOON, Lane.URGENT)


def test_any_failure_sends_the_text_to_a_person_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(engine, "find_rude_words", fail)
    assert screen("hello there") == not_checked()
    assert not_checked().lane is Lane.SOON
    assert not_checked().signals == ("screening.not_checked",)


def test_a_failure_is_logged_without_a_word_of_the_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise ValueError("secret sentence")

    monkeypatch.setattr(engine, "find_spam", fail)
    screen("secret sentence")
    assert "secret" not in caplog.text
    assert "ValueError" in caplog.text


def test_lanes_are_in_the_order_of_the_contract() -> None:
    assert [lane.value for lane in sorted(Lane, key=lambda lane: lane.rank)] == [
        *("urgent", "soon", "personal_data", "language", "spam", "normal")
    ]
