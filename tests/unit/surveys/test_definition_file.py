"""A campaign's file gives back exactly what was written, reads older ones, and names the line of what is wrong."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.campaigns.domain import ACCENTS, CampaignDetails, PrivacyLevel
from participation.foundation.codes import canonical_text
from surveys.definition import Condition, Option, QuestionDefinition, SurveyDefinition
from surveys.definition_file import CampaignFile, read_file, write_file
from surveys.file_nodes import LARGEST_FILE, BrokenFile
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.words import UNTYPED

DETAILS = CampaignDetails(
    title="Yes: “safer” buses? #1",
    slug="safer-buses",
    purpose="We plan the winter timetable.\n\n- Times\n- Stops: all of them",
    decision="no",
    decision_maker="1.5",
    can_change="~",
    closes_on=date(2027, 3, 1),
    hear_back_by=date(2027, 4, 1),
    is_sensitive=True,
)
ODD = st.sampled_from(["null", "yes", "1e3", "2027-01-01", "- a", "a: b", "#", "!!str", "&a", "*a", "\t"])


def texts(longest: int) -> st.SearchStrategy[str]:
    """Words as the forms of the site keep them, with what means something in YAML among them."""
    typed = st.one_of(ODD, st.text(max_size=40)).map(lambda text: canonical_text(text.translate(UNTYPED)))
    return typed.filter(lambda text: len(text) <= longest)


@st.composite
def questions(draw: st.DrawFn) -> SurveyDefinition:
    found: list[QuestionDefinition] = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(list(QUESTION_TYPES)), max_size=5)), 1):
        each = QUESTION_TYPES[kind]
        options = tuple(
            Option(id_, draw(texts(100).filter(str.strip)), "bus" if each.takes_pictures else "")
            for id_ in (("a", "no", "1") if each.needs_options else ())
        )
        rules = (
            (Condition("q1", ("a", "no"), draw(st.booleans())),) if number > 1 and draw(st.booleans()) else ()
        )
        found.append(
            QuestionDefinition(
                f"q{number}",
                kind,
                draw(texts(200).filter(str.strip)),
                draw(texts(200)),
                options,
                draw(texts(200)),
                draw(texts(200)),
                each.takes_other and draw(st.booleans()),
                draw(st.sampled_from([None, -5, 0])) if each.takes_limits else None,
                draw(st.sampled_from([None, 10])) if each.takes_limits else None,
                rules,
            )
        )
    return SurveyDefinition(tuple(found))


@st.composite
def details(draw: st.DrawFn) -> CampaignDetails:
    return CampaignDetails(
        draw(texts(120).filter(bool)),
        draw(st.sampled_from(["a", "null", "1", "safer-buses", "yes"])),
        *(draw(texts(120)) for _ in range(7)),
        minutes_needed=draw(st.integers(1, 60)),
        opens_on=draw(st.none() | st.dates(date(2020, 1, 1))),
        is_sensitive=draw(st.booleans()),
        accent=draw(st.sampled_from(ACCENTS)),
        decided_on=draw(st.none() | st.dates(date(2020, 1, 1))),
        left_out=draw(texts(120)),
        privacy_level=draw(st.sampled_from(["", *map(str, PrivacyLevel)])),
    )


@settings(max_examples=120, deadline=None)
@given(details(), questions())
def test_what_was_written_is_read_back_exactly(said: CampaignDetails, asked: SurveyDefinition) -> None:
    assert read_file(write_file(said, asked)) == CampaignFile(said, asked)


def test_words_that_mean_something_in_yaml_stay_words() -> None:
    assert read_file(write_file(DETAILS, SurveyDefinition(()))).details == DETAILS


def test_a_file_of_the_first_format_still_loads() -> None:
    text = """
questions:
- key: q1
  kind: one_choice
  wording: How do you travel?
  options: [By bus, On foot, No]
- key: q2
  kind: long_text
  wording: What would help?
  hint: Say it your way.
