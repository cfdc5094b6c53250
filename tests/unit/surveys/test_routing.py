"""Rules lead everybody to the end, keep nothing that was not asked, and say in plain words when they cannot work."""

from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from surveys.definition import Condition, Option, QuestionDefinition, SurveyDefinition
from surveys.forms import SentForm, read_form
from surveys.question_types import Cleaned
from surveys.routing import hidden_keys, in_words, page_to_show, rule_problems
from surveys.showing import form_page

AB = (Option("a", "Yes"), Option("b", "No"))
KINDS = ("one_choice", "several_choices")


@st.composite
def surveys(draw: st.DrawFn) -> SurveyDefinition:
    """Surveys of up to five questions whose rules look back, some of them contradictory."""
    questions: list[QuestionDefinition] = []
    for number in range(1, draw(st.integers(2, 5)) + 1):
        conditions = tuple(
            Condition(
                draw(st.sampled_from([each.key for each in questions])),
                tuple(draw(st.lists(st.sampled_from("ab"), min_size=1, max_size=2, unique=True))),
                draw(st.booleans()),
            )
            for _ in range(draw(st.integers(1 if number == 2 else 0, 2)) if questions else 0)
        )
        kind = draw(st.sampled_from(KINDS))
        questions.append(
            QuestionDefinition(f"q{number}", kind, f"Question {number}?", options=AB, show_when=conditions)
        )
    return SurveyDefinition(tuple(questions))


ANSWERS = st.dictionaries(
    st.sampled_from([f"q{n}" for n in range(1, 6)]), st.sampled_from(["a", "b", "not-sure"]), max_size=5
)


@settings(max_examples=150, deadline=None)
@given(surveys(), ANSWERS)
def test_every_path_ends_and_going_back_leads_to_the_beginning(
    definition: SurveyDefinition, answers: dict[str, str]
) -> None:
    last = len(definition.questions) + 1
    page, steps = 1, 0
    while page != last:
        page = read_form(MultiDict({**answers, "at": str(page), "page": str(page + 1)}), definition).page
        steps += 1
        assert steps <= last
    sent = read_form(MultiDict({**answers, "at": str(last), "page": str(last)}), definition)
    for _ in range(last):
        back = form_page(definition, sent, page).back
        if not back:
            break
        sent = read_form(MultiDict({**answers, "at": str(page), "page": str(back)}), definition)
        assert sent.page == back
        page = back
    assert page == 1


@settings(max_examples=150, deadline=None)
@given(surveys(), ANSWERS)
def test_no_answer_to_a_question_that_is_not_asked_is_kept_and_nothing_typed_is_lost(
    definition: SurveyDefinition, answers: dict[str, str]
) -> None:
    sent = read_form(MultiDict(answers), definition)
    for key, answer in sent.answers:
        typed = answers.get(key)
        assert answer == (Cleaned() if key in sent.hidden or typed is None else Cleaned(choices=(typed,)))
    assert {key: values[0] for key, values in sent.typed.items() if values} == {
        key: value for key, value in answers.items() if definition.question(key)
    }


@settings(max_examples=150, deadline=None)
@given(surveys(), ANSWERS)
def test_the_pages_shown_are_those_whose_answers_are_kept(
    definition: SurveyDefinition, answers: dict[str, str]
) -> None:
    sent = read_form(MultiDict(answers), definition)
    last = len(definition.questions) + 1
    shown = {page_to_show(definition, sent.hidden, wanted, is_back=False) for wanted in range(1, last)} - {
        last
    }
    assert {definition.questions[page - 1].key for page in shown} == {
        each.key for each in definition.questions if each.key not in sent.hidden
    }
    checked = form_page(definition, sent, last).checked
    assert [each.page for each in checked] == sorted(shown)


