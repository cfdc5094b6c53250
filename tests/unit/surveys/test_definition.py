"""Surveys as values: the same questions are the same survey, and ids are plain."""

import pytest

from surveys.definition import (
    OPTION_ID,
    Option,
    QuestionDefinition,
    SurveyDefinition,
    next_question_key,
    option_id_for,
)

SURVEY = SurveyDefinition(
    (
        QuestionDefinition("q1", "one_choice", "Which?", "Pick", (Option("a", "A"), Option("b", "B"))),
        QuestionDefinition("q2", "long_text", "Why?"),
        QuestionDefinition("q3", "long_text", "And?"),
    )
)


def test_a_survey_comes_back_from_json_as_it_was() -> None:
    again = SurveyDefinition.from_json(SURVEY.to_json())
    assert again == SURVEY
    assert again.content_hash == SURVEY.content_hash


def test_another_wording_is_another_survey() -> None:
    changed = SurveyDefinition((SURVEY.questions[0], QuestionDefinition("q2", "long_text", "Why so?")))
    assert changed.content_hash != SURVEY.content_hash


def test_plain_words_go_to_the_first_long_question() -> None:
    assert SURVEY.first_long_text == SURVEY.questions[1]
    assert SurveyDefinition(SURVEY.questions[:1]).first_long_text is None


def test_a_question_is_found_by_its_key() -> None:
    assert SURVEY.question("q3") == SURVEY.questions[2]
    assert SURVEY.question("q9") is None


@pytest.mark.parametrize(
    ("label", "taken", "option_id"),
    [
        ("North Dorset", (), "north-dorset"),
        ("Café & bar", (), "cafe-bar"),
        ("North Dorset", ("north-dorset",), "north-dorset-2"),
        ("North Dorset", ("north-dorset", "north-dorset-2"), "north-dorset-3"),
        ("العربية", (), "option"),
        ("5–8", (), "58"),
    ],
)
def test_an_option_gets_a_plain_id_of_its_own(label: str, taken: tuple[str, ...], option_id: str) -> None:
    assert option_id_for(label, taken) == option_id


def test_a_long_label_still_gets_an_id_that_fits() -> None:
    first = option_id_for("word " * 30)
    second = option_id_for("word " * 30, {first})
    assert OPTION_ID.fullmatch(first)
    assert OPTION_ID.fullmatch(second)
    assert first != second


def test_a_key_once_used_is_not_used_again() -> None:
    assert next_question_key(()) == "q1"
    assert next_question_key(("q1", "q2", "q4")) == "q3"