"""
    first, second = read_file(text).survey.questions
    assert first.options == (Option("by-bus", "By bus"), Option("on-foot", "On foot"), Option("no", "No"))
    assert second == QuestionDefinition("q2", "long_text", "What would help?", "Say it your way.")
    assert read_file(text).details is None


def test_a_file_of_the_second_format_still_loads() -> None:
    text = "format: 2\ncampaign: {title: Buses, slug: buses, is_sensitive: true}\nquestions: []\n"
    assert read_file(text).details == CampaignDetails("Buses", "buses", is_sensitive=True)


GOOD = write_file(
    DETAILS,
    SurveyDefinition(
        (
            QuestionDefinition("q1", "one_choice", "Ride?", options=(Option("a", "Yes"), Option("b", "No"))),
            QuestionDefinition("q2", "number", "How often?", most=7, show_when=(Condition("q1", ("a",)),)),
        )
    ),
)


def test_the_file_that_is_broken_below_is_whole() -> None:
    assert len(read_file(GOOD).survey.questions) == 2


@pytest.mark.parametrize(
    ("found", "put", "complaint"),
    [
        ("kind: number", "kind: telepathy", "the type is one of long_text"),
        ("kind: number", "kind: !!python/object/apply:os.system [id]", "types (!) are not taken"),
        ("kind: number", "kind: &a number", "references (& and *) are not taken"),
        ("kind: number", "kind: *a", "references (& and *) are not taken"),
        ("kind: number", "kind: number\n  kind: day", "“kind” stands here twice"),
        ("kind: number", "kind: number\n  colour: red", "“colour” is not known here"),
        ("kind: number", "kind: [number]", "here belong words, not a list"),
        ("kind: number", "kind: [[[[[[[[[[[[]]]]]]]]]]]]", "more than 8 deep"),
        ("kind: number", 'kind: "num', "this is not YAML"),
        ("kind: number", "kind:\n\t- number", "this is not YAML"),
        ("most: 7", "most: lots", "write a whole number"),
        ("most: 7", "most: 99999999999", "write a whole number"),
        ("most: 7", "most: 7\n  <<: {}", "“<<” is not known here"),
        ("key: q2", "key: Q 2", "a key is like q1"),
        ("wording: How often?", "wording: " + "x" * 301, "use at most 300 characters. There are 301"),
        ("wording: How often?", 'wording: "How\\0often?"', "a character that nobody types"),
        ("wording: How often?", "wording: How\x07often?", "a character that nobody types"),
        ("minutes_needed: 1", "minutes_needed: 1000", "write a whole number from 1 to 60"),
        ("slug: safer-buses", "slug: ../../etc", "use small letters, digits and hyphens"),
        ("accent: sea", "accent: pink", "the colour is one of sea"),
        ("privacy_level: ''", "privacy_level: L9", "the level is one of L0"),
        ("is_sensitive: true", "is_sensitive: maybe", "write true or false"),
        ("closes_on: '2027-03-01'", "closes_on: 1 March", "write the day as year-month-day"),
        ("format: 4", "format: 5", "a newer release wrote this file"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(found: str, put: str, complaint: str) -> None:
    assert GOOD.count(found) == 1
    broken = GOOD.replace(found, put)
    line = GOOD[: GOOD.index(found)].count("\n") + 1
    with pytest.raises(BrokenFile) as refused:
        read_file(broken)
    assert complaint in refused.value.message
    assert refused.value.message.startswith(f"Line {refused.value.line}: ")
    assert line <= refused.value.line <= line + put.count("\n") + 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "[]",
        "format: 2",
        "questions: {}",
        "questions: [1]",
        "a: 1\n---\nb: 2",
        "\x00",
        "{" * 5000,
        "- " * 5000,
        "questions: [" + "{}," * 50 + "]",
        "x" * (LARGEST_FILE + 1),
        "? [a]\n: b",
        "%YAML 9.9\n---\n",
    ],
)
def test_anything_else_is_refused_and_nothing_breaks(text: str) -> None:
    with pytest.raises(BrokenFile):
        read_file(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.integers(0, len(GOOD)))
def test_a_file_with_anything_put_into_it_is_read_or_refused(put: str, place: int) -> None:
    with suppress(BrokenFile):
        content = read_file(GOOD[:place] + put + GOOD[place:])
        assert content.details is None or read_file(write_file(content.details, content.survey)) == content
