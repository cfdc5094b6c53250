"""Draft wording says only what the figures bear out, in words a child can read."""

from __future__ import annotations

import pytest

from analysis.claims import ClaimFacts, claims_about_them, unsupported_claims
from analysis.disclosure import AudienceClass, mask_total
from analysis.number_words import NUMBER, read_number
from analysis.reports.draft_wording import draft_you_said
from participation.foundation.reading_age import reading_age

PUBLIC = AudienceClass.PUBLIC
BASE = mask_total(402, PUBLIC)
FACTS = ClaimFacts(BASE, (mask_total(143, PUBLIC),), frozenset({3}))


@pytest.mark.parametrize("count", [0, 4, 10, 60, 100, 143, 199, 200, 203, 204, 300, 402])
def test_a_draft_never_claims_more_than_its_own_figures(count: int) -> None:
    masked = mask_total(count, PUBLIC)
    draft = draft_you_said("Places everyone can get to", masked, BASE, ["everyone hates the bus", "no buses"])
    assert unsupported_claims(draft, ClaimFacts(BASE, (masked,))) == []


def test_a_draft_gives_the_count_with_its_base_and_at_most_two_short_quotes() -> None:
    draft = draft_you_said("Feeling safe", mask_total(143, PUBLIC), BASE, ["x" * 500, "one", "two", "three"])
    assert draft == (
        "About 145 of 400 responses were about “Feeling safe”. That is many of them. "
        "One of you said: “one” Another said: “two”"
    )


def test_most_is_said_only_above_half_of_the_published_base() -> None:
    assert "most" not in draft_you_said("Parks", mask_total(200, PUBLIC), BASE, ())
    assert "That is most of them." in draft_you_said("Parks", mask_total(230, PUBLIC), BASE, ())


def test_a_hidden_count_gives_no_number_and_no_quantity() -> None:
    assert draft_you_said("Parks", mask_total(4, PUBLIC), BASE, ()) == (
        "We do not show how many responses were about “Parks”, so that nobody can be picked out."
    )


def test_the_drafts_own_words_can_be_read_at_about_nine() -> None:
    draft = draft_you_said("Feeling safe", mask_total(143, PUBLIC), BASE, ["more lights please"])
    estimate = reading_age(draft)
    assert estimate is not None
    assert estimate.is_within_target


@pytest.mark.parametrize(
    "text",
    [
        "About 145 of 400 responses asked for later buses.",
        "Many of you asked for buses.",
        "36% asked.",
        "About one in three of you asked.",
        "“most of us hate it”, said one of you.",
        "It opens on 3 May 2026.",
        "There will be 3 new buses.",
        "Buses came up most often.",
        "It shuts at half past five.",
        "You asked for two youth clubs and one more bus.",
        "You pay the adult fare at 16, though you go to school.",
        "You wait 45 minutes, or pay £12.50, at 9pm.",
        "Year 9 and 16-year-olds, and under 18s.",
        "You wait two years to talk to somebody.",
        "A hundred and forty-five of you asked.",
        "More than a hundred of you asked.",
        "At least 140 of you asked, and fewer than two hundred.",
        "About a third of you asked.",
        "",
    ],
)
def test_a_claim_that_the_figures_bear_out_passes(text: str) -> None:
    assert unsupported_claims(text, FACTS) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Most of you want later buses.", "“Most”"),
        ("More than half asked.", "“More than half”"),
        ("Everyone agrees.", "“Everyone”"),
        ("Nobody likes it.", "“Nobody”"),
        ("Only a few asked.", "“a few”"),
        ("Half of you asked.", "“Half”"),
        ("143 of you asked.", "“143”"),
        ("About 150 of 400 asked.", "“150”"),
        ("50% of you asked.", "“50%”"),
        ("One in two of you asked.", "“1 in 2”"),
        ("Seven of you asked.", "“7”"),
        ("1,400 asked", "“1,400”"),
        ("Nearly everyone asked.", "“Nearly everyone”"),
        ("A hundred and fifty of you asked.", "“150”"),
        ("Two thirds of you asked.", "“Two thirds”"),
        ("Three in four asked.", "“3 in 4”"),
        ("A dozen young people asked.", "“12”"),
        ("More than five hundred of you asked.", "“500”"),
        ("Twice as many asked as last year.", "“Twice as many”"),
        ("At 90 of you, it is a lot.", "“90”"),
    ],
)
def test_a_claim_that_the_figures_do_not_bear_out_is_named(text: str, named: str) -> None:
    [claim] = unsupported_claims(text, FACTS)
    assert claim.problem.startswith(named)


def test_the_sentence_that_claims_too_much_is_named_as_it_was_written() -> None:
    text = "You like parks. Most of you, in all “123” words, want lights. We heard it on 3 May 2026."
    [claim] = unsupported_claims(text, FACTS)
    assert claim.sentence == "Most of you, in all “123” words, want lights"
    assert claim.message.startswith("“Most of you")


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("nineteen", 19),
        ("twenty-one", 21),
        ("a hundred", 100),
        ("one hundred and forty-five", 145),
        ("two thousand three hundred and six", 2306),
        ("a dozen", 12),
        ("three dozen", 36),
    ],
)
def test_numbers_in_words_are_read_as_figures(words: str, figure: int) -> None:
    found = NUMBER.fullmatch(words)
    assert found is not None
    assert read_number(words) == figure


def test_no_quantity_word_stands_on_a_hidden_count() -> None:
    facts = ClaimFacts(mask_total(400, PUBLIC), (mask_total(3, PUBLIC),))
    assert unsupported_claims("A few of you asked.", facts)
    assert unsupported_claims("Most asked.", ClaimFacts(mask_total(3, PUBLIC), (mask_total(3, PUBLIC),)))


@pytest.mark.parametrize(
    "ours",
    [
        "Everyone asked for lights, so we will put them up.",
        "We heard that most of you want a later bus.",
        "Nine in ten of you agreed with us.",
        "900 young people told us so.",
    ],
)
def test_our_own_words_may_not_claim_of_young_people_what_the_figures_do_not_show(ours: str) -> None:
    assert claims_about_them(ours, FACTS)


@pytest.mark.parametrize(
    "ours",
    [
        "We will light all paths, and most of the parks.",
        "Two new buses run for many more hours.",
        "Half price tickets cost £1 for everyone under 18.",
        "Nobody pays more than 50 pence.",
        "We cannot do 3 of the 12 stops this year.",
    ],
)
def test_what_we_promise_is_no_claim_about_young_people(ours: str) -> None:
    assert not claims_about_them(ours, FACTS)
