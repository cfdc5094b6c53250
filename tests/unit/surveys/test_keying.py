"""Papers are keyed by numbers; two keyings are compared by what they say."""

from surveys.definition import Option, QuestionDefinition, SurveyDefinition
from surveys.domain import MayQuote
from surveys.paper.keying import Difference, KeyedAnswers, count_compared, differences, fields_of, read_keyed

LIST = (Option("bus", "Bus"), Option("bike", "Bike"), Option("walk", "Walking"))
SURVEY = SurveyDefinition(
    (
        QuestionDefinition("q1", "long_text", "What?"),
        QuestionDefinition("q2", "several_choices", "How?", options=LIST, has_other=True),
        QuestionDefinition("q3", "ranking", "Which first?", options=LIST),
        QuestionDefinition("q4", "information", "Read this"),
        QuestionDefinition("q5", "number", "How many?"),
    )
)


def keyed(**typed: str) -> KeyedAnswers:
    return read_keyed(lambda name: typed.get(name, ""), SURVEY)


def test_options_are_keyed_by_their_numbers_in_any_usual_way() -> None:
    for typed in ("1 3", "1,3", "3; 1", " 1  3 "):
        assert dict(keyed(q2=typed).answers)["q2"].choices == ("bus", "walk")


def test_an_order_is_keyed_from_first_to_last() -> None:
    assert dict(keyed(q3="3 1").answers)["q3"].choices == ("walk", "bus")


def test_everything_may_be_left_blank() -> None:
    assert keyed().is_blank
    assert not keyed(q1="x").is_blank


def test_what_cannot_be_keyed_says_what_can() -> None:
    problems = keyed(q2="1 5", q3="x", q5="many", may_quote="3").problems
    assert [problem.question_key for problem in problems] == ["q2", "q3", "q5", "may_quote"]
    assert "key numbers from 1 to 4" in problems[0].message, "“I’m not sure” is the fourth"


def test_the_boxes_follow_the_paper_with_its_numbers() -> None:
    assert [(field.key, field.number) for field in fields_of(SURVEY)] == [
        ("q1", 1),
        ("q2", 2),
        ("q2_other", 0),
        ("q3", 3),
        ("q5", 5),
    ]


def test_two_keyings_differ_where_they_say_something_else() -> None:
    first = keyed(q1="More  buses ", q2="1", may_quote="1")
    assert differences(SURVEY, first, keyed(q1="more buses", q2="1", may_quote="1")) == []
    second = keyed(q1="More busses", q2="2", may_quote="2")
    assert second.may_quote is MayQuote.NO
    assert differences(SURVEY, first, second) == [
        Difference("What?", "More  buses", "More busses"),
        Difference("How?", "Bus", "Bike"),
        Difference("May we show the words?", "Yes", "No"),
    ]
    assert count_compared(first, second) == 3
