"""One question in several words: which are used, what is kept in a file, and what must be reviewed again."""

from dataclasses import replace

import pytest

from participation.campaigns.domain import CampaignDetails
from surveys.definition import Option, QuestionDefinition, SurveyDefinition
from surveys.definition_file import read_file, write_file
from surveys.differences import differences
from surveys.file_nodes import BrokenFile
from surveys.question_types import AnswerProblem, question_type
from surveys.wordings import AskedAs, SurveyLanguage, Wording, with_wording
from surveys.written import with_kept_wordings

POLISH = Wording("pl", "", "Jak jeździsz?", "Krótko", labels=(("bus", "Autobusem"), ("not-sure", "Nie wiem")))
READ = replace(POLISH, reviewed_by="Youth worker", reviewed_on="2026-11-22")
FOR_FIVE = Wording("", "5-8", "How do you go?", reviewed_by="Teacher", reviewed_on="2026-11-22")
ASKED = QuestionDefinition(
    "q1",
    "one_choice",
    "How do you travel?",
    options=(Option("bus", "By bus"), Option("bike", "By bike")),
    wordings=(FOR_FIVE, READ),
)
SURVEY = SurveyDefinition((ASKED,), (SurveyLanguage("pl", "Autobusy", True),))


@pytest.mark.parametrize(
    ("asked_as", "wording"),
    [
        (AskedAs(), "How do you travel?"),
        (AskedAs("pl"), "Jak jeździsz?"),
        (AskedAs("", "5-8"), "How do you go?"),
        (AskedAs("pl", "5-8"), "Jak jeździsz?"),
        (AskedAs("uk"), "How do you travel?"),
        (AskedAs("", "9-11"), "How do you travel?"),
    ],
)
def test_somebody_is_asked_in_the_nearest_words_there_are(asked_as: AskedAs, wording: str) -> None:
    assert ASKED.worded(asked_as).wording == wording


def test_words_for_an_age_that_nobody_has_read_are_not_used() -> None:
    unread = replace(ASKED, wordings=(FOR_FIVE.not_reviewed,))
    assert unread.worded(AskedAs("", "5-8")).wording == "How do you travel?"
    assert SurveyDefinition((unread,)).bands == ()


def test_options_keep_their_ids_in_every_language_and_one_without_words_keeps_its_label() -> None:
    asked = ASKED.worded(AskedAs("pl"))
    assert [(each.id, each.label) for each in question_type("one_choice").offered(asked)] == [
        ("bus", "Autobusem"),
        ("bike", "By bike"),
        ("not-sure", "Nie wiem"),
    ]


@pytest.mark.parametrize("kind", ["ranking", "age_band", "place"])
def test_words_for_not_being_sure_add_no_option_to_a_question_that_does_not_offer_it(kind: str) -> None:
    asked = replace(ASKED, kind=kind).worded(AskedAs("pl"))
    offered = question_type(kind).offered(asked)
    assert [(each.id, each.label) for each in offered] == [("bus", "Autobusem"), ("bike", "By bike")]
    assert isinstance(question_type(kind).clean(["not-sure.1"], asked), AnswerProblem)
    assert isinstance(question_type(kind).clean(["not-sure"], asked), AnswerProblem)


def test_an_option_of_staff_in_place_of_not_being_sure_stands_once_in_every_language() -> None:
    options = (*ASKED.options, Option("not-sure", "It depends"))
    for words, label in ((AskedAs(), "It depends"), (AskedAs("pl"), "Nie wiem")):
        asked = replace(ASKED, options=options).worded(words)
        assert [each.label for each in question_type("one_choice").offered(asked)][2:] == [label]
        assert asked.label_of("not-sure") == label


def test_words_of_another_language_that_nobody_has_read_say_so() -> None:
    assert not ASKED.worded(AskedAs("pl")).is_not_reviewed
    assert replace(ASKED, wordings=(POLISH,)).worded(AskedAs("pl")).is_not_reviewed


def test_a_file_gives_back_every_wording_exactly() -> None:
    details = CampaignDetails("Buses", "buses")
    assert read_file(write_file(details, SURVEY)).survey == SURVEY
    assert SurveyDefinition.from_json(SURVEY.to_json()) == SURVEY


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{wording: X, language: PL}", "two small letters"),
        ("{wording: X, band: 3-99}", "age band"),
        ("{wording: X}", "other words need"),
        ("{language: pl}", "other words need"),
        ("{wording: X, language: pl, reviewed_by: Me}", "a review has both"),
    ],
)
def test_a_wrong_wording_in_a_file_is_refused_with_its_line(line: str, told: str) -> None:
    text = f"format: 4\nquestions:\n- key: q1\n  kind: long_text\n  wording: What?\n  wordings:\n  - {line}\n"
    with pytest.raises(BrokenFile, match="Line 7") as refused:
        read_file(text)
    assert told in refused.value.message


def test_what_uses_no_other_words_keeps_its_hash() -> None:
    plain = replace(ASKED, wordings=())
    assert set(plain.to_json()) == {"key", "kind", "wording", "hint", "options"}
    assert set(SurveyDefinition((plain,)).to_json()) == {"questions"}


def test_a_review_changes_no_words_and_other_words_do() -> None:
    unread = replace(SURVEY, questions=(replace(ASKED, wordings=(FOR_FIVE, POLISH)),))
    assert unread.words_hash == SURVEY.words_hash
    assert replace(SURVEY, questions=(replace(ASKED, wordings=()),)).words_hash != SURVEY.words_hash


def test_a_question_that_changes_has_its_other_words_read_again_without_the_labels_that_are_gone() -> None:
    changed = replace(ASKED, options=(Option("bike", "By bike"), Option("walk", "On foot")), wordings=())
    kept = with_kept_wordings(changed, ASKED)
    assert not any(each.is_reviewed for each in kept.wordings)
    assert kept.wordings[1].labels == (("not-sure", "Nie wiem"),)
    assert with_kept_wordings(replace(ASKED, wordings=()), ASKED) == ASKED


def test_words_are_taken_out_by_leaving_them_empty() -> None:
    assert with_wording(ASKED.wordings, replace(FOR_FIVE, wording="")) == (READ,)


def test_differences_name_the_language_whose_words_changed() -> None:
    other = replace(ASKED, wordings=(FOR_FIVE, replace(POLISH, wording="Czym jeździsz?")))
    [told] = differences(SURVEY, replace(SURVEY, questions=(other,)))
    assert "Polish" in told
    assert "Czym jeździsz?" in told
    assert differences(SurveyDefinition((replace(ASKED, wordings=(FOR_FIVE, POLISH)),)), SURVEY) == []


@pytest.mark.parametrize("kept", ["", "pl", "pl/5-8", "/5-8"])
def test_the_words_somebody_was_asked_in_are_kept_and_read_back(kept: str) -> None:
    assert str(AskedAs.read(kept)) == kept


@pytest.mark.parametrize("kept", ["<b>", "pl/<b>", "polski", "/3-99", "/"])
def test_anything_else_sent_as_words_is_not_kept(kept: str) -> None:
    assert "<" not in str(AskedAs.read(kept))
    assert str(AskedAs.read(kept)) in ("", "pl")
