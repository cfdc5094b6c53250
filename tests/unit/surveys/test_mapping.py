"""Which column answers what, and which rows can become a view."""

from typing import Any

import pytest

from surveys.definition import Option, QuestionDefinition, SurveyDefinition
from surveys.domain import MayQuote
from surveys.mapping import (
    ColumnMap,
    RefusedRow,
    RowAnswers,
    WrongMap,
    given_map,
    how_to_read,
    plain_map,
    read_row,
)
from surveys.tables import Row

SURVEY = SurveyDefinition(
    (
        QuestionDefinition(
            "q1", "age_band", "Age?", options=(Option("5-8", "5 to 8"), Option("9-11", "9 to 11"))
        ),
        QuestionDefinition("q2", "long_text", "What?"),
        QuestionDefinition(
            "q3", "several_choices", "How?", options=(Option("bus", "Bus; late"), Option("b", "Bike"))
        ),
    )
)
HEADINGS = ("id", "comment", "age", "how", "quote")
MAP = ColumnMap({"comment": "q2", "age": "q1", "how": "q3"}, "id", "quote")


def read(*values: str, surplus: tuple[str, ...] = ()) -> RowAnswers:
    return read_row(Row(2, values, surplus), HEADINGS, MAP, SURVEY)


def test_without_a_map_text_answers_the_first_long_question_and_keys_answer_their_own() -> None:
    assert plain_map(("text", "q1", "other"), SURVEY) == ColumnMap({"text": "q2", "q1": "q1"})
    assert plain_map(("text", "may_quote"), SURVEY).quote_column == "may_quote"


def test_without_a_column_that_fits_the_columns_are_named() -> None:
    with pytest.raises(WrongMap, match=r"no column called “text”.*“comment”, “age”"):
        plain_map(("comment", "age"), SURVEY)


def test_a_survey_without_a_long_question_asks_for_a_map() -> None:
    with pytest.raises(WrongMap, match="no long question"):
        plain_map(("text",), SurveyDefinition(SURVEY.questions[:1]))


def test_a_map_says_what_each_column_is() -> None:
    content = {"columns": {"comment": "q2", "age": "q1"}, "id": "id", "may_quote": "quote"}
    assert given_map(content, HEADINGS, SURVEY) == ColumnMap({"comment": "q2", "age": "q1"}, "id", "quote")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("just words", "must have “columns:”"),
        ({}, "must have “columns:”"),
        ({"columns": ["q1"]}, "must have “columns:”"),
        ({"columns": {"comment": "q2"}, "colour": "red"}, "not “colour”"),
        ({"columns": {"remark": "q2"}}, "no column called “remark”"),
        ({"columns": {"comment": "q2"}, "id": "number"}, "no column called “number”"),
        ({"columns": {"comment": "q9"}}, "no question called “q9”. The questions are “q1”, “q2”, “q3”"),
    ],
)
def test_a_map_that_does_not_fit_says_where(content: Any, complaint: str) -> None:
    with pytest.raises(WrongMap, match=complaint):
        given_map(content, HEADINGS, SURVEY)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ({"heading_row": "two"}, "“heading_row:” must be"),
        ({"encoding": "klingon"}, "“encoding:” must be one of"),
    ],
)
def test_a_map_that_says_wrongly_how_to_read_a_file_says_what_may_stand_there(
    content: Any, complaint: str
) -> None:
    with pytest.raises(WrongMap, match=complaint):
        how_to_read(content)


def test_a_row_becomes_answers_in_question_order() -> None:
    said = read(" 7 ", "More buses", "9 TO 11", "Bike;bus", "Yes")
    assert said.content == (("q1", "9-11"), ("q2", "More buses"), ("q3", "bus b"))
    assert (said.given_id, said.may_quote) == ("7", MayQuote.YES)


def test_an_option_may_have_a_semicolon_in_its_words() -> None:
    assert read("7", "x", "", "Bus; late", "").content == (("q2", "x"), ("q3", "bus"))


@pytest.mark.parametrize("said", ["", "no", "perhaps"])
def test_words_are_not_quotable_unless_the_row_says_yes(said: str) -> None:
    assert read("7", "x", "", "", said).may_quote is MayQuote.NO


def test_a_formula_is_just_words() -> None:
    assert read("7", "=1+1", "", "", "").content == (("q2", "=1+1"),)


@pytest.mark.parametrize(
    ("values", "surplus", "reason"),
    [
        (("7", " ", "", "", "yes"), (), "answers no question"),
        (("", "x", "", "", ""), (), "nothing in the column “id”"),
        (("7", "x", "forty", "", ""), (), "“Age\\?” – choose from the list"),
        (("7", "x", "5-8;9-11", "", ""), (), "choose one answer only"),
        (("7", "x" * 10_001, "", "", ""), (), "make it shorter"),
        (("7", "x", "", "", ""), ("y",), "more cells"),
    ],
)
def test_a_row_that_cannot_become_a_view_says_why(
    values: tuple[str, ...], surplus: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(RefusedRow, match=reason):
        read(*values, surplus=surplus)
