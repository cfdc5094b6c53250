"""Word features are those of the usual vectoriser, made many texts at a time."""

import itertools

import numpy as np
import pytest

from analysis.theming.text import words
from analysis.theming.word_features import WordFeatures

KNOWN = ["more buses to town", "the bus to the town is late", "a park", "the the the park", "", "playground"]
ASKED = ["the bus to town, the bus", "playgrounds and a parkland", "", "zebra", "park the bus more buses"]


def _features(text: str) -> list[str]:
    found = words(text)
    pairs = [f"{first} {second}" for first, second in itertools.pairwise(found)]
    return found + pairs + [f"{word[:5]}*" for word in found if len(word) > 3]


def test_they_are_as_alike_as_those_of_a_library() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    library = TfidfVectorizer(analyzer=_features, sublinear_tf=True).fit(KNOWN)
    ours = WordFeatures([words(text) for text in KNOWN])

    due = (library.transform(ASKED) @ library.transform(KNOWN).T).toarray()
    found = ours.matrix([words(text) for text in ASKED]) @ ours.matrix([words(text) for text in KNOWN]).T

    assert found.toarray() == pytest.approx(due, abs=1e-6)


def test_texts_do_not_depend_on_their_neighbours() -> None:
    ours = WordFeatures([words(text) for text in KNOWN])
    together = ours.matrix([words(text) for text in ASKED]).toarray()

    for row, text in enumerate(ASKED):
        assert np.array_equal(ours.matrix([words(text)]).toarray()[0], together[row])


def test_nothing_known_gives_no_features() -> None:
    assert WordFeatures([[]]).matrix([["bus"], []]).shape == (2, 0)
