"""What holds for every type in the registry, so that a new one is covered the day it is added."""

import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from surveys.definition import NOT_SURE, Option, QuestionDefinition, SurveyDefinition
from surveys.forms import read_form
from surveys.mapping import plain_map, read_row
from surveys.question_types import QUESTION_TYPES, AnswerProblem, Cleaned, survey_problems
from surveys.tables import Row

KINDS = pytest.mark.parametrize("kind", list(QUESTION_TYPES))
#: Labels that are like ids of other options or hold what stands between several in a cell.
OPTIONS = (
    Option("bus", "By bus; or coach", "bus"),
    Option("bike", "walk", "bike"),
    Option("walk", "On foot", "tree"),
)
TYPED = st.lists(
    st.one_of(
        st.text(max_size=15),
        st.sampled_from(["bus", "bike.1", "walk.2", "bus.1", "not-sure", "7", "1,000", "-1", "27/3/2027"]),
        st.sampled_from(["2027-03-27", "31/2/2027", "٣", "9" * 50, "bus.99", "."]),
    ),
    max_size=4,
)


def asked(kind: str) -> QuestionDefinition:
    """A question of this type that can be asked."""
    found = QUESTION_TYPES[kind]
    options = OPTIONS if found.needs_options else ()
    if not found.takes_pictures:
        options = tuple(Option(option.id, option.label) for option in options)
    return QuestionDefinition("q1", kind, "How do you travel?", options=options, has_other=found.takes_other)


def survey(kind: str) -> SurveyDefinition:
    return SurveyDefinition((asked(kind), QuestionDefinition("q2", "long_text", "Anything else?")))


@KINDS
def test_it_can_be_asked_as_it_is(kind: str) -> None:
    assert survey_problems(survey(kind)) == []


@KINDS
def test_it_can_be_left_out(kind: str) -> None:
    sent = read_form(MultiDict(), survey(kind))
    assert sent.is_blank
    assert sent.problems == ()


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(list(QUESTION_TYPES)), TYPED)
def test_whatever_is_typed_is_an_answer_or_a_problem_that_names_the_question_and_says_what_to_do(
    kind: str, typed: list[str]
) -> None:
    cleaned = QUESTION_TYPES[kind].clean(typed, asked(kind))
    if isinstance(cleaned, AnswerProblem):
        assert cleaned.question_key == "q1"
        assert cleaned.message.startswith("“How do you travel?” – ")
        assert not any(word in cleaned.message.lower() for word in ("invalid", "please", "sorry", "oops"))
    else:
        assert not (cleaned.words and cleaned.choices)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(list(QUESTION_TYPES)), TYPED)
def test_an_answer_comes_back_the_same_from_the_cell_of_a_table(kind: str, typed: list[str]) -> None:
    found, question = QUESTION_TYPES[kind], asked(kind)
    cleaned = found.clean(typed, question)
    if isinstance(cleaned, Cleaned) and not cleaned.is_blank:
        again = found.clean(found.from_cell(found.to_cell(cleaned, question), question), question)
        assert again == cleaned


@KINDS
def test_its_example_is_an_answer_that_is_shown_exported_and_imported(kind: str) -> None:
    found, definition = QUESTION_TYPES[kind], survey(kind)
    question = definition.questions[0]
    example = found.example(question)
    assert example.is_blank is not found.asks
    assert bool(found.show(example, question)) is found.asks
    row = Row(2, (found.to_cell(example, question), "Thanks"), ())
    read = read_row(row, ("q1", "q2"), plain_map(("q1", "q2"), definition), definition)
    assert dict(read.answers)["q1"] == example


@KINDS
def test_what_was_typed_stays_when_something_is_wrong_with_it(kind: str) -> None:
    sent = read_form(MultiDict([("q1", "nonsense.99"), ("q1", "x" * 11_000)]), survey(kind))
    if sent.problems:
        assert sent.typed["q1"] == ["nonsense.99", "x" * 11_000] or kind == "ranking"


@KINDS
def test_every_choice_is_counted_once_and_the_base_is_everybody_who_answered(kind: str) -> None:
    found, question = QUESTION_TYPES[kind], asked(kind)
    example = found.example(question)
    counted = {example.choices: 3} if example.choices else {}
    summary = found.summarise(counted, question)
    assert summary.base == sum(counted.values())
    assert max((number for _, number in summary.rows), default=0) == summary.base


@KINDS
def test_its_definition_comes_back_the_same(kind: str) -> None:
    definition = survey(kind)
    assert SurveyDefinition.from_json(definition.to_json()) == definition


