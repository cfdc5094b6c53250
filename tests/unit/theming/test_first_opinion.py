"""What a theme list's words alone say: refined asks the quick encoder too, where that reads the language."""

import numpy as np
import pytest

from analysis.theming.code_frame import CodeFrame, Theme
from analysis.theming.encoders import engine_encoders, quick_encoders
from analysis.theming.model import QUICK_SHARE, FirstOpinion, Prepared, prepare_spelled
from analysis.theming.spelling import Speller
from analysis.theming.text import tidy
from analysis.theming.trained import first_opinion

PETS = CodeFrame(
    "pets",
    "Pets",
    "Which pet is best?",
    (
        Theme("dogs", "Dogs", "Dogs and puppies", keywords=("dog", "puppy")),
        Theme("cats", "Cats", "Cats and kittens", keywords=("cat", "kitten")),
    ),
)
ENGLISH, GERMAN = "my puppy loves walks", "mein Hund liebt Spaziergänge"


@pytest.fixture(scope="module")
def opinion() -> FirstOpinion:
    return first_opinion("refined", engine_encoders("refined"), PETS, Speller(), quick_encoders("refined"))


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    spelled = [Speller().read(tidy(text)) for text in (ENGLISH, GERMAN)]
    return prepare_spelled(spelled, engine_encoders("refined"), ["en", "de"], quick=quick_encoders("refined"))


def test_the_guesses_of_both_are_mixed_in_fixed_shares(opinion: FirstOpinion, prepared: Prepared) -> None:
    assert opinion.quick is not None
    assert prepared.quick is not None
    evidence = opinion.evidence(prepared)
    closely = opinion.guess.log_odds(evidence)
    quickly = opinion.quick.log_odds(prepared.quick, opinion.quick.evidence(prepared.quick))

    found = opinion.log_odds(prepared, evidence)

    assert found[0] == pytest.approx((1 - QUICK_SHARE) * closely[0] + QUICK_SHARE * quickly[0])
    assert np.abs(closely[0] - quickly[0]).max() > 0.1, "the two differ, or nothing was tested"


def test_nobody_is_asked_about_a_language_it_does_not_read(opinion: FirstOpinion, prepared: Prepared) -> None:
    evidence = opinion.evidence(prepared)

    assert opinion.log_odds(prepared, evidence)[1] == pytest.approx(opinion.guess.log_odds(evidence)[1])


def test_core_asks_nobody_else() -> None:
    alone = first_opinion("core", engine_encoders("core"), PETS, Speller(), quick_encoders("core"))

    assert alone.quick is None
