"""Each type of question takes what fits, kindly refuses what does not, and never insists on an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definition import NOT_SURE, Option, QuestionDefinition, SurveyDefinition
from surveys.question_types import QUESTION_TYPES, AnswerProblem, Cleaned, question_type, survey_problems

OPTIONS = (Option("bus", "By bus"), Option("bike", "By bike"), Option("walk", "On foot"))

LISTS = [name for name, each in QUESTION_TYPES.items() if each.needs_options]


def question(kind: str, options: tuple[Option, ...] = OPTIONS) -> QuestionDefinition:
    return QuestionDefinition("q1", kind, "How do you travel?", options=options)


def clean(kind: str, *values: str) -> Cleaned | AnswerProblem:
    return question_type(kind).clean(values, question(kind))


@pytest.mark.parametrize("kind", list(QUESTION_TYPES))
@pytest.mark.parametrize("values", [(), ("",), ("  ",), ("", "")])
def test_every_question_may_be_left_out(kind: str, values: tuple[str, ...]) -> None:
    assert clean(kind, *values) == Cleaned()


def test_words_are_kept_as_typed_but_for_line_ends_and_outer_blanks() -> None:
    assert clean("long_text", " I <3 it\r\n\r\n5 < 6 & me 🚌 ") == Cleaned(words="I <3 it\n\n5 < 6 & me 🚌")


def test_composed_and_decomposed_letters_are_the_same_answer() -> None:
    assert clean("long_text", "cafe\u0301") == clean("long_text", "caf\u00e9")


def test_bytes_that_nobody_types_are_taken_out() -> None:
    assert clean("long_text", "a\x00b\x07c\ud800d\te") == Cleaned(words="abcd\te")


@pytest.mark.parametrize("nothing_to_see", ["\u200b\u200b", "\x00", "\u202e", "\ufeff \u200d"])
def test_an_answer_nobody_can_see_is_blank(nothing_to_see: str) -> None:
    assert clean("long_text", nothing_to_see) == Cleaned()


def test_ten_thousand_characters_fit_and_one_more_is_kindly_refused() -> None:
    assert clean("long_text", "🚌" * 10_000) == Cleaned(words="🚌" * 10_000)
    problem = clean("long_text", "a" * 10_001)
    assert isinstance(problem, AnswerProblem)
    assert problem.message == (
        "“How do you travel?” – make it shorter: 10,000 characters at most. It is 10,001 now."
    )


def test_a_short_answer_is_one_line_of_at_most_three_hundred() -> None:
    assert clean("short_text", " West \r\n Bay ") == Cleaned(words="West Bay")
    assert isinstance(clean("short_text", "a" * 301), AnswerProblem)


def test_one_choice_takes_one_of_the_list() -> None:
    assert clean("one_choice", "bike") == Cleaned(choices=("bike",))
    assert isinstance(clean("one_choice", "bike", "bus"), AnswerProblem)


@pytest.mark.parametrize("kind", ["one_choice", "several_choices", "age_band", "place"])
def test_an_option_that_is_not_on_the_list_is_kindly_refused(kind: str) -> None:
    problem = clean(kind, "rocket")
    assert isinstance(problem, AnswerProblem)
    assert problem.message == "“How do you travel?” – choose from the list."


def test_several_choices_come_in_the_order_of_the_list_and_once_each() -> None:
    assert clean("several_choices", "walk", "bus", "walk") == Cleaned(choices=("bus", "walk"))


def test_answers_read_as_their_labels_and_an_age_says_that_it_is_one_to_staff() -> None:
    several = question("several_choices")
    assert (
        question_type("several_choices").show(Cleaned(choices=("bus", "walk")), several) == "By bus, On foot"
    )
    age = question_type("age_band")
    asked = question("age_band", age.default_options)
    assert age.show(Cleaned(choices=("12-14",)), asked) == "12 to 14"
    assert age.show_to_staff(Cleaned(choices=("12-14",)), asked) == "Aged 12 to 14"
    assert age.show_to_staff(Cleaned(), asked) == ""


def test_an_option_that_was_taken_away_later_still_reads_as_its_id() -> None:
    assert question_type("one_choice").show(Cleaned(choices=("tram",)), question("one_choice")) == "tram"


@given(st.text(max_size=300))
def test_cleaning_words_twice_changes_nothing(typed: str) -> None:
    once = clean("long_text", typed)
    assert isinstance(once, Cleaned)
    assert clean("long_text", once.words) == once


@given(st.lists(st.text(max_size=20), max_size=5), st.sampled_from(LISTS))
def test_whatever_is_sent_is_an_answer_or_a_problem_and_only_listed_options_get_in(
    values: list[str], kind: str
) -> None:
    cleaned = clean(kind, *values)
    if isinstance(cleaned, Cleaned):
        assert set(cleaned.choices) <= {option.id for option in (*OPTIONS, NOT_SURE)}
    else:
        assert cleaned.question_key == "q1"


def test_a_survey_that_can_be_asked_has_no_problems() -> None:
    asked = (question("long_text", ()), QuestionDefinition("q2", "place", "Where?", options=OPTIONS))
    assert survey_problems(SurveyDefinition(asked)) == []


@pytest.mark.parametrize(
    ("questions", "complaint"),
    [
        ((), "There are no questions yet"),
        ((question("one_choice", OPTIONS[:1]),), "at least two options"),
        ((question("one_choice", (OPTIONS[0], OPTIONS[0])),), "the same id"),
        ((question("one_choice", (Option("Bad Id", "x"), OPTIONS[0])),), "small letters"),
        ((question("one_choice", (Option("a", " "), OPTIONS[0])),), "has no words"),
        ((question("long_text"), question("long_text")), "Two questions have the key q1"),
        ((QuestionDefinition("may_quote", "long_text", "x"),), "cannot be used"),
        ((QuestionDefinition("q1", "long_text", " "),), "write what you ask"),
        ((QuestionDefinition("q1", "sculpture", "Model"),), "choose the type"),
        ((QuestionDefinition("q1", "drawing", "Draw"),), "Everything here needs a helper"),
        (
            (
                QuestionDefinition("q0", "long_text", "Why?"),
                *(QuestionDefinition(f"q{number}", "drawing", "Draw") for number in range(1, 5)),
            ),
            "at most 3 drawings",
        ),
    ],
)
def test_a_survey_that_cannot_be_asked_says_why(
    questions: tuple[QuestionDefinition, ...], complaint: str
) -> None:
    assert any(complaint in problem for problem in survey_problems(SurveyDefinition(questions)))


def test_an_unknown_type_is_named() -> None:
    with pytest.raises(LookupError, match="sculpture"):
        question_type("sculpture")
