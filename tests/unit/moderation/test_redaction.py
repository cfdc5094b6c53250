"""Covering parts of a text with typed tokens."""

import pytest

from moderation.redaction import Redaction, RedactionError, redact, suggest_redactions, widen_to_words
from moderation.screening.results import Span


def test_each_redaction_becomes_its_typed_token() -> None:
    text = "jack goes to budmouth"
    assert redact(text, [Redaction(13, 21, "school"), Redaction(0, 4, "name")]) == "[name] goes to [school]"


def test_redactions_that_touch_are_both_applied() -> None:
    assert redact("abcd", [Redaction(0, 2, "name"), Redaction(2, 4, "age")]) == "[name][age]"


@pytest.mark.parametrize(
    ("redactions", "reason"),
    [
        ([Redaction(0, 3, "name"), Redaction(2, 4, "name")], "overlaps"),
        ([Redaction(0, 99, "name")], "does not lie inside"),
        ([Redaction(-1, 2, "name")], "does not lie inside"),
        ([Redaction(2, 2, "name")], "does not lie inside"),
        ([Redaction(0, 2, " ")], "label"),
        ([Redaction(0, 2, "na]me")], "label"),
    ],
)
def test_redactions_that_do_not_fit_are_refused_with_the_reason(
    redactions: list[Redaction], reason: str
) -> None:
    with pytest.raises(RedactionError, match=reason):
        redact("hello", redactions)


def test_only_personal_data_is_suggested_for_covering() -> None:
    spans = [
        Span(0, 4, "safeguarding.suicide"),
        Span(5, 9, "personal_data.name"),
        Span(10, 12, "language.mild"),
        Span(13, 20, "personal_data.date_of_birth"),
    ]
    assert suggest_redactions(spans) == (Redaction(5, 9, "name"), Redaction(13, 20, "date of birth"))


def test_overlapping_findings_are_covered_together() -> None:
    spans = [Span(0, 6, "personal_data.address"), Span(4, 9, "personal_data.postcode")]
    assert suggest_redactions(spans) == (Redaction(0, 9, "address"),)


def test_part_of_a_word_is_widened_to_the_whole_word() -> None:
    text = "tell Mary-Ann O'Neill now"
    assert [text[slice(*widen_to_words(text, at, at + 1))] for at in (6, 11, 16)] == [
        "Mary-Ann",
        "Mary-Ann",
        "O'Neill",
    ]


def test_a_selection_of_nothing_stays_nothing() -> None:
    assert widen_to_words("hello", 2, 2) == (2, 2)
    assert widen_to_words("", 0, 5) == (0, 0)