def sent_with(kind: str, **fields: Any) -> dict[str, Cleaned | str]:
    form = MultiDict((name.replace("__", "."), value) for name, value in fields.items())
    sent = read_form(form, survey(kind))
    return {**dict(sent.answers), **{each.question_key: each.message for each in sent.problems}}


@pytest.mark.parametrize("kind", ["one_choice", "several_choices", "picture_choice"])
def test_something_else_is_kept_as_words_beside_what_was_chosen(kind: str) -> None:
    answers = sent_with(kind, q1="walk", q1_other=" my  scooter ")
    assert answers["q1"] == Cleaned(choices=("walk",))
    assert answers["q1_other"] == Cleaned(words="my scooter")
    assert sent_with(kind, q1_other="my scooter")["q1"] == Cleaned()


@pytest.mark.parametrize("kind", ["one_choice", "several_choices", "picture_choice", "agree_scale"])
def test_not_sure_is_an_answer(kind: str) -> None:
    assert sent_with(kind, q1="not-sure")["q1"] == Cleaned(choices=(NOT_SURE.id,))


def test_places_are_read_from_a_name_for_each_option_or_from_what_rides_along() -> None:
    in_order = Cleaned(choices=("walk", "bus"))
    assert sent_with("ranking", q1__bus="2", q1__walk="1", q1__bike="")["q1"] == in_order
    carried = read_form(MultiDict([("q1", "walk.1"), ("q1", "bus.2")]), survey("ranking"))
    assert dict(carried.answers)["q1"] == in_order


def test_two_options_in_one_place_are_named() -> None:
    problem = sent_with("ranking", q1__bus="1", q1__walk="1")["q1"]
    assert problem == (
        "“How do you travel?” – “By bus; or coach” and “On foot” both have place 1."
        " Give one of them another place."
    )


@pytest.mark.parametrize(
    ("typed", "kept"), [("7", "7"), (" 1,000 ", "1000"), ("٧", "7"), ("007", "7"), ("0", "0")]
)
def test_a_number_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert sent_with("number", q1=typed)["q1"] == Cleaned(choices=(kept,))


@pytest.mark.parametrize("typed", ["1001", "-1", "7.5", "seven", "07700 900123", "1e2", "²"])
def test_a_number_that_does_not_fit_says_which_do(typed: str) -> None:
    assert sent_with("number", q1=typed)["q1"] == (
        "“How do you travel?” – write one whole number from 0 to 1,000."
    )


@pytest.mark.parametrize(
    "typed", ["27/3/2027", "27-03-2027", "27.3.2027", "2027-03-27", "27 March 2027", "27  mar 2027"]
)
def test_a_day_may_be_written_in_the_usual_ways(typed: str) -> None:
    assert sent_with("day", q1=typed)["q1"] == Cleaned(choices=("2027-03-27",))


@pytest.mark.parametrize("typed", ["31/2/2027", "3/27/2027", "soon", "27/3/0001", "1" * 5000])
def test_a_day_that_is_none_says_how_to_write_one(typed: str) -> None:
    assert sent_with("day", q1=typed)["q1"] == ("“How do you travel?” – write one day like this: 27/3/2027.")


@pytest.mark.parametrize(
    ("question", "complaint"),
    [
        (QuestionDefinition("q1", "long_text", "Why?", has_other=True), "does not take something else"),
        (QuestionDefinition("q1", "long_text", "Why?", least=1), "only a number"),
        (QuestionDefinition("q1", "number", "How many?", least=5, most=5), "more than the smallest"),
        (QuestionDefinition("q1", "number", "How many?", most=10**12), "1,000,000 at most"),
        (QuestionDefinition("q1_other", "long_text", "Why?"), "cannot be used"),
        (QuestionDefinition("q1", "one_choice", "Why?", options=OPTIONS), "only a picture choice"),
        (QuestionDefinition("q1", "picture_choice", "?", options=(Option("a", "A", "lion"),)), "its picture"),
        (
            QuestionDefinition(
                "q1", "ranking", "Order?", options=tuple(Option(c, c) for c in string.ascii_lowercase[:8])
            ),
            "at most 7 options",
        ),
        (QuestionDefinition("q1", "information", "Read this"), "only something to read"),
    ],
)
def test_what_cannot_be_asked_says_why(question: QuestionDefinition, complaint: str) -> None:
    assert any(complaint in problem for problem in survey_problems(SurveyDefinition((question,))))