@settings(max_examples=150, deadline=None)
@given(surveys(), ANSWERS, st.sampled_from(["a", "b"]))
def test_changing_an_answer_and_changing_it_back_loses_nothing(
    definition: SurveyDefinition, answers: dict[str, str], other: str
) -> None:
    last = len(definition.questions) + 1

    def turn(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Look at the check page: what rides along from there."""
        sent = read_form(MultiDict([*fields, ("page", str(last))]), definition)
        return list(form_page(definition, sent, last).carried)

    before = turn(list(answers.items()))
    changed = turn([("q1", other), *((key, value) for key, value in before if key != "q1")])
    first = [("q1", answers["q1"])] if "q1" in answers else []
    after = turn([*first, *((key, value) for key, value in changed if key != "q1")])
    assert after == before


def ways_to_answer(definition: SurveyDefinition) -> list[dict[str, Cleaned]]:
    """Every way of answering at all, without the option for not being sure: no rule here names it."""
    several = [tuple(c) for c in chain.from_iterable(combinations("ab", n) for n in range(3))]
    single = [each for each in several if len(each) < 2]
    choices = [single if each.kind == "one_choice" else several for each in definition.questions]
    keys = [each.key for each in definition.questions]
    return [
        dict(zip(keys, (Cleaned(choices=each) for each in way), strict=True)) for way in product(*choices)
    ]


@settings(max_examples=60, deadline=None)
@given(surveys())
def test_exactly_the_questions_that_nobody_can_reach_are_reported(definition: SurveyDefinition) -> None:
    reached = {
        each.key
        for answers in ways_to_answer(definition)
        for each in definition.questions
        if each.key not in hidden_keys(definition, answers)
    }
    problems = rule_problems(definition)
    reported = {each.key for each in definition.questions if any(each.wording in p for p in problems)}
    assert reported == {each.key for each in definition.questions} - reached


def three(*conditions: Condition, kind: str = "one_choice") -> SurveyDefinition:
    first = QuestionDefinition("q1", "one_choice", "Do you ride?", options=AB)
    words = QuestionDefinition("q2", "long_text", "Why?")
    last = QuestionDefinition("q3", kind, "How often?", options=AB, show_when=conditions)
    return SurveyDefinition((first, words, last, QuestionDefinition("q4", "one_choice", "More?", options=AB)))


@pytest.mark.parametrize(
    ("condition", "complaint"),
    [
        (Condition("q9", ("a",)), "depends on a question that is not there (q9)"),
        (Condition("q4", ("a",)), "depends on “More?”, which does not come before it"),
        (Condition("q3", ("a",)), "depends on “How often?”, which does not come before it"),
        (Condition("q2", ("a",)), "depends on “Why?”, which has no list to choose from"),
        (Condition("q1", ("c",)), "depends on the option “c”, which “Do you ride?” does not have"),
        (Condition("q1", ()), "names no option"),
    ],
)
def test_a_rule_that_cannot_work_is_told_in_plain_words(condition: Condition, complaint: str) -> None:
    [problem] = rule_problems(three(condition))
    assert problem.startswith("“How often?”")
    assert complaint in problem


def test_contradictions_are_told_across_questions() -> None:
    [problem] = rule_problems(three(Condition("q1", ("a",)), Condition("q1", ("b",))))
    assert problem.startswith("Nobody is ever asked “How often?”")
    assert rule_problems(three(Condition("q1", ("a", "b")), Condition("q1", ("b",), is_none_of=True))) == []


def test_somebody_who_left_the_question_out_has_chosen_none_of_its_options() -> None:
    only = three(Condition("q1", ("a",)))
    unless = three(Condition("q1", ("a",), is_none_of=True))
    assert "q3" in hidden_keys(only, {})
    assert "q3" not in hidden_keys(unless, {})


def test_rules_read_as_sentences() -> None:
    definition = three(Condition("q1", ("a", "not-sure")), Condition("q1", ("b",), is_none_of=True))
    assert in_words(definition.questions[2], definition) == [
        "Only asked of people who say “Yes” or “I’m not sure” to “Do you ride?”.",
        "Not asked of people who say “No” to “Do you ride?”.",
    ]


def test_a_short_survey_with_rules_goes_page_by_page_and_counts_no_questions() -> None:
    page = form_page(three(Condition("q1", ("a",))), SentForm.nothing("key"))
    assert (page.total, page.is_counted, page.back) == (4, False, 0)


def test_a_page_with_every_question_says_when_one_is_meant() -> None:
    page = form_page(three(Condition("q1", ("a",))), SentForm.nothing("key"), is_whole=True)
    [condition] = page.questions[2].conditions
    assert (condition.wording, condition.labels, condition.is_none_of) == ("Do you ride?", ("Yes",), False)
