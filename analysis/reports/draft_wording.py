"""A first draft of "You said", and a check that its numbers and quantity words are true.

A person always edits the draft. Whoever edits it, every number and every word such as "most" must be
borne out by the published figures, which `check_claims` tests sentence by sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from analysis.disclosure import MaskedCell, count_in_words

_QUOTES_IN_DRAFT = 2
_LONGEST_QUOTE = 140


@dataclass(frozen=True)
class ClaimFacts:
    """The published figures that a text about a theme may rest on.

    `counts` are those of the theme itself; `other_numbers` are further true numbers the text may use,
    such as a year, an age or an amount of money in the reply.
    """

    base: MaskedCell
    counts: tuple[MaskedCell, ...]
    other_numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Quantity:
    """A quantity word: the shares of the base it is true of, and how the rule reads in a message."""

    pattern: re.Pattern[str]
    least: Fraction
    most: Fraction
    rule: str

    def fits(self, count: int, base: int) -> bool:
        return base > 0 and self.least <= Fraction(count, base) <= self.most


def _quantity(words: str, least: Fraction, most: Fraction, rule: str) -> _Quantity:
    return _Quantity(re.compile(rf"\b(?:{words})\b", re.IGNORECASE), least, most, rule)


_ALL, _HALF, _NOTHING = Fraction(1), Fraction(1, 2), Fraction(0)
_JUST_OVER = Fraction(1, 1_000_000)

_PEOPLE = r"(?:you|them|us|responses|young people|children|people)"
# Longer wordings come before the shorter ones they contain; each stretch of text is judged once.
_QUANTITIES = (
    _quantity(
        r"(?:almost|nearly) (?:all|everyone|everybody)",
        Fraction(9, 10),
        _ALL,
        "at least nine in ten responses",
    ),
    _quantity(r"everyone|everybody|all of you|every one of you|you all", _ALL, _ALL, "all of the responses"),
    _quantity(
        r"nobody(?! can be picked out)|no one|none of you", _NOTHING, _NOTHING, "none of the responses"
    ),
    _quantity(
        r"(?<!at )most(?! often| of all| important)|(?:the|a) majority|(?:more than|over) half",
        _HALF + _JUST_OVER,
        _ALL,
        "more than half of the responses",
    ),
    _quantity(
        r"(?:about |around )?half(?![- ](?:term|past|an hour|hour|price))",
        Fraction(9, 20),
        Fraction(11, 20),
        "between 45 and 55 in a hundred responses",
    ),
    _quantity(
        rf"(?<!how )many|(?:lots|a lot|loads|plenty) of {_PEOPLE}",
        Fraction(1, 5),
        _ALL,
        "at least one response in five",
    ),
    _quantity(r"several|quite a few", Fraction(1, 20), _ALL, "at least one response in twenty"),
    _quantity(r"a few|few|hardly anyone|a handful", _NOTHING, Fraction(1, 10), "at most one response in ten"),
)
_LARGEST_FIRST = ((" That is most of them.", _HALF + _JUST_OVER), (" That is many of them.", Fraction(1, 5)))

_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?!\d)|(?<![\w.])\d+(?:\.\d+)?")
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|per ?cent)", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\d)[^.!?\n]+)*")
_SPELT = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_SPELT_OF = re.compile(
    rf"\b({'|'.join(_SPELT[2:])})\s+(?:of you|responses|young people|children|out of)\b", re.IGNORECASE
)
_RATIO = re.compile(
    r"\b(\d+|"
    + "|".join(_SPELT[1:])
    + r")\s+(?:in|out of)\s+(?:every\s+)?(\d+|"
    + "|".join(_SPELT[1:])
    + r")\b",
    re.IGNORECASE,
)
_ABOUT_DATES = re.compile(
    r"\b\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?:\s+\d{4})?\b",
    re.IGNORECASE,
)


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


def check_claims(text: str, facts: ClaimFacts) -> list[str]:
    """Return a message for each number or quantity word in the text that the figures do not bear out.

    Quoted words are the speaker's own and are not checked. An empty list means every claim holds.
    """
    problems: list[str] = []
    own_words = _ABOUT_DATES.sub(" ", _QUOTED.sub(" ", text))
    for sentence in _SENTENCE.findall(own_words):
        problems += _check_quantities(sentence, facts)
        problems += _check_numbers(sentence, facts)
    return problems


def _largest_true_claim(count: int, base: int) -> str:
    return next((claim for claim, least in _LARGEST_FIRST if base and Fraction(count, base) >= least), "")


def _spoken(quotes: Sequence[str]) -> list[str]:
    short = [" ".join(quote.split()) for quote in quotes if len(quote) <= _LONGEST_QUOTE][:_QUOTES_IN_DRAFT]
    openings = ("One of you said:", "Another said:")
    return [f"{openings[number]} “{quote}”" for number, quote in enumerate(short)]


def _check_quantities(sentence: str, facts: ClaimFacts) -> list[str]:
    problems: list[str] = []
    taken: list[tuple[int, int]] = []
    for quantity in _QUANTITIES:
        for match in quantity.pattern.finditer(sentence):
            if any(start <= match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            if not _is_borne_out(quantity, facts):
                problems.append(f"“{match.group(0)}” means {quantity.rule}, and the figures do not show that")
    return problems


def _is_borne_out(quantity: _Quantity, facts: ClaimFacts) -> bool:
    base = facts.base.value
    if base is None:
        return False
    return any(cell.value is not None and quantity.fits(cell.value, base) for cell in facts.counts)


def _check_numbers(sentence: str, facts: ClaimFacts) -> list[str]:
    problems, rest = _check_shares(sentence, facts)
    allowed = {cell.value for cell in (facts.base, *facts.counts) if cell.value is not None}
    allowed |= facts.other_numbers
    for match in _NUMBER.finditer(rest):
        figure = match.group(0).replace(",", "")
        if "." in figure or int(figure) not in allowed:
            problems.append(f"“{match.group(0)}” is not one of the published figures")
    for match in _SPELT_OF.finditer(rest):
        if _SPELT.index(match.group(1).lower()) not in allowed:
            problems.append(f"“{match.group(0)}” is not one of the published figures")
    return problems


def _check_shares(sentence: str, facts: ClaimFacts) -> tuple[list[str], str]:
    """Check percentages and ratios ("one in three"), and return the sentence without them."""
    problems: list[str] = []
    for match in _PER_CENT.finditer(sentence):
        if not _is_a_share(Fraction(match.group(1)) / 100, facts, tolerance=Fraction(1, 100)):
            problems.append(f"“{match.group(0)}” is not a share the published figures give")
    rest = _PER_CENT.sub(" ", sentence)
    for match in _RATIO.finditer(rest):
        part, whole = (_as_number(text) for text in match.groups())
        if not whole or not _is_a_share(Fraction(part, whole), facts, tolerance=Fraction(3, 100)):
            problems.append(f"“{match.group(0)}” is not a share the published figures give")
    return problems, _RATIO.sub(" ", rest)


def _is_a_share(claimed: Fraction, facts: ClaimFacts, *, tolerance: Fraction) -> bool:
    if not facts.base.value:
        return False
    shares = [Fraction(cell.value, facts.base.value) for cell in facts.counts if cell.value is not None]
    return any(abs(share - claimed) <= tolerance for share in shares)


def _as_number(text: str) -> int:
    return int(text) if text.isdigit() else _SPELT.index(text.lower())
