"""A word cloud for decoration, and the table of words that always stands beside it.

Words are counted by the number of responses that use them, so one long answer weighs no more than a
short one, and only words in enough responses to be shown at all ever reach the picture.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from analysis.disclosure import DEFAULT_RULES, AudienceClass, MaskedCell, MaskRules, mask_total
from analysis.reports.charts import CHALK, INK, SEA, chart_font_folder

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TEXT_COLOURS = (SEA, INK, "#7A3E2B", "#5E4380")
_SHORTEST_WORD = 3
_MORE_STOP_WORDS = frozenset(
    {
        "also",
        "because",
        "bit",
        "could",
        "cuz",
        "dont",
        "even",
        "every",
        "get",
        "gets",
        "getting",
        "got",
        "gonna",
        "im",
        "ive",
        "just",
        "know",
        "like",
        "lot",
        "lots",
        "make",
        "many",
        "maybe",
        "much",
        "need",
        "needs",
        "one",
        "people",
        "please",
        "put",
        "really",
        "redacted",
        "removed",
        "should",
        "stuff",
        "thing",
        "things",
        "think",
        "want",
        "wants",
        "will",
        "would",
        "yeah",
    }
)


@dataclass(frozen=True)
class WordCount:
    """A word, and the masked number of responses that use it."""

    word: str
    count: MaskedCell


def word_counts(
    texts: Iterable[str],
    audience: AudienceClass,
    rules: MaskRules = DEFAULT_RULES,
    *,
    most: int = 40,
) -> tuple[WordCount, ...]:
    """Count in how many responses each word appears, and keep the `most` used that may be shown.

    Takes approved, redacted texts only. Stop words are left out; analysts see words used twice or more.
    """
    used = Counter(word for text in texts for word in _words(text))
    minimum = max(2, rules.for_class(audience).minimum)
    enough = [(word, count) for word, count in used.items() if count >= minimum]
    ranked = sorted(enough, key=lambda pair: (-pair[1], pair[0]))
    masked = [WordCount(word, mask_total(count, audience, rules)) for word, count in ranked[:most]]
    # Equal published figures are put in alphabetical order, so that the order adds nothing to them.
    return tuple(sorted(masked, key=lambda entry: (-(entry.count.value or 0), entry.word)))


def word_cloud_png(words: Sequence[WordCount], *, width: int = 900, height: int = 420) -> bytes:
    """Draw the words as a PNG, sized by published figures; the same words give the same picture."""
    drawn = io.BytesIO()
    _cloud(words, width, height).to_image().save(drawn, format="PNG", optimize=True)
    return drawn.getvalue()


def word_cloud_alt_text(words: Sequence[WordCount]) -> str:
    """Say what the picture shows and where its figures are."""
    if not words:
        return "No word was used in enough responses to be shown."
    named = ", ".join(entry.word for entry in words[:5])
    return f"Word cloud. The words used in most responses: {named}. The table beside it gives every figure."


def _cloud(words: Sequence[WordCount], width: int, height: int) -> Any:
    # Imported here because it takes a second to load and most requests never draw.
    from wordcloud import WordCloud

    sizes = {entry.word: float(entry.count.value) for entry in words if entry.count.value}
    cloud = WordCloud(
        width=width,
        height=height,
        background_color=CHALK,
        random_state=11,
        prefer_horizontal=1.0,
        font_path=str(_font()),
        min_font_size=16,
        max_words=60,
        relative_scaling=0.5,
        color_func=_colour,
        margin=6,
    )
    # The library cannot draw nothing, so an empty cloud says in the picture that it is empty.
    return cloud.generate_from_frequencies(sizes or {"too few words to show": 1.0})


def _colour(word: str, random_state: Random | None = None, **_: object) -> str:
    """Choose a colour by the word, so that it stays the same when other words change."""
    return _TEXT_COLOURS[sum(map(ord, word)) % len(_TEXT_COLOURS)]


def _font() -> Path:
    return chart_font_folder() / "DejaVuSans-Bold.ttf"


def _words(text: str) -> set[str]:
    folded = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    return {
        word for word in _WORD.findall(folded) if len(word) >= _SHORTEST_WORD and word not in _stop_words()
    }


@cache
def _stop_words() -> frozenset[str]:
    from wordcloud import STOPWORDS

    plain = frozenset(word.replace("'", "") for word in STOPWORDS)
    return frozenset(STOPWORDS) | plain | _MORE_STOP_WORDS
