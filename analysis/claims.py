"""Whether what a text claims is borne out by the published figures: every number and every quantity word. Pure.

Numbers count whether they stand in figures or in words. What young people said, in quotation marks, is theirs
and is not judged; neither are ages, times, money and dates, which count nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from analysis.disclosure import MaskedCell
from analysis.number_words import NUMBER, SHARE, read_number, read_share


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
        r"(?<!\bat )most(?! often| of all| important)|(?:the|a) majority|(?:more than|over) half",
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

_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?!\d)|(?<![\w.])\d+(?:\.\d+)?")
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|per ?cent)", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\d)[^.!?\n]+)*")
_RATIO = re.compile(r"\b(\d+)\s+(?:in|out of)\s+(?:every\s+)?(\d+)\b", re.IGNORECASE)
_MULTIPLE = re.compile(r"\b(?:twice|double|\d+ times)(?: as many| the number)?\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?P<more>more than|over|at least)\s*$|\b(?P<less>fewer than|less than|under|up to|nearly|almost)\s*$",
    re.IGNORECASE,
)
_OF_PEOPLE = r"\s*(?:of (?:you|them|us)|responses|young people|children|people|views|answers)\b"
#: Numbers that count nobody: ages, times, money, distances, how long.
_NO_COUNT = re.compile(
    r"£\s?\d[\d,.]*|\b\d[\d,.:]*[\s-]?(?:pm|am|p|pounds?|pence|minutes?|hours?|days?|weeks?|months?|years?|miles?"
    r"|kilometres?|metres?|o[’']clock)\b(?:[- ]olds?)?|\b\d{1,2}:\d\d\b"
    r"|\b(?:aged?|at|age of|turn(?:ed)?|is|are) \d{1,2}\b"
    r"(?!"
    + _OF_PEOPLE
    + r")|\b(?:under|over) \d{1,2}s\b|\byear \d{1,2}\b|\b(?:in|since|by|until) (?:19|20)\d\d\b",
    re.IGNORECASE,
)
#: Small numbers in words name things ("two youth clubs") unless they are said of people.
_SMALL = 12
_ABOUT_DATES = re.compile(
    r"\b\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?:\s+\d{4})?\b",
    re.IGNORECASE,
)

#: In our own words: a quantity of those who said, asked or wanted something. Other numbers are promises of ours.
_HOW_MANY = (
    r"most|many|majority|half|all|everyone|everybody|nobody|no one|none|several|few|lots|a lot|plenty"
    r"|\d+ ?%|\d+ per ?cent|\w+ (?:in|out of) (?:every )?\w+"
)
_ASKED = r"said|told us|asked|want(?:ed)?|chose|agreed?"
_OF_THEM = re.compile(
    rf"\b(?:{_HOW_MANY}|\d+)\s+(?:\w+\s+){{0,2}}?(?:of you|of them|young people|children|responses|views|answers)\b"
    rf"|\b(?:{_HOW_MANY})\b\s+(?:\w+\s+){{0,2}}?(?:{_ASKED})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class UnsupportedClaim:
    """A sentence that claims what the figures do not show, and what it would take."""

    sentence: str
    problem: str

    @property
    def message(self) -> str:
        """The sentence, and what is wrong with it."""
        return f"“{self.sentence}” – {self.problem}"


def unsupported_claims(text: str, facts: ClaimFacts) -> list[UnsupportedClaim]:
    """Every claim of the text that the figures do not bear out; an empty list means that all hold."""
    found: list[UnsupportedClaim] = []
    for written, own_words in _sentences(text):
        problems = [*_check_quantities(own_words, facts), *_check_numbers(own_words, facts)]
        found += [UnsupportedClaim(written, problem) for problem in problems]
    return found


def claims_about_them(text: str, facts: ClaimFacts) -> list[UnsupportedClaim]:
    """What our own words claim of young people and the figures do not bear out.

    "Most of you asked for lights" is held against the figures; "we will light all paths" and "two new buses" are
    promises, whose numbers no response gives.
    """
    return [claim for claim in unsupported_claims(text, facts) if _OF_THEM.search(claim.sentence)]


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Each sentence as it was written, and what is judged in it: no quotes, no dates, figures for words."""
    hidden = _ABOUT_DATES.sub(_blank, _QUOTED.sub(_blank, text))
    for found in _SENTENCE.finditer(hidden):
        written = text[found.start() : found.end()].strip()
        yield written, _NO_COUNT.sub(" ", NUMBER.sub(_in_figures, found.group(0)))


