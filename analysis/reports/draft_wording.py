"""A first draft of "You said" from masked counts and quotes.

A person always edits the draft. Whoever edits it, every number and every word such as "most" must be borne out
by the published figures, which `analysis.claims` tests sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from analysis.disclosure import MaskedCell, count_in_words

_QUOTES_IN_DRAFT = 2
_LONGEST_QUOTE = 140


_HALF = Fraction(1, 2)
_JUST_OVER = Fraction(1, 1_000_000)
_LARGEST_FIRST = ((" That is most of them.", _HALF + _JUST_OVER), (" That is many of them.", Fraction(1, 5)))


def draft_you_said(theme_name: str, count: MaskedCell, base: MaskedCell, quotes: Sequence[str]) -> str:
    """Draft "You said" from a masked count and quotes that may be shown, for a person to edit."""
    # The name stands in quotation marks: it may hold a word such as "everyone" that claims nothing here.
    name = f"“{theme_name.strip().rstrip('.')}”"
    opening = f"We do not show how many responses were about {name}, so that nobody can be picked out."
    if count.value is not None and base.value is not None:
        words = count_in_words(count, base)
        opening = f"{words[0].upper()}{words[1:]} were about {name}."
        opening += _largest_true_claim(count.value, base.value)
    return " ".join([opening, *_spoken(quotes)])


def _largest_true_claim(count: int, base: int) -> str:
    return next((claim for claim, least in _LARGEST_FIRST if base and Fraction(count, base) >= least), "")


def _spoken(quotes: Sequence[str]) -> list[str]:
    short = [" ".join(quote.split()) for quote in quotes if len(quote) <= _LONGEST_QUOTE][:_QUOTES_IN_DRAFT]
    openings = ("One of you said:", "Another said:")
    return [f"{openings[number]} “{quote}”" for number, quote in enumerate(short)]
