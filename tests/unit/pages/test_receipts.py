"""The way of a view as its sender sees it, and hints for words that lead nowhere."""

from dataclasses import replace
from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from participation.foundation.codes import receipt_words
from participation.foundation.preferences import Preferences
from participation.pages.preferences import safe_path
from participation.pages.receipts import Progress, receipt_hints, steps_of, tidy_receipt
from surveys.domain import Standing

SENT = Progress(
    standing=Standing.READ,
    sent_on=date(2026, 3, 1),
    themes=(),
    is_answered=False,
    reading_hours="Monday to Friday",
    hear_back_by=date(2026, 5, 1),
)
GOOD = " ".join(receipt_words()[:4]) + " 42"


def now_of(progress: Progress) -> str:
    [step] = [step for step in steps_of(progress) if step.state == "now"]
    return step.text


def test_every_way_begins_with_the_day_it_was_sent_and_stands_at_one_step() -> None:
    for standing in Standing:
        steps = steps_of(replace(SENT, standing=standing))
        assert (steps[0].text, steps[0].state, steps[0].detail) == ("You sent it", "past", "1 March 2026")
        assert [step.state for step in steps].count("now") == 1


def test_a_waiting_view_says_when_people_read_and_when_they_reply() -> None:
    steps = steps_of(replace(SENT, standing=Standing.WAITING))
    assert steps[1].detail == "When people read: Monday to Friday."
    assert steps[-1].detail == "By 1 May 2026."


def test_a_view_in_themes_names_them_and_then_waits_for_the_reply() -> None:
    steps = steps_of(replace(SENT, themes=("Buses", "Parks", "Lights")))
    assert steps[2].detail == "It is part of: Buses, Parks and Lights."
    assert now_of(replace(SENT, themes=("Buses",))) == "We reply"
    assert now_of(replace(SENT, themes=("Buses",), is_answered=True)) == "We replied"


def test_without_a_promised_day_no_day_is_named() -> None:
    steps = steps_of(replace(SENT, standing=Standing.WAITING, hear_back_by=None))
    assert steps[-1].detail == ""


def test_when_the_campaign_is_finished_nothing_more_is_to_be_waited_for() -> None:
    finished = replace(SENT, themes=("Buses",), finished_on=date(2026, 6, 1))
    assert now_of(finished) == "The campaign is finished"
    texts = [step.text for step in steps_of(finished)]
    assert "We reply" not in texts
    assert steps_of(finished)[-1].detail == "On 1 June 2026 we said what was decided, and why."
    waiting = replace(finished, standing=Standing.WAITING)
    assert now_of(waiting) == "A person reads it", "a view that nobody has read yet is not finished with"


def test_a_private_view_is_said_to_count() -> None:
    assert "counts" in steps_of(replace(SENT, standing=Standing.PRIVATE))[2].text


def test_a_misspelt_word_is_named_with_the_word_it_may_be() -> None:
    near = receipt_words()[0] + "x"
    hints = receipt_hints(f"{near} {' '.join(receipt_words()[1:4])} 42")
    assert hints[0].startswith(f"“{near}” is not one of our receipt words.")
    assert f"“{receipt_words()[0]}”" in hints[0]


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        (" ".join(receipt_words()[:3]) + " 42", "We found 3 words"),
        (" ".join(receipt_words()[:4]), "a number of two digits"),
        (" ".join(receipt_words()[:4]) + " 421", "a number of two digits"),
        ("zzqqzz " + GOOD, "Look at how you wrote it down"),
    ],
)
def test_each_mistake_gets_its_own_hint(typed: str, part: str) -> None:
    assert any(part in hint for hint in receipt_hints(typed))


def test_words_that_could_be_a_receipt_say_to_check_the_order() -> None:
    assert receipt_hints(GOOD) == [
        "All of that could be a receipt. Check the order of the words, and the number at the end."
    ]


def test_a_flood_of_words_gets_few_hints_and_is_cut_short() -> None:
    assert len(receipt_hints("nonsense " * 500)) <= 6
    assert len(tidy_receipt("a\x00b" * 5000)) <= 120


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "results",
        "//example.com",
        "https://example.com",
        "/\\example.com",
        "/a\nb",
        "/\x00",
        "javascript:1",
    ],
)
def test_only_a_path_of_this_site_is_gone_back_to(wanted: str) -> None:
    assert safe_path(wanted) is None


def test_a_path_with_a_query_is_kept() -> None:
    assert safe_path("/replies?q=bus&status=no") == "/replies?q=bus&status=no"


def test_unknown_preferences_are_passed_over() -> None:
    named = {"theme": "contrast", "text_size": "huge", "spacing": "wide", "easy_read": "yes"}
    chosen = Preferences().changed_by(MultiDict(named))
    assert (chosen.theme, chosen.text_size, chosen.spacing, chosen.easy_read) == (
        "contrast",
        "normal",
        "wide",
        True,
    )