def _blank(found: re.Match[str]) -> str:
    """As long as what it hides, so that places in the text stay the same."""
    return " " * len(found.group(0))


def _in_figures(found: re.Match[str]) -> str:
    number, rest = read_number(found.group(0)), found.string[found.end() :]
    is_of_people = re.match(_OF_PEOPLE + r"|\s+(?:in|out of)\s+(?:every\s+)?(?:\w+)", rest, re.IGNORECASE)
    before = re.search(r"(?:\bin|\bout of)\s+(?:every\s+)?$", found.string[: found.start()], re.IGNORECASE)
    is_one = number == 1 and not re.match(r"\s+(?:in|out of)\s", rest, re.IGNORECASE)
    if (number <= _SMALL and not is_of_people and not before and not _is_measure(rest)) or is_one:
        return found.group(0)
    return str(number)


def _is_measure(rest: str) -> bool:
    return (
        re.match(r"\s+(?:minutes?|hours?|days?|weeks?|months?|years?|miles?)\b", rest, re.IGNORECASE)
        is not None
    )


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
    problems += [
        f"“{found.group(0)}” compares, and no figure shows that" for found in _MULTIPLE.finditer(rest)
    ]
    rest = _MULTIPLE.sub(" ", rest)
    allowed = {cell.value for cell in (facts.base, *facts.counts) if cell.value is not None}
    for match in _NUMBER.finditer(rest):
        figure = match.group(0).replace(",", "")
        if int(float(figure)) in facts.other_numbers and "." not in figure:
            continue
        compared = _COMPARED.search(rest[: match.start()])
        if "." in figure or not _is_shown(int(figure), compared, allowed):
            problems.append(f"“{match.group(0)}” is not one of the published figures")
    return problems


def _is_shown(number: int, compared: re.Match[str] | None, allowed: set[int]) -> bool:
    if compared is None:
        return number in allowed
    if compared["more"]:
        return any(number <= value for value in allowed)
    return any(value <= number for value in allowed)


def _check_shares(sentence: str, facts: ClaimFacts) -> tuple[list[str], str]:
    """Check percentages and ratios ("one in three", "two thirds"), and return the sentence without them."""
    claimed = [
        (m.group(0), Fraction(m.group(1)) / 100, Fraction(1, 100)) for m in _PER_CENT.finditer(sentence)
    ]
    rest = _PER_CENT.sub(" ", sentence)
    for match in _RATIO.finditer(rest):
        part, whole = int(match.group(1)), int(match.group(2))
        claimed.append((match.group(0), Fraction(part, whole) if whole else Fraction(-1), Fraction(3, 100)))
    rest = _RATIO.sub(" ", rest)
    claimed += [
        (m.group(0), read_share(m.group(1), m.group(2)), Fraction(3, 100)) for m in SHARE.finditer(rest)
    ]
    problems = [
        f"“{words}” is not a share the published figures give"
        for words, share, tolerance in claimed
        if not _is_a_share(share, facts, tolerance=tolerance)
    ]
    return problems, SHARE.sub(" ", rest)


def _is_a_share(claimed: Fraction, facts: ClaimFacts, *, tolerance: Fraction) -> bool:
    if not facts.base.value:
        return False
    shares = [Fraction(cell.value, facts.base.value) for cell in facts.counts if cell.value is not None]
    return any(abs(share - claimed) <= tolerance for share in shares)
