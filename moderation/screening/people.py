"""Finds people's names, also in lower case, by lists of names and by the words around them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from moderation.screening.context_words import any_of, context_words
from moderation.screening.folding import FoldedText
from moderation.screening.places import find_places, hide, listed
from moderation.screening.words import known_words

_NAME_TOKEN = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_WHOSE = r"(?:my|our|his|her|their|the|a|best|little|big|older|younger|new|old)"
_WHICH = r"(?: best| little| big| older| younger| form| class| english| maths| pe| science| close)?"
_INTRODUCED = re.compile(
    r"(?:(?:my|his|her|our|their|your) (?:name'?s|name is|full name is|names)|"
    r"(?:called|named|name:|signed|love from|regards|known as)|"
    rf"{_WHOSE}{_WHICH} {any_of('relations')},?(?: is| is called|'s name is|'s called)?|"
    r"i'?m called|i am called|it'?s me|(?:hi|hello|hey),? (?:i'?m|i am|my name is|this is)|this is|tell|ask|"
    r"thanks to|thank you) (?P<name>[a-z][a-z'\-]+)"
)
_TITLES = r"(?:mr|mrs|ms|miss|mx|dr|sir)"
_TITLED = re.compile(
    rf"(?<![a-z])(?:{_TITLES}|dame|auntie|aunty|aunt|uncle|nanny|coach)\.? (?P<name>[a-z][a-z'\-]+)"
)
_ENDS_WITH_TITLE = re.compile(rf"(?<![a-z]){_TITLES}\.?$")
_CLOSE_TO_A_NAME = re.compile(
    r"(?:called|named|name'?s?(?: is)?|friend|brother|sister|mate|cousin|uncle|auntie?|i'?m|boyfriend|"
    r"girlfriend) $"
)
_CAREFUL = ("tell ", "ask ", "thank", "this is")
"""Openings that are followed by all sorts of words, so that an unknown one needs a capital."""
_FAMOUS = re.compile(rf"(?<![a-z]){any_of('famous')}(?![a-z])")
NEAR = 24
"""How many characters beside a word may hold its neighbour."""


@lru_cache(maxsize=1)
def first_names() -> tuple[frozenset[str], frozenset[str]]:
    """Names that are nearly always names, and names that are ordinary words as well."""
    lines = listed("first_names.txt")
    divide = lines.index("[ordinary words]")
    return frozenset(lines[:divide]), frozenset(lines[divide + 1 :])


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(listed("surnames.txt"))


def _is_capital(folded: FoldedText, position: int) -> bool:
    return folded.original[folded.starts[position]].isupper()


def _shouts(folded: FoldedText) -> bool:
    """True when the text is typed in capitals, so that a capital says nothing."""
    letters = [letter for letter in folded.original if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) * 2 > len(letters)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - NEAR) : start].rstrip(" \"'(")
    return not before or before[-1] in ".!?\n:;"


def _word_before(text: str, start: int) -> str:
    match = re.search(r"([a-z']+)[ .]*$", text[max(0, start - NEAR) : start])
    return match.group(1) if match else ""


def _word_after(text: str, end: int) -> str:
    match = re.match(r"(?:'s)?[ ]+([a-z']+)", text[end : end + NEAR])
    return match.group(1) if match else ""


def _is_name(folded: FoldedText, text: str, match: re.Match[str], shouts: bool) -> bool:
    """Whether a word standing alone is a person's name."""
    token = match.group().removesuffix("'s")
    plain, unsure = first_names()
    if _word_before(text, match.start()) in context_words("before_no_name"):
        return False
    after = _word_after(text, match.end())
    if after in context_words("after_a_place"):
        return False
    if all(part in plain for part in token.split("-")):
        return True
    capital = _is_capital(folded, match.start()) and not shouts and not _begins_sentence(text, match.start())
    return token in unsure and capital and after in context_words("after_a_person")


def _with_surname(folded: FoldedText, text: str, end: int, shouts: bool) -> int:
    """The end of a name together with a surname that follows it."""
    follow = re.match(r" ([a-z][a-z'\-]{2,})(?![a-z])", text[end : end + 40])
    if not follow or follow.group(1) in context_words("after_a_place"):
        return end
    surname, start = follow.group(1).removesuffix("'s"), end + 1
    capital = _is_capital(folded, start) and not shouts and surname not in context_words("never_a_name")
    is_only_surname = surname in _surnames() and surname not in known_words()
    return start + len(surname) if capital or is_only_surname else end


def find_names(folded: FoldedText) -> Iterator[tuple[int, int]]:
    """Spans of people's names in the folded text; places and famous people are left alone."""
    text = hide(folded.text, find_places(folded))
    text = hide(text, [match.span() for match in _FAMOUS.finditer(text)])
    shouts = _shouts(folded)
    for match in _NAME_TOKEN.finditer(text):
        if _is_name(folded, text, match, shouts):
            end = match.start() + len(match.group().removesuffix("'s"))
            yield match.start(), _with_surname(folded, text, end, shouts)
    for pattern in (_INTRODUCED, _TITLED):
        for match in pattern.finditer(text):
            name = match.group("name").removesuffix("'s").rstrip("'")
            if _is_introduced(folded, text, match, name, shouts):
                end = match.start("name") + len(name)
                yield match.start("name"), _with_surname(folded, text, end, shouts)


def _is_introduced(folded: FoldedText, text: str, match: re.Match[str], name: str, shouts: bool) -> bool:
    """Whether the word after "my friend", "called", "Mr" is a name; it may be in no list."""
    start = match.start("name")
    before = text[max(0, start - NEAR) : start]
    plain, unsure = first_names()
    titled = bool(_ENDS_WITH_TITLE.search(before[:-1]))
    capital = _is_capital(folded, start) and not shouts
    if name in context_words("never_a_name"):
        return False
    if name in unsure and not capital and not titled:
        return bool(_CLOSE_TO_A_NAME.search(before))
    if name in plain or name in unsure or (titled and (capital or name in _surnames())):
        return True
    is_unknown = name not in known_words() and len(name) > 2
    return is_unknown and (capital or not match.group().startswith(_CAREFUL))
