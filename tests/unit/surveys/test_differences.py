"""What changed between two versions of a survey is told in plain words, one sentence for each thing."""

from dataclasses import replace

import pytest

from surveys.definition import Condition, Option, QuestionDefinition, SurveyDefinition
from surveys.differences import differences

RIDE = QuestionDefinition(
    "q1", "one_choice", "Do you ride?", options=(Option("yes", "Yes"), Option("no", "No"))
)
OFTEN = QuestionDefinition("q2", "number", "How often?", most=7)
WHY = QuestionDefinition("q3", "long_text", "Why?")


def changes(*after: QuestionDefinition) -> list[str]:
    return differences(SurveyDefinition((RIDE, OFTEN, WHY)), SurveyDefinition(after))


def test_the_same_questions_have_no_differences() -> None:
    assert changes(RIDE, OFTEN, WHY) == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"wording": "Do you cycle?"}, "What it asks was “Do you ride?” and is now “Do you cycle?”."),
        ({"hint": "On a bike."}, "The hint is new: “On a bike.”."),
        ({"kind": "several_choices"}, "people answered it by “One choice”, and now by “Several choices”."),
        ({"has_other": True}, "people may now write something else."),
        (
            {"options": (Option("yes", "Yes I do"), Option("no", "No"))},
            "the option “Yes” now says “Yes I do”.",
        ),
        ({"options": (Option("yes", "Yes"),)}, "the option “No” was taken out."),
        ({"options": (*RIDE.options, Option("bit", "A bit"))}, "the option “A bit” was added."),
        ({"options": RIDE.options[::-1]}, "the options stand in another order."),
    ],
)
def test_each_change_to_a_question_is_one_sentence(changed: dict[str, object], sentence: str) -> None:
    assert changes(replace(RIDE, **changed), OFTEN, WHY) == [f"“Do you ride?”: {sentence}"]  # type: ignore[arg-type]


def test_questions_that_come_go_and_move_are_named() -> None:
    assert changes(RIDE, OFTEN) == ["“Why?” was taken out."]
    more = QuestionDefinition("q4", "long_text", "Anything else?")
    assert changes(RIDE, OFTEN, WHY, more) == ["“Anything else?” was added."]
    assert changes(OFTEN, RIDE, WHY) == [
        "The order changed. It is now: “How often?”, “Do you ride?”, “Why?”."
    ]


def test_a_rule_is_told_as_it_was_and_as_it_is() -> None:
    [sentence] = changes(RIDE, replace(OFTEN, show_when=(Condition("q1", ("yes",)),)), WHY)
    assert sentence == (
        "“How often?”: when it is asked changed. Before: Everybody is asked it. "
        "Now: Only asked of people who say “Yes” to “Do you ride?”."
    )


def test_a_limit_that_goes_says_what_it_was() -> None:
    assert changes(RIDE, replace(OFTEN, most=None), WHY) == [
        "“How often?”: The largest number was taken out. It was “7”."
    ]
