"""A rough hint of mood over many answers. It misreads young people, so it never orders or decides anything.

TextBlob scores "I don't feel safe in the park" as happy: the figure is for analysts, as an aggregate only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.theming.text import is_no_answer

LABEL = "Hint only: a word list guessed this, and it often misreads how young people write"
FEWEST_TEXTS = 10
_MILD = 0.1


@dataclass(frozen=True, slots=True)
class SentimentHint:
    """Mean polarity from -1 to 1, and how many answers lean each way; never about one answer."""

    texts: int
    mean: float
    positive: int
    neutral: int
    negative: int
    label: str = LABEL


def sentiment_hint(texts: Sequence[str]) -> SentimentHint | None:
    """The mood of many answers; nothing when fewer than ten say something."""
    polarities = [_polarity(text) for text in texts if not is_no_answer(text)]
    if len(polarities) < FEWEST_TEXTS:
        return None
    positive = sum(polarity > _MILD for polarity in polarities)
    negative = sum(polarity < -_MILD for polarity in polarities)
    return SentimentHint(
        texts=len(polarities),
        mean=round(sum(polarities) / len(polarities), 3),
        positive=positive,
        neutral=len(polarities) - positive - negative,
        negative=negative,
    )


def _polarity(text: str) -> float:
    # Imported here: it takes over a second, and most processes never need it.
    from textblob import TextBlob

    return float(TextBlob(text).sentiment.polarity)
