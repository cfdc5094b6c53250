"""Which texts ask for a person soon, because somebody may be at risk."""

import pytest

from moderation.domain import Lane
from moderation.screening import SCREENING_VERSION, screen
from moderation.screening.concern import _weightiest, urgency
from moderation.screening.concern_features import piece_features, pieces
from moderation.screening.concern_model import packaged_model, score_text
from moderation.screening.concern_network import packaged_network
from moderation.screening.concern_rules import find_rules, rules
from moderation.screening.folding import fold
from moderation.screening.words import Word, read_words


def words_in(text: str) -> list[Word]:
    return read_words(fold(text))


def words_of(text: str) -> list[str]:
    return [word.text for word in words_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "i want to kill myself",
        "sometimes i dont want to be alive any more",
        "I've been cutting my arms again and nobody knows",
        "my uncle touches me where i dont like",
        "everyone would be better off without me",
    ],
)
def test_words_of_suicide_self_harm_and_sexual_harm_are_urgent(text: str) -> None:
    assert screen(text).lane is Lane.URGENT


@pytest.mark.parametrize(
    "around",
    [
        "lol {} jk",
        "im not saying {} or anything haha",
        "More buses to Swanage please. {} Also the library should open on Sundays!",
        "we did it in pshe but {}",
    ],
)
def test_nothing_around_them_lowers_words_of_suicide(around: str) -> None:
    assert screen(around.format("i want to die")).lane is Lane.URGENT


@pytest.mark.parametrize(
    "text",
    ["help", "Help me!!!", "SOS", "i need help", "help me help me help me help me help me",
     "HELP HELP HELP HELP HELP HELP HELP", "stop stop stop stop stop stop stop", "scared"],
)  # fmt: skip
def test_a_text_that_is_only_a_call_for_help_is_read_soon_however_often_it_says_so(text: str) -> None:
    found = screen(text)

    assert found.lane is Lane.SOON
    assert [(span.start, span.end) for span in found.spans if span.signal == "safeguarding.worry"] == [
        (0, len(text.rstrip("!")))
    ]


@pytest.mark.parametrize(
    "text",
    ["help the bees", "more help with maths", "please", "no", "save it", "get out",
     "stop litter stop litter stop litter stop litter", "buses buses buses buses buses buses"],
)  # fmt: skip
def test_words_of_a_call_for_help_around_something_else_ask_for_nobody(text: str) -> None:
    assert screen(text).lane in (Lane.NORMAL, Lane.SPAM)


def test_a_disclosure_in_the_middle_of_an_answer_about_parks_still_counts() -> None:
    before = "I like the park and the slide is really good and the new swings are fun. "
    after = " The bins are full every weekend and there should be a cafe near the pond."
    assert screen(before + "My dad hits me with his belt." + after).lane in (Lane.URGENT, Lane.SOON)


@pytest.mark.parametrize(
    "text",
    [
        "More swings and a really big slide please",
        "The bus from Beaminster should run in the evening",
        "a bigger skatepark with lights in winter",
        "I love the beach at Lyme because of the fossils",
    ],
)
def test_ordinary_wishes_raise_no_concern(text: str) -> None:
    assert screen(text).lane is Lane.NORMAL


def test_the_words_that_gave_a_concern_are_pointed_at() -> None:
    text = "More bins please. I want to kill myself. And a cafe."
    result = screen(text)
    assert any("kill myself" in text[span.start : span.end] for span in result.spans)
    assert all(span.signal.startswith("safeguarding.") for span in result.spans)
    assert "safeguarding.suicide" in result.signals


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("there is never any food at ours and my mum is out all night", "food"),
        ("number 9 my dad hits me", "hits"),
        ("I go quiet when I hear the van because last time it was the belt", "belt"),
    ],
)
def test_the_words_pointed_at_are_those_that_carry_the_concern(text: str, shown: str) -> None:
    found = [text[span.start : span.end].lower() for span in screen(text).spans]
    assert any(shown in words for words in found)
    assert not {"is", "at", "and", "i", "it", "because", "number 9"} & set(found)


def test_a_text_of_little_words_still_shows_one_of_them() -> None:
    words = words_in("he makes me do it")
    assert _weightiest(words, {0: 0.2, 1: 0.9, 2: 0.1, 3: -0.4, 4: 0.0}) == [1]


def test_a_piece_scores_the_sum_of_its_features() -> None:
    model = packaged_model()
    words = ["my", "dad", "hits", "me", "with", "a", "belt", "and", "i", "dont", "want", "to", "go", "home"]
    by_feature = sum(
        model.weights.get(feature.name, 0.0) * feature.value for feature in piece_features(words)
    )
    alone = score_text([Word(word, 0, 0) for word in words], [], model).pieces
    assert max(score for score, first, end in alone if (first, end) == (0, len(words))) == pytest.approx(
        model.bias + by_feature
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("k1ll mys3lf", "kill myself"),
        ("kms", "kill myself"),
        ("d i e", "die"),
        ("iwanttodie", "want to die"),
        ("su*cide", "suicide"),
        ("mummy hits me wiv a belt", "mum hits me with a belt"),
        ("he tuches me", "he touches me"),
        ("saaaad", "sad"),
        ("ｄｉｅ", "die"),
        ("ѕаd", "sad"),
        ("d\u200bie", "die"),
    ],
)
def test_disguised_and_misspelt_words_are_read_as_meant(typed: str, meant: str) -> None:
    assert meant in " ".join(words_of(typed))


def test_correct_words_are_left_as_they_are() -> None:
    assert words_of("the bead and the shore") == ["the", "bead", "and", "the", "shore"]


def test_every_rule_compiles_and_has_its_own_name() -> None:
    names = [rule.name for rule in rules()]
    assert len(names) == len(set(names)) > 100


def test_a_rule_of_a_family_that_is_never_lowered_reaches_every_mark() -> None:
    hits = find_rules(read_words(fold("i want to kill myself")))
    assert min(urgency(-50.0, -50.0, hits)) == float("inf")
    assert urgency(0.4, 0.5, []) == (0.4, 0.5)


def test_each_sentence_and_pair_of_sentences_is_read_by_itself() -> None:
    words = [Word(name, 0, 1, breaks=name.endswith("!")) for name in ("a", "b!", "c", "d!", "e")]
    assert pieces(words) == [(0, 2), (0, 4), (0, 5), (2, 4), (2, 5), (4, 5)]


def test_a_long_sentence_is_read_in_overlapping_parts() -> None:
    words = [Word(f"w{at}", 0, 1) for at in range(40)]
    covered = {at for first, end in pieces(words) if end - first < 40 for at in range(first, end)}
    assert covered == set(range(40))


def test_the_packaged_weights_fit_the_packaged_word_list() -> None:
    model = packaged_model()
    assert len(model.weights) > 5_000
    assert model.urgent_at > model.soon_at
    assert "suicide" in packaged_network().families


def test_a_reading_says_which_version_made_it() -> None:
    assert screen("hello").version == SCREENING_VERSION
